//! A local Stylus chain: revm and a WASM engine behind JSON-RPC. Knows nothing of the protocol.
#![forbid(unsafe_code)]

pub mod chain;
mod evm;
pub mod precompiles;
mod rpc;
mod server;
pub mod wasm;

pub use server::{Account, Config, DEFAULT_PORT, Devnet, StartError, banner};
