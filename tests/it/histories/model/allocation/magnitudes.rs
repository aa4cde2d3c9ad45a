//! What is allocated, and the queue of decreases.

use std::collections::VecDeque;

use super::super::refusal::require;
use super::super::{Account, Model, Nat, Refusal, VaultId};
use super::{ALLOCATING, SetId, Told};

/// A change that is not completed, with the block from which it counts. A full slash can leave nothing to decrease, which
/// is still a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Pending {
    #[default]
    Nothing,
    Increase(Nat, u32),
    Decrease(Nat, u32),
}

/// Magnitude of an operator in a strategy that a set may slash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allocation {
    pub(crate) current: Nat,
    pub(crate) pending: Pending,
}

impl Allocation {
    /// As it counts in a block, and what the end of a decrease frees.
    fn at(self, block: u32) -> (Self, Nat) {
        let completed = |current| Self { current, pending: Pending::Nothing };
        match self.pending {
            Pending::Increase(by, effect) if effect <= block => (completed(self.current + by), Nat::ZERO),
            Pending::Decrease(by, effect) if effect <= block => (completed(self.current - by), by),
            _ => (self, Nat::ZERO),
        }
    }

    /// Its magnitude after the pending change, and from when it counts.
    pub(crate) fn after_pending(self) -> (Nat, u32) {
        match self.pending {
            Pending::Nothing => (self.current, 0),
            Pending::Increase(by, effect) => (self.current + by, effect),
            Pending::Decrease(by, effect) => (self.current - by, effect),
        }
    }
}

/// An operator's magnitude in a strategy, over all sets. Its maximum is in the operator's stake.
#[derive(Clone, Default)]
pub(crate) struct Book {
    /// Allocated, or about to be; what a decrease leaves is in it until the decrease is completed.
    pub(super) encumbered: Nat,
    /// Sets whose decreases are to be completed, first come first.
    pub(crate) queue: VecDeque<SetId>,
}

impl Model {
    fn stored(&self, operator: Account, set: SetId, vault: VaultId) -> Allocation {
        self.allocations.get(&(operator, set, vault)).copied().unwrap_or_default()
    }

    /// An allocation as it counts now.
    pub(crate) fn allocation(&self, operator: Account, set: SetId, vault: VaultId) -> Allocation {
        self.stored(operator, set, vault).at(self.block).0
    }

    /// Strategies of which a set has something of an operator or is about to, or did until a decrease that waits to be
    /// cleared.
    pub(crate) fn allocated_strategies(&self, operator: Account, set: SetId) -> Vec<VaultId> {
        let of_both = self.allocations.iter().filter(|((of, to, _), _)| (*of, *to) == (operator, set));
        let something = |allocation: &Allocation| {
            let pending = match allocation.pending {
                Pending::Nothing => Nat::ZERO,
                Pending::Increase(by, _) | Pending::Decrease(by, _) => by,
            };
            !allocation.current.is_zero() || !pending.is_zero()
        };
        of_both.filter(|(_, allocation)| something(allocation)).map(|((.., vault), _)| *vault).collect()
    }

    /// Encumbered magnitude as if everything due were cleared.
    pub(crate) fn encumbered(&self, operator: Account, vault: VaultId) -> Nat {
        let Some(book) = self.books.get(&(operator, vault)) else { return Nat::ZERO };
        let due = book.queue.iter().map(|set| self.stored(operator, *set, vault).at(self.block).1);
        book.encumbered - due.sum()
    }

    /// Magnitude that may still be allocated.
    pub(crate) fn allocatable(&self, operator: Account, vault: VaultId) -> Nat {
        self.magnitude(Some(operator), vault) - self.encumbered(operator, vault)
    }

    /// The completed allocation, and the book with what that frees.
    pub(super) fn completed(&self, operator: Account, set: SetId, vault: VaultId) -> (Allocation, Book) {
        let mut book = self.books.get(&(operator, vault)).cloned().unwrap_or_default();
        let (allocation, freed) = self.stored(operator, set, vault).at(self.block);
        book.encumbered -= freed;
        (allocation, book)
    }

    /// Stores both. Tells the encumbered magnitude if it is another.
    pub(super) fn store(
        &mut self,
        (operator, set, vault): (Account, SetId, VaultId),
        allocation: Allocation,
        book: Book,
        told: &mut Vec<Told>,
    ) {
        self.allocations.insert((operator, set, vault), allocation);
        let encumbered = book.encumbered;
        let before = self.books.insert((operator, vault), book).unwrap_or_default();
        if before.encumbered != encumbered {
            told.push(Told::Encumbered(vault, encumbered));
        }
    }

    /// Completes decreases that are due, from the front of the queue, so many at most.
    pub(super) fn clear_due(&mut self, operator: Account, vault: VaultId, most: u16) -> Vec<Told> {
        let mut told = Vec::new();
        for _ in 0..most {
            let first = self.books.get(&(operator, vault)).and_then(|book| book.queue.front().copied());
            let Some(set) = first else { break };
            let (allocation, mut book) = self.completed(operator, set, vault);
            if allocation.pending != Pending::Nothing {
                break;
            }
            book.queue.pop_front();
            self.store((operator, set, vault), allocation, book, &mut told);
        }
        told
    }

    pub(super) fn clear_deallocations(
        &mut self,
        operator: Account,
        vaults: &[VaultId],
        counts: &[u16],
    ) -> Result<Vec<Told>, Refusal> {
        self.slasher.require_open(ALLOCATING, self.time)?;
        require(vaults.len() == counts.len(), Refusal::InputArrayLengthMismatch)?;
        let pairs = vaults.iter().zip(counts);
        Ok(pairs.flat_map(|(vault, most)| self.clear_due(operator, *vault, *most)).collect())
    }
}
