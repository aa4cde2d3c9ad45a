//! What an operator has allocated, listed from the act on, whether the set has the strategy or not.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::getAllocationsCall;

use super::{
    A, Allocation, B, C, add, allocated_sets, allocated_strategies, in_set_1, members, operate, read,
    registered_sets, remove, serve, strategy_allocations,
};
use crate::harness::sets::{allocate, allocation, create_sets, join, leave, open_service, set};
use crate::harness::{ALICE, ONE, OPERATOR, OTHER_OPERATOR, World, fresh};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;

/// Sets 1, 2 and 3, each with A and B, and an operator with this allocation delay, in none of them.
fn prepare(world: &World, allocation_delay: u32) {
    open_service(world);
    create_sets(world, &[1, 2, 3], &[A, B]);
    world.register_operator(OPERATOR, allocation_delay);
}

#[test]
fn who_never_allocated_has_no_lists() {
    let world = fresh();
    prepare(&world, 0);
    for who in [OPERATOR, ALICE, Address::ZERO] {
        assert_eq!(allocated_sets(&world, who), [0; 0]);
        assert_eq!(allocated_strategies(&world, who, 1), [Address::ZERO; 0]);
        assert!(strategy_allocations(&world, who, A).is_empty());
    }
    assert_eq!(allocated_strategies(&world, OPERATOR, 9), [Address::ZERO; 0], "of a set that does not exist");
}

#[test]
fn an_increase_is_listed_from_the_act_on_before_it_takes_effect() {
    let world = fresh();
    prepare(&world, 5);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    let effect_block = u32::try_from(world.block()).unwrap() + 5;
    assert_eq!(allocated_sets(&world, OPERATOR), [1]);
    assert_eq!(in_set_1(&world), [A]);
    let pending = (0, i128::from(HALF), effect_block);
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, pending)]);
    world.until_next_is(u64::from(effect_block));
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, pending)]);
    world.pass_blocks(1);
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, (HALF, 0, 0))]);
    assert_eq!((allocated_sets(&world, OPERATOR), in_set_1(&world)), (vec![1], vec![A]));
}

#[test]
fn strategies_a_set_has_gave_up_or_never_had_are_listed_alike_and_once() {
    let world = fresh();
    prepare(&world, 0);
    for strategy in [A, B, C] {
        operate(&world, &allocate(OPERATOR, 1, strategy, HALF));
    }
    assert_eq!(in_set_1(&world), [A, B, C], "C is not of the set");
    let listed =
        || assert_eq!((in_set_1(&world), allocated_sets(&world, OPERATOR)), (vec![A, B, C], vec![1]));
    for _ in 0..2 {
        serve(&world, &remove(1, &[A]));
        listed();
        serve(&world, &add(1, &[C]));
        listed();
        serve(&world, &add(1, &[A]));
        listed();
        serve(&world, &remove(1, &[C]));
        listed();
    }
    serve(&world, &remove(1, &[B, A]));
    listed();
}

#[test]
fn what_is_allocated_again_is_listed_once() {
    let world = fresh();
    prepare(&world, 0);
    serve(&world, &remove(1, &[B]));
    for magnitude in [HALF, 0, QUARTER, HALF, 0, HALF] {
        for strategy in [A, B, C] {
            operate(&world, &allocate(OPERATOR, 1, strategy, magnitude));
        }
        let listed = if magnitude == 0 { vec![] } else { vec![A, B, C] };
        assert_eq!(in_set_1(&world), listed);
        assert_eq!(allocated_sets(&world, OPERATOR), if magnitude == 0 { vec![] } else { vec![1] });
    }
}

#[test]
fn each_set_and_each_strategy_has_its_own_list() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, QUARTER));
    operate(&world, &allocate(OPERATOR, 2, A, HALF));
    operate(&world, &allocate(OPERATOR, 2, B, HALF));
    let lists = |world: &World| {
        (allocated_sets(world, OPERATOR), [1, 2, 3].map(|id| allocated_strategies(world, OPERATOR, id)))
    };
    assert_eq!(lists(&world), (vec![1, 2], [vec![A], vec![A, B], vec![]]));
    // For every set with anything of the operator, also with nothing of this strategy.
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, (QUARTER, 0, 0)), (2, (HALF, 0, 0))]);
    assert_eq!(strategy_allocations(&world, OPERATOR, B), [(1, (0, 0, 0)), (2, (HALF, 0, 0))]);
    assert_eq!(strategy_allocations(&world, OPERATOR, C), [(1, (0, 0, 0)), (2, (0, 0, 0))]);
    operate(&world, &allocate(OPERATOR, 1, A, 0));
    assert_eq!(lists(&world), (vec![2], [vec![], vec![A, B], vec![]]));
    operate(&world, &allocate(OPERATOR, 2, A, 0));
    assert_eq!(lists(&world), (vec![2], [vec![], vec![B], vec![]]));
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(2, (0, 0, 0))]);
}

#[test]
fn allocating_and_registering_are_listed_apart() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    operate(&world, &join(OPERATOR, &[2]));
    assert_eq!((allocated_sets(&world, OPERATOR), registered_sets(&world, OPERATOR)), (vec![1], vec![2]));
    assert_eq!((members(&world, 1), members(&world, 2)), (vec![], vec![OPERATOR]));
    operate(&world, &join(OPERATOR, &[1]));
    operate(&world, &allocate(OPERATOR, 2, A, HALF));
    assert_eq!(
        (allocated_sets(&world, OPERATOR), registered_sets(&world, OPERATOR)),
        (vec![1, 2], vec![1, 2])
    );
    operate(&world, &leave(OPERATOR, &[1, 2]));
    let lists = (allocated_sets(&world, OPERATOR), registered_sets(&world, OPERATOR));
    assert_eq!(lists, (vec![1, 2], vec![]), "who leaves keeps what it allocated");
    assert_eq!(in_set_1(&world), [A]);
}

#[test]
fn the_allocations_of_many_are_each_ones_allocation_in_the_order_asked_for() {
    let world = fresh();
    prepare(&world, 4);
    world.register_operator(OTHER_OPERATOR, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    let slasher = world.at("slasher");
    world.act(OTHER_OPERATOR, slasher, &allocate(OTHER_OPERATOR, 1, A, QUARTER));
    let operators = vec![OTHER_OPERATOR, ALICE, OPERATOR, OTHER_OPERATOR];
    let found = |id| -> Vec<Allocation> {
        let ask = getAllocationsCall { operators: operators.clone(), operatorSet: set(id), strategy: A };
        let found = read(&world, &ask).into_iter();
        found.map(|of| (of.currentMagnitude, of.pendingDiff, of.effectBlock)).collect()
    };
    let (mine, other) = (allocation(&world, OPERATOR, 1, A), (QUARTER, 0, 0));
    assert_eq!(mine.1, i128::from(HALF));
    assert_eq!(found(1), [other, (0, 0, 0), mine, other]);
    assert_eq!(found(2), [(0, 0, 0); 4]);
    world.pass_blocks(4);
    assert_eq!(found(1), [other, (0, 0, 0), (HALF, 0, 0), other], "completed as it is read");
    let none = getAllocationsCall { operators: Vec::new(), operatorSet: set(1), strategy: A };
    assert!(read(&world, &none).is_empty());
}
