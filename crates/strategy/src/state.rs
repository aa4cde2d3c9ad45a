//! Storage of a strategy.

use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageU256};

/// A vault of one token.
#[storage]
#[entrypoint]
pub struct Strategy {
    /// Who may move shares.
    pub(crate) strategy_manager: StorageAddress,
    /// The one token held.
    pub(crate) token: StorageAddress,
    /// All shares, at most 1e38 - 1.
    pub(crate) total_shares: StorageU256,
}
