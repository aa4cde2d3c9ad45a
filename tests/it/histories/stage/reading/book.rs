//! What slashes booked.

use std::collections::BTreeSet;

use alloy::primitives::U256;
use interfaces::sol::IStrategyManager::{
    self, getBurnOrRedistributableShares_0Call, getPendingOperatorSetsCall, getPendingSlashIdsCall,
    getSlashResolutionBlockCall,
};

use super::super::super::model::{Model, Nat, SetId, Slash};
use super::super::Stage;

impl Stage {
    /// The slashes that wait to be cleared, with what they booked and until when they wait.
    pub(super) fn check_book(&self, model: &Model) {
        let waiting = || model.slashes.iter().filter(|(_, slash)| !slash.booked.is_empty());
        for ((set, number), slash) in waiting() {
            self.check_slash(*set, *number, slash);
        }
        for set in BTreeSet::from_iter(model.slashes.keys().map(|(set, _)| *set)) {
            let ask = getPendingSlashIdsCall { operatorSet: self.booked_set(set) };
            let found: BTreeSet<U256> = self.ask_manager(&ask).into_iter().collect();
            let of_set = waiting().filter(|((slashing, _), _)| *slashing == set);
            let expected = of_set.map(|((_, number), _)| U256::from(*number)).collect();
            assert_eq!(found, expected, "slashes of {set:?} that wait");
        }
        let found = self.ask_manager(&getPendingOperatorSetsCall {});
        let found: BTreeSet<_> = found.into_iter().map(|set| (set.avs, set.id)).collect();
        let expected = waiting().map(|((set, _), _)| (self.person(set.avs), set.id)).collect();
        assert_eq!(found, expected, "sets with slashes that wait");
    }

    fn check_slash(&self, set: SetId, number: u64, slash: &Slash) {
        let (operator_set, id) = (self.booked_set(set), U256::from(number));
        let ask = getBurnOrRedistributableShares_0Call { operatorSet: operator_set.clone(), slashId: id };
        let found = self.ask_manager(&ask);
        let found = (found._0, found._1.into_iter().map(Nat::from).collect());
        let (vaults, shares): (Vec<_>, Vec<_>) = slash.booked.iter().copied().unzip();
        assert_eq!(found, (self.vaults(&vaults), shares), "booked by slash {number} of {set:?}");
        let ask = getSlashResolutionBlockCall { operatorSet: operator_set, slashId: id };
        let found = self.ask_manager(&ask);
        assert_eq!(found, slash.resolved_after, "last block of the wait of slash {number} of {set:?}");
    }

    /// A set as the StrategyManager takes it.
    pub(crate) fn booked_set(&self, set: SetId) -> IStrategyManager::OperatorSet {
        IStrategyManager::OperatorSet { avs: self.person(set.avs), id: set.id }
    }
}
