//! The contract's wiring.

use abi::Result;
use allocation_manager::permissions::Permissions;
use alloy_primitives::{Address, B256};
use common::extension;
use common::packed::Peer;
use interfaces::require;
use interfaces::sol::ISlasher::{AlreadyWired, InputAddressZero, UnknownExtension};
use stylus_sdk::prelude::*;

use crate::Slasher;

/// Hash of the code that may be the second program.
const AVS_DIRECTORY: Option<B256> = extension::built_in(option_env!("AVS_DIRECTORY"));

impl Slasher {
    /// Sets the peers (DelegationManager, AvsDirectory, PermissionController, PauserRegistry) and the delays (blocks: of
    /// deallocating, of configuring, of allocating to redistributing sets), once.
    pub(crate) fn wire(&mut self, peers: &[Address; 4], delays: [u32; 3]) -> Result<()> {
        require::<AlreadyWired>(self.delegation.get().address.is_zero())?;
        require::<InputAddressZero>(peers.iter().all(|peer| !peer.is_zero()))?;
        let [delegation, directory, permission_controller, pauser_registry] = *peers;
        let [deallocation_delay, configuration_delay, redistribution_delay] = delays;
        require::<UnknownExtension>(AVS_DIRECTORY == Some(self.vm().code_hash(directory)))?;
        self.delegation.set(&Peer::new(delegation, 0));
        self.directory.set(&Peer::new(directory, configuration_delay));
        self.permissions.set(&Permissions {
            controller: permission_controller,
            deallocation_delay,
            redistribution_delay,
            paused: 0,
        });
        self.pausing.wire(pauser_registry);
        Ok(())
    }
}
