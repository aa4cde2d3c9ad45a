//! The devnet over JSON-RPC, asked by unmodified clients and by hand.

#![allow(clippy::unwrap_used)]

mod access_list;
mod cargo_stylus;
mod cast;
#[path = "../common/mod.rs"]
mod common;
mod console;
mod control;
mod dump;
mod history;
mod overrides;
mod panics;
mod protocol;
mod providers;
mod refusals;
mod reverts;
mod side_by_side;
mod state_file;
mod subscriptions;
mod support;
mod time;
mod trace;
mod transactions;
mod txpool;
mod viem;
mod wallet;
