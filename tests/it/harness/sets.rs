//! A service with a key of its own, [`SERVICE_OWNER`]'s, that is AVS and slasher; its registrar agrees to everything.

use alloy::primitives::{Address, Bytes, U256};
use interfaces::sol::IAllocationManager::{self, AllocateParams, OperatorSet};
use interfaces::sol::IPermissionController::setAppointeeCall;

use super::{ALICE, ONE, OPERATOR, SERVICE_OWNER, World, ether};

/// Makes the service known and gives it a registrar.
pub(crate) fn open_service(world: &World) {
    let registrar = world.create("QuietRegistrar", ());
    let slasher = world.at("slasher");
    let metadata = IAllocationManager::updateAVSMetadataURICall {
        avs: SERVICE_OWNER,
        metadataURI: "ipfs://service".into(),
    };
    world.act(SERVICE_OWNER, slasher, &metadata);
    let set_registrar = IAllocationManager::setAVSRegistrarCall { avs: SERVICE_OWNER, registrar };
    world.act(SERVICE_OWNER, slasher, &set_registrar);
}

/// The service lets Alice call one function of a contract in its name.
pub(crate) fn appoint(world: &World, target: Address, selector: [u8; 4]) {
    let (account, appointee, selector) = (SERVICE_OWNER, ALICE, selector.into());
    let call = setAppointeeCall { account, appointee, target, selector };
    world.act(SERVICE_OWNER, world.at("permission-controller"), &call);
}

/// The service's set with this id.
pub(crate) fn set(id: u32) -> OperatorSet {
    OperatorSet { avs: SERVICE_OWNER, id }
}

/// Creates sets of the service, all with the same strategies.
pub(crate) fn create_sets(world: &World, ids: &[u32], strategies: &[Address]) {
    let params = ids.iter().map(|id| IAllocationManager::CreateSetParams {
        operatorSetId: *id,
        strategies: strategies.to_vec(),
    });
    let call = IAllocationManager::createOperatorSets_0Call { avs: SERVICE_OWNER, params: params.collect() };
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
}

/// An operator joins sets of the service.
pub(crate) fn join(operator: Address, ids: &[u32]) -> IAllocationManager::registerForOperatorSetsCall {
    let params = IAllocationManager::RegisterParams {
        avs: SERVICE_OWNER,
        operatorSetIds: ids.to_vec(),
        data: Bytes::new(),
    };
    IAllocationManager::registerForOperatorSetsCall { operator, params }
}

/// An operator leaves sets of the service.
pub(crate) fn leave(operator: Address, ids: &[u32]) -> IAllocationManager::deregisterFromOperatorSetsCall {
    let params =
        IAllocationManager::DeregisterParams { operator, avs: SERVICE_OWNER, operatorSetIds: ids.to_vec() };
    IAllocationManager::deregisterFromOperatorSetsCall { params }
}

/// An operator changes what a set of the service may slash in one strategy.
pub(crate) fn allocate(
    operator: Address,
    id: u32,
    strategy: Address,
    magnitude: u64,
) -> IAllocationManager::modifyAllocationsCall {
    let params =
        AllocateParams { operatorSet: set(id), strategies: vec![strategy], newMagnitudes: vec![magnitude] };
    IAllocationManager::modifyAllocationsCall { operator, params: vec![params] }
}

/// The service slashes an operator in the name of a set.
pub(crate) fn slash(
    operator: Address,
    id: u32,
    strategies: Vec<Address>,
    wads: Vec<U256>,
) -> IAllocationManager::slashOperatorCall {
    let params = IAllocationManager::SlashingParams {
        operator,
        operatorSetId: id,
        strategies,
        wadsToSlash: wads,
        description: "test".into(),
    };
    IAllocationManager::slashOperatorCall { avs: SERVICE_OWNER, params }
}

/// An operator that allocated all of its LST to set 1 of the service, with 100 LST of Alice's. Returns the strategy.
pub(crate) fn slashable(world: &World) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(100));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, ONE));
    lst
}

/// Current magnitude, pending change and its effect block.
pub(crate) fn allocation(world: &World, operator: Address, id: u32, strategy: Address) -> (u64, i128, u32) {
    let ask = IAllocationManager::getAllocationCall { operator, operatorSet: set(id), strategy };
    let found = world.view(world.at("slasher"), &ask);
    (found.currentMagnitude, found.pendingDiff, found.effectBlock)
}

/// Maximum, encumbered and allocatable magnitude.
pub(crate) fn magnitudes(world: &World, operator: Address, strategy: Address) -> (u64, u64, u64) {
    let slasher = world.at("slasher");
    (
        world.view(slasher, &IAllocationManager::getMaxMagnitudeCall { operator, strategy }),
        world.view(slasher, &IAllocationManager::getEncumberedMagnitudeCall { operator, strategy }),
        world.view(slasher, &IAllocationManager::getAllocatableMagnitudeCall { operator, strategy }),
    )
}
