//! The contract's wiring.

use abi::Result;
use alloy_primitives::{hex, Address, B256};
use common::packed::Peer;
use interfaces::require;
use interfaces::sol::IDelegationManager::{AlreadyWired, InputAddressZero, UnknownExtension};
use stylus_sdk::prelude::*;

use crate::DelegationManager;

/// Hash of the code that may be the extension, given when this program is built; without it there is none that may. Whoever
/// wires a contract first cannot have it run code of their own on its storage.
const EXTENSION: Option<B256> = match option_env!("DELEGATION_MANAGER_EXTENSION") {
    Some(hash) => match hex::const_decode_to_array(hash.as_bytes()) {
        Ok(hash) => Some(B256::new(hash)),
        Err(_) => panic!("DELEGATION_MANAGER_EXTENSION is no code hash"),
    },
    None => None,
};

impl DelegationManager {
    /// Sets the peers (StrategyManager, Slasher, PermissionController, PauserRegistry, extension) and the withdrawal delay
    /// (blocks), once.
    pub(crate) fn wire(&mut self, peers: &[Address; 5], withdrawal_delay: u32) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().address.is_zero())?;
        require::<InputAddressZero>(peers.iter().all(|peer| !peer.is_zero()))?;
        let [strategy_manager, allocation_manager, permission_controller, pauser_registry, extension] =
            *peers;
        require::<UnknownExtension>(EXTENSION == Some(self.vm().code_hash(extension)))?;
        self.strategy_manager.set(&Peer::new(strategy_manager, withdrawal_delay));
        self.allocation_manager.set(allocation_manager);
        self.permission_controller.set(permission_controller);
        self.pausing.wire(pauser_registry);
        self.extension.set(extension);
        Ok(())
    }
}
