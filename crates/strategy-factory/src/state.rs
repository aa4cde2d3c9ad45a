//! Storage of the StrategyFactory.

use alloy_primitives::Address;
use common::map::Map;
use common::ownable::Ownership;
use common::packed::{Peer, Slot};
use common::pausing::Pausing;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageBool};

/// One strategy for each token.
#[storage]
#[entrypoint]
pub struct StrategyFactory {
    /// Knows which strategies take deposits; and the pause bits.
    pub(crate) strategy_manager: Slot<Peer>,
    /// Given to new strategies.
    pub(crate) pauser_registry: StorageAddress,
    /// Holds the code of new strategies.
    pub(crate) implementation: StorageAddress,
    /// May blacklist tokens, and open and close strategies.
    pub(crate) ownership: Ownership,
    /// Pausing.
    pub(crate) pausing: Pausing,
    /// token → its strategy.
    pub(crate) strategies: Map<Address, StorageAddress>,
    /// Tokens that may have none.
    pub(crate) blacklist: Map<Address, StorageBool>,
}
