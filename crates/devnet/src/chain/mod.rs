//! The chain: state, blocks, transactions, calls and the controls of a dev node.
//!
//! [`Node`] is synchronous and owns everything; one call at a time. `block.number` as contracts see it is this
//! chain's own block number (a public Arbitrum chain reports an estimate of its parent chain's number there).

mod access_list;
mod accounts;
mod block;
#[cfg(test)]
mod bounds_tests;
mod call;
mod config;
mod control;
mod dump;
mod error;
mod executed;
mod genesis;
mod mining;
mod node;
mod overrides;
mod predeploys;
mod produce;
mod redo;
mod send;
mod state;
#[cfg(test)]
mod state_tests;
mod time;
mod trace;
mod view;

pub use accounts::{DevAccounts, MNEMONIC, NITRO_DEV_KEY};
pub use block::{Block, MinedLog, MinedTx};
pub use call::{CallOutcome, CallStatus};
pub use config::{ArbOsVersion, BASE_FEE, BLOCK_GAS_LIMIT, CHAIN_ID, Clock, Config, ConfigError, Mining};
pub use dump::DumpError;
pub(crate) use dump::{Extent, compact};
pub use error::{CallFailure, NodeError, TxError};
pub use node::{Console, Node};
pub use overrides::Overrides;
pub use predeploys::{CREATE2_DEPLOYER, MULTICALL3, STYLUS_DEPLOYER};
pub(crate) use redo::Unsaved;
pub(crate) use send::recover;
pub(crate) use view::StateView;
