//! AVSs, their sets, and who is in them.

use std::collections::BTreeSet;

use alloy::primitives::U256;
use interfaces::sol::IAllocationManager as abi_of;

use super::super::super::model::{Account, Model, Set, SetId};
use super::super::Stage;
use crate::harness::BURN_ADDRESS;

impl Stage {
    pub(super) fn check_sets(&self, model: &Model) {
        for (avs, known) in &model.avss {
            let sets = self.ask_slasher(&abi_of::getOperatorSetCountCall { avs: self.person(*avs) });
            assert_eq!(sets, U256::from(known.sets), "how many sets {avs} has");
        }
        for (set, known) in &model.sets {
            self.check_set(model, *set, known);
        }
        for operator in (0..model.people.len()).filter(|account| model.is_operator(*account)) {
            let found = self.ask_slasher(&abi_of::getRegisteredSetsCall { operator: self.person(operator) });
            let expected = model.people[operator].sets.iter().copied();
            assert_eq!(self.listed(&found), expected.collect(), "sets of operator {operator}");
            self.check_allocated(model, operator);
            let (is_set, delay) =
                self.ask_slasher(&abi_of::getAllocationDelayCall { operator: self.person(operator) }).into();
            let expected = model.allocation_delay(operator).expect("operators have one");
            assert_eq!((is_set, delay), (true, expected), "allocation delay of {operator}");
        }
        for (operator, set) in model.memberships.keys() {
            let (who, operator_set) = (self.person(*operator), self.set(*set));
            let ask = abi_of::isMemberOfOperatorSetCall { operator: who, operatorSet: operator_set.clone() };
            let expected = model.membership(*operator, *set).registered;
            assert_eq!(self.ask_slasher(&ask), expected, "whether {operator} is in {set:?}");
            let ask = abi_of::isOperatorSlashableCall { operator: who, operatorSet: operator_set };
            let expected = model.is_slashable(*operator, *set);
            assert_eq!(self.ask_slasher(&ask), expected, "whether {set:?} can slash {operator}");
        }
    }

    /// Sets with something of an operator, and of which strategies.
    fn check_allocated(&self, model: &Model, operator: Account) {
        let who = self.person(operator);
        let allocated = |set: &SetId| !model.allocated_strategies(operator, *set).is_empty();
        let found = self.ask_slasher(&abi_of::getAllocatedSetsCall { operator: who });
        let expected: BTreeSet<SetId> = model.sets.keys().copied().filter(allocated).collect();
        assert_eq!(self.listed(&found), expected, "sets with something of {operator}");
        for set in expected {
            let ask = abi_of::getAllocatedStrategiesCall { operator: who, operatorSet: self.set(set) };
            let found = BTreeSet::from_iter(self.ask_slasher(&ask));
            let expected = BTreeSet::from_iter(self.vaults(&model.allocated_strategies(operator, set)));
            assert_eq!(found, expected, "strategies of which {set:?} has something of {operator}");
        }
    }

    /// An operator's sets, which are in no order.
    fn listed(&self, sets: &[abi_of::OperatorSet]) -> BTreeSet<SetId> {
        let listed: BTreeSet<SetId> = sets.iter().map(|set| self.set_at(set)).collect();
        assert_eq!(listed.len(), sets.len(), "a set is listed twice: {listed:?}");
        listed
    }

    fn check_set(&self, model: &Model, set: SetId, known: &Set) {
        let operator_set = self.set(set);
        let found =
            self.ask_slasher(&abi_of::getStrategiesInOperatorSetCall { operatorSet: operator_set.clone() });
        assert_eq!(found, self.vaults(&known.strategies), "strategies of {set:?}");
        let found = self.ask_slasher(&abi_of::getMembersCall { operatorSet: operator_set.clone() });
        let expected: Vec<_> = known.members.iter().map(|member| self.person(*member)).collect();
        assert_eq!(found, expected, "members of {set:?}");
        let found = self.ask_slasher(&abi_of::getSlashCountCall { operatorSet: operator_set.clone() });
        assert_eq!(found, U256::from(model.slash_count(set)), "slashes of {set:?}");
        let found = self.ask_slasher(&abi_of::getSlasherCall { operatorSet: operator_set.clone() });
        assert_eq!(found, self.person(known.slasher), "slasher of {set:?}");
        let ask = abi_of::getRedistributionRecipientCall { operatorSet: operator_set };
        let expected = known.recipient.map_or(BURN_ADDRESS, |account| self.person(account));
        assert_eq!(self.ask_slasher(&ask), expected, "who receives what {set:?} slashes");
    }
}
