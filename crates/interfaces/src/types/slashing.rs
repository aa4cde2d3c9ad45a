//! Structs of slashing and its limits.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, U256};
use math::limits::SlashLimits;

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

/// `struct StrategySlash`: what a slash did in one strategy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrategySlash {
    /// The strategy.
    pub strategy: Address,
    /// Magnitude allocated to the set, before and after.
    pub magnitude: [u64; 2],
    /// Maximum magnitude, before and after.
    pub max_magnitude: [u64; 2],
    /// The operator's shares, before and after.
    pub shares: [U256; 2],
    /// Shares booked.
    pub booked: U256,
}

impl StrategySlash {
    /// Words of the static tuple.
    pub const WORDS: usize = 8;

    /// Writes the static tuple.
    #[inline(never)]
    pub fn encode(&self, to: &mut Writer) {
        to.address(&self.strategy);
        self.magnitude.iter().chain(&self.max_magnitude).for_each(|magnitude| to.u64(*magnitude));
        self.shares.iter().chain([&self.booked]).for_each(|shares| to.word(shares));
    }
}

/// Reads `struct SlashLimits`, a static tuple of three words.
#[inline(never)]
pub fn decode_limits(from: &mut Reader<'_>) -> Result<SlashLimits> {
    Ok(SlashLimits { max_per_slash: from.u64()?, max_per_period: from.u64()?, period: from.u32()? })
}

/// Writes `struct SlashLimits`.
#[inline(never)]
pub fn encode_limits(limits: &SlashLimits, to: &mut Writer) {
    to.u64(limits.max_per_slash);
    to.u64(limits.max_per_period);
    to.u64(u64::from(limits.period));
}
