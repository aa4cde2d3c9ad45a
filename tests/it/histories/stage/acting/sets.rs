//! What AVSs do, and who joins their sets.

use alloy::primitives::{Address, B256, Bytes};
use interfaces::sol::IAllocationManager::{
    CreateSetParams, CreateSetParamsV2, DeregisterParams, RegisterParams, addStrategiesToOperatorSetCall,
    createOperatorSets_0Call, createOperatorSets_1Call, createRedistributingOperatorSets_0Call,
    createRedistributingOperatorSets_1Call, deregisterFromOperatorSetsCall, registerForOperatorSetsCall,
    removeStrategiesFromOperatorSetCall, setAVSRegistrarCall, updateAVSMetadataURICall,
};

use super::super::super::model::Account;
use super::super::super::model::act::{Act, NewSet};
use super::super::Stage;

impl Stage {
    pub(super) fn submit_by_avs(&self, act: &Act) -> B256 {
        let to = self.at.slasher;
        match act {
            Act::PublishMetadata { by, avs } => {
                let call =
                    updateAVSMetadataURICall { avs: self.person(*avs), metadataURI: "ipfs://avs".to_owned() };
                self.send(self.person(*by), to, &call)
            }
            Act::SetRegistrar { by, avs } => {
                let call = setAVSRegistrarCall { avs: self.person(*avs), registrar: self.at.registrar };
                self.send(self.person(*by), to, &call)
            }
            Act::CreateSets { by, avs, sets, redistributing } => {
                self.submit_creation(*by, *avs, sets, *redistributing)
            }
            Act::AddStrategies { by, set, vaults } => {
                let (avs, id, strategies) = (self.person(set.avs), set.id, self.vaults(vaults));
                let call = addStrategiesToOperatorSetCall { avs, operatorSetId: id, strategies };
                self.send(self.person(*by), to, &call)
            }
            Act::RemoveStrategies { by, set, vaults } => {
                let (avs, id, strategies) = (self.person(set.avs), set.id, self.vaults(vaults));
                let call = removeStrategiesFromOperatorSetCall { avs, operatorSetId: id, strategies };
                self.send(self.person(*by), to, &call)
            }
            Act::RegisterForSets { by, operator, avs, ids } => {
                let (operator, avs) = (self.person(*operator), self.person(*avs));
                let params = RegisterParams { avs, operatorSetIds: ids.clone(), data: Bytes::new() };
                self.send(self.person(*by), to, &registerForOperatorSetsCall { operator, params })
            }
            Act::DeregisterFromSets { by, operator, avs, ids } => {
                let (operator, avs) = (self.person(*operator), self.person(*avs));
                let params = DeregisterParams { operator, avs, operatorSetIds: ids.clone() };
                self.send(self.person(*by), to, &deregisterFromOperatorSetsCall { params })
            }
            other => panic!("{other:?} is not about sets"),
        }
    }

    /// By the function that names no slashers if the AVS is to be that of all sets, else by the one that does.
    fn submit_creation(&self, by: Account, avs: Account, sets: &[NewSet], redistributing: bool) -> B256 {
        let (from, to) = (self.person(by), self.at.slasher);
        let recipients = sets.iter().map(|set| set.recipient.map_or(Address::ZERO, |to| self.holder(to)));
        let recipients = recipients.collect();
        let own = sets.iter().all(|set| set.slasher == Some(avs));
        let avs = self.person(avs);
        match (own, redistributing) {
            (true, false) => self.send(from, to, &createOperatorSets_0Call { avs, params: self.plain(sets) }),
            (false, false) => {
                self.send(from, to, &createOperatorSets_1Call { avs, params: self.with_slashers(sets) })
            }
            (true, true) => {
                let call = createRedistributingOperatorSets_0Call {
                    avs,
                    params: self.plain(sets),
                    redistributionRecipients: recipients,
                };
                self.send(from, to, &call)
            }
            (false, true) => {
                let call = createRedistributingOperatorSets_1Call {
                    avs,
                    params: self.with_slashers(sets),
                    redistributionRecipients: recipients,
                };
                self.send(from, to, &call)
            }
        }
    }

    fn plain(&self, sets: &[NewSet]) -> Vec<CreateSetParams> {
        let params = sets
            .iter()
            .map(|set| CreateSetParams { operatorSetId: set.id, strategies: self.vaults(&set.vaults) });
        params.collect()
    }

    fn with_slashers(&self, sets: &[NewSet]) -> Vec<CreateSetParamsV2> {
        let params = sets.iter().map(|set| CreateSetParamsV2 {
            operatorSetId: set.id,
            strategies: self.vaults(&set.vaults),
            slasher: self.maybe(set.slasher),
        });
        params.collect()
    }
}
