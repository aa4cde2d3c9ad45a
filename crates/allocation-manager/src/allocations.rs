//! Slots of an operator's delay, magnitudes and allocations.

use common::packed::{field, Packed};
use math::allocation::{Allocation, Magnitudes};
use math::wad::WAD;

/// An operator's allocation delay (blocks): the one in force unless `effect_block` has come, from when `pending` is. Every
/// operator has one from its registration on, and nobody else.
#[derive(Clone, Copy)]
pub struct AllocationDelay {
    /// The delay.
    pub delay: u32,
    /// Whether there is one.
    pub is_set: bool,
    /// The next delay.
    pub pending: u32,
    /// From which block.
    pub effect_block: u32,
}

impl Packed for AllocationDelay {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            delay: field::u32(word, 0),
            is_set: word[4] != 0,
            pending: field::u32(word, 8),
            effect_block: field::u32(word, 12),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.delay.to_be_bytes());
        word[4] = u8::from(self.is_set);
        field::put(&mut word, 8, &self.pending.to_be_bytes());
        field::put(&mut word, 12, &self.effect_block.to_be_bytes());
        word
    }
}

/// An operator's magnitudes in a strategy, and the ends of its deallocation queue: places (from 1) of sets on the operator's
/// list, 0 when the queue is empty. Stored is what slashing took from the maximum, so that an untouched slot reads as full.
#[derive(Clone, Copy)]
pub struct Book {
    /// The magnitudes.
    pub magnitudes: Magnitudes,
    /// The set whose decrease falls due first.
    pub head: u32,
    /// The set whose decrease falls due last.
    pub tail: u32,
}

impl Packed for Book {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            magnitudes: Magnitudes {
                max: WAD.saturating_sub(field::u64(word, 0)),
                encumbered: field::u64(word, 8),
            },
            head: field::u32(word, 16),
            tail: field::u32(word, 20),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &WAD.saturating_sub(self.magnitudes.max).to_be_bytes());
        field::put(&mut word, 8, &self.magnitudes.encumbered.to_be_bytes());
        field::put(&mut word, 16, &self.head.to_be_bytes());
        field::put(&mut word, 20, &self.tail.to_be_bytes());
        word
    }
}

/// An allocation as stored: not completed yet.
#[derive(Clone, Copy)]
pub struct Allocated {
    /// The allocation.
    pub allocation: Allocation,
    /// Whether it is on the list of those made while the set did not have the strategy.
    pub outside: bool,
    /// Whether a decrease is in the deallocation queue. Outlasts the decrease when a slash completes it.
    pub queued: bool,
    /// The set after this one in the queue; 0 for the last one.
    pub next: u32,
}

impl Packed for Allocated {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            allocation: Allocation {
                current: field::u64(word, 0),
                pending_diff: i64::from_be_bytes(field::u64(word, 8).to_be_bytes()),
                effect_block: field::u32(word, 16),
            },
            next: field::u32(word, 20),
            outside: field::u8(word, 24) != 0,
            queued: field::u8(word, 25) != 0,
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.allocation.current.to_be_bytes());
        field::put(&mut word, 8, &self.allocation.pending_diff.to_be_bytes());
        field::put(&mut word, 16, &self.allocation.effect_block.to_be_bytes());
        field::put(&mut word, 20, &self.next.to_be_bytes());
        field::put(&mut word, 24, &[u8::from(self.outside), u8::from(self.queued)]);
        word
    }
}
