//! Stylus programs: the on-chain code format, activation, metering and execution of WASM.
//!
//! Nothing here knows the EVM. A program runs against [`chain::Chain`] and stops whenever it wants another frame
//! executed.

pub mod chain;
