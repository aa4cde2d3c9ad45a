//! Writing results, event data and calls.

use alloc::vec::Vec;

use crate::word::to_word;
use alloy_primitives::{Address, B256, U256};

use crate::WORD;

/// A head word whose offset is filled in when its tail starts.
#[derive(Debug)]
#[must_use = "a reserved offset must be filled with `tail`"]
pub struct Slot {
    /// Where the tuple starts that the offset counts from.
    tuple: usize,
    /// Where the offset is written.
    at: usize,
}

/// ABI words in order. Dynamic members: reserve their head word with [`Writer::offset`], finish the head, then start the
/// tail with [`Writer::tail`].
#[derive(Clone, Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
}

impl Writer {
    /// An empty writer for a result, with room for `words` words.
    pub fn new(words: usize) -> Self {
        Self { out: Vec::with_capacity(words.saturating_mul(WORD)) }
    }

    /// A call of `selector`, with room for `words` words of arguments.
    #[inline(never)]
    pub fn call(selector: u32, words: usize) -> Self {
        let mut out = Vec::with_capacity(words.saturating_mul(WORD).saturating_add(4));
        out.extend_from_slice(&selector.to_be_bytes());
        Self { out }
    }

    /// The bytes written.
    pub fn finish(self) -> Vec<u8> {
        self.out
    }

    /// The bytes written so far.
    pub fn as_slice(&self) -> &[u8] {
        &self.out
    }

    /// Where a tuple that starts here begins; pass it to [`Writer::offset`].
    pub fn here(&self) -> usize {
        self.out.len()
    }

    /// A word of raw bytes.
    #[inline(never)]
    pub fn raw(&mut self, word: &[u8; WORD]) {
        self.out.extend_from_slice(word);
    }

    /// A `uint256`.
    #[inline(never)]
    pub fn word(&mut self, value: &U256) {
        self.raw(&to_word(value));
    }

    /// A `bytes32`.
    pub fn b256(&mut self, value: &B256) {
        self.raw(&value.0);
    }

    /// An `address`.
    #[inline(never)]
    pub fn address(&mut self, value: &Address) {
        self.raw(&value.into_word().0);
    }

    /// A `uint64` or narrower.
    #[inline(never)]
    pub fn u64(&mut self, value: u64) {
        let mut word = [0; WORD];
        word[24..].copy_from_slice(&value.to_be_bytes());
        self.raw(&word);
    }

    /// A `uint128`.
    #[inline(never)]
    pub fn u128(&mut self, value: u128) {
        let mut word = [0; WORD];
        word[16..].copy_from_slice(&value.to_be_bytes());
        self.raw(&word);
    }

    /// An `int128`, sign extended.
    #[inline(never)]
    pub fn i128(&mut self, value: i128) {
        let mut word = [if value < 0 { 0xff } else { 0 }; WORD];
        word[16..].copy_from_slice(&value.to_be_bytes());
        self.raw(&word);
    }

    /// A `bool`.
    pub fn boolean(&mut self, value: bool) {
        self.u64(u64::from(value));
    }

    /// A `bytes4`.
    #[inline(never)]
    pub fn selector(&mut self, value: u32) {
        let mut word = [0; WORD];
        word[..4].copy_from_slice(&value.to_be_bytes());
        self.raw(&word);
    }

    /// Reserves the head word of a dynamic member of the tuple that starts at `tuple`.
    #[inline(never)]
    pub fn offset(&mut self, tuple: usize) -> Slot {
        let at = self.out.len();
        self.raw(&[0; WORD]);
        Slot { tuple, at }
    }

    /// Starts the tail of a reserved member here, and returns where it starts.
    #[inline(never)]
    pub fn tail(&mut self, slot: Slot) -> usize {
        let here = self.out.len();
        let offset = here.saturating_sub(slot.tuple) as u64;
        let low = slot.at.saturating_add(24);
        if let Some(place) = self.out.get_mut(low..low.saturating_add(8)) {
            place.copy_from_slice(&offset.to_be_bytes());
        }
        here
    }

    /// The length word of an array or byte string.
    pub fn length(&mut self, length: usize) {
        self.u64(length as u64);
    }

    /// Length and bytes of a `bytes` or `string`, padded to whole words.
    #[inline(never)]
    pub fn bytes(&mut self, value: &[u8]) {
        self.length(value.len());
        self.out.extend_from_slice(value);
        let past = value.len().checked_rem(WORD).unwrap_or(0);
        if past != 0 {
            self.out.extend_from_slice(&[0; WORD][past..]);
        }
    }

    /// Length and elements of an `address[]`.
    #[inline(never)]
    pub fn addresses(&mut self, values: &[Address]) {
        self.length(values.len());
        for value in values {
            self.address(value);
        }
    }

    /// Length and elements of a `uint256[]`.
    #[inline(never)]
    pub fn words(&mut self, values: &[U256]) {
        self.length(values.len());
        for value in values {
            self.word(value);
        }
    }

    /// Length and elements of a `uint64[]`.
    #[inline(never)]
    pub fn u64s(&mut self, values: &[u64]) {
        self.length(values.len());
        for value in values {
            self.u64(*value);
        }
    }

    /// Length and elements of a `uint32[]`.
    #[inline(never)]
    pub fn u32s(&mut self, values: &[u32]) {
        self.length(values.len());
        for value in values {
            self.u64(u64::from(*value));
        }
    }

    /// Length and elements of a `bool[]`.
    #[inline(never)]
    pub fn booleans(&mut self, values: &[bool]) {
        self.length(values.len());
        for value in values {
            self.boolean(*value);
        }
    }

    /// A result that is one `address[]`.
    #[inline(never)]
    pub fn one_address_array(values: &[Address]) -> Vec<u8> {
        let mut out = Self::new(values.len().saturating_add(2));
        let slot = out.offset(0);
        out.tail(slot);
        out.addresses(values);
        out.finish()
    }

    /// A result that is one `uint256[]`.
    #[inline(never)]
    pub fn one_word_array(values: &[U256]) -> Vec<u8> {
        let mut out = Self::new(values.len().saturating_add(2));
        let slot = out.offset(0);
        out.tail(slot);
        out.words(values);
        out.finish()
    }

    /// A result that is one `uint64[]`.
    #[inline(never)]
    pub fn one_u64_array(values: &[u64]) -> Vec<u8> {
        let mut out = Self::new(values.len().saturating_add(2));
        let slot = out.offset(0);
        out.tail(slot);
        out.u64s(values);
        out.finish()
    }

    /// A result that is one `bool[]`.
    #[inline(never)]
    pub fn one_boolean_array(values: &[bool]) -> Vec<u8> {
        let mut out = Self::new(values.len().saturating_add(2));
        let slot = out.offset(0);
        out.tail(slot);
        out.booleans(values);
        out.finish()
    }

    /// A result that is two arrays: an `address[]` and a `uint256[]`.
    #[inline(never)]
    pub fn addresses_and_words(addresses: &[Address], words: &[U256]) -> Vec<u8> {
        let mut out = Self::new(addresses.len().saturating_add(words.len()).saturating_add(4));
        let (first, second) = (out.offset(0), out.offset(0));
        out.tail(first);
        out.addresses(addresses);
        out.tail(second);
        out.words(words);
        out.finish()
    }

    /// A result that is some `uint256[]`, one after the other.
    #[inline(never)]
    pub fn word_arrays(arrays: &[&[U256]]) -> Vec<u8> {
        let words: usize = arrays.iter().map(|array| array.len().saturating_add(2)).sum();
        let mut out = Self::new(words);
        let slots: Vec<_> = arrays.iter().map(|_| out.offset(0)).collect();
        for (slot, array) in slots.into_iter().zip(arrays) {
            out.tail(slot);
            out.words(array);
        }
        out.finish()
    }

    /// A result that is one `bytes[]`.
    #[inline(never)]
    pub fn one_bytes_array(values: &[Vec<u8>]) -> Vec<u8> {
        let mut out = Self::new(values.len().saturating_mul(4).saturating_add(2));
        let slot = out.offset(0);
        out.tail(slot);
        out.length(values.len());
        let elements = out.here();
        let slots: Vec<_> = values.iter().map(|_| out.offset(elements)).collect();
        for (slot, value) in slots.into_iter().zip(values) {
            out.tail(slot);
            out.bytes(value);
        }
        out.finish()
    }

    /// A result that is one `string` or `bytes`.
    #[inline(never)]
    pub fn one_byte_string(value: &[u8]) -> Vec<u8> {
        let mut out = Self::new(4);
        let slot = out.offset(0);
        out.tail(slot);
        out.bytes(value);
        out.finish()
    }

    /// A result that is one word.
    #[inline(never)]
    pub fn one_word(value: &U256) -> Vec<u8> {
        to_word(value).to_vec()
    }

    /// A result that is one `address`.
    #[inline(never)]
    pub fn one_address(value: &Address) -> Vec<u8> {
        value.into_word().to_vec()
    }

    /// A result that is one `uint64` or narrower, or a `bool`.
    #[inline(never)]
    pub fn one_u64(value: u64) -> Vec<u8> {
        let mut out = Self::new(1);
        out.u64(value);
        out.finish()
    }

    /// A result that is one `bool`.
    pub fn one_boolean(value: bool) -> Vec<u8> {
        Self::one_u64(u64::from(value))
    }
}
