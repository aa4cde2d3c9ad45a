//! A local Stylus chain: revm and a WASM engine behind JSON-RPC. Knows nothing of the protocol.
#![forbid(unsafe_code)]

pub mod wasm;
