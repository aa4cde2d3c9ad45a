//! Joining and leaving, several sets at a time, and what the registrar is told.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager::{
    AlreadyMemberOfSet, DeregisterParams, NotMemberOfSet, OperatorAddedToOperatorSet,
    OperatorRemovedFromOperatorSet, OperatorSet, RegisterParams, deregisterFromOperatorSetsCall,
    getMembersCall, getRegisteredSetsCall, isOperatorSlashableCall, registerForOperatorSetsCall,
    setAVSRegistrarCall,
};

use crate::harness::sets::{create_sets, join, leave, open_service, set};
use crate::harness::{OPERATOR, SERVICE_OWNER, STRANGER, Service, World, fresh};

alloy::sol! {
    contract HostileRegistrar {
        error Refused(address operator);

        function setMood(uint8 mood, uint256 bombSize) external;
    }
}

/// The mood of a [`HostileRegistrar`] that refuses.
const REFUSE: u8 = 1;

fn members(world: &World, avs: Address, id: u32) -> Vec<Address> {
    world.view(world.at("slasher"), &getMembersCall { operatorSet: OperatorSet { avs, id } })
}

fn joined(world: &World) -> Vec<u32> {
    let found = world.view(world.at("slasher"), &getRegisteredSetsCall { operator: OPERATOR });
    found.iter().map(|set| set.id).collect()
}

/// From now on the service's registrar refuses everybody.
fn refuse_everybody(world: &World) {
    let registrar = world.create("HostileRegistrar", ());
    let mood = HostileRegistrar::setMoodCall { mood: REFUSE, bombSize: U256::ZERO };
    world.act(STRANGER, registrar, &mood);
    let call = setAVSRegistrarCall { avs: SERVICE_OWNER, registrar };
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
}

#[test]
fn several_sets_are_joined_and_left_in_one_call_which_the_service_hears_of_once() {
    let world = fresh();
    let (service, slasher, lst) = (world.service, world.at("slasher"), world.strategy(world.lst));
    world.act(SERVICE_OWNER, service, &Service::setUpCall { metadataURI: String::new() });
    for id in [4, 9, 6] {
        let create = Service::createOperatorSetCall { operatorSetId: id, strategies: vec![lst] };
        world.act(SERVICE_OWNER, service, &create);
    }
    world.register_operator(OPERATOR, 0);
    let data = Bytes::from_static(b"socket");
    let params = RegisterParams { avs: service, operatorSetIds: vec![9, 4, 6], data: data.clone() };
    let done = world.act(OPERATOR, slasher, &registerForOperatorSetsCall { operator: OPERATOR, params });
    let added = done.events::<OperatorAddedToOperatorSet>();
    let added: Vec<_> = added.iter().map(|event| (event.operator, event.operatorSet.id)).collect();
    assert_eq!(added, [9, 4, 6].map(|id| (OPERATOR, id)));
    let heard = done.events::<Service::OperatorJoined>();
    let heard: Vec<_> =
        heard.iter().map(|event| (event.operator, event.operatorSetId, event.data.clone())).collect();
    assert_eq!(heard, [9, 4, 6].map(|id| (OPERATOR, id, data.clone())));

    let params = DeregisterParams { operator: OPERATOR, avs: service, operatorSetIds: vec![6, 9] };
    let done = world.act(OPERATOR, slasher, &deregisterFromOperatorSetsCall { params });
    let removed = done.events::<OperatorRemovedFromOperatorSet>();
    let removed: Vec<_> = removed.iter().map(|event| (event.operator, event.operatorSet.id)).collect();
    assert_eq!(removed, [6, 9].map(|id| (OPERATOR, id)));
    let heard = done.events::<Service::OperatorLeft>();
    assert_eq!(heard.iter().map(|event| event.operatorSetId).collect::<Vec<_>>(), [6, 9]);
    assert_eq!([4, 6, 9].map(|id| members(&world, service, id).len()), [1, 0, 0]);
}

#[test]
fn a_set_named_twice_is_joined_and_left_by_nobody() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    create_sets(&world, &[1, 2], &[]);
    world.register_operator(OPERATOR, 0);
    world.refuse::<AlreadyMemberOfSet>(OPERATOR, slasher, &join(OPERATOR, &[2, 1, 2]));
    assert!(joined(&world).is_empty());
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1, 2]));
    world.refuse::<NotMemberOfSet>(OPERATOR, slasher, &leave(OPERATOR, &[1, 2, 1]));
    assert_eq!(joined(&world), [1, 2]);
}

/// The registrar hears of every call, of one without sets too, and its word is the last.
#[test]
fn the_registrar_decides_on_calls_without_sets_as_well() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[]));
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[]));
    assert!(joined(&world).is_empty());
    refuse_everybody(&world);
    let refused = HostileRegistrar::Refused { operator: OPERATOR }.abi_encode();
    world.refuse_data(OPERATOR, slasher, &join(OPERATOR, &[]), &refused);
    world.refuse_data(OPERATOR, slasher, &leave(OPERATOR, &[]), &refused);
}

/// Edge case 15: whoever is registrar then decides, also about those another one let in.
#[test]
fn the_registrar_of_the_day_is_asked_and_one_that_refuses_keeps_members_in() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    refuse_everybody(&world);
    let refused = HostileRegistrar::Refused { operator: OPERATOR }.abi_encode();
    for who in [OPERATOR, SERVICE_OWNER] {
        world.refuse_data(who, slasher, &leave(OPERATOR, &[1]), &refused);
    }
    assert_eq!(joined(&world), [1]);
    open_quietly(&world);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
}

fn open_quietly(world: &World) {
    let registrar = world.create("QuietRegistrar", ());
    let call = setAVSRegistrarCall { avs: SERVICE_OWNER, registrar };
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
}

#[test]
fn who_comes_back_and_leaves_again_is_slashable_for_a_delay_of_its_own() {
    let world = fresh();
    let (slasher, delay) = (world.at("slasher"), world.config.deallocation_delay_blocks);
    open_service(&world);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    let ask = isOperatorSlashableCall { operator: OPERATOR, operatorSet: set(1) };
    assert!(!world.view(slasher, &ask));
    for _ in 0..2 {
        world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
        // Longer than the window that ended, so that what is left of it could be mistaken for the new one.
        world.pass_blocks(2 * delay);
        assert!(world.view(slasher, &ask));
        world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
        world.pass_blocks(delay);
        assert!(world.view(slasher, &ask));
        world.pass_blocks(1);
        assert!(!world.view(slasher, &ask));
    }
}
