//! The ABI in Rust: read from `contracts/interfaces`, where it is written and documented, never typed again.
//!
//! - [`sol`]: every interface as alloy-sol-types reads it. Selectors, topics and error selectors are its constants.
//! - [`types`]: the structs contracts decode and encode, over the word codec.
//! - [`peers`]: the calls contracts make to each other: arguments in, calldata out, and back.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod peers;
pub mod sol;
pub mod types;

use abi::{Fault, Result};
use alloy_sol_types::{SolCall, SolError};

/// Selector of a function, as the number routers match on.
pub trait CallId {
    /// The selector, big-endian.
    const ID: u32;
}

impl<T: SolCall> CallId for T {
    const ID: u32 = u32::from_be_bytes(T::SELECTOR);
}

/// Selector of an error without arguments.
pub trait ErrorId {
    /// The fault that reverts with this error.
    const FAULT: Fault;
}

impl<T: SolError> ErrorId for T {
    const FAULT: Fault = Fault::Error(u32::from_be_bytes(T::SELECTOR));
}

/// Goes on when `condition` holds, else reverts with the error `E`.
#[inline(always)]
pub fn require<E: ErrorId>(condition: bool) -> Result<()> {
    if condition { Ok(()) } else { Err(E::FAULT) }
}

const _: () = assert!(
    u32::from_be_bytes(sol::IStrategyManager::InvalidCalldata::SELECTOR) == Fault::INVALID_CALLDATA,
    "the codec's own error is the one the interfaces declare"
);
