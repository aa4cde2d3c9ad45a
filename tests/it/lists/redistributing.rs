//! Whose stake could be redistributed: members of redistributing sets, and who allocated to one.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::{clearDeallocationQueueCall, isOperatorRedistributableCall};

use super::{A, B, create_redistributing, operate, read, remove, serve};
use crate::harness::sets::{allocate, create_sets, join, leave, open_service, slash};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, OTHER_OPERATOR, STRANGER, World, fresh};

/// An ordinary set and a redistributing one, both with A, and an operator in neither.
fn prepare(world: &World) {
    open_service(world);
    create_sets(world, &[1], &[A]);
    serve(world, &create_redistributing(2, &[A]));
    world.register_operator(OPERATOR, 0);
}

fn is_redistributable(world: &World, operator: Address) -> bool {
    read(world, &isOperatorRedistributableCall { operator })
}

/// Lets blocks pass until an increase in the redistributing set has taken effect.
fn pass_floor(world: &World) {
    world.pass_blocks(world.config.redistribution_allocation_delay_blocks + 1);
}

#[test]
fn members_and_allocations_of_ordinary_sets_redistribute_nothing() {
    let world = fresh();
    prepare(&world);
    operate(&world, &join(OPERATOR, &[1]));
    operate(&world, &allocate(OPERATOR, 1, A, ONE));
    for operator in [OPERATOR, ALICE, Address::ZERO] {
        assert!(!is_redistributable(&world, operator));
    }
}

#[test]
fn a_member_is_redistributable_from_joining_to_leaving_without_any_allocation() {
    let world = fresh();
    prepare(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    operate(&world, &join(OPERATOR, &[1, 2]));
    assert!(is_redistributable(&world, OPERATOR));
    assert!(!is_redistributable(&world, OTHER_OPERATOR));
    operate(&world, &leave(OPERATOR, &[2]));
    assert!(
        !is_redistributable(&world, OPERATOR),
        "as in the reference: the window after leaving is not asked"
    );
}

#[test]
fn an_allocation_is_redistributable_from_the_act_on_without_membership() {
    let world = fresh();
    prepare(&world);
    operate(&world, &allocate(OPERATOR, 2, A, ONE));
    assert!(is_redistributable(&world, OPERATOR), "a pending increase");
    pass_floor(&world);
    assert!(is_redistributable(&world, OPERATOR));
    operate(&world, &allocate(OPERATOR, 2, A, 0));
    assert!(!is_redistributable(&world, OPERATOR), "no set could slash it, so nothing waits");
}

#[test]
fn what_the_set_has_not_counts_as_allocated_too() {
    let world = fresh();
    prepare(&world);
    operate(&world, &allocate(OPERATOR, 2, B, 1));
    assert!(is_redistributable(&world, OPERATOR), "B is not of the set");
    pass_floor(&world);
    operate(&world, &allocate(OPERATOR, 2, B, 0));
    operate(&world, &allocate(OPERATOR, 2, A, 1));
    serve(&world, &remove(2, &[A]));
    assert!(is_redistributable(&world, OPERATOR), "A is no more");
}

#[test]
fn a_decrease_in_the_queue_is_redistributable_until_it_is_cleared() {
    let world = fresh();
    prepare(&world);
    operate(&world, &join(OPERATOR, &[2]));
    operate(&world, &allocate(OPERATOR, 2, A, ONE));
    pass_floor(&world);
    operate(&world, &allocate(OPERATOR, 2, A, 0));
    operate(&world, &leave(OPERATOR, &[2]));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    assert!(is_redistributable(&world, OPERATOR));
    let clear = clearDeallocationQueueCall { operator: OPERATOR, strategies: vec![A], numToClear: vec![1] };
    world.act(STRANGER, world.at("slasher"), &clear);
    assert!(!is_redistributable(&world, OPERATOR));
}

#[test]
fn who_left_and_lost_everything_redistributes_nothing() {
    let world = fresh();
    prepare(&world);
    operate(&world, &join(OPERATOR, &[2]));
    operate(&world, &allocate(OPERATOR, 2, A, ONE));
    pass_floor(&world);
    operate(&world, &leave(OPERATOR, &[2]));
    assert!(is_redistributable(&world, OPERATOR));
    serve(&world, &slash(OPERATOR, 2, vec![A], vec![percent(100)]));
    assert!(!is_redistributable(&world, OPERATOR));
}
