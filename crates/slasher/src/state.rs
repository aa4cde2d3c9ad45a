//! Storage of the Slasher.

use alloy_primitives::{Address, B256, U256};
use common::map::Map;
use common::packed::{field, Packed, Peer, Slot};
use math::allocation::{Allocation, Magnitudes};
use math::wad::WAD;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageAddress;

/// Allocations, magnitudes, allocation delays and slash ids. Sets are keyed by `OperatorSet::key`.
#[storage]
#[entrypoint]
pub struct Slasher {
    /// The DelegationManager, and the deallocation delay.
    pub(crate) delegation: Slot<Peer>,
    /// AvsDirectory, and the delay of changing an allocation delay.
    pub(crate) directory: Slot<Peer>,
    /// Who may act for an account.
    pub(crate) permission_controller: StorageAddress,
    /// operator → allocation delay.
    pub(crate) delays: Map<Address, Slot<AllocationDelay>>,
    /// operator → strategy → magnitudes and the ends of the deallocation queue.
    pub(crate) books: Map<Address, Map<Address, Slot<Book>>>,
    /// operator → set → strategy → allocation.
    pub(crate) allocations: Map<Address, Map<B256, Map<Address, Slot<Allocated>>>>,
    /// operator → strategy → number in the deallocation queue → entry.
    pub(crate) queues: Map<Address, Map<Address, Map<U256, Slot<Deallocation>>>>,
    /// set → slashes so far; the last slash id.
    pub(crate) slash_counts: Map<B256, Slot<Count>>,
}

/// An operator's allocation delay (blocks): the one in force unless `effect_block` has come, from when `pending` is.
#[derive(Clone, Copy)]
pub(crate) struct AllocationDelay {
    pub(crate) delay: u32,
    pub(crate) is_set: bool,
    pub(crate) pending: u32,
    pub(crate) effect_block: u32,
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

/// An operator's magnitudes in a strategy, and its deallocation queue: entries `head` up to before `tail`. Stored is what
/// slashing took from the maximum, so that an untouched slot reads as full.
#[derive(Clone, Copy)]
pub(crate) struct Book {
    pub(crate) magnitudes: Magnitudes,
    pub(crate) head: u32,
    pub(crate) tail: u32,
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
pub(crate) struct Allocated(pub(crate) Allocation);

impl Packed for Allocated {
    fn unpack(word: &[u8; 32]) -> Self {
        Self(Allocation {
            current: field::u64(word, 0),
            pending_diff: i64::from_be_bytes(field::u64(word, 8).to_be_bytes()),
            effect_block: field::u32(word, 16),
        })
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.0.current.to_be_bytes());
        field::put(&mut word, 8, &self.0.pending_diff.to_be_bytes());
        field::put(&mut word, 16, &self.0.effect_block.to_be_bytes());
        word
    }
}

/// A queued decrease: the set it is taken from, and the block from which it counts.
#[derive(Clone, Copy)]
pub(crate) struct Deallocation {
    pub(crate) set: B256,
    pub(crate) effect_block: u32,
}

impl Deallocation {
    /// Bytes no set key uses.
    const EFFECT_BLOCK_AT: usize = 20;
    /// What a slot holds once its entry has left the queue.
    pub(crate) const NONE: Self = Self { set: B256::ZERO, effect_block: 0 };
}

impl Packed for Deallocation {
    fn unpack(word: &[u8; 32]) -> Self {
        let mut set = *word;
        field::put(&mut set, Self::EFFECT_BLOCK_AT, &[0; 4]);
        Self { set: B256::from(set), effect_block: field::u32(word, Self::EFFECT_BLOCK_AT) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = self.set.0;
        field::put(&mut word, Self::EFFECT_BLOCK_AT, &self.effect_block.to_be_bytes());
        word
    }
}

/// A number that only grows.
#[derive(Clone, Copy)]
pub(crate) struct Count(pub(crate) u64);

impl Packed for Count {
    fn unpack(word: &[u8; 32]) -> Self {
        Self(field::u64(word, 24))
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 24, &self.0.to_be_bytes());
        word
    }
}
