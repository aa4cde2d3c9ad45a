//! Stylus programs: the on-chain code format, activation, metering and execution of WASM.
//!
//! Nothing here knows the EVM. A program runs against [`chain::Chain`] and stops whenever it wants another frame
//! executed.

pub mod activation;
mod call;
pub mod chain;
pub mod code;
pub mod engine;
mod held;
mod hostio;
mod instrument;
mod machine;
mod names;
pub mod prices;
pub mod rules;
mod validate;

pub use activation::{Activated, ActivationError, activate};
pub use call::WasmCall;
pub use engine::{ModuleCache, Program};
pub use rules::Rules;

#[cfg(test)]
pub(crate) use hostio::HOOKS;

#[cfg(test)]
mod call_tests;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod validate_tests;
