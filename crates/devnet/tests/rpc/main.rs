//! The devnet over JSON-RPC, asked by unmodified clients and by hand.

#![allow(clippy::unwrap_used)]

mod cast;
mod control;
mod protocol;
mod reverts;
mod signing;
mod subscriptions;
mod support;
mod trace;
mod transactions;
