//! Enumerable lists whose length costs no slot of its own.

use alloc::vec::Vec;

use alloy_primitives::{Address, B256, U256};
use stylus_sdk::host::VM;

use crate::packed::{field, load, store, whole_slot};

/// Where in element 0 the length lies: bytes that neither an address nor an operator-set key uses.
const LENGTH_AT: usize = 20;

/// A list of words with bytes 20 to 27 zero: addresses in the upper 20 bytes, or operator-set keys.
///
/// Elements lie in consecutive slots from the list's own; the first one also carries the length. Places count from 1, so
/// that 0 can mean "not in the list" in the packed slot where the owner remembers an element's place. Order changes when
/// an element is removed: the last one moves into the gap.
pub struct List {
    slot: U256,
    host: VM,
}

impl List {
    /// How many elements there are.
    pub fn len(&self) -> u64 {
        field::u64(&load(&self.host, &self.slot), LENGTH_AT)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `place` (from 1). Places outside the list read as zero or as the length's leftovers: ask only for
    /// places that [`List::push`] gave or that are at most [`List::len`].
    #[inline(never)]
    pub fn get(&self, place: u64) -> B256 {
        let mut word = load(&self.host, &self.slot_of(place));
        field::put(&mut word, LENGTH_AT, &[0; 8]);
        B256::from(word)
    }

    /// Appends an element and returns its place.
    #[inline(never)]
    pub fn push(&mut self, element: &B256) -> u64 {
        let place = self.len().saturating_add(1);
        if place > 1 {
            store(&self.host, &self.slot_of(place), &element.0);
        }
        self.set_first(if place == 1 { Some(element) } else { None }, place);
        place
    }

    /// Removes the element at `place`. Returns the element that moved there from the end, if one did: the owner must
    /// remember its new place.
    #[inline(never)]
    pub fn remove(&mut self, place: u64) -> Option<B256> {
        let last = self.len();
        if place == 0 || place > last {
            return None;
        }
        let moved = (place != last).then(|| self.get(last));
        if last > 1 {
            store(&self.host, &self.slot_of(last), &[0; 32]);
        }
        match (&moved, place) {
            (Some(element), 1) => self.set_first(Some(element), last.saturating_sub(1)),
            (Some(element), _) => {
                store(&self.host, &self.slot_of(place), &element.0);
                self.set_first(None, last.saturating_sub(1));
            }
            (None, 1) => self.set_first(Some(&B256::ZERO), 0),
            (None, _) => self.set_first(None, last.saturating_sub(1)),
        }
        moved
    }

    /// All elements in order.
    #[inline(never)]
    pub fn to_vec(&self) -> Vec<B256> {
        (1..=self.len()).map(|place| self.get(place)).collect()
    }

    /// All elements as addresses.
    #[inline(never)]
    pub fn addresses(&self) -> Vec<Address> {
        (1..=self.len()).map(|place| address_of(&self.get(place))).collect()
    }

    /// Overwrites the first slot: the element if given, and the length.
    #[inline(never)]
    fn set_first(&mut self, element: Option<&B256>, length: u64) {
        let mut word = element.map_or_else(|| load(&self.host, &self.slot), |element| element.0);
        field::put(&mut word, LENGTH_AT, &length.to_be_bytes());
        store(&self.host, &self.slot, &word);
    }

    /// The slot of a place. Slots wrap around the end of the address space as Solidity's do.
    fn slot_of(&self, place: u64) -> U256 {
        self.slot.wrapping_add(U256::from(place.saturating_sub(1)))
    }
}

/// An address as a list element.
#[inline(never)]
pub fn element_of(address: &Address) -> B256 {
    let mut word = [0; 32];
    field::put(&mut word, 0, address.as_slice());
    B256::from(word)
}

/// The address of a list element.
#[inline(never)]
pub fn address_of(element: &B256) -> Address {
    field::address(&element.0, 0)
}

// Lists belong in maps: their elements follow the slot they are rooted at.
whole_slot!([] List, |slot, host| Self { slot, host });
