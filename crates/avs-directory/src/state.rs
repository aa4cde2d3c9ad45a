//! The program's storage: the AllocationManager's, where the Slasher runs it, and behind that its own.

use allocation_manager::AllocationManager;
use alloy_primitives::{Address, B256};
use common::map::Map;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageBool;

/// The second program of the AllocationManager, and a contract of its own for AVSs without operator sets.
#[storage]
#[entrypoint]
pub struct AvsDirectory {
    /// The AllocationManager's. In this contract's own storage only the DelegationManager, the pause bits and pausing.
    pub(crate) manager: AllocationManager,
    /// AVS → operator → whether it is registered by its signature.
    pub(crate) statuses: Map<Address, Map<Address, StorageBool>>,
    /// operator → salt → used, or taken back.
    pub(crate) spent_salts: Map<Address, Map<B256, StorageBool>>,
}

impl AvsDirectory {
    /// Whether the Slasher runs this code: then the storage names the directory.
    pub(crate) fn runs_for_slasher(&self) -> bool {
        !self.manager.directory.get().address.is_zero()
    }
}
