//! What operators do with their magnitude, and slashes of it.

use alloy::primitives::B256;
use interfaces::sol::IAllocationManager::{
    AllocateParams, SlashingParams, clearDeallocationQueueCall, modifyAllocationsCall,
    setAllocationDelayCall, slashOperatorCall,
};

use super::super::super::model::Nat;
use super::super::super::model::act::{Act, Change};
use super::super::Stage;

impl Stage {
    pub(super) fn submit_allocating(&self, act: &Act) -> B256 {
        let to = self.at.slasher;
        match act {
            Act::SetAllocationDelay { by, operator, delay } => {
                let call = setAllocationDelayCall { operator: self.person(*operator), delay: *delay };
                self.send(self.person(*by), to, &call)
            }
            Act::ModifyAllocations { by, operator, changes } => {
                let params = changes.iter().map(|change| self.change(change)).collect();
                let call = modifyAllocationsCall { operator: self.person(*operator), params };
                self.send(self.person(*by), to, &call)
            }
            Act::ClearDeallocations { by, operator, vaults, counts } => {
                let call = clearDeallocationQueueCall {
                    operator: self.person(*operator),
                    strategies: self.vaults(vaults),
                    numToClear: counts.clone(),
                };
                self.send(self.person(*by), to, &call)
            }
            Act::Slash { by, operator, set, vaults, wads } => {
                let params = SlashingParams {
                    operator: self.person(*operator),
                    operatorSetId: set.id,
                    strategies: self.vaults(vaults),
                    wadsToSlash: wads.iter().copied().map(Nat::word).collect(),
                    description: String::new(),
                };
                self.send(self.person(*by), to, &slashOperatorCall { avs: self.person(set.avs), params })
            }
            other => panic!("{other:?} is not about magnitudes"),
        }
    }

    fn change(&self, change: &Change) -> AllocateParams {
        AllocateParams {
            operatorSet: self.set(change.set),
            strategies: self.vaults(&change.vaults),
            newMagnitudes: change.magnitudes.clone(),
        }
    }
}
