//! An operator's allocation delay: which one is in force, and for what.

use interfaces::sol::IAllocationManager::{
    AllocationDelaySet, DelayTooLong, getAllocationDelayCall, setAllocationDelayCall,
};
use interfaces::sol::IDelegationManager::registerAsOperatorCall;

use crate::harness::sets::{allocate, allocation, create_sets, join, magnitudes, open_service};
use crate::harness::{ONE, OPERATOR, STRANGER, World, fresh};

const HALF: u64 = ONE / 2;

fn change(world: &World, delay: u32) -> u32 {
    let call = setAllocationDelayCall { operator: OPERATOR, delay };
    world.act(OPERATOR, world.at("slasher"), &call).events::<AllocationDelaySet>()[0].effectBlock
}

fn delay(world: &World) -> (bool, u32) {
    let found = world.view(world.at("slasher"), &getAllocationDelayCall { operator: OPERATOR });
    (found._0, found._1)
}

#[test]
fn the_first_delay_is_in_force_in_the_block_of_the_registration() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    assert_eq!(delay(&world), (false, 0));
    let register = registerAsOperatorCall {
        initDelegationApprover: alloy::primitives::Address::ZERO,
        allocationDelay: 7,
        metadataURI: String::new(),
    };
    let none = alloy::primitives::U256::ZERO;
    let done = world.in_one_block(|world| {
        vec![
            world.submit(OPERATOR, world.at("delegation-manager"), &register, none),
            world.submit(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF), none),
        ]
    });
    let block = u32::try_from(world.block()).unwrap();
    let event = &done[0].events::<AllocationDelaySet>()[0];
    assert_eq!((event.operator, event.delay, event.effectBlock), (OPERATOR, 7, block));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (0, i128::from(HALF), block + 7));
    assert_eq!(delay(&world), (true, 7));
}

/// Finding L-01: the one that came into force is the one in force while the next waits, not the one before it.
#[test]
fn a_delay_that_is_due_is_in_force_while_the_next_one_waits() {
    let world = fresh();
    world.register_operator(OPERATOR, 5);
    let first = change(&world, 7);
    assert_eq!(
        u64::from(first),
        world.block() + u64::from(world.config.allocation_configuration_delay_blocks) + 1
    );
    world.until_next_is(u64::from(first) - 1);
    world.pass_blocks(1);
    assert_eq!(delay(&world), (true, 5));
    world.pass_blocks(1);
    assert_eq!(delay(&world), (true, 7));
    let second = change(&world, 0);
    assert_eq!(delay(&world), (true, 7));
    world.until_next_is(u64::from(second));
    assert_eq!(delay(&world), (true, 7));
    world.pass_blocks(1);
    assert_eq!(delay(&world), (true, 0));
}

#[test]
fn an_increase_waits_as_long_as_was_in_force_when_it_was_asked_for() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 200);
    let due = change(&world, 0);
    world.until_next_is(u64::from(due) - 1);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (0, i128::from(HALF), due - 1 + 200));
    world.pass_blocks(100);
    assert_eq!(allocation(&world, OPERATOR, 1, lst).0, 0, "the shorter one is for later increases");
}

/// EGSL-09: a delay without an upper bound shuts its operator out of increases. Ways out and the way back stay open.
#[test]
fn a_delay_too_long_for_increases_stands_in_the_way_of_nothing_else() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1, 2], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2]));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, HALF));
    }
    let due = change(&world, u32::MAX);
    world.until_next_is(u64::from(due));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, HALF / 2));
    }
    world.refuse::<DelayTooLong>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    assert_eq!(magnitudes(&world, OPERATOR, lst).1, HALF / 2 + HALF);
    let due = change(&world, 3);
    world.until_next_is(u64::from(due));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    assert_eq!(allocation(&world, OPERATOR, 1, lst).2, due + 3);
}

#[test]
fn who_is_no_operator_has_no_delay_whoever_asks() {
    let world = fresh();
    world.register_operator(OPERATOR, 3);
    let found = world.view(world.at("slasher"), &getAllocationDelayCall { operator: STRANGER });
    assert_eq!((found._0, found._1), (false, 0));
    assert_eq!(delay(&world), (true, 3));
}
