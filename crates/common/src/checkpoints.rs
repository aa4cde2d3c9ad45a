//! Values by block.

use abi::word::{from_word, to_word};
use alloy_primitives::U256;
use stylus_sdk::host::VM;

use crate::packed::{field, load, store, whole_slot};

/// A history of values: each entry a block (32 bits) and a value of at most 224 bits, in one slot. Blocks never fall.
///
/// The owner keeps the number of entries, packed with something it reads anyway, and passes it in.
pub struct Checkpoints {
    slot: U256,
    host: VM,
}

/// Bits of a value.
pub const VALUE_BITS: usize = 224;

impl Checkpoints {
    /// Records `value` at `block` and returns the new number of entries: one more, or the same if the last entry was
    /// made in this block and is overwritten. Returns `None`, and changes nothing, if the value needs more than 224 bits
    /// or the block is before the last entry's.
    #[inline(never)]
    pub fn push(&mut self, entries: u32, block: u32, value: &U256) -> Option<u32> {
        let same = entries.checked_sub(1).is_some_and(|index| self.block_at(index) == block);
        self.append(if same { entries.checked_sub(1)? } else { entries }, block, value)
    }

    /// As [`Checkpoints::push`], but the last entry stays also when it was made in this block: entries count events.
    #[inline(never)]
    pub fn append(&mut self, entries: u32, block: u32, value: &U256) -> Option<u32> {
        let in_order = entries.checked_sub(1).is_none_or(|index| self.block_at(index) <= block);
        if !in_order || value.bit_len() > VALUE_BITS {
            return None;
        }
        let mut word = to_word(value);
        field::put(&mut word, 0, &block.to_be_bytes());
        store(&self.host, &self.slot_of(entries), &word);
        entries.checked_add(1)
    }

    /// How many entries were made in or before `block`.
    #[inline(never)]
    pub fn count_at(&self, entries: u32, block: u32) -> u32 {
        // Find the first entry after `block` by halving [low, high).
        let (mut low, mut high) = (0, entries);
        while low < high {
            let middle = low.midpoint(high);
            if self.block_at(middle) > block {
                high = middle;
            } else {
                low = middle.saturating_add(1);
            }
        }
        low
    }

    /// The value of the last entry made in or before `block`, or `None` before the first.
    pub fn at(&self, entries: u32, block: u32) -> Option<U256> {
        self.latest(self.count_at(entries, block))
    }

    /// The last value of the first `entries`, or `None` if there is none.
    #[inline(never)]
    pub fn latest(&self, entries: u32) -> Option<U256> {
        entries.checked_sub(1).map(|index| self.value_at(index))
    }

    #[inline(never)]
    fn block_at(&self, index: u32) -> u32 {
        field::u32(&load(&self.host, &self.slot_of(index)), 0)
    }

    #[inline(never)]
    fn value_at(&self, index: u32) -> U256 {
        let mut word = load(&self.host, &self.slot_of(index));
        field::put(&mut word, 0, &[0; 4]);
        from_word(&word)
    }

    /// The slot of an entry. Slots wrap around the end of the address space as Solidity's do.
    fn slot_of(&self, index: u32) -> U256 {
        self.slot.wrapping_add(U256::from(index))
    }
}

// Histories belong in maps: their entries follow the slot they are rooted at.
whole_slot!([] Checkpoints, |slot, host| Self { slot, host });
