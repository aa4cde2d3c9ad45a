//! Scenarios of the deployed protocol: WASM programs and compiled Solidity on an in-process devnet.
//!
//! One file a subject; test names read as the rule they hold the protocol to.
#![allow(clippy::unwrap_used)]

mod abi;
mod allocations;
mod approvals;
mod completion;
mod delegation;
mod deployment;
mod factory;
mod gas;
mod harness;
mod histories;
mod limits;
mod one_step;
mod pausing;
mod permissions;
mod queue;
mod queue_slashing;
mod refusals;
mod registration;
mod rewards;
mod scaling_factors;
mod sets;
mod slashing;
mod tokens;
mod ways_out;
mod worked_example;
