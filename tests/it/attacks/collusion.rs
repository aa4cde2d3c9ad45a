//! Two services and an operator that plot together against a third service and the stakers.

use alloy::primitives::{Address, U256, address};
use interfaces::sol::IAllocationManager::{
    InsufficientMagnitude, InvalidCaller, OperatorSet, getAllocatedStakeCall,
};

use super::services::{create_burning_set, entering, giving, introduce, leaving, slashing, take_all};
use super::take_home;
use crate::harness::sets::{allocation, create_sets, magnitudes, open_service};
use crate::harness::strategies::operator_shares;
use crate::harness::{ALICE, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

/// Services of the plot; the honest one is [`SERVICE_OWNER`]'s.
const FIRST: Address = address!("14dC79964da2C08b23698B3D3cc7Ca32193d9955");
const SECOND: Address = address!("23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f");

const TENTH: u64 = ONE / 10;

/// Set 1 of all three services, with an operator of Alice's 100 LST that gave the honest one half of itself, the first
/// of the others 30 %, and the second nothing. A fifth is free.
fn prepare(world: &World) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1], &[lst]);
    for avs in [FIRST, SECOND] {
        introduce(world, avs, world.create("QuietRegistrar", ()));
        create_burning_set(world, avs);
    }
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(100));
    world.delegate(ALICE, OPERATOR);
    for avs in [SERVICE_OWNER, FIRST, SECOND] {
        world.act(OPERATOR, world.at("slasher"), &entering(avs));
    }
    give(world, SERVICE_OWNER, TENTH * 5);
    give(world, FIRST, TENTH * 3);
    lst
}

fn give(world: &World, avs: Address, magnitude: u64) {
    world.act(OPERATOR, world.at("slasher"), &giving(world, avs, magnitude));
}

/// The honest service has the magnitude it was given, and this stake by it.
fn honest_half_is_whole(world: &World, lst: Address, stake: U256) {
    assert_eq!(allocation(world, OPERATOR, 1, lst), (TENTH * 5, 0, 0));
    let ask = getAllocatedStakeCall {
        operatorSet: OperatorSet { avs: SERVICE_OWNER, id: 1 },
        operators: vec![OPERATOR],
        strategies: vec![lst],
    };
    assert_eq!(world.view(world.at("slasher"), &ask), [[stake]]);
}

#[test]
fn what_two_services_slash_together_is_what_they_were_given_and_what_was_free() {
    let world = fresh();
    let lst = prepare(&world);
    assert_eq!(take_all(&world, FIRST), ether(30));
    // 50 LST; five sevenths of the rest are rounded down to 18 decimals before they are taken of 70 LST.
    honest_half_is_whole(&world, lst, ether(50) - U256::from(50));
    // What was free the operator can still give away, to either, and nothing beyond.
    assert_eq!(magnitudes(&world, OPERATOR, lst), (TENTH * 7, TENTH * 5, TENTH * 2));
    let slasher = world.at("slasher");
    let too_much = giving(&world, SECOND, TENTH * 2 + 1);
    world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &too_much);
    give(&world, SECOND, TENTH * 2);
    assert_eq!(take_all(&world, SECOND), ether(20));
    honest_half_is_whole(&world, lst, ether(50));
    for avs in [FIRST, SECOND] {
        assert_eq!(take_all(&world, avs), U256::ZERO);
        world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &giving(&world, avs, 1));
    }
    assert_eq!(magnitudes(&world, OPERATOR, lst), (TENTH * 5, TENTH * 5, 0));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
    // And the honest service has its half to slash.
    assert_eq!(take_all(&world, SERVICE_OWNER), ether(50));
}

/// Taking the honest service's half back takes as long as that service needs to slash it.
#[test]
fn what_was_given_to_one_service_is_given_to_another_only_after_the_deallocation_delay() {
    let world = fresh();
    let lst = prepare(&world);
    let slasher = world.at("slasher");
    give(&world, SERVICE_OWNER, 0);
    let (_, _, effect_block) = allocation(&world, OPERATOR, 1, lst);
    world.act(OPERATOR, slasher, &leaving(SERVICE_OWNER));
    world.until_next_is(u64::from(effect_block) - 1);
    let everything = giving(&world, SECOND, TENTH * 7);
    world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &everything);
    // One block later it is free, and the other's to slash.
    world.act(OPERATOR, slasher, &everything);
    assert_eq!(take_all(&world, SECOND), ether(70));
    assert_eq!(take_all(&world, FIRST), ether(30));
    assert_eq!(take_home(&world, ALICE), U256::ZERO);
}

#[test]
fn neither_service_slashes_in_the_name_of_another() {
    let world = fresh();
    prepare(&world);
    let honest = slashing(&world, SERVICE_OWNER, ether(1));
    for thief in [FIRST, SECOND, OPERATOR] {
        world.refuse::<InvalidCaller>(thief, world.at("slasher"), &honest);
    }
    assert_eq!(take_home(&world, ALICE), ether(100));
}
