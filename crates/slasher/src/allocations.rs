//! Operators allocate magnitude to sets.

use abi::{Event, Fault, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::calls;
use common::host::{block_number, emit};
use interfaces::peers::avs_directory::{self, SlashContext};
use interfaces::sol::IAllocationManager::{
    modifyAllocationsCall, AllocationUpdated, DelayTooLong, InputArrayLengthMismatch, InsufficientMagnitude,
    ModificationAlreadyPending, SameMagnitude, UninitializedAllocationDelay,
};
use interfaces::types::{AllocateParams, OperatorSet};
use interfaces::{require, CallId, ErrorId};
use math::allocation::{completed, modify, Allocation, Magnitudes, Timing};
use math::AllocationError;
use stylus_sdk::prelude::*;

use crate::state::{Allocated, Book, Deallocation};
use crate::Slasher;

impl Slasher {
    /// Operator: changes how much of its magnitude sets may slash.
    pub(crate) fn modify_allocations(&mut self, operator: Address, changes: &[AllocateParams]) -> Result<()> {
        self.require_may_act(&operator, modifyAllocationsCall::ID)?;
        let (is_set, allocation_delay) = self.delay_of(operator);
        require::<UninitializedAllocationDelay>(is_set)?;
        let timing = Timing {
            block: block_number(self.vm()),
            allocation_delay,
            deallocation_delay: self.delegation.get().delay,
        };
        for change in changes {
            require::<InputArrayLengthMismatch>(change.strategies.len() == change.new_magnitudes.len())?;
            let context = self.context(&change.set, &operator, &change.strategies)?;
            for (index, strategy) in change.strategies.iter().enumerate() {
                let slashable = context.slashable && *some(context.in_set.get(index))?;
                let magnitude = *some(change.new_magnitudes.get(index))?;
                self.modify_allocation(operator, &change.set, *strategy, magnitude, slashable, timing)?;
            }
        }
        Ok(())
    }

    fn modify_allocation(
        &mut self,
        operator: Address,
        set: &OperatorSet,
        strategy: Address,
        magnitude: u64,
        slashable: bool,
        timing: Timing,
    ) -> Result<()> {
        let mut book = self.books.getter(operator).getter(strategy).get();
        // First, so that what was freed elsewhere can be used here.
        self.clear_due(operator, strategy, &mut book, u16::MAX)?;
        let (allocation, magnitudes) = self.completed(operator, set, strategy, book.magnitudes)?;
        let modified = modify(allocation, magnitudes, magnitude, slashable, timing).map_err(fault)?;
        let effect_block = modified.allocation.effect_block;
        if modified.queued {
            let entry = Deallocation { set: set.key(), effect_block };
            self.enqueue(operator, strategy, &mut book, &entry)?;
        }
        self.store_allocation(operator, set.key(), strategy, modified.allocation);
        self.emit_encumbered(&operator, &strategy, book.magnitudes, modified.magnitudes);
        self.books.setter(operator).setter(strategy).set(&Book { magnitudes: modified.magnitudes, ..book });
        let after = checked(modified.allocation.after_pending())?;
        self.emit_allocation(&operator, set, &strategy, after, effect_block);
        Ok(())
    }

    /// The allocation, and the operator's `magnitudes`, after a change whose block has come.
    pub(crate) fn completed(
        &self,
        operator: Address,
        set: &OperatorSet,
        strategy: Address,
        magnitudes: Magnitudes,
    ) -> Result<(Allocation, Magnitudes)> {
        let Allocated(stored) = self.allocations.getter(operator).getter(set.key()).getter(strategy).get();
        checked(completed(stored, magnitudes, block_number(self.vm())))
    }

    /// What AvsDirectory knows of the set, the operator in it, and the strategies. Reverts with `InvalidOperatorSet` for an
    /// unknown set.
    pub(crate) fn context(
        &self,
        set: &OperatorSet,
        operator: &Address,
        strategies: &[Address],
    ) -> Result<SlashContext> {
        let call = avs_directory::slash_context(set, operator, strategies);
        SlashContext::decode(&calls::view(self.vm(), &self.directory.get().address, &call)?)
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
