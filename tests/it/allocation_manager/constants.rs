//! Peers and delays.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::{
    ALLOCATION_CONFIGURATION_DELAYCall, DEALLOCATION_DELAYCall, SLASHER_CONFIGURATION_DELAYCall,
    delegationCall, eigenStrategyCall, permissionControllerCall, viewImplementationCall,
};
use interfaces::sol::IPausable::pauserRegistryCall;

use super::stage::Stage;

pub(super) fn are_read(stage: &Stage<'_>) {
    let (world, config) = (stage.world, &stage.world.config);
    assert_eq!(stage.view(&DEALLOCATION_DELAYCall {}), config.deallocation_delay_blocks);
    let configuration = config.allocation_configuration_delay_blocks;
    assert_eq!(stage.view(&ALLOCATION_CONFIGURATION_DELAYCall {}), configuration);
    assert_eq!(stage.view(&SLASHER_CONFIGURATION_DELAYCall {}), configuration);
    assert_eq!(stage.view(&delegationCall {}), world.at("delegation-manager"));
    assert_eq!(stage.view(&permissionControllerCall {}), world.at("permission-controller"));
    assert_eq!(stage.view(&pauserRegistryCall {}), world.at("pauser-registry"));
    assert_eq!(stage.view(&viewImplementationCall {}), world.at("avs-directory"));
    assert_eq!(stage.view(&eigenStrategyCall {}), Address::ZERO);
}
