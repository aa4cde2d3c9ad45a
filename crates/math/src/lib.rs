//! The accounting of the protocol as pure functions: no host, no storage, no SDK.
//!
//! Contracts link this crate into WASM programs, the client and the tests link it natively, so
//! both sides compute with the same code. Every function that loses precision carries the
//! rounding direction in its name (`_down`, `_up`), and every function that can fail returns a
//! typed error: nothing here panics or wraps.
//!
//! Units used throughout:
//!
//! | unit | meaning |
//! | --- | --- |
//! | tokens | smallest unit of the underlying token (wei for ETH) |
//! | shares | a strategy's shares, same order of magnitude as tokens |
//! | WAD | fixed point, 1e18 = one whole |
//! | blocks | `block.number` as the chain reports it |
#![no_std]
#![forbid(unsafe_code)]
#![deny(missing_docs)]
#![deny(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::indexing_slicing,
    clippy::integer_division
)]

extern crate alloc;

pub mod allocation;
pub mod delay;
mod error;
pub mod limits;
pub mod merkle;
pub mod shares;
pub mod slash;
pub mod stake;
pub mod strategy;
pub mod tree;
pub mod wad;
pub mod wide;

pub use error::{AllocationError, MathError, ProofError, ScalingError};
