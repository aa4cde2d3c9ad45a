//! The deallocation queue: decreases that a set can still slash, per operator and strategy, in the order they fall due.
//!
//! The delay is the same for all, so effect blocks never fall along the queue, and the first entry that is not due ends
//! every walk.

use abi::{Event, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::host::{block_number, emit};
use interfaces::require;
use interfaces::sol::IAllocationManager::{EncumberedMagnitudeUpdated, InputArrayLengthMismatch};
use math::allocation::{completed, Allocation, Magnitudes};
use stylus_sdk::prelude::*;

use crate::state::{Allocated, Book, Deallocation};
use crate::Slasher;

/// The first entry of a queue, when it is due: the allocation it completes, and what that leaves of the magnitudes.
struct Due {
    set: B256,
    allocation: Allocation,
    magnitudes: Magnitudes,
}

impl Slasher {
    /// Anyone: completes decreases that are due, up to a number per strategy.
    pub(crate) fn clear_queues(
        &mut self,
        operator: Address,
        strategies: &[Address],
        limits: &[u16],
    ) -> Result<()> {
        require::<InputArrayLengthMismatch>(strategies.len() == limits.len())?;
        for (strategy, limit) in strategies.iter().zip(limits) {
            let mut book = self.books.getter(operator).getter(*strategy).get();
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
            self.store_allocation(operator, due.set, strategy, due.allocation);
            let mut queue = self.queues.setter(operator);
            queue.setter(strategy).setter(U256::from(book.head)).set(&Deallocation::NONE);
            self.emit_encumbered(&operator, &strategy, book.magnitudes, due.magnitudes);
            book.magnitudes = due.magnitudes;
            book.head = some(book.head.checked_add(1))?;
        }
        Ok(())
    }

    /// The magnitudes as they are once everything due is completed, without completing it.
    pub(crate) fn magnitudes_of(&self, operator: Address, strategy: Address) -> Result<Magnitudes> {
        let mut book = self.books.getter(operator).getter(strategy).get();
        while let Some(due) = self.due(operator, strategy, &book)? {
            book.magnitudes = due.magnitudes;
            book.head = some(book.head.checked_add(1))?;
        }
        Ok(book.magnitudes)
    }

    /// The first entry of the queue in `book`, if it is due.
    fn due(&self, operator: Address, strategy: Address, book: &Book) -> Result<Option<Due>> {
        if book.head == book.tail {
            return Ok(None);
        }
        let now = block_number(self.vm());
        let entry = self.queues.getter(operator).getter(strategy).getter(U256::from(book.head)).get();
        if now < entry.effect_block {
            return Ok(None);
        }
        let Allocated(allocation) =
            self.allocations.getter(operator).getter(entry.set).getter(strategy).get();
        // A slash may have completed the decrease before its entry was cleared: then there is nothing left to do.
        let (allocation, magnitudes) = if allocation.effect_block == entry.effect_block {
            checked(completed(allocation, book.magnitudes, now))?
        } else {
            (allocation, book.magnitudes)
        };
        Ok(Some(Due { set: entry.set, allocation, magnitudes }))
    }

    /// Enters a decrease. Changes `book`, which the caller stores.
    pub(crate) fn enqueue(
        &mut self,
        operator: Address,
        strategy: Address,
        book: &mut Book,
        entry: &Deallocation,
    ) -> Result<()> {
        self.queues.setter(operator).setter(strategy).setter(U256::from(book.tail)).set(entry);
        book.tail = some(book.tail.checked_add(1))?;
        Ok(())
    }

    /// Overwrites an allocation.
    pub(crate) fn store_allocation(
        &mut self,
        operator: Address,
        set: B256,
        strategy: Address,
        allocation: Allocation,
    ) {
        let mut allocations = self.allocations.setter(operator);
        allocations.setter(set).setter(strategy).set(&Allocated(allocation));
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
