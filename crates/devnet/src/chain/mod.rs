//! The chain: state, blocks, transactions, calls and the controls of a dev node.
//!
//! [`Node`] is synchronous and owns everything; one call at a time. `block.number` as contracts see it is this
//! chain's own block number (a public Arbitrum chain reports an estimate of its parent chain's number there).

mod block;
mod call;
mod config;
mod control;
mod error;
mod genesis;
mod node;
mod produce;
mod send;
mod state;
mod trace;
mod view;

pub use block::{Block, MinedLog, MinedTx};
pub use call::{CallOutcome, CallStatus};
pub use config::{
    ArbOsVersion, BASE_FEE, BLOCK_GAS_LIMIT, CHAIN_ID, Clock, Config, DevAccounts, MNEMONIC, NITRO_DEV_KEY,
};
pub use error::{CallFailure, NodeError, TxError};
pub use node::Node;
pub(crate) use view::StateView;
