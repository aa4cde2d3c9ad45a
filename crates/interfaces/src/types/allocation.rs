//! Structs of allocating and slashing.

use alloc::vec::Vec;

use abi::{Reader, Result};
use alloy_primitives::{Address, U256};

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

/// `struct SlashingParams`; the description is borrowed from calldata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashingParams<'a> {
    /// Who is slashed.
    pub operator: Address,
    /// The AVS's set in whose name.
    pub operator_set_id: u32,
    /// Parallel to `wads_to_slash`, strictly ascending.
    pub strategies: Vec<Address>,
    /// Proportions (WAD) of the magnitude allocated to the set.
    pub wads_to_slash: Vec<U256>,
    /// Why: text for people.
    pub description: &'a [u8],
}

impl<'a> SlashingParams<'a> {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'a>) -> Result<Self> {
        Ok(Self {
            operator: from.address()?,
            operator_set_id: from.u32()?,
            strategies: from.addresses()?,
            wads_to_slash: from.words()?,
            description: from.bytes()?,
        })
    }
}
