//! Scenarios of the deployed protocol: WASM programs and compiled Solidity on an in-process devnet.
//!
//! One file a subject; test names read as the rule they hold the protocol to.
#![allow(clippy::unwrap_used)]

mod abi;
mod allocation_manager;
mod allocations;
mod approvals;
mod attacks;
mod avs_directory;
mod between_contracts;
mod booked_slashes;
mod completion;
mod completion_refusals;
mod delegation;
mod deployment;
mod deposit_signatures;
mod deposits;
mod events;
mod examples;
mod factory;
mod gas;
mod getters;
mod harness;
mod histories;
mod lessons;
mod limits;
mod lists;
mod one_step;
mod ownership;
mod pausing;
mod permissions;
mod queue;
mod queue_slashing;
mod redistribution_floor;
mod reentry;
mod refusals;
mod registration;
mod rewards;
mod rounding;
mod rules;
mod scaling_factors;
mod sets;
mod slash_events;
mod slash_limits;
mod slashers;
mod slashing;
mod tokens;
mod vault;
mod ways_out;
mod whitelist;
mod wiring;
mod worked_example;
mod worth_in_queue;
