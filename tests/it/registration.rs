//! Operator sets, membership and the callback to a Solidity service.

use alloy::primitives::{Bytes, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager;

use crate::harness::{OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, Service, World, fresh};

const SET: u32 = 7;

fn with_set(world: &World) {
    world.act(SERVICE_OWNER, world.service, &Service::setUpCall { metadataURI: "ipfs://service".into() });
    let strategies = vec![world.strategy(world.lst)];
    world.act(
        SERVICE_OWNER,
        world.service,
        &Service::createOperatorSetCall { operatorSetId: SET, strategies },
    );
    world.register_operator(OPERATOR, 0);
}

fn set(world: &World) -> IAllocationManager::OperatorSet {
    IAllocationManager::OperatorSet { avs: world.service, id: SET }
}

fn join(world: &World) -> IAllocationManager::registerForOperatorSetsCall {
    let params = IAllocationManager::RegisterParams {
        avs: world.service,
        operatorSetIds: vec![SET],
        data: Bytes::from_static(b"socket"),
    };
    IAllocationManager::registerForOperatorSetsCall { operator: OPERATOR, params }
}

fn leave(world: &World) -> IAllocationManager::deregisterFromOperatorSetsCall {
    let params = IAllocationManager::DeregisterParams {
        operator: OPERATOR,
        avs: world.service,
        operatorSetIds: vec![SET],
    };
    IAllocationManager::deregisterFromOperatorSetsCall { params }
}

fn is_member(world: &World) -> bool {
    let ask = IAllocationManager::isMemberOfOperatorSetCall { operator: OPERATOR, operatorSet: set(world) };
    world.view(world.at("slasher"), &ask)
}

fn is_slashable(world: &World) -> bool {
    let ask = IAllocationManager::isOperatorSlashableCall { operator: OPERATOR, operatorSet: set(world) };
    world.view(world.at("slasher"), &ask)
}

#[test]
fn joining_a_set_calls_the_service_from_the_slashers_address() {
    let world = fresh();
    with_set(&world);
    let done = world.act(OPERATOR, world.at("slasher"), &join(&world));
    assert_eq!(done.events::<IAllocationManager::OperatorAddedToOperatorSet>().len(), 1);
    assert!(is_member(&world));
    // The service's own record is written only by a callback whose sender is the Slasher.
    assert!(world.view(world.service, &Service::isRegisteredCall { operator: OPERATOR, operatorSetId: SET }));
    let operators =
        world.view(world.at("slasher"), &IAllocationManager::getMembersCall { operatorSet: set(&world) });
    assert_eq!(operators, [OPERATOR]);
    let registered =
        world.view(world.at("slasher"), &IAllocationManager::getRegisteredSetsCall { operator: OPERATOR });
    assert_eq!((registered.len(), registered[0].avs, registered[0].id), (1, world.service, SET));
}

#[test]
fn a_callback_from_anyone_else_is_refused_by_the_service() {
    let world = fresh();
    with_set(&world);
    let call = Service::registerOperatorCall {
        operator: OPERATOR,
        avs: world.service,
        operatorSetIds: vec![SET],
        data: Bytes::new(),
    };
    world.refuse::<Service::OnlyAllocationManager>(STRANGER, world.service, &call);
}

#[test]
fn a_service_that_refuses_an_operator_blocks_its_registration_with_its_own_error() {
    let world = fresh();
    with_set(&world);
    world.act(SERVICE_OWNER, world.service, &Service::setRefusedCall { operator: OPERATOR, refused: true });
    let error = Service::OperatorRefused { operator: OPERATOR };
    world.refuse_data(OPERATOR, world.at("slasher"), &join(&world), &error.abi_encode());
    assert!(!is_member(&world));
}

#[test]
fn an_operator_joins_a_set_once() {
    let world = fresh();
    with_set(&world);
    world.act(OPERATOR, world.at("slasher"), &join(&world));
    world.refuse::<IAllocationManager::AlreadyMemberOfSet>(OPERATOR, world.at("slasher"), &join(&world));
}

#[test]
fn only_operators_join() {
    let world = fresh();
    with_set(&world);
    let mut call = join(&world);
    call.operator = OTHER_OPERATOR;
    world.refuse::<IAllocationManager::InvalidOperator>(OTHER_OPERATOR, world.at("slasher"), &call);
}

#[test]
fn only_sets_that_exist_are_joined() {
    let world = fresh();
    with_set(&world);
    let mut call = join(&world);
    call.params.operatorSetIds = vec![SET + 1];
    world.refuse::<IAllocationManager::InvalidOperatorSet>(OPERATOR, world.at("slasher"), &call);
}

#[test]
fn who_leaves_stays_slashable_for_the_deallocation_delay() {
    let world = fresh();
    with_set(&world);
    world.act(OPERATOR, world.at("slasher"), &join(&world));
    world.act(OPERATOR, world.at("slasher"), &leave(&world));
    assert!(!is_member(&world));
    assert!(is_slashable(&world));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    assert!(is_slashable(&world), "the last block of the delay counts");
    world.pass_blocks(1);
    assert!(!is_slashable(&world));
}

#[test]
fn the_service_ejects_an_operator() {
    let world = fresh();
    with_set(&world);
    world.act(OPERATOR, world.at("slasher"), &join(&world));
    let eject = Service::ejectCall { operator: OPERATOR, operatorSetIds: vec![SET] };
    world.act(SERVICE_OWNER, world.service, &eject);
    assert!(!is_member(&world));
    assert!(
        !world.view(world.service, &Service::isRegisteredCall { operator: OPERATOR, operatorSetId: SET })
    );
}

#[test]
fn strangers_eject_nobody() {
    let world = fresh();
    with_set(&world);
    world.act(OPERATOR, world.at("slasher"), &join(&world));
    world.refuse::<IAllocationManager::InvalidCaller>(STRANGER, world.at("slasher"), &leave(&world));
    assert!(is_member(&world));
}

#[test]
fn a_set_needs_an_avs_with_metadata() {
    let world = fresh();
    let strategies = vec![world.strategy(world.lst)];
    let params = vec![IAllocationManager::CreateSetParams { operatorSetId: SET, strategies }];
    let call = IAllocationManager::createOperatorSets_0Call { avs: STRANGER, params };
    world.refuse::<IAllocationManager::NonexistentAVSMetadata>(STRANGER, world.at("slasher"), &call);
}

#[test]
fn an_ordinary_sets_slashes_go_to_the_burn_address_and_a_redistributing_ones_to_its_recipient() {
    let world = fresh();
    with_set(&world);
    let strategies = vec![world.strategy(world.lst)];
    let create =
        Service::createRedistributingOperatorSetCall { operatorSetId: 8, strategies, recipient: STRANGER };
    world.act(SERVICE_OWNER, world.service, &create);
    let recipient = |id| {
        let operator_set = IAllocationManager::OperatorSet { avs: world.service, id };
        world.view(
            world.at("slasher"),
            &IAllocationManager::getRedistributionRecipientCall { operatorSet: operator_set },
        )
    };
    assert_eq!(recipient(SET), crate::harness::BURN_ADDRESS);
    assert_eq!(recipient(8), STRANGER);
}

#[test]
fn nobody_allocates_more_than_everything() {
    let world = fresh();
    with_set(&world);
    let allocate = |magnitude| {
        let params = IAllocationManager::AllocateParams {
            operatorSet: set(&world),
            strategies: vec![world.strategy(world.lst)],
            newMagnitudes: vec![magnitude],
        };
        IAllocationManager::modifyAllocationsCall { operator: OPERATOR, params: vec![params] }
    };
    let slasher = world.at("slasher");
    // The delay given when registering counts from the next block at the latest.
    world.pass_blocks(1);
    world.refuse::<IAllocationManager::InsufficientMagnitude>(
        OPERATOR,
        slasher,
        &allocate(1_000_000_000_000_000_001),
    );
    world.act(OPERATOR, slasher, &allocate(1_000_000_000_000_000_000));
    world.refuse::<IAllocationManager::SameMagnitude>(
        OPERATOR,
        slasher,
        &allocate(1_000_000_000_000_000_000),
    );
    let left = IAllocationManager::getAllocatableMagnitudeCall {
        operator: OPERATOR,
        strategy: world.strategy(world.lst),
    };
    assert_eq!(world.view(slasher, &left), 0);
    assert_eq!(
        U256::from(world.view(slasher, &IAllocationManager::getSlashCountCall { operatorSet: set(&world) })),
        U256::ZERO
    );
}
