//! A period is one operator's, in one set and strategy, and nobody can begin it anew.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    addStrategiesToOperatorSetCall, removeStrategiesFromOperatorSetCall, slashOperatorCall, updateSlasherCall,
};

use super::{AVS, LONG, PERIOD, TENTH, limited, per_period, refuse, refuse_part, take, tighten};
use crate::harness::sets::{allocate, allocation, create_sets, join, leave, set, slash};
use crate::harness::{BOB, ONE, OPERATOR, OTHER_OPERATOR, World, ether, fresh};

/// A slash of an operator's LST in the name of a set.
fn part_of(world: &World, operator: Address, id: u32, wad: u64) -> slashOperatorCall {
    slash(operator, id, vec![world.strategy(world.lst)], vec![U256::from(wad)])
}

#[test]
fn what_was_taken_from_one_operator_does_not_count_for_another() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, PERIOD));
    let slasher = world.at("slasher");
    world.register_operator(OTHER_OPERATOR, 0);
    world.deposit_lst(BOB, ether(100));
    world.delegate(BOB, OTHER_OPERATOR);
    world.act(OTHER_OPERATOR, slasher, &join(OTHER_OPERATOR, &[1]));
    world.act(OTHER_OPERATOR, slasher, &allocate(OTHER_OPERATOR, 1, lst, 5 * TENTH));
    take(&world, 3 * TENTH, 7 * TENTH);
    let began = world.block();
    world.pass_blocks(PERIOD / 2);
    refuse(&world, &part_of(&world, OTHER_OPERATOR, 1, 3 * TENTH + 1));
    world.act(AVS, slasher, &part_of(&world, OTHER_OPERATOR, 1, 3 * TENTH));
    assert_eq!(allocation(&world, OTHER_OPERATOR, 1, lst).0, 35 * (TENTH / 10));
    world.until_next_is(began + u64::from(PERIOD));
    take(&world, TENTH, 63 * (TENTH / 10));
    refuse(&world, &part_of(&world, OTHER_OPERATOR, 1, 1));
}

#[test]
fn what_one_set_took_does_not_count_for_another() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, LONG));
    let slasher = world.at("slasher");
    create_sets(&world, &[2, 3], &[lst]);
    world.act(AVS, slasher, &tighten(2, per_period(TENTH, LONG)));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2, 3]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 4 * TENTH));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    for id in [2, 3] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, 3 * TENTH));
    }
    take(&world, 3 * TENTH, 28 * (TENTH / 10));
    refuse(&world, &part_of(&world, OPERATOR, 2, TENTH + 1));
    world.act(AVS, slasher, &part_of(&world, OPERATOR, 2, TENTH));
    // One without limits beside them stays without.
    world.act(AVS, slasher, &part_of(&world, OPERATOR, 3, ONE));
    let left = [1, 2, 3].map(|id| allocation(&world, OPERATOR, id, lst).0);
    assert_eq!(left, [28 * (TENTH / 10), 27 * (TENTH / 10), 0]);
    refuse_part(&world, 1);
    refuse(&world, &part_of(&world, OPERATOR, 2, 1));
}

/// What someone may hope begins a period anew.
type Attempt = fn(&World);

fn leave_and_join_again(world: &World) {
    world.act(OPERATOR, world.at("slasher"), &leave(OPERATOR, &[1]));
    // Until then the operator is within reach, and the limit with it.
    world.pass_blocks(world.config.deallocation_delay_blocks - 1);
    refuse_part(world, 1);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
}

fn deallocate_and_allocate_again(world: &World) {
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 7 * TENTH));
}

fn remove_and_add_the_strategy(world: &World) {
    let (avs, strategies) = (AVS, vec![world.strategy(world.lst)]);
    let remove =
        removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies: strategies.clone() };
    world.act(AVS, world.at("slasher"), &remove);
    let add = addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies };
    world.act(AVS, world.at("slasher"), &add);
}

/// To Bob and back: to whoever slashes then, nothing is left either.
fn change_the_slasher(world: &World) {
    for slasher in [BOB, AVS] {
        let call = updateSlasherCall { operatorSet: set(1), slasher };
        world.act(AVS, world.at("slasher"), &call);
        world.pass_blocks(world.config.allocation_configuration_delay_blocks + 1);
    }
}

fn set_the_same_limits_again(world: &World) {
    world.act(AVS, world.at("slasher"), &tighten(1, per_period(3 * TENTH, LONG)));
}

#[test]
fn nothing_anybody_does_begins_a_period_anew() {
    let attempts: [Attempt; 5] = [
        leave_and_join_again,
        deallocate_and_allocate_again,
        remove_and_add_the_strategy,
        change_the_slasher,
        set_the_same_limits_again,
    ];
    for attempt in attempts {
        let world = fresh();
        limited(&world, per_period(3 * TENTH, LONG));
        take(&world, 3 * TENTH, 7 * TENTH);
        let began = world.block();
        attempt(&world);
        refuse_part(&world, 1);
        world.until_next_is(began + u64::from(LONG) - 1);
        refuse_part(&world, 1);
        take(&world, 3 * TENTH, 49 * (TENTH / 10));
    }
}
