//! Structs of operator sets and membership.

use alloc::vec::Vec;

use abi::{Reader, Result};
use alloy_primitives::Address;

/// `struct CreateSetParams` and `struct CreateSetParamsV2`: a set to create.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateSetParams {
    /// The id the AVS chose.
    pub operator_set_id: u32,
    /// What the set may slash.
    pub strategies: Vec<Address>,
    /// Who may slash for the set.
    pub slasher: Address,
}

impl CreateSetParams {
    /// Reads an array of `CreateSetParams`, whose slasher is `slasher` (the AVS), or, if that is `None`, of
    /// `CreateSetParamsV2`, which name theirs.
    #[inline(never)]
    pub fn decode_all(from: &mut Reader<'_>, slasher: Option<Address>) -> Result<Vec<Self>> {
        let (length, mut elements) = from.array()?;
        (0..length).map(|_| Self::decode(elements.tuple()?, slasher)).collect()
    }

    #[inline(never)]
    fn decode(mut from: Reader<'_>, slasher: Option<Address>) -> Result<Self> {
        Ok(Self {
            operator_set_id: from.u32()?,
            strategies: from.addresses()?,
            slasher: match slasher {
                Some(slasher) => slasher,
                None => from.address()?,
            },
        })
    }
}

/// `struct RegisterParams`; the data is borrowed from calldata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterParams<'a> {
    /// Whose sets.
    pub avs: Address,
    /// The sets to join.
    pub operator_set_ids: Vec<u32>,
    /// For the registrar alone.
    pub data: &'a [u8],
}

impl<'a> RegisterParams<'a> {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'a>) -> Result<Self> {
        Ok(Self { avs: from.address()?, operator_set_ids: from.u32s()?, data: from.bytes()? })
    }
}

/// `struct DeregisterParams`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeregisterParams {
    /// Who leaves.
    pub operator: Address,
    /// Whose sets.
    pub avs: Address,
    /// The sets to leave.
    pub operator_set_ids: Vec<u32>,
}

impl DeregisterParams {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'_>) -> Result<Self> {
        Ok(Self { operator: from.address()?, avs: from.address()?, operator_set_ids: from.u32s()? })
    }
}
