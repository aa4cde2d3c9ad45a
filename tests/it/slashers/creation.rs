//! Sets have a slasher from their creation on: the AVS, or whom it names for each.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    CreateSetParamsV2, InputAddressZero, InvalidOperatorSet, OperatorSet, createOperatorSets_1Call,
    createRedistributingOperatorSets_1Call, getOperatorSetCountCall, getRedistributionRecipientCall,
    isOperatorSetCall, migrateSlashersCall,
};

use super::{AVS, FIRST, SECOND, pending_slasher, propose, slasher_of, slashers_in, updates};
use crate::harness::sets::{create_sets, join, open_service, set, slashable};
use crate::harness::{ALICE, OPERATOR, World, fresh};

const NONE: (Address, u64) = (Address::ZERO, 0);

/// Sets of the LST with these slashers.
fn with_slashers(world: &World, sets: &[(u32, Address)]) -> createOperatorSets_1Call {
    let strategies = vec![world.strategy(world.lst)];
    let params = sets.iter().map(|(id, slasher)| CreateSetParamsV2 {
        operatorSetId: *id,
        strategies: strategies.clone(),
        slasher: *slasher,
    });
    createOperatorSets_1Call { avs: AVS, params: params.collect() }
}

/// As [`with_slashers`], for sets that redistribute to Alice.
fn redistributing(world: &World, sets: &[(u32, Address)]) -> createRedistributingOperatorSets_1Call {
    createRedistributingOperatorSets_1Call {
        avs: AVS,
        params: with_slashers(world, sets).params,
        redistributionRecipients: vec![ALICE; sets.len()],
    }
}

fn set_count(world: &World) -> U256 {
    world.view(world.at("slasher"), &getOperatorSetCountCall { avs: AVS })
}

#[test]
fn every_set_of_a_call_gets_the_slasher_named_for_it_at_once() {
    let mut world = fresh();
    slashable(&world);
    let slasher = world.at("slasher");
    let plain = world.act(AVS, slasher, &with_slashers(&world, &[(2, FIRST), (3, SECOND)]));
    assert_eq!(updates(&plain), [(2, FIRST, world.block()), (3, SECOND, world.block())]);
    let paying = world.act(AVS, slasher, &redistributing(&world, &[(4, SECOND), (5, AVS)]));
    assert_eq!(updates(&paying), [(4, SECOND, world.block()), (5, AVS, world.block())]);
    let slashers = [2, 3, 4, 5].map(|id| slasher_of(&world, id));
    assert_eq!(slashers, [FIRST, SECOND, SECOND, AVS]);
    assert_eq!([2, 3, 4, 5].map(|id| pending_slasher(&world, id)), [NONE; 4]);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2, 3, 4, 5]));
    let next = world.block() + 1;
    for (id, named) in [(2, FIRST), (3, SECOND), (4, SECOND), (5, AVS)] {
        assert_eq!(slashers_in(&mut world, next, id), [named], "set {id}");
    }
}

#[test]
fn a_set_created_without_naming_a_slasher_is_slashed_by_its_avs() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[]);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, NONE));
}

#[test]
fn one_set_without_a_slasher_refuses_the_whole_call() {
    let world = fresh();
    open_service(&world);
    let (slasher, sets) = (world.at("slasher"), [(1, FIRST), (2, Address::ZERO)]);
    world.refuse::<InputAddressZero>(AVS, slasher, &with_slashers(&world, &sets));
    world.refuse::<InputAddressZero>(AVS, slasher, &redistributing(&world, &sets));
    assert_eq!((set_count(&world), slasher_of(&world, 1)), (U256::ZERO, Address::ZERO));
    assert!(!world.view(slasher, &isOperatorSetCall { operatorSet: set(1) }));
}

#[test]
fn creating_a_set_again_does_not_change_its_slasher() {
    let world = fresh();
    open_service(&world);
    let slasher = world.at("slasher");
    world.act(AVS, slasher, &with_slashers(&world, &[(1, FIRST)]));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &with_slashers(&world, &[(1, SECOND)]));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &redistributing(&world, &[(1, SECOND)]));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &with_slashers(&world, &[(2, FIRST), (2, SECOND)]));
    assert_eq!([1, 2].map(|id| slasher_of(&world, id)), [FIRST, Address::ZERO]);
}

#[test]
fn who_receives_what_a_set_slashes_is_not_who_slashes() {
    let world = fresh();
    open_service(&world);
    world.act(AVS, world.at("slasher"), &redistributing(&world, &[(1, FIRST)]));
    let recipient = getRedistributionRecipientCall { operatorSet: set(1) };
    assert_eq!((world.view(world.at("slasher"), &recipient), slasher_of(&world, 1)), (ALICE, FIRST));
}

/// The function is for readers of the reference's ABI. There are no sets of an older kind.
#[test]
fn migrating_slashers_does_nothing_whoever_asks_for_whatever_sets() {
    let mut world = fresh();
    let lst = slashable(&world);
    let slasher = world.at("slasher");
    create_sets(&world, &[2], &[lst]);
    propose(&world, FIRST);
    let read = |world: &World| [1, 2, 3].map(|id| (slasher_of(world, id), pending_slasher(world, id)));
    let before = read(&world);
    let unknown = OperatorSet { avs: ALICE, id: u32::MAX };
    for who in [AVS, ALICE, SECOND] {
        for sets in [vec![], vec![set(1)], vec![set(2), set(2), set(3), unknown.clone()]] {
            let done = world.act(who, slasher, &migrateSlashersCall { operatorSets: sets });
            assert!(done.kinds(&[slasher]).is_empty());
        }
    }
    assert_eq!(read(&world), before);
    assert_eq!(before[2], (Address::ZERO, NONE));
    let (_, effect) = pending_slasher(&world, 1);
    assert_eq!(slashers_in(&mut world, effect - 1, 1), [AVS]);
    assert_eq!(slashers_in(&mut world, effect, 1), [FIRST]);
}
