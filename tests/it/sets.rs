//! Operator sets, their lists, and who may act for AVS and operator through the Slasher's address.

use alloy::primitives::{Address, Bytes};
use alloy::sol_types::SolCall;
use interfaces::sol::{IAllocationManager, IPermissionController};

use crate::harness::sets::{create_sets, join, leave, open_service, set};
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, fresh,
};

fn members(world: &World, id: u32) -> Vec<Address> {
    world.view(world.at("slasher"), &IAllocationManager::getMembersCall { operatorSet: set(id) })
}

fn registered(world: &World, operator: Address) -> Vec<u32> {
    let ask = IAllocationManager::getRegisteredSetsCall { operator };
    world.view(world.at("slasher"), &ask).iter().map(|set| set.id).collect()
}

fn strategies(world: &World, id: u32) -> Vec<Address> {
    let ask = IAllocationManager::getStrategiesInOperatorSetCall { operatorSet: set(id) };
    world.view(world.at("slasher"), &ask)
}

#[test]
fn lists_stay_whole_when_their_first_last_and_only_elements_leave() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1, 2, 3], &[]);
    let slasher = world.at("slasher");
    for operator in [OPERATOR, OTHER_OPERATOR, ALICE] {
        world.register_operator(operator, 0);
        world.act(operator, slasher, &join(operator, &[1, 2, 3]));
    }
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    assert_eq!(members(&world, 1), [ALICE, OTHER_OPERATOR]);
    assert_eq!(registered(&world, OPERATOR), [2, 3]);
    world.act(ALICE, slasher, &leave(ALICE, &[1, 3]));
    assert_eq!(members(&world, 1), [OTHER_OPERATOR]);
    assert_eq!(members(&world, 3), [OPERATOR, OTHER_OPERATOR]);
    assert_eq!(registered(&world, ALICE), [2]);
    world.act(OTHER_OPERATOR, slasher, &leave(OTHER_OPERATOR, &[1, 2, 3]));
    assert_eq!((members(&world, 1), registered(&world, OTHER_OPERATOR)), (vec![], vec![]));
    assert_eq!((members(&world, 2), members(&world, 3)), (vec![OPERATOR, ALICE], vec![OPERATOR]));
}

#[test]
fn an_operator_joins_again_only_once_it_can_no_longer_be_slashed() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.refuse::<IAllocationManager::NotMemberOfSet>(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.pass_blocks(world.config.deallocation_delay_blocks - 2);
    world.refuse::<IAllocationManager::AlreadyMemberOfSet>(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    assert_eq!(members(&world, 1), [OPERATOR]);
}

#[test]
fn strategies_come_and_go_once_each() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[ALICE, BOB, STRANGER]);
    let slasher = world.at("slasher");
    let avs = SERVICE_OWNER;
    let add = |strategies: Vec<Address>| IAllocationManager::addStrategiesToOperatorSetCall {
        avs,
        operatorSetId: 1,
        strategies,
    };
    let remove = |strategies: Vec<Address>| IAllocationManager::removeStrategiesFromOperatorSetCall {
        avs,
        operatorSetId: 1,
        strategies,
    };
    world.refuse::<IAllocationManager::StrategyAlreadyInOperatorSet>(avs, slasher, &add(vec![BOB]));
    world.act(avs, slasher, &remove(vec![ALICE]));
    assert_eq!(strategies(&world, 1), [STRANGER, BOB]);
    world.refuse::<IAllocationManager::StrategyNotInOperatorSet>(avs, slasher, &remove(vec![ALICE]));
    world.act(avs, slasher, &remove(vec![STRANGER, BOB]));
    assert_eq!(strategies(&world, 1), [Address::ZERO; 0]);
    world.act(avs, slasher, &add(vec![BOB]));
    assert_eq!(strategies(&world, 1), [BOB]);
}

#[test]
fn sets_are_created_once_and_only_with_sound_parameters() {
    let world = fresh();
    open_service(&world);
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    let one =
        |strategies: Vec<Address>| vec![IAllocationManager::CreateSetParams { operatorSetId: 1, strategies }];
    let redistributing =
        |recipients: Vec<Address>| IAllocationManager::createRedistributingOperatorSets_0Call {
            avs,
            params: one(vec![]),
            redistributionRecipients: recipients,
        };
    world.refuse::<IAllocationManager::InputArrayLengthMismatch>(avs, slasher, &redistributing(vec![]));
    world.refuse::<IAllocationManager::InputAddressZero>(avs, slasher, &redistributing(vec![Address::ZERO]));
    world.refuse::<IAllocationManager::InvalidRedistributionRecipient>(
        avs,
        slasher,
        &redistributing(vec![BURN_ADDRESS]),
    );
    let ordinary = |strategies| IAllocationManager::createOperatorSets_0Call { avs, params: one(strategies) };
    world.refuse::<IAllocationManager::StrategyAlreadyInOperatorSet>(
        avs,
        slasher,
        &ordinary(vec![ALICE, ALICE]),
    );
    let slasherless = IAllocationManager::createOperatorSets_1Call {
        avs,
        params: vec![IAllocationManager::CreateSetParamsV2 {
            operatorSetId: 1,
            strategies: vec![],
            slasher: Address::ZERO,
        }],
    };
    world.refuse::<IAllocationManager::InputAddressZero>(avs, slasher, &slasherless);
    world.act(avs, slasher, &redistributing(vec![ALICE]));
    world.refuse::<IAllocationManager::InvalidOperatorSet>(avs, slasher, &ordinary(vec![]));
    let count = IAllocationManager::getOperatorSetCountCall { avs };
    assert_eq!(world.view(slasher, &count), alloy::primitives::U256::ONE);
    let redistributes = IAllocationManager::isRedistributingOperatorSetCall { operatorSet: set(1) };
    assert!(world.view(slasher, &redistributes));
}

#[test]
fn a_registrar_must_say_that_it_supports_the_avs() {
    let world = fresh();
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    for registrar in [Address::ZERO, STRANGER] {
        let call = IAllocationManager::setAVSRegistrarCall { avs, registrar };
        world.refuse::<IAllocationManager::InvalidAVSRegistrar>(avs, slasher, &call);
    }
}

#[test]
fn an_avs_without_code_and_registrar_takes_nobody_in() {
    let world = fresh();
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    let metadata = IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: String::new() };
    world.act(avs, slasher, &metadata);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    world.refuse::<IAllocationManager::InvalidAVSRegistrar>(OPERATOR, slasher, &join(OPERATOR, &[1]));
    assert_eq!(members(&world, 1), [Address::ZERO; 0]);
}

#[test]
fn an_appointment_for_the_slashers_address_holds_for_what_avs_directory_does() {
    let world = fresh();
    open_service(&world);
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    let params = vec![IAllocationManager::CreateSetParams { operatorSetId: 1, strategies: vec![] }];
    let create = IAllocationManager::createOperatorSets_0Call { avs, params };
    let appoint = |target| IPermissionController::setAppointeeCall {
        account: avs,
        appointee: ALICE,
        target,
        selector: IAllocationManager::createOperatorSets_0Call::SELECTOR.into(),
    };
    world.act(avs, world.at("permission-controller"), &appoint(world.at("avs-directory")));
    world.refuse::<IAllocationManager::InvalidPermissions>(ALICE, slasher, &create);
    world.act(avs, world.at("permission-controller"), &appoint(slasher));
    world.act(ALICE, slasher, &create);
    let metadata = IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: String::new() };
    world.refuse::<IAllocationManager::InvalidPermissions>(ALICE, slasher, &metadata);
}

#[test]
fn avs_directory_does_nothing_of_the_slashers_at_its_own_address() {
    let world = fresh();
    let metadata =
        IAllocationManager::updateAVSMetadataURICall { avs: SERVICE_OWNER, metadataURI: String::new() };
    world.refuse_data(SERVICE_OWNER, world.at("avs-directory"), &metadata, &[]);
}

#[test]
fn what_neither_slasher_nor_avs_directory_knows_reverts_without_data() {
    let world = fresh();
    let slasher = world.at("slasher");
    for data in [Bytes::new(), Bytes::from_static(&[1, 2, 3]), Bytes::from_static(&[0xde, 0xad, 0xbe, 0xef])]
    {
        assert_eq!(world.call_data(slasher, data), Err(Bytes::new()));
    }
}
