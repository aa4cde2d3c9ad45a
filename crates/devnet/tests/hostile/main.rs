//! The devnet among clients that send anything: requests of every shape, files that are hardly WASM, many clients at
//! once, and programs that would never end.
//!
//! Environment variables lengthen or replay the runs: `DEVNET_HOSTILE_CASES` is how many requests and half that many
//! modules are tried (3,000 unless set), `DEVNET_HOSTILE_SEED` where the dice start, and `DEVNET_HOSTILE_GAS` what a
//! program that never ends is given (3,000,000 unless set).

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod clients;
mod dice;
mod endless;
mod rpc;
mod runs;
mod scene;
mod wasm;
mod wire;
