//! The devnet among clients that send anything: requests of every shape, files that are hardly WASM, many clients at
//! once, and programs that would never end.
//!
//! Two environment variables lengthen or replay the random runs: `DEVNET_HOSTILE_CASES` is how many requests and half
//! that many modules are tried (3,000 unless set), `DEVNET_HOSTILE_SEED` where the dice start.

#![allow(clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;

mod dice;
mod rpc;
mod runs;
mod scene;
mod wire;
