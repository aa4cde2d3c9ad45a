//! Where two things are wrong with what an operator asks for, the first one in the reference's order is the answer.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::{
    AllocateParams, AlreadyMemberOfSet, DelayTooLong, DeregisterParams, InputArrayLengthMismatch,
    InsufficientMagnitude, InvalidAVSRegistrar, InvalidCaller, InvalidOperator, InvalidOperatorSet,
    InvalidPermissions, ModificationAlreadyPending, NotMemberOfSet, RegisterParams, SameMagnitude,
    UninitializedAllocationDelay, deregisterFromOperatorSetsCall, modifyAllocationsCall,
    registerForOperatorSetsCall, setAllocationDelayCall, updateAVSMetadataURICall,
};

use super::allocate_all;
use crate::harness::sets::{allocate, allocation, create_sets, join, leave, magnitudes, open_service, set};
use crate::harness::{ALICE, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

const HALF: u64 = ONE / 2;
/// An id no set has.
const NONE: u32 = 9;

/// Sets 1 and 2 with the LST strategy, and an operator outside them. The strategy.
fn prepare(world: &World, allocation_delay: u32) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1, 2], &[lst]);
    world.register_operator(OPERATOR, allocation_delay);
    lst
}

/// A change with one magnitude too many.
fn uneven(operator: Address, id: u32, lst: Address) -> modifyAllocationsCall {
    let params = AllocateParams { operatorSet: set(id), strategies: vec![lst], newMagnitudes: vec![1, 1] };
    modifyAllocationsCall { operator, params: vec![params] }
}

#[test]
fn of_a_change_the_caller_is_looked_at_first_then_the_delay_the_arrays_and_the_set() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &uneven(ALICE, NONE, lst));
    world.refuse::<UninitializedAllocationDelay>(ALICE, slasher, &uneven(ALICE, NONE, lst));
    world.refuse::<InputArrayLengthMismatch>(OPERATOR, slasher, &uneven(OPERATOR, NONE, lst));
    let absurd = allocate(OPERATOR, NONE, lst, u64::MAX);
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &absurd);
}

#[test]
fn of_a_change_what_is_pending_is_looked_at_before_its_size_and_its_size_before_its_block() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 5), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    for magnitude in [0, HALF, u64::MAX] {
        let call = allocate(OPERATOR, 1, lst, magnitude);
        world.refuse::<ModificationAlreadyPending>(OPERATOR, slasher, &call);
    }
    let world = fresh();
    let (lst, slasher) = (prepare(&world, u32::MAX), world.at("slasher"));
    world.refuse::<SameMagnitude>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE + 1));
    world.refuse::<DelayTooLong>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
}

#[test]
fn changes_of_one_call_are_looked_at_in_turn_and_stand_or_fall_together() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    let wrong = [(1, lst, HALF), (2, lst, 0), (NONE, lst, 1)];
    world.refuse::<SameMagnitude>(OPERATOR, slasher, &allocate_all(OPERATOR, &wrong));
    let wrong = [(1, lst, HALF), (NONE, lst, 1), (2, lst, 0)];
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &allocate_all(OPERATOR, &wrong));
    // Without a delay the first change of an allocation is complete when the second one is looked at.
    world.act(OPERATOR, slasher, &allocate_all(OPERATOR, &[(1, lst, HALF), (1, lst, ONE)]));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (ONE, 0, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, ONE, 0));
}

#[test]
fn of_joining_the_caller_is_looked_at_first_then_the_operator_the_sets_in_turn_and_the_registrar() {
    let world = fresh();
    prepare(&world, 0);
    let slasher = world.at("slasher");
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &join(ALICE, &[NONE]));
    world.refuse::<InvalidOperator>(ALICE, slasher, &join(ALICE, &[NONE]));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &join(OPERATOR, &[NONE, 1]));
    world.refuse::<AlreadyMemberOfSet>(OPERATOR, slasher, &join(OPERATOR, &[1, NONE]));
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &join(OPERATOR, &[2, NONE]));

    let metadata = updateAVSMetadataURICall { avs: ALICE, metadataURI: String::new() };
    world.act(ALICE, slasher, &metadata);
    let of_alices = |ids: &[u32]| {
        let params = RegisterParams { avs: ALICE, operatorSetIds: ids.to_vec(), data: Default::default() };
        registerForOperatorSetsCall { operator: OPERATOR, params }
    };
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &of_alices(&[NONE]));
    world.refuse::<InvalidAVSRegistrar>(OPERATOR, slasher, &of_alices(&[]));
}

#[test]
fn of_leaving_the_caller_is_looked_at_first_then_the_sets_in_turn_and_the_registrar() {
    let world = fresh();
    prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    for who in [STRANGER, OTHER_OPERATOR] {
        world.refuse::<InvalidCaller>(who, slasher, &leave(OPERATOR, &[NONE]));
    }
    for who in [OPERATOR, SERVICE_OWNER] {
        world.refuse::<InvalidOperatorSet>(who, slasher, &leave(OPERATOR, &[NONE, 2]));
        world.refuse::<NotMemberOfSet>(who, slasher, &leave(OPERATOR, &[2, NONE]));
    }
    let params = DeregisterParams { operator: OPERATOR, avs: ALICE, operatorSetIds: vec![NONE] };
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &deregisterFromOperatorSetsCall { params });
    let params = DeregisterParams { operator: OPERATOR, avs: ALICE, operatorSetIds: Vec::new() };
    world.refuse::<InvalidAVSRegistrar>(OPERATOR, slasher, &deregisterFromOperatorSetsCall { params });
}

#[test]
fn of_a_delay_the_caller_is_looked_at_before_the_operator() {
    let world = fresh();
    let slasher = world.at("slasher");
    let change = setAllocationDelayCall { operator: ALICE, delay: 0 };
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &change);
    world.refuse::<InvalidOperator>(ALICE, slasher, &change);
}
