//! Writing events: topics, then data, in the one buffer the host takes.

use alloy_primitives::{Address, B256, U256};

use crate::Writer;

/// An event being written. First its indexed arguments by the `topic_*` functions, then the others through [`Event::data`].
#[derive(Clone, Debug)]
pub struct Event {
    buffer: Writer,
    topics: usize,
}

impl Event {
    /// An event with the given topic 0 and room for `words` words of topics and data.
    #[inline(never)]
    pub fn new(topic: &B256, words: usize) -> Self {
        let mut buffer = Writer::new(words.saturating_add(1));
        buffer.b256(topic);
        Self { buffer, topics: 1 }
    }

    /// An indexed `address`.
    #[inline(never)]
    pub fn topic_address(mut self, value: &Address) -> Self {
        self.buffer.address(value);
        self.topics = self.topics.saturating_add(1);
        self
    }

    /// An indexed word: `uint256`, `bytes32` or an integer widened by the caller.
    #[inline(never)]
    pub fn topic_word(mut self, value: &U256) -> Self {
        self.buffer.word(value);
        self.topics = self.topics.saturating_add(1);
        self
    }

    /// An indexed `bytes32`.
    #[inline(never)]
    pub fn topic_b256(mut self, value: &B256) -> Self {
        self.buffer.b256(value);
        self.topics = self.topics.saturating_add(1);
        self
    }

    /// The arguments that are not indexed. Their tuple starts at [`Writer::here`] of the first use.
    pub fn data(&mut self) -> &mut Writer {
        &mut self.buffer
    }

    /// A plain `address` argument.
    pub fn address(mut self, value: &Address) -> Self {
        self.buffer.address(value);
        self
    }

    /// A plain `uint256` argument.
    pub fn word(mut self, value: &U256) -> Self {
        self.buffer.word(value);
        self
    }

    /// A plain `uint64` argument or a narrower one.
    pub fn u64(mut self, value: u64) -> Self {
        self.buffer.u64(value);
        self
    }

    /// A plain `bytes32` argument.
    pub fn b256(mut self, value: &B256) -> Self {
        self.buffer.b256(value);
        self
    }

    /// The single dynamic argument of an event: a `string` or `bytes`.
    #[inline(never)]
    pub fn byte_string(mut self, value: &[u8]) -> Self {
        let slot = self.buffer.offset(self.buffer.here());
        self.buffer.tail(slot);
        self.buffer.bytes(value);
        self
    }

    /// Topics and data in one buffer, as the host takes them, and how many topics there are.
    pub fn parts(&self) -> (&[u8], usize) {
        (self.buffer.as_slice(), self.topics)
    }
}
