//! Set 1 of any service, with the LST in it: what `harness::sets` has for one service.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    CreateSetParams, createOperatorSets_0Call, createRedistributingOperatorSets_0Call,
    deregisterFromOperatorSetsCall, modifyAllocationsCall, registerForOperatorSetsCall, setAVSRegistrarCall,
    slashOperatorCall, updateAVSMetadataURICall,
};

use crate::harness::sets::{allocate, join, leave, slash};
use crate::harness::{OPERATOR, World, ether};

/// Makes a service known, with this registrar.
pub(super) fn introduce(world: &World, avs: Address, registrar: Address) {
    let slasher = world.at("slasher");
    world.act(avs, slasher, &updateAVSMetadataURICall { avs, metadataURI: String::new() });
    world.act(avs, slasher, &setAVSRegistrarCall { avs, registrar });
}

fn first_set(world: &World) -> Vec<CreateSetParams> {
    vec![CreateSetParams { operatorSetId: 1, strategies: vec![world.strategy(world.lst)] }]
}

/// Creates set 1, whose slashed stake is burnt.
pub(super) fn create_burning_set(world: &World, avs: Address) {
    let create = createOperatorSets_0Call { avs, params: first_set(world) };
    world.act(avs, world.at("slasher"), &create);
}

/// Creates set 1, whose slashed stake goes to `recipient`.
pub(super) fn create_redistributing_set(world: &World, avs: Address, recipient: Address) {
    let create = createRedistributingOperatorSets_0Call {
        avs,
        params: first_set(world),
        redistributionRecipients: vec![recipient],
    };
    world.act(avs, world.at("slasher"), &create);
}

/// The operator enters set 1.
pub(super) fn entering(avs: Address) -> registerForOperatorSetsCall {
    let mut call = join(OPERATOR, &[1]);
    call.params.avs = avs;
    call
}

/// The operator leaves set 1.
pub(super) fn leaving(avs: Address) -> deregisterFromOperatorSetsCall {
    let mut call = leave(OPERATOR, &[1]);
    call.params.avs = avs;
    call
}

/// The operator lets set 1 slash this magnitude of its LST.
pub(super) fn giving(world: &World, avs: Address, magnitude: u64) -> modifyAllocationsCall {
    let mut call = allocate(OPERATOR, 1, world.strategy(world.lst), magnitude);
    call.params[0].operatorSet.avs = avs;
    call
}

/// The service slashes a part of what set 1 was given.
pub(super) fn slashing(world: &World, avs: Address, wad: U256) -> slashOperatorCall {
    let call = slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![wad]);
    slashOperatorCall { avs, ..call }
}

/// The service slashes all of it; the shares it took.
pub(super) fn take_all(world: &World, avs: Address) -> U256 {
    let done = world.act(avs, world.at("slasher"), &slashing(world, avs, ether(1)));
    done.returned::<slashOperatorCall>().shares[0]
}
