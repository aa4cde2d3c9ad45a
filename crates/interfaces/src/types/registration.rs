//! Structs of operator sets and membership.

use alloc::vec::Vec;

use abi::{Reader, Result};
use alloy_primitives::Address;
use math::limits::SlashLimits;

use super::slashing::decode_limits;

/// A set to create: `struct CreateSetParams`, `CreateSetParamsV2` or `CreateLimitedSetParams`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreateSetParams {
    /// The id the AVS chose.
    pub operator_set_id: u32,
    /// What the set may slash.
    pub strategies: Vec<Address>,
    /// Who may slash for the set.
    pub slasher: Address,
    /// Who receives what is slashed; zero for nobody.
    pub recipient: Address,
    /// How much it may slash.
    pub limits: SlashLimits,
}

/// Which of the structs that describe a set to create.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetForm {
    /// `CreateSetParams`: the AVS is the slasher.
    Plain,
    /// `CreateSetParamsV2`: with a slasher.
    WithSlasher,
    /// `CreateLimitedSetParams`: with slasher, recipient and limits.
    Limited,
}

impl CreateSetParams {
    /// Reads an array of an AVS's sets in one form.
    #[inline(never)]
    pub fn decode_all(from: &mut Reader<'_>, form: SetForm, avs: &Address) -> Result<Vec<Self>> {
        let (length, mut elements) = from.array()?;
        (0..length).map(|_| Self::decode(elements.tuple()?, form, avs)).collect()
    }

    #[inline(never)]
    fn decode(mut from: Reader<'_>, form: SetForm, avs: &Address) -> Result<Self> {
        let (operator_set_id, strategies) = (from.u32()?, from.addresses()?);
        let slasher = if form == SetForm::Plain { *avs } else { from.address()? };
        let (recipient, limits) = match form {
            SetForm::Plain | SetForm::WithSlasher => (Address::ZERO, SlashLimits::NONE),
            SetForm::Limited => (from.address()?, decode_limits(&mut from)?),
        };
        Ok(Self { operator_set_id, strategies, slasher, recipient, limits })
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
