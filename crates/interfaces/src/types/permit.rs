//! Structs of the StrategyManager.

use abi::{Reader, Result};
use alloy_primitives::{B256, U256};

/// `struct Permit`: an allowance by signature (EIP-2612), a static tuple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    /// The last second it is valid in; zero for no permit.
    pub deadline: U256,
    /// 27 or 28.
    pub v: u8,
    /// The first half of the signature.
    pub r: B256,
    /// The second half of the signature.
    pub s: B256,
}

impl Permit {
    /// Reads the four words.
    #[inline(never)]
    pub fn decode(from: &mut Reader<'_>) -> Result<Self> {
        Ok(Self { deadline: from.word()?, v: from.u8()?, r: from.b256()?, s: from.b256()? })
    }
}
