//! (AVS, id): the unit of registration, allocation, slashing and rewards.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, B256};

/// `struct OperatorSet { address avs; uint32 id; }`, a static tuple of two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorSet {
    /// The service.
    pub avs: Address,
    /// The id the AVS chose.
    pub id: u32,
}

impl OperatorSet {
    /// Reads two head words.
    #[inline(never)]
    pub fn decode(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Self { avs: from.address()?, id: from.u32()? })
    }

    /// Writes two words.
    #[inline(never)]
    pub fn encode(&self, to: &mut Writer) {
        to.address(&self.avs);
        to.u64(u64::from(self.id));
    }

    /// The key of every mapping over sets: AVS in the upper 20 bytes, id in the lower 12.
    #[inline(never)]
    pub fn key(&self) -> B256 {
        let mut key = B256::ZERO;
        key[..20].copy_from_slice(self.avs.as_slice());
        key[28..].copy_from_slice(&self.id.to_be_bytes());
        key
    }

    /// The set of a key made by [`OperatorSet::key`].
    #[inline(never)]
    pub fn from_key(key: &B256) -> Self {
        let mut id = [0; 4];
        id.copy_from_slice(&key[28..]);
        Self { avs: Address::from_slice(&key[..20]), id: u32::from_be_bytes(id) }
    }

    /// A result that is one `OperatorSet[]`.
    #[inline(never)]
    pub fn one_array(sets: &[Self]) -> Vec<u8> {
        let mut out = Writer::new(sets.len().saturating_mul(2).saturating_add(2));
        let slot = out.offset(0);
        out.tail(slot);
        out.length(sets.len());
        for set in sets {
            set.encode(&mut out);
        }
        out.finish()
    }
}
