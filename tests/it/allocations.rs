//! Magnitudes, allocations, their delays and the deallocation queue.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager;

use crate::harness::sets::{allocate, allocation, create_sets, join, leave, magnitudes, open_service, set};
use crate::harness::{ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;

/// Two sets with one strategy, and an operator with this allocation delay. Returns the strategy.
fn prepare(world: &World, allocation_delay: u32) -> Address {
    let strategy = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1, 2], &[strategy]);
    world.register_operator(OPERATOR, allocation_delay);
    strategy
}

/// The block the next act will be in.
fn next_block(world: &World) -> u32 {
    u32::try_from(world.block()).unwrap().checked_add(1).unwrap()
}

fn in_blocks(world: &World, delay: u32) -> u32 {
    next_block(world).checked_add(delay).unwrap()
}

fn clear(strategy: Address, count: u16) -> IAllocationManager::clearDeallocationQueueCall {
    IAllocationManager::clearDeallocationQueueCall {
        operator: OPERATOR,
        strategies: vec![strategy],
        numToClear: vec![count],
    }
}

#[test]
fn an_increase_is_charged_at_once_and_counts_after_the_allocation_delay() {
    let world = fresh();
    let strategy = prepare(&world, 5);
    let slasher = world.at("slasher");
    let effect_block = in_blocks(&world, 5);
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    let event = &done.events::<IAllocationManager::AllocationUpdated>()[0];
    assert_eq!((event.magnitude, event.effectBlock), (HALF, effect_block));
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, HALF, HALF));
    assert_eq!(allocation(&world, OPERATOR, 1, strategy), (0, i128::from(HALF), effect_block));
    world.refuse::<IAllocationManager::ModificationAlreadyPending>(
        OPERATOR,
        slasher,
        &allocate(OPERATOR, 1, strategy, QUARTER),
    );
    world.until_next_is(u64::from(effect_block));
    world.pass_blocks(1);
    assert_eq!(allocation(&world, OPERATOR, 1, strategy), (HALF, 0, 0));
}

#[test]
fn magnitude_that_is_allocated_elsewhere_is_not_allocated_again() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    world.refuse::<IAllocationManager::InsufficientMagnitude>(
        OPERATOR,
        slasher,
        &allocate(OPERATOR, 2, strategy, HALF + 1),
    );
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, strategy, HALF));
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, ONE, 0));
}

#[test]
fn a_decrease_no_set_can_slash_counts_at_once() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, QUARTER));
    assert_eq!(allocation(&world, OPERATOR, 1, strategy), (QUARTER, 0, 0));
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, QUARTER, ONE - QUARTER));
}

#[test]
fn a_decrease_a_set_can_slash_waits_for_the_deallocation_delay_and_one_block() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let effect_block = in_blocks(&world, world.config.deallocation_delay_blocks + 1);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, 0));
    assert_eq!(allocation(&world, OPERATOR, 1, strategy), (HALF, -i128::from(HALF), effect_block));
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, HALF, HALF));

    world.until_next_is(u64::from(effect_block) - 1);
    world.act(STRANGER, slasher, &clear(strategy, 9));
    assert_eq!(magnitudes(&world, OPERATOR, strategy).1, HALF, "cleared before it was due");
    let done = world.act(STRANGER, slasher, &clear(strategy, 9));
    let event = &done.events::<IAllocationManager::EncumberedMagnitudeUpdated>()[0];
    assert_eq!((event.operator, event.strategy, event.encumberedMagnitude), (OPERATOR, strategy, 0));
    assert_eq!(allocation(&world, OPERATOR, 1, strategy), (0, 0, 0));
}

#[test]
fn leaving_a_set_does_not_shorten_the_wait_of_a_decrease() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, 0));
    assert_eq!(allocation(&world, OPERATOR, 1, strategy).0, HALF);
    assert_eq!(magnitudes(&world, OPERATOR, strategy).1, HALF);
}

#[test]
fn what_is_due_counts_as_free_before_anyone_clears_it_and_can_be_allocated() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, strategy, HALF));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1, 2]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, QUARTER));
    world.pass_blocks(3);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, strategy, QUARTER));
    let second = u64::from(allocation(&world, OPERATOR, 2, strategy).2);

    world.until_next_is(second - 1);
    world.pass_blocks(1);
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, HALF + QUARTER, QUARTER), "the first is due");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF + QUARTER));
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, ONE, 0), "both were cleared first");
    assert_eq!(allocation(&world, OPERATOR, 2, strategy), (QUARTER, 0, 0));
}

#[test]
fn clearing_takes_no_more_than_it_is_told_to() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, strategy, QUARTER));
    }
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1, 2]));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, strategy, 0));
    }
    world.pass_blocks(world.config.deallocation_delay_blocks + 2);
    let cleared = |count| {
        world
            .act(STRANGER, slasher, &clear(strategy, count))
            .events::<IAllocationManager::EncumberedMagnitudeUpdated>()
            .iter()
            .map(|event| event.encumberedMagnitude)
            .collect::<Vec<_>>()
    };
    assert_eq!(cleared(0), [0; 0]);
    assert_eq!(cleared(1), [QUARTER]);
    assert_eq!(cleared(u16::MAX), [0]);
    assert_eq!(cleared(u16::MAX), [0; 0]);
}

#[test]
fn a_strategy_that_left_the_set_frees_its_allocation_at_once() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let remove = IAllocationManager::removeStrategiesFromOperatorSetCall {
        avs: SERVICE_OWNER,
        operatorSetId: 1,
        strategies: vec![strategy],
    };
    world.act(SERVICE_OWNER, slasher, &remove);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, 0));
    assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, 0, ONE));
}

#[test]
fn another_allocation_delay_counts_after_the_configuration_delay_and_restarts_when_replaced() {
    let world = fresh();
    prepare(&world, 5);
    let slasher = world.at("slasher");
    let change = |delay| IAllocationManager::setAllocationDelayCall { operator: OPERATOR, delay };
    let ask = IAllocationManager::getAllocationDelayCall { operator: OPERATOR };
    let delay = || world.view(slasher, &ask)._1;
    let wait = world.config.allocation_configuration_delay_blocks;

    world.refuse::<IAllocationManager::InvalidPermissions>(STRANGER, slasher, &change(7));
    world.act(OPERATOR, slasher, &change(7));
    world.pass_blocks(wait - 1);
    let effect_block = in_blocks(&world, wait + 1);
    let done = world.act(OPERATOR, slasher, &change(8));
    let event = &done.events::<IAllocationManager::AllocationDelaySet>()[0];
    assert_eq!((event.delay, event.effectBlock), (8, effect_block));
    world.pass_blocks(wait);
    assert_eq!(delay(), 5, "the first change was replaced before it counted");
    world.pass_blocks(1);
    assert_eq!(delay(), 8);
}

#[test]
fn without_an_allocation_delay_nothing_is_allocated() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    world.refuse::<IAllocationManager::UninitializedAllocationDelay>(
        STRANGER,
        world.at("slasher"),
        &allocate(STRANGER, 1, strategy, 1),
    );
}

#[test]
fn an_allocation_delay_past_the_last_block_number_refuses_increases() {
    let world = fresh();
    let strategy = prepare(&world, u32::MAX);
    let call = allocate(OPERATOR, 1, strategy, 1);
    world.refuse::<IAllocationManager::DelayTooLong>(OPERATOR, world.at("slasher"), &call);
}

#[test]
fn sets_that_do_not_exist_get_nothing() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let call = allocate(OPERATOR, 3, strategy, 1);
    world.refuse::<IAllocationManager::InvalidOperatorSet>(OPERATOR, world.at("slasher"), &call);
}

#[test]
fn undelegated_stakers_account_with_the_full_magnitude_of_the_zero_address() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    assert_eq!(magnitudes(&world, Address::ZERO, strategy), (ONE, 0, ONE));
}

#[test]
fn stake_that_is_certain_to_stay_leaves_out_what_is_pending() {
    let world = fresh();
    let strategy = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.deposit_lst(OPERATOR, crate::harness::ether(100));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, HALF));
    let stakes = |block| {
        let ask = IAllocationManager::getMinimumSlashableStakeCall {
            operatorSet: set(1),
            operators: vec![OPERATOR, STRANGER],
            strategies: vec![strategy],
            futureBlock: block,
        };
        world.view(slasher, &ask)
    };
    let none = alloy::primitives::U256::ZERO;
    assert_eq!(stakes(next_block(&world)), [[none], [none]], "the set cannot slash it yet");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, QUARTER));
    let effect_block = allocation(&world, OPERATOR, 1, strategy).2;
    assert_eq!(stakes(effect_block - 1), [[crate::harness::ether(50)], [none]]);
    assert_eq!(stakes(effect_block), [[crate::harness::ether(25)], [none]]);
    let ask = IAllocationManager::getAllocatedStakeCall {
        operatorSet: set(1),
        operators: vec![OPERATOR],
        strategies: vec![strategy],
    };
    assert_eq!(world.view(slasher, &ask), [[crate::harness::ether(50)]]);
}
