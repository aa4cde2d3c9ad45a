//! One program in two places, which share nothing but the code.

use alloy::primitives::{Address, Bytes};
use interfaces::sol::IAVSDirectory::{
    AlreadyWired, InputAddressZero, InvalidSignature, cancelSaltCall, delegationCall,
    updateAVSMetadataURICall, wireCall,
};
use interfaces::sol::IAllocationManager;
use interfaces::sol::IPausable::pauserRegistryCall;

use super::{AVS, NEVER, SALT, deregister, directory, is_registered, is_spent, signed};
use crate::harness::sets::{create_sets, join, open_service, set};
use crate::harness::strategies::unwired;
use crate::harness::{OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

fn peers(world: &World) -> wireCall {
    wireCall { delegation: world.at("delegation-manager"), pauserRegistry: world.at("pauser-registry") }
}

#[test]
fn a_directory_is_wired_once_and_to_nobody_who_is_zero() {
    let world = fresh();
    let copy = unwired(&world, directory(&world), 1);
    for call in [
        wireCall { delegation: Address::ZERO, ..peers(&world) },
        wireCall { pauserRegistry: Address::ZERO, ..peers(&world) },
    ] {
        world.refuse::<InputAddressZero>(STRANGER, copy, &call);
    }
    world.act(STRANGER, copy, &peers(&world));
    for contract in [copy, directory(&world)] {
        world.refuse::<AlreadyWired>(STRANGER, contract, &peers(&world));
        assert_eq!(world.view(contract, &delegationCall {}), world.at("delegation-manager"));
        assert_eq!(world.view(contract, &pauserRegistryCall {}), world.at("pauser-registry"));
    }
}

#[test]
fn what_was_signed_for_one_directory_registers_nobody_with_another() {
    let world = fresh();
    let copy = unwired(&world, directory(&world), 1);
    world.act(STRANGER, copy, &peers(&world));
    world.register_operator(OPERATOR, 0);
    let call = signed(&world, SALT, NEVER);
    world.refuse::<InvalidSignature>(AVS, copy, &call);
    world.act(AVS, directory(&world), &call);
}

/// What it would do there it would do on the AllocationManager's storage.
#[test]
fn nobody_registers_by_signature_at_the_slashers_address() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let (slasher, none) = (world.at("slasher"), &[]);
    world.refuse_data(AVS, slasher, &signed(&world, SALT, NEVER), none);
    world.refuse_data(AVS, slasher, &deregister(), none);
    world.refuse_data(OPERATOR, slasher, &cancelSaltCall { salt: SALT }, none);
    world.refuse_data(AVS, slasher, &updateAVSMetadataURICall { metadataURI: String::new() }, none);
    world.refuse_data(AVS, slasher, &peers(&world), none);
    assert!(!is_registered(&world, AVS) && !is_spent(&world, OPERATOR, SALT));
}

#[test]
fn the_directorys_address_creates_joins_and_reads_no_operator_set() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    let (to, none) = (directory(&world), &[]);
    world.refuse_data(OPERATOR, to, &join(OPERATOR, &[1]), none);
    let params = vec![IAllocationManager::CreateSetParams { operatorSetId: 2, strategies: Vec::new() }];
    let create = IAllocationManager::createOperatorSets_0Call { avs: SERVICE_OWNER, params };
    world.refuse_data(SERVICE_OWNER, to, &create, none);
    let ask = IAllocationManager::isOperatorSetCall { operatorSet: set(1) };
    assert!(world.view(world.at("slasher"), &ask));
    assert_eq!(world.try_view(to, &ask), Err(Bytes::new()));
}
