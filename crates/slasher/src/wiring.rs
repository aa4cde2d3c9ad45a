//! The contract's wiring.

use abi::Result;
use alloy_primitives::{hex, Address, B256};
use common::packed::Peer;
use interfaces::require;
use interfaces::sol::ISlasher::{AlreadyWired, InputAddressZero, UnknownExtension};
use stylus_sdk::prelude::*;

use crate::Slasher;

/// Hash of the code that may be the second program, given when this one is built; without it there is none that may. Whoever
/// wires a contract first cannot have it run code of their own on its storage.
const AVS_DIRECTORY: Option<B256> = match option_env!("AVS_DIRECTORY") {
    Some(hash) => match hex::const_decode_to_array(hash.as_bytes()) {
        Ok(hash) => Some(B256::new(hash)),
        Err(_) => panic!("AVS_DIRECTORY is no code hash"),
    },
    None => None,
};

impl Slasher {
    /// Sets the peers (DelegationManager, AvsDirectory, PermissionController, PauserRegistry) and the delays (blocks: of
    /// deallocating, of configuring, of allocating to redistributing sets), once.
    pub(crate) fn wire(&mut self, peers: &[Address; 4], delays: [u32; 3]) -> Result<()> {
        require::<AlreadyWired>(self.delegation.get().address.is_zero())?;
        require::<InputAddressZero>(peers.iter().all(|peer| !peer.is_zero()))?;
        let [delegation, directory, permission_controller, pauser_registry] = *peers;
        let [deallocation_delay, configuration_delay, redistribution_delay] = delays;
        require::<UnknownExtension>(AVS_DIRECTORY == Some(self.vm().code_hash(directory)))?;
        self.delegation.set(&Peer::new(delegation, deallocation_delay));
        self.directory.set(&Peer::new(directory, configuration_delay));
        self.permission_controller.set(&Peer::new(permission_controller, redistribution_delay));
        self.pausing.wire(pauser_registry);
        Ok(())
    }
}
