//! Scenarios of the deployed protocol: WASM programs and compiled Solidity on an in-process devnet.
//!
//! One file a subject; test names read as the rule they hold the protocol to.
#![allow(clippy::unwrap_used)]

mod abi;
mod allocations;
mod approvals;
mod delegation;
mod deployment;
mod gas;
mod harness;
mod permissions;
mod queue;
mod queue_slashing;
mod refusals;
mod registration;
mod rewards;
mod sets;
mod slashing;
mod tokens;
mod worked_example;
