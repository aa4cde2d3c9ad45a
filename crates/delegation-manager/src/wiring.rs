//! The contract's wiring.

use abi::Result;
use alloy_primitives::{Address, B256};
use common::extension;
use common::packed::Peer;
use interfaces::require;
use interfaces::sol::IDelegationManager::{AlreadyWired, InputAddressZero, UnknownExtension};
use stylus_sdk::prelude::*;

use crate::DelegationManager;

/// Hash of the code that may be the extension.
const EXTENSION: Option<B256> = extension::built_in(option_env!("DELEGATION_MANAGER_EXTENSION"));

impl DelegationManager {
    /// Sets the peers (StrategyManager, Slasher, PermissionController, PauserRegistry, extension) and the withdrawal delay
    /// (blocks), once.
    pub(crate) fn wire(&mut self, peers: &[Address; 5], withdrawal_delay: u32) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().address.is_zero())?;
        require::<InputAddressZero>(peers.iter().all(|peer| !peer.is_zero()))?;
        let [strategy_manager, allocation_manager, permission_controller, pauser_registry, code] = *peers;
        require::<UnknownExtension>(EXTENSION == Some(self.vm().code_hash(code)))?;
        self.strategy_manager.set(&Peer::new(strategy_manager, withdrawal_delay));
        self.allocation_manager.set(allocation_manager);
        self.permission_controller.set(permission_controller);
        self.pausing.wire(pauser_registry);
        self.extension.set(code);
        Ok(())
    }
}
