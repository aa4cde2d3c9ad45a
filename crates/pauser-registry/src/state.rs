//! Storage of the PauserRegistry.

use alloy_primitives::Address;
use common::map::Map;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageBool, StorageU256};

/// Pausers and the unpauser.
#[storage]
#[entrypoint]
pub struct PauserRegistry {
    /// May unpause, and names pausers.
    pub(crate) unpauser: StorageAddress,
    /// Proposed as the next unpauser; zero for none.
    pub(crate) pending_unpauser: StorageAddress,
    /// May pause.
    pub(crate) pausers: Map<Address, StorageBool>,
    /// How many may pause.
    pub(crate) pauser_count: StorageU256,
}
