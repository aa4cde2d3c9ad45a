//! Operators allocate magnitude to sets.

use abi::{Event, Fault, Result};
use allocation_manager::allocations::{Allocated, Book};
use allocation_manager::permissions::Permissions;
use allocation_manager::sets::Membership;
use allocation_manager::ALLOCATING;
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{at, checked, some};
use common::host::{block_number, emit};
use common::list::element_of;
use common::pausing::{require_exit_open, require_open};
use interfaces::sol::IAllocationManager::{
    modifyAllocationsCall, AllocationUpdated, DelayTooLong, InputArrayLengthMismatch, InsufficientMagnitude,
    ModificationAlreadyPending, SameMagnitude, UninitializedAllocationDelay,
};
use interfaces::types::{AllocateParams, OperatorSet};
use interfaces::{require, CallId, ErrorId};
use math::allocation::{completed, modify, Timing};
use math::{delay, AllocationError};
use stylus_sdk::prelude::*;

use crate::Slasher;

/// What every change in one call shares.
struct Change<'a> {
    operator: Address,
    set: &'a OperatorSet,
    key: B256,
    /// Whether the set could slash the operator now, in strategies it has.
    slashable: bool,
    timing: Timing,
    permissions: Permissions,
}

impl Slasher {
    /// Operator: changes how much of its magnitude sets may slash.
    pub(crate) fn modify_allocations(&mut self, operator: Address, changes: &[AllocateParams]) -> Result<()> {
        let permissions = self.permissions.get();
        require_exit_open(&self.manager, permissions.paused, ALLOCATING)?;
        self.require_may_act(&operator, modifyAllocationsCall::ID)?;
        let (is_set, allocation_delay) = self.delay_of(operator);
        require::<UninitializedAllocationDelay>(is_set)?;
        let deallocation_delay = permissions.deallocation_delay;
        let timing = Timing { block: block_number(self.vm()), allocation_delay, deallocation_delay };
        for AllocateParams { set, strategies, new_magnitudes } in changes {
            require::<InputArrayLengthMismatch>(strategies.len() == new_magnitudes.len())?;
            let key = set.key();
            let member = self.membership(operator, &key);
            // A set on the operator's list exists: sets never go.
            if member.set_place == 0 {
                self.existing(&key)?;
            }
            let slashable = self.can_be_slashed(&member);
            let change = Change { operator, set, key, slashable, timing, permissions };
            for (index, strategy) in strategies.iter().enumerate() {
                self.modify_allocation(&change, *strategy, at(new_magnitudes, index)?)?;
            }
        }
        Ok(())
    }

    fn modify_allocation(&mut self, change: &Change<'_>, strategy: Address, magnitude: u64) -> Result<()> {
        let operator = change.operator;
        let mut book = self.book(operator, strategy);
        // First, so that what was freed elsewhere can be used here.
        self.clear_due(operator, strategy, &mut book, u16::MAX)?;
        let mut allocated = self.allocated(operator, &change.key, strategy);
        require::<ModificationAlreadyPending>(!allocated.queued)?;
        let block = change.timing.block;
        let (allocation, magnitudes) = checked(completed(allocated.allocation, book.magnitudes, block))?;
        let in_set = self.has_strategy(&change.key, strategy);
        let slashable = change.slashable && in_set;
        let increases = magnitude > allocation.current;
        let timing = if increases { self.timing_of_increase(change)? } else { change.timing };
        let modified = modify(allocation, magnitudes, magnitude, slashable, timing).map_err(fault)?;
        if increases {
            require_open(change.permissions.paused, ALLOCATING)?;
            self.list(change, strategy, in_set, &mut allocated)?;
        }
        if modified.queued {
            let place = self.membership(operator, &change.key).set_place;
            self.enqueue(operator, strategy, place, &mut book, &mut allocated);
        }
        let allocated = Allocated { allocation: modified.allocation, ..allocated };
        self.store_allocation(operator, change.key, strategy, &allocated);
        self.emit_encumbered(&operator, &strategy, book.magnitudes, modified.magnitudes);
        self.books.setter(operator).setter(strategy).set(&Book { magnitudes: modified.magnitudes, ..book });
        let after = checked(modified.allocation.after_pending())?;
        self.emit_allocation(&operator, change.set, &strategy, after, modified.allocation.effect_block);
        Ok(())
    }

    /// Increases to redistributing sets wait for the protocol's floor at least.
    fn timing_of_increase(&self, change: &Change<'_>) -> Result<Timing> {
        let Timing { allocation_delay: own, .. } = change.timing;
        if !self.existing(&change.key)?.redistributing {
            return Ok(change.timing);
        }
        let allocation_delay = delay::redistribution_delay(own, change.permissions.redistribution_delay);
        Ok(Timing { allocation_delay, ..change.timing })
    }

    /// Sees to it that an allocation is found again: the set from the operator, and the strategy from the set, if the set does
    /// not have it.
    fn list(
        &mut self,
        change: &Change<'_>,
        strategy: Address,
        in_set: bool,
        allocated: &mut Allocated,
    ) -> Result<()> {
        let mut member = self.membership(change.operator, &change.key);
        if !member.allocated {
            if member.set_place == 0 {
                let place = self.operator_sets.setter(change.operator).push(&change.key);
                member.set_place = some(u32::try_from(place).ok())?;
            }
            let mut members = self.memberships.setter(change.operator);
            members.setter(change.key).set(&Membership { allocated: true, ..member });
        }
        if !in_set && !allocated.outside {
            allocated.outside = true;
            let mut lists = self.outside_strategies.setter(change.operator);
            lists.setter(change.key).push(&element_of(&strategy));
        }
        Ok(())
    }

    /// Emits that an allocation becomes `magnitude` from `effect_block` on.
    pub(crate) fn emit_allocation(
        &self,
        operator: &Address,
        set: &OperatorSet,
        strategy: &Address,
        magnitude: u64,
        effect_block: u32,
    ) {
        let mut event = Event::new(&AllocationUpdated::SIGNATURE_HASH, 6).address(operator);
        set.encode(event.data());
        emit(self.vm(), &event.address(strategy).u64(magnitude).u64(u64::from(effect_block)));
    }
}

/// The ABI's error for a refused change.
fn fault(error: AllocationError) -> Fault {
    match error {
        AllocationError::ModificationAlreadyPending => ModificationAlreadyPending::FAULT,
        AllocationError::SameMagnitude => SameMagnitude::FAULT,
        AllocationError::InsufficientMagnitude => InsufficientMagnitude::FAULT,
        // Of its sums, only the effect block's can leave its range.
        AllocationError::Arithmetic(_) => DelayTooLong::FAULT,
    }
}
