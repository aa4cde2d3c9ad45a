//! The deallocation queue: decreases that a set can still slash, per operator and strategy, in the order they fall due.
//!
//! It is a chain: the book names the first and the last set by their places on the operator's list, and each allocation names
//! the next. A set is in it at most once, as an allocation has one change pending at most.

use abi::{Event, Result};
use allocation_manager::allocations::{Allocated, Book};
use allocation_manager::ALLOCATING;
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::host::emit;
use common::pausing::require_exit_open;
use interfaces::require;
use interfaces::sol::IAllocationManager::{EncumberedMagnitudeUpdated, InputArrayLengthMismatch};
use math::allocation::Magnitudes;
use stylus_sdk::prelude::*;

use crate::Slasher;

impl Slasher {
    /// Anyone: completes decreases that are due, up to a number per strategy.
    pub(crate) fn clear_queues(
        &mut self,
        operator: Address,
        strategies: &[Address],
        limits: &[u16],
    ) -> Result<()> {
        require_exit_open(&self.manager, self.permissions.get().paused, ALLOCATING)?;
        require::<InputArrayLengthMismatch>(strategies.len() == limits.len())?;
        for (strategy, limit) in strategies.iter().zip(limits) {
            let mut book = self.book(operator, *strategy);
            let head = book.head;
            self.clear_due(operator, *strategy, &mut book, *limit)?;
            if book.head != head {
                self.books.setter(operator).setter(*strategy).set(&book);
            }
        }
        Ok(())
    }

    /// Completes up to `limit` decreases that are due. Changes `book`, which the caller stores.
    pub(crate) fn clear_due(
        &mut self,
        operator: Address,
        strategy: Address,
        book: &mut Book,
        limit: u16,
    ) -> Result<()> {
        for _ in 0..limit {
            let Some(due) = self.due(operator, strategy, book)? else { break };
            self.store_allocation(operator, due.set, strategy, &due.allocated);
            self.emit_encumbered(&operator, &strategy, book.magnitudes, due.magnitudes);
            book.magnitudes = due.magnitudes;
            book.head = due.next;
            if book.head == 0 {
                book.tail = 0;
            }
        }
        Ok(())
    }

    /// Enters the set at `place` of the operator's list. Changes `book` and `allocated`, which the caller stores.
    pub(crate) fn enqueue(
        &mut self,
        operator: Address,
        strategy: Address,
        place: u32,
        book: &mut Book,
        allocated: &mut Allocated,
    ) {
        allocated.queued = true;
        allocated.next = 0;
        if book.tail == 0 {
            book.head = place;
        } else {
            let last = self.operator_sets.getter(operator).get(u64::from(book.tail));
            let before = self.allocated(operator, &last, strategy);
            self.store_allocation(operator, last, strategy, &Allocated { next: place, ..before });
        }
        book.tail = place;
    }

    /// Overwrites an allocation.
    pub(crate) fn store_allocation(
        &mut self,
        operator: Address,
        set: B256,
        strategy: Address,
        allocated: &Allocated,
    ) {
        let mut allocations = self.allocations.setter(operator);
        allocations.setter(set).setter(strategy).set(allocated);
    }

    /// Emits the encumbered magnitude if it changed.
    pub(crate) fn emit_encumbered(
        &self,
        operator: &Address,
        strategy: &Address,
        before: Magnitudes,
        after: Magnitudes,
    ) {
        if after.encumbered != before.encumbered {
            let event = Event::new(&EncumberedMagnitudeUpdated::SIGNATURE_HASH, 3).address(operator);
            emit(self.vm(), &event.address(strategy).u64(after.encumbered));
        }
    }
}
