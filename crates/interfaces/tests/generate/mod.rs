//! Random values of the ABI's types.
#![allow(dead_code)] // Every test file uses its own part.
use std::ops::Range;

use alloy_primitives::{Address, B256, Bytes, U256};
use interfaces::types::OperatorSet;
use proptest::collection::vec;
use proptest::prelude::*;

/// How many elements random arrays have.
pub const LENGTHS: Range<usize> = 0..5;

pub fn address() -> impl Strategy<Value = Address> {
    any::<[u8; 20]>().prop_map(Address::from)
}

pub fn addresses() -> impl Strategy<Value = Vec<Address>> {
    vec(address(), LENGTHS)
}

pub fn word() -> impl Strategy<Value = U256> {
    any::<[u8; 32]>().prop_map(U256::from_be_bytes)
}

pub fn words() -> impl Strategy<Value = Vec<U256>> {
    vec(word(), LENGTHS)
}

pub fn u64s() -> impl Strategy<Value = Vec<u64>> {
    vec(any::<u64>(), LENGTHS)
}

pub fn u32s() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), LENGTHS)
}

pub fn booleans() -> impl Strategy<Value = Vec<bool>> {
    vec(any::<bool>(), LENGTHS)
}

pub fn hash() -> impl Strategy<Value = B256> {
    any::<[u8; 32]>().prop_map(B256::from)
}

/// Byte strings from none to a few words, of any remainder.
pub fn bytes() -> impl Strategy<Value = Bytes> {
    vec(any::<u8>(), 0..100).prop_map(Bytes::from)
}

pub fn text() -> impl Strategy<Value = String> {
    ".{0,40}"
}

pub fn set() -> impl Strategy<Value = OperatorSet> {
    (address(), any::<u32>()).prop_map(|(avs, id)| OperatorSet { avs, id })
}
