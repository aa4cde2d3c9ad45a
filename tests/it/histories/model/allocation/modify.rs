//! Operators change what sets may slash.

use super::super::act::Change;
use super::super::refusal::require;
use super::super::{Account, Model, Nat, Refusal, VaultId};
use super::{ALLOCATING, Allocation, Pending, SetId, Told};

/// More entries than any queue has.
const ALL: u16 = u16::MAX;

impl Model {
    pub(super) fn modify(
        &mut self,
        by: Account,
        operator: Account,
        changes: &[Change],
    ) -> Result<Vec<Told>, Refusal> {
        self.slasher.require_open(ALLOCATING, self.time)?;
        require(by == operator, Refusal::InvalidPermissions)?;
        let delay = self.allocation_delay(operator).ok_or(Refusal::UninitializedAllocationDelay)?;
        let mut told = Vec::new();
        for Change { set, vaults, magnitudes } in changes {
            require(vaults.len() == magnitudes.len(), Refusal::InputArrayLengthMismatch)?;
            let redistributing = self.require_set(*set)?.recipient.is_some();
            for (vault, magnitude) in vaults.iter().zip(magnitudes) {
                // First, so that what was freed elsewhere can be allocated here.
                told.extend(self.clear_due(operator, *vault, ALL));
                let place = (operator, *set, *vault);
                if self.require_change(place, (*magnitude).into())? {
                    let effect = self.increase_effect(delay, redistributing);
                    self.increase(place, (*magnitude).into(), effect, &mut told)?;
                } else {
                    self.decrease(place, (*magnitude).into(), &mut told);
                }
            }
        }
        Ok(told)
    }

    /// Refuses what is no change, or comes before the last one. Whether it is an increase.
    fn require_change(
        &self,
        (operator, set, vault): (Account, SetId, VaultId),
        to: Nat,
    ) -> Result<bool, Refusal> {
        let Allocation { current, pending } = self.allocation(operator, set, vault);
        require(pending == Pending::Nothing, Refusal::ModificationAlreadyPending)?;
        require(to != current, Refusal::SameMagnitude)?;
        Ok(to > current)
    }

    /// Charged now, counting later.
    fn increase(
        &mut self,
        place: (Account, SetId, VaultId),
        to: Nat,
        effect: Result<u32, Refusal>,
        told: &mut Vec<Told>,
    ) -> Result<(), Refusal> {
        let (operator, set, vault) = place;
        let (Allocation { current, .. }, mut book) = self.completed(operator, set, vault);
        book.encumbered += to - current;
        let maximum = self.magnitude(Some(operator), vault);
        require(book.encumbered <= maximum, Refusal::InsufficientMagnitude)?;
        let effect = effect?;
        self.slasher.require_entry_open(ALLOCATING)?;
        let increased = Allocation { current, pending: Pending::Increase(to - current, effect) };
        self.store(place, increased, book, told);
        told.push(Told::Allocated(set, vault, to, effect));
        Ok(())
    }

    /// Later, if the set can slash what is given up; else now.
    fn decrease(&mut self, place: (Account, SetId, VaultId), to: Nat, told: &mut Vec<Told>) {
        let (operator, set, vault) = place;
        let (Allocation { current, .. }, mut book) = self.completed(operator, set, vault);
        let (decreased, effect) = if self.is_slashable(operator, set) && self.has_strategy(set, vault) {
            let effect = self.block + self.delays.deallocation + 1;
            book.queue.push_back(set);
            (Allocation { current, pending: Pending::Decrease(current - to, effect) }, effect)
        } else {
            book.encumbered -= current - to;
            (Allocation { current: to, pending: Pending::Nothing }, self.block)
        };
        self.store(place, decreased, book, told);
        told.push(Told::Allocated(set, vault, to, effect));
    }

    pub(crate) fn has_strategy(&self, set: SetId, vault: VaultId) -> bool {
        self.sets.get(&set).is_some_and(|set| set.strategies.contains(&vault))
    }
}
