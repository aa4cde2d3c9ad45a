//! Structs of allocating.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::Address;
use math::allocation::Allocation;

use crate::types::OperatorSet;

/// `struct AllocateParams`: the magnitudes an operator wants a set to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllocateParams {
    /// The set that may slash them.
    pub set: OperatorSet,
    /// Parallel to `new_magnitudes`.
    pub strategies: Vec<Address>,
    /// WAD, out of 1e18 per strategy.
    pub new_magnitudes: Vec<u64>,
}

impl AllocateParams {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'_>) -> Result<Self> {
        let set = OperatorSet::decode(&mut from)?;
        Ok(Self { set, strategies: from.addresses()?, new_magnitudes: from.u64s()? })
    }

    /// Reads an array of tuples.
    #[inline(never)]
    pub fn decode_all(from: &mut Reader<'_>) -> Result<Vec<Self>> {
        let (length, mut elements) = from.array()?;
        (0..length).map(|_| Self::decode(elements.tuple()?)).collect()
    }
}

/// Writes `struct Allocation`, a static tuple of three words.
#[inline(never)]
pub fn encode_allocation(allocation: &Allocation, to: &mut Writer) {
    to.u64(allocation.current);
    to.i128(i128::from(allocation.pending_diff));
    to.u64(u64::from(allocation.effect_block));
}
