//! A local Stylus chain: revm and a WASM engine behind JSON-RPC. Knows nothing of the protocol.
#![forbid(unsafe_code)]

pub mod chain;
#[cfg(test)]
mod documented;
mod evm;
mod miner;
pub mod precompiles;
mod rpc;
mod server;
mod state_file;
pub mod wasm;

pub use rpc::{RpcMethod, rpc_methods};
pub use server::{Account, Config, DEFAULT_PORT, Devnet, StartError, banner};
pub use state_file::StateFileError;
