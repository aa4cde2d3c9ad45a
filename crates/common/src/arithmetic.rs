//! What a contract reverts with when a number leaves its range.

use alloc::vec::Vec;

use abi::{Fault, Result};
use math::MathError;

/// `Panic(0x11)`: what clients know from Solidity's checked arithmetic. No input that the protocol accepts reaches it.
#[inline(never)]
pub fn overflow() -> Fault {
    let mut data = Vec::with_capacity(36);
    data.extend_from_slice(&[0x4e, 0x48, 0x7b, 0x71]);
    data.extend_from_slice(&[0; 31]);
    data.push(0x11);
    Fault::Bubbled(data)
}

/// The value, or a revert with [`overflow`].
#[inline(always)]
pub fn checked<T>(value: core::result::Result<T, MathError>) -> Result<T> {
    value.map_err(|_| overflow())
}

/// The value, or a revert with [`overflow`].
#[inline(always)]
pub fn some<T>(value: Option<T>) -> Result<T> {
    value.ok_or_else(overflow)
}

/// The element at `index`, or a revert with [`overflow`]: for arrays whose lengths were compared before.
#[inline(never)]
pub fn at<T: Copy>(values: &[T], index: usize) -> Result<T> {
    some(values.get(index).copied())
}
