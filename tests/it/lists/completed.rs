//! When an allocation leaves the lists: at once if nothing waits, and with its entry in the queue if something does.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::clearDeallocationQueueCall;

use super::{
    A, B, C, add, allocated_sets, allocated_strategies, in_set_1, operate, remove, serve,
    strategy_allocations,
};
use crate::harness::sets::{allocate, allocation, create_sets, join, open_service, slash};
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, STRANGER, World, fresh};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;

/// Sets 1 and 2 with A and B, and an operator with this allocation delay that is a member of set 1.
fn prepare(world: &World, allocation_delay: u32) {
    open_service(world);
    create_sets(world, &[1, 2], &[A, B]);
    world.register_operator(OPERATOR, allocation_delay);
    operate(world, &join(OPERATOR, &[1]));
}

fn clear(world: &World, strategy: Address) {
    let call =
        clearDeallocationQueueCall { operator: OPERATOR, strategies: vec![strategy], numToClear: vec![9] };
    world.act(STRANGER, world.at("slasher"), &call);
}

fn slash_all(world: &World, strategy: Address) {
    serve(world, &slash(OPERATOR, 1, vec![strategy], vec![percent(100)]));
}

/// Whether set 1 and this strategy of it are on the operator's lists; both or neither must be.
fn is_listed(world: &World, strategy: Address) -> bool {
    let listed = allocated_strategies(world, OPERATOR, 1).contains(&strategy);
    assert_eq!(allocated_sets(world, OPERATOR).contains(&1), listed);
    listed
}

#[test]
fn a_decrease_to_nothing_leaves_the_lists_at_once_where_no_set_can_slash_it() {
    let world = fresh();
    prepare(&world, 0);
    // Not a member of set 2; of set 1, but neither B any more nor C ever is of it.
    operate(&world, &allocate(OPERATOR, 2, A, HALF));
    operate(&world, &allocate(OPERATOR, 2, A, 0));
    assert_eq!(allocated_sets(&world, OPERATOR), [0; 0]);
    operate(&world, &allocate(OPERATOR, 1, B, HALF));
    operate(&world, &allocate(OPERATOR, 1, C, HALF));
    serve(&world, &remove(1, &[B]));
    operate(&world, &allocate(OPERATOR, 1, C, 0));
    assert_eq!(in_set_1(&world), [B]);
    operate(&world, &allocate(OPERATOR, 1, B, 0));
    assert!(!is_listed(&world, B));
}

#[test]
fn a_decrease_to_nothing_in_the_queue_stays_listed_until_it_is_cleared() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    operate(&world, &allocate(OPERATOR, 1, A, 0));
    let (_, pending, effect_block) = allocation(&world, OPERATOR, 1, A);
    assert_eq!(pending, -i128::from(HALF));
    world.until_next_is(u64::from(effect_block));
    clear(&world, B);
    assert_eq!(allocation(&world, OPERATOR, 1, A), (0, 0, 0), "due, and read as completed");
    assert!(is_listed(&world, A), "not stored as completed yet");
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, (0, 0, 0))]);
    clear(&world, A);
    assert!(!is_listed(&world, A));
}

#[test]
fn a_change_elsewhere_in_the_strategy_clears_what_is_due_and_with_it_the_list() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    operate(&world, &allocate(OPERATOR, 1, A, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    operate(&world, &allocate(OPERATOR, 2, B, HALF));
    assert!(is_listed(&world, A), "another strategy's queue is another");
    operate(&world, &allocate(OPERATOR, 2, A, ONE));
    assert!(!is_listed(&world, A));
}

#[test]
fn a_decrease_to_less_stays_listed() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    operate(&world, &allocate(OPERATOR, 1, A, 1));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    clear(&world, A);
    assert!(is_listed(&world, A));
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, (1, 0, 0))]);
}

#[test]
fn what_is_slashed_to_nothing_leaves_the_lists() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    slash_all(&world, A);
    assert!(!is_listed(&world, A));
    // What is left of the magnitude may be allocated again.
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    assert!(is_listed(&world, A));
    slash_all(&world, A);
    assert!(!is_listed(&world, A));
}

#[test]
fn a_queued_decrease_slashed_to_nothing_leaves_the_lists_before_it_is_due() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    operate(&world, &allocate(OPERATOR, 1, A, QUARTER));
    slash_all(&world, A);
    let (current, pending, effect_block) = allocation(&world, OPERATOR, 1, A);
    assert_eq!((current, pending), (0, 0));
    assert!(!is_listed(&world, A));
    world.until_next_is(u64::from(effect_block));
    clear(&world, A);
    assert!(!is_listed(&world, A));
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    assert!(is_listed(&world, A));
}

#[test]
fn a_pending_increase_keeps_what_is_slashed_to_nothing_on_the_lists() {
    let world = fresh();
    prepare(&world, 3);
    operate(&world, &allocate(OPERATOR, 1, A, QUARTER));
    world.pass_blocks(3);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    slash_all(&world, A);
    let (current, pending, _) = allocation(&world, OPERATOR, 1, A);
    assert_eq!((current, pending), (0, i128::from(QUARTER)));
    assert!(is_listed(&world, A));
    world.pass_blocks(3);
    assert_eq!(strategy_allocations(&world, OPERATOR, A), [(1, (QUARTER, 0, 0))]);
    slash_all(&world, A);
    assert!(!is_listed(&world, A));
}

#[test]
fn a_partly_slashed_allocation_stays_listed() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    serve(&world, &slash(OPERATOR, 1, vec![A], vec![percent(99)]));
    assert!(is_listed(&world, A));
}

/// The strategies of an operator are found through the set's: also where the set gave all of them up.
#[test]
fn what_waits_in_the_queue_of_a_strategy_the_set_gave_up_stays_listed_until_it_is_cleared() {
    let world = fresh();
    prepare(&world, 0);
    operate(&world, &allocate(OPERATOR, 1, A, HALF));
    operate(&world, &allocate(OPERATOR, 1, A, 0));
    serve(&world, &remove(1, &[A, B]));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    assert!(is_listed(&world, A));
    serve(&world, &add(1, &[A]));
    assert!(is_listed(&world, A));
    clear(&world, A);
    assert!(!is_listed(&world, A));
}
