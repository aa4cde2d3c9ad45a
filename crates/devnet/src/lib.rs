//! A local Stylus chain: revm and a WASM engine behind JSON-RPC. Knows nothing of the protocol.
#![forbid(unsafe_code)]

pub mod chain;
mod evm;
pub mod precompiles;
pub mod wasm;
