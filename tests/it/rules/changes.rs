//! What a change of an allocation does and says.

use alloy::primitives::Address;
use alloy::sol_types::SolEvent;
use interfaces::sol::IAllocationManager::{
    AllocationUpdated, EncumberedMagnitudeUpdated, InsufficientMagnitude, getAllocatedSetsCall,
    isMemberOfOperatorSetCall,
};

use super::{allocate_all, remove};
use crate::harness::sets::{
    allocate, allocation, create_sets, join, leave, magnitudes, open_service, set, slash, slashable,
};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{Done, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;

/// Two sets with the LST strategy, and an operator outside them. The strategy.
fn prepare(world: &World, allocation_delay: u32) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1, 2], &[lst]);
    world.register_operator(OPERATOR, allocation_delay);
    lst
}

/// Encumbered magnitudes and updates of allocations, in the order they were said.
fn said(world: &World, done: &Done) -> (Vec<u64>, Vec<(u32, u64, u32)>) {
    let kinds = done.kinds(&[world.at("slasher")]);
    let encumbered = done.events::<EncumberedMagnitudeUpdated>();
    let updates = done.events::<AllocationUpdated>();
    assert_eq!(kinds.len(), encumbered.len() + updates.len(), "and nothing else was");
    assert_eq!(kinds.last(), Some(&AllocationUpdated::SIGNATURE_HASH), "what it is for comes last");
    (
        encumbered.iter().map(|event| event.encumberedMagnitude).collect(),
        updates.iter().map(|event| (event.operatorSet.id, event.magnitude, event.effectBlock)).collect(),
    )
}

#[test]
fn a_change_says_what_is_encumbered_only_if_that_changed_and_then_what_is_to_come() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    let now = || u32::try_from(world.block()).unwrap();
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    assert_eq!(said(&world, &done), (vec![HALF], vec![(1, HALF, now())]));
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, QUARTER));
    assert_eq!(said(&world, &done), (vec![QUARTER], vec![(1, QUARTER, now())]), "nobody can slash it");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 1));
    let effect_block = now() + world.config.deallocation_delay_blocks + 1;
    assert_eq!(said(&world, &done), (vec![], vec![(1, 1, effect_block)]), "still encumbered");
    world.until_next_is(u64::from(effect_block));
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, lst, HALF));
    assert_eq!(said(&world, &done), (vec![1, HALF + 1], vec![(2, HALF, now())]), "what was due went first");
}

#[test]
fn without_a_delay_an_increase_counts_in_its_own_block() {
    let world = fresh();
    let (lst, slasher) = (slashable(&world), world.at("slasher"));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (ONE, 0, 0));
    let half = slash(OPERATOR, 1, vec![lst], vec![percent(50)]);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let before = world.block();
    let none = alloy::primitives::U256::ZERO;
    world.in_one_block(|world| {
        vec![
            world.submit(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE), none),
            world.submit(SERVICE_OWNER, slasher, &half, none),
        ]
    });
    assert_eq!(world.block(), before + 1);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
}

#[test]
fn what_one_element_frees_at_once_the_next_can_use() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    world.refuse::<InsufficientMagnitude>(
        OPERATOR,
        slasher,
        &allocate_all(OPERATOR, &[(2, lst, HALF), (1, lst, HALF)]),
    );
    world.act(OPERATOR, slasher, &allocate_all(OPERATOR, &[(1, lst, HALF), (2, lst, HALF)]));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, ONE, 0));
    assert_eq!([1, 2].map(|id| allocation(&world, OPERATOR, id, lst)), [(HALF, 0, 0); 2]);
}

/// The sum of what is allocated and a number near the largest once wrapped around.
#[test]
fn absurd_magnitudes_are_more_than_there_is() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, QUARTER));
    let signed = 1_u64 << 63;
    for id in [1, 2] {
        for absurd in [ONE + 1, signed - 1, signed, signed + QUARTER, u64::MAX - QUARTER, u64::MAX] {
            let call = allocate(OPERATOR, id, lst, absurd);
            world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &call);
        }
    }
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, QUARTER, ONE - QUARTER));
}

#[test]
fn neither_membership_nor_a_strategy_of_the_set_is_needed_to_allocate() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    let other = world.strategy(world.weth);
    world.act(OPERATOR, slasher, &allocate_all(OPERATOR, &[(1, other, HALF), (1, lst, QUARTER)]));
    assert_eq!(allocation(&world, OPERATOR, 1, other), (HALF, 0, 0));
    // A member's decrease of what its set cannot slash waits for nothing.
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, other, 0));
    assert_eq!(magnitudes(&world, OPERATOR, other), (ONE, 0, ONE));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, QUARTER, ONE - QUARTER));
}

#[test]
fn a_pending_increase_outlasts_a_slash_of_what_was_there_before() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 5), world.at("slasher"));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    world.pass_blocks(5);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF + QUARTER));
    let effect_block = allocation(&world, OPERATOR, 1, lst).2;
    let half = slash(OPERATOR, 1, vec![lst], vec![percent(50)]);
    let done = world.act(SERVICE_OWNER, slasher, &half);
    let now = u32::try_from(world.block()).unwrap();
    let said: Vec<_> = done.events::<AllocationUpdated>();
    let said: Vec<_> = said.iter().map(|event| (event.magnitude, event.effectBlock)).collect();
    assert_eq!(said, [(QUARTER, now)], "of the increase it says nothing");
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (QUARTER, i128::from(QUARTER), effect_block));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (HALF + QUARTER, HALF, QUARTER));
    world.until_next_is(u64::from(effect_block));
    world.act(SERVICE_OWNER, slasher, &half);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (QUARTER, 0, 0), "half of what had come by then");
    assert_eq!(magnitudes(&world, OPERATOR, lst), (HALF, QUARTER, QUARTER));
}

#[test]
fn a_slash_of_all_leaves_nothing_allocated_nothing_pending_and_the_operator_a_member() {
    let world = fresh();
    let (lst, slasher) = (slashable(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    let effect_block = allocation(&world, OPERATOR, 1, lst).2;
    let sets = || world.view(slasher, &getAllocatedSetsCall { operator: OPERATOR }).len();
    assert_eq!(sets(), 1);
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(100)]));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (0, 0, effect_block));
    assert_eq!((magnitudes(&world, OPERATOR, lst), sets()), ((0, 0, 0), 0));
    let ask = isMemberOfOperatorSetCall { operator: OPERATOR, operatorSet: set(1) };
    assert!(world.view(slasher, &ask));
}

/// Joining and leaving are about who, allocations about how much: neither touches the other.
#[test]
fn joining_and_leaving_change_no_magnitude() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world, 0), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    let before = (magnitudes(&world, OPERATOR, lst), allocation(&world, OPERATOR, 1, lst));
    let held = || (magnitudes(&world, OPERATOR, lst), allocation(&world, OPERATOR, 1, lst));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    assert_eq!(held(), before);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    assert_eq!(held(), before);
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    assert_eq!(held(), before);
    world.act(SERVICE_OWNER, slasher, &remove(1, &[lst]));
    assert_eq!(held(), before);
}
