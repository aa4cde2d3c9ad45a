//! Calldata, results, logs, hashing and memory.

use alloy_primitives::{B256, Bytes, keccak256};

use super::{Guest, Halt, Question, Reply};
use crate::wasm::prices::{EVM_API, gas, keccak_ink, read_ink, write_ink};

impl Guest<'_> {
    pub(super) fn read_args(&mut self, dest: u32) -> Result<Reply, Halt> {
        self.charge_entry(0)?;
        let input = self.frame().input.clone();
        self.buy_ink(write_ink(length(&input)))?;
        self.write(dest, &input)?;
        Ok(Reply::NONE)
    }

    pub(super) fn write_result(&mut self, ptr: u32, len: u32) -> Result<Reply, Halt> {
        self.charge_entry(0)?;
        // Copied twice: to the host, and from there to the chain.
        self.buy_ink(2 * read_ink(len))?;
        self.frame_mut().output = Bytes::copy_from_slice(self.read(ptr, len)?);
        Ok(Reply::NONE)
    }

    pub(super) fn emit_log(&mut self, ptr: u32, len: u32, topics: u32) -> Result<Reply, Halt> {
        self.charge_entry(EVM_API)?;
        let topic_bytes = topics.checked_mul(32).filter(|bytes| topics <= 4 && *bytes <= len);
        let Some(topic_bytes) = topic_bytes else {
            return Err(Halt::Failure(format!("a log of {len} bytes cannot begin with {topics} topics")));
        };
        self.buy_ink(read_ink(len))?;
        let data_bytes = u64::from(len - topic_bytes);
        self.buy_gas(gas::LOG * (1 + u64::from(topics)) + gas::LOG_BYTE * data_bytes)?;
        self.require_writable("a log")?;
        let (topics, rest) = self.read(ptr, topic_bytes)?.as_chunks::<32>();
        debug_assert!(rest.is_empty());
        let topics = topics.iter().map(B256::from).collect();
        let data = self.read(ptr.saturating_add(topic_bytes), len - topic_bytes)?;
        let data = Bytes::copy_from_slice(data);
        Ok(Reply::Ask(Question::Log { topics, data }))
    }

    pub(super) fn native_keccak256(&mut self, ptr: u32, len: u32, dest: u32) -> Result<Reply, Halt> {
        self.buy_ink(keccak_ink(len))?;
        let hash = keccak256(self.read(ptr, len)?);
        self.write_hash(dest, hash)?;
        Ok(Reply::NONE)
    }

    pub(super) fn pay_for_memory_grow(&mut self, pages: u32) -> Result<Reply, Halt> {
        if pages == 0 {
            self.charge_entry(0)?;
            return Ok(Reply::NONE);
        }
        Ok(Reply::Ask(Question::OpenPages(u16::try_from(pages).unwrap_or(u16::MAX))))
    }
}

/// Length of data that came out of, or fits into, a 32-bit memory.
pub(super) fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// The part of `bytes` from `offset` on, at most `size` long: empty when `offset` lies past the end.
pub(super) fn overlap(bytes: &[u8], offset: u32, size: u32) -> &[u8] {
    let start = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
    let end = usize::try_from(size).unwrap_or(usize::MAX).saturating_add(start).min(bytes.len());
    &bytes[start..end]
}
