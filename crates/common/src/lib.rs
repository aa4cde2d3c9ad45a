//! Storage parts and host access that every contract uses.
//!
//! - [`packed`]: several fields in one storage slot, read and written together.
//! - [`map`] mappings; [`list`] enumerable lists of addresses or operator sets whose length shares the first element's slot.
//! - [`checkpoints`]: values by block, with lookups.
//! - [`calls`]: calls to peers and foreign contracts; [`token`]: ERC-20 calls; [`permission`]: who may act for an account.
//! - [`arithmetic`]: reverts for numbers out of range.
//! - [`pausing`]: pausing by function; [`ownable`](mod@ownable): an owner, replaced in two steps.
//! - [`multicall`]: several calls in one; [`extension`]: code in a second program over the same storage.
//! - [`lock`]: one re-entry lock per contract, in transient storage.
//! - [`routing`]: routing tables behind the SDK's `Router`.
//! - [`signature`]: EIP-712 domain and signatures by keys or contracts (EIP-1271).
#![allow(unsafe_code)] // Storage types are constructed and hosts called through the SDK's unsafe functions.

extern crate alloc;

pub mod arithmetic;
pub mod calls;
pub mod checkpoints;
pub mod extension;
pub mod host;
pub mod list;
pub mod lock;
pub mod map;
pub mod multicall;
pub mod ownable;
pub mod packed;
pub mod pausing;
pub mod permission;
pub mod routing;
pub mod signature;
pub mod token;
