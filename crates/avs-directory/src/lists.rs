//! Sets and strategies of an operator. Its list of sets keeps whatever it joined or allocated to, and the strategies of an
//! allocation are found among those the set has, had or never had: allocating writes no list of its own. Readers see what of
//! it stands.

use alloc::vec::Vec;

use abi::Result;
use alloy_primitives::{Address, B256};
use common::calls;
use interfaces::peers::delegation_manager;
use interfaces::types::OperatorSet;
use math::allocation::Allocation;
use stylus_sdk::prelude::*;

use crate::AvsDirectory;

impl AvsDirectory {
    /// The sets an operator is registered for.
    pub(crate) fn registered_sets(&self, operator: Address) -> Vec<OperatorSet> {
        self.sets_of(operator, |key| self.manager.membership(operator, key).registered)
    }

    /// The sets that have something of an operator, or are about to.
    pub(crate) fn allocated_sets(&self, operator: Address) -> Vec<OperatorSet> {
        self.sets_of(operator, |key| self.has_allocated(operator, key))
    }

    /// Whether a set has something of an operator. A set to which it never allocated is not looked through.
    fn has_allocated(&self, operator: Address, set: &B256) -> bool {
        self.manager.membership(operator, set).allocated
            && !self.allocated_strategies(operator, set).is_empty()
    }

    /// The strategies of which a set has something of an operator, or is about to. Completed changes count as they are stored:
    /// what a decrease left behind goes when the queue is cleared.
    pub(crate) fn allocated_strategies(&self, operator: Address, set: &B256) -> Vec<Address> {
        let manager = &self.manager;
        let mut strategies = manager.strategy_lists.getter(*set).addresses();
        let mut former = manager.former_strategies.getter(*set).addresses();
        former.retain(|strategy| !manager.has_strategy(set, *strategy));
        let mut outside = manager.outside_strategies.getter(operator).getter(*set).addresses();
        outside.retain(|strategy| {
            !manager.has_strategy(set, *strategy) && !manager.place(set, *strategy).former
        });
        strategies.extend(former);
        strategies.extend(outside);
        strategies.retain(|strategy| !manager.allocated(operator, set, *strategy).allocation.is_empty());
        strategies
    }

    /// Whether a set that redistributes has the operator as a member, or has something of it.
    pub(crate) fn is_redistributable(&self, operator: Address) -> bool {
        let found = self.sets_of(operator, |key| {
            self.manager.sets.getter(*key).get().redistributing
                && (self.manager.membership(operator, key).registered || self.has_allocated(operator, key))
        });
        !found.is_empty()
    }

    /// What operators have allocated to a set.
    pub(crate) fn allocations_of(
        &self,
        operators: &[Address],
        set: &B256,
        strategy: Address,
    ) -> Result<Vec<Allocation>> {
        operators.iter().map(|operator| self.manager.allocation_of(*operator, set, strategy)).collect()
    }

    /// What an operator has allocated to sets.
    pub(crate) fn allocations_in(
        &self,
        operator: Address,
        sets: &[OperatorSet],
        strategy: Address,
    ) -> Result<Vec<Allocation>> {
        sets.iter().map(|set| self.manager.allocation_of(operator, &set.key(), strategy)).collect()
    }

    /// The maximum magnitudes of an operator at the end of a block, which the DelegationManager keeps.
    pub(crate) fn max_magnitudes_at(
        &self,
        operator: &Address,
        strategies: &[Address],
        block: u32,
    ) -> Result<Vec<u8>> {
        let call = delegation_manager::get_max_magnitudes_at_block(operator, strategies, block);
        calls::view(self.vm(), &self.manager.delegation.get().address, &call)
    }

    fn sets_of(&self, operator: Address, wanted: impl Fn(&B256) -> bool) -> Vec<OperatorSet> {
        let mut keys = self.manager.operator_sets.getter(operator).to_vec();
        keys.retain(wanted);
        keys.iter().map(OperatorSet::from_key).collect()
    }
}
