//! The floor under the delay of allocations to redistributing sets: what such a set slashes goes to somebody, and whoever
//! steals an operator's key could be that somebody. So stakers have time to leave, whatever delay the operator asked for.

use alloy::primitives::{Address, U256};
use client::deploy::Config;
use interfaces::sol::IAllocationManager::{
    AllocateParams, AllocationUpdated, CreateSetParams, CreateSetParamsV2, DelayTooLong,
    createRedistributingOperatorSets_0Call, createRedistributingOperatorSets_1Call, modifyAllocationsCall,
    setAllocationDelayCall, slashOperatorCall,
};
use interfaces::sol::ISlasher::{
    CreateLimitedSetParams, REDISTRIBUTION_ALLOCATION_DELAYCall, SlashLimits, createLimitedOperatorSetsCall,
};

use crate::harness::queue::{as_tokens, queued, withdraw};
use crate::harness::sets::{allocate, allocation, create_sets, join, leave, open_service, set, slash};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, Done, GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

const AVS: Address = SERVICE_OWNER;
const HALF: u64 = ONE / 2;
/// A set that pays what it slashes to Bob, and one that burns it.
const PAYING: u32 = 1;
const BURNING: u32 = 2;

/// A set of the LST that pays what it slashes to Bob.
fn create_paying(world: &World, id: u32) {
    let params = vec![CreateSetParams { operatorSetId: id, strategies: vec![world.strategy(world.lst)] }];
    let create =
        createRedistributingOperatorSets_0Call { avs: AVS, params, redistributionRecipients: vec![BOB] };
    world.act(AVS, world.at("slasher"), &create);
}

/// Both sets, of the LST, and an operator of this delay in them with 100 LST of Alice's. Returns the strategy.
fn prepare(world: &World, delay: u32) -> Address {
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    open_service(world);
    create_sets(world, &[BURNING], &[lst]);
    create_paying(world, PAYING);
    world.register_operator(OPERATOR, delay);
    world.deposit_lst(ALICE, ether(100));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[PAYING, BURNING]));
    lst
}

fn floor(world: &World) -> u32 {
    world.view(world.at("slasher"), &REDISTRIBUTION_ALLOCATION_DELAYCall {})
}

/// Allocates, and says from which block the event and readers say it counts.
fn effect_block(world: &World, id: u32, magnitude: u64) -> u64 {
    let lst = world.strategy(world.lst);
    let done = world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, id, lst, magnitude));
    let [(of, block)] = effect_blocks(&done)[..] else { panic!("one allocation changes") };
    assert_eq!((of, u64::from(allocation(world, OPERATOR, id, lst).2)), (id, block));
    block
}

/// The sets of which allocations changed, and from which block.
fn effect_blocks(done: &Done) -> Vec<(u32, u64)> {
    let events = done.events::<AllocationUpdated>();
    events.iter().map(|event| (event.operatorSet.id, event.effectBlock.into())).collect()
}

/// A set slashes all it can of the LST; the shares it got.
fn slash_all(world: &World, id: u32) -> U256 {
    let call = slash(OPERATOR, id, vec![world.strategy(world.lst)], vec![percent(100)]);
    world.act(AVS, world.at("slasher"), &call).returned::<slashOperatorCall>().shares[0]
}

#[test]
fn the_floor_is_what_was_deployed() {
    let world = fresh();
    assert_eq!(floor(&world), world.config.redistribution_allocation_delay_blocks);
}

#[test]
fn an_increase_waits_for_the_longer_of_the_operators_delay_and_the_floor_and_a_block() {
    let floor = floor(&fresh());
    for (own, waits) in [
        (0, floor + 1),
        (floor, floor + 1),
        (floor + 1, floor + 1),
        (floor + 2, floor + 2),
        (10 * floor, 10 * floor),
    ] {
        let world = fresh();
        prepare(&world, own);
        let effect = effect_block(&world, PAYING, HALF);
        assert_eq!(effect, world.block() + u64::from(waits), "delay {own}");
    }
}

#[test]
fn an_increase_to_a_set_that_burns_waits_for_the_operators_delay_alone() {
    for own in [1, 59, 200] {
        let world = fresh();
        prepare(&world, own);
        let effect = effect_block(&world, BURNING, HALF);
        assert_eq!(effect, world.block() + u64::from(own));
    }
    let world = fresh();
    let lst = prepare(&world, 0);
    let done = world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, BURNING, lst, HALF));
    assert_eq!(effect_blocks(&done), [(BURNING, world.block())]);
    assert_eq!(slash_all(&world, BURNING), ether(50));
}

#[test]
fn sets_of_both_kinds_in_one_call_wait_each_for_its_own() {
    // The floor of one does not reach the other, in whatever order.
    for (first, second) in [(PAYING, BURNING), (BURNING, PAYING)] {
        let world = fresh();
        let strategies = vec![prepare(&world, 3)];
        let to = |id| AllocateParams {
            operatorSet: set(id),
            strategies: strategies.clone(),
            newMagnitudes: vec![HALF],
        };
        let call = modifyAllocationsCall { operator: OPERATOR, params: vec![to(first), to(second)] };
        let done = world.act(OPERATOR, world.at("slasher"), &call);
        let (slow, fast) = (world.block() + u64::from(floor(&world)) + 1, world.block() + 3);
        let effect = |id| if id == PAYING { slow } else { fast };
        assert_eq!(effect_blocks(&done), [(first, effect(first)), (second, effect(second))]);
    }
}

#[test]
fn decreases_wait_as_in_any_set() {
    let world = fresh();
    let lst = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, PAYING, lst, HALF));
    world.pass_blocks(floor(&world) + 1);
    let wait = u64::from(world.config.deallocation_delay_blocks) + 1;
    assert_eq!(effect_block(&world, PAYING, HALF / 2), world.block() + wait);
}

#[test]
fn a_decrease_nobody_can_slash_counts_at_once() {
    let world = fresh();
    let lst = prepare(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[PAYING]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, PAYING, lst, HALF));
    world.pass_blocks(floor(&world) + 1);
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, PAYING, lst, 0));
    assert_eq!(effect_blocks(&done), [(PAYING, world.block())]);
    assert_eq!(allocation(&world, OPERATOR, PAYING, lst), (0, 0, 0));
}

/// An allocation made outside would be slashable from the day of joining on.
#[test]
fn the_floor_holds_for_operators_outside_the_set_and_for_strategies_the_set_does_not_have() {
    let world = fresh();
    let lst = prepare(&world, 0);
    let (slasher, weth) = (world.at("slasher"), world.strategy(world.weth));
    let waits = u64::from(floor(&world)) + 1;
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, PAYING, weth, HALF));
    assert_eq!(effect_blocks(&done), [(PAYING, world.block() + waits)]);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[PAYING]));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, PAYING, lst, HALF));
    let effect = world.block() + waits;
    assert_eq!(effect_blocks(&done), [(PAYING, effect)]);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[PAYING]));
    world.until_next_is(effect - 1);
    assert_eq!([slash_all(&world, PAYING), slash_all(&world, PAYING)], [U256::ZERO, ether(50)]);
}

#[test]
fn however_a_redistributing_set_was_created_the_floor_holds() {
    let world = fresh();
    let lst = prepare(&world, 0);
    let slasher = world.at("slasher");
    let params = vec![CreateSetParamsV2 { operatorSetId: 3, strategies: vec![lst], slasher: AVS }];
    let newer =
        createRedistributingOperatorSets_1Call { avs: AVS, params, redistributionRecipients: vec![BOB] };
    world.act(AVS, slasher, &newer);
    let limited = |id, recipient| CreateLimitedSetParams {
        operatorSetId: id,
        strategies: vec![lst],
        slasher: AVS,
        redistributionRecipient: recipient,
        limits: SlashLimits { maxPerSlash: ONE, maxPerPeriod: ONE, period: 0 },
    };
    let params = vec![limited(4, BOB), limited(5, Address::ZERO)];
    world.act(AVS, slasher, &createLimitedOperatorSetsCall { avs: AVS, params });
    for id in [PAYING, 3, 4] {
        assert_eq!(effect_block(&world, id, 1), world.block() + u64::from(floor(&world)) + 1, "set {id}");
    }
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 5, lst, 1));
    assert_eq!(effect_blocks(&done), [(5, world.block())]);
}

#[test]
fn a_slash_before_the_effect_block_takes_nothing_of_the_increase_and_in_it_all() {
    let world = fresh();
    let lst = prepare(&world, 0);
    let effect = effect_block(&world, PAYING, HALF);
    world.until_next_is(effect - 1);
    assert_eq!([slash_all(&world, PAYING), slash_all(&world, PAYING)], [U256::ZERO, ether(50)]);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
}

#[test]
fn of_an_increase_only_what_was_there_before_is_slashed_until_it_counts() {
    let world = fresh();
    let lst = prepare(&world, 0);
    world.until_next_is(effect_block(&world, PAYING, HALF / 2));
    let effect = effect_block(&world, PAYING, ONE);
    world.until_next_is(effect - 1);
    assert_eq!([slash_all(&world, PAYING), slash_all(&world, PAYING)], [ether(25), ether(75)]);
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
}

#[test]
fn an_operator_that_shortens_its_delay_does_not_get_below_the_floor() {
    let world = fresh();
    prepare(&world, 200);
    create_paying(&world, 3);
    let shorten = setAllocationDelayCall { operator: OPERATOR, delay: 0 };
    world.act(OPERATOR, world.at("slasher"), &shorten);
    // The last block of the old delay, and the first of the new one.
    world.pass_blocks(world.config.allocation_configuration_delay_blocks - 1);
    assert_eq!(effect_block(&world, PAYING, HALF), world.block() + 200);
    assert_eq!(effect_block(&world, 3, HALF), world.block() + u64::from(floor(&world)) + 1);
}

#[test]
fn a_delay_past_the_last_block_number_refuses_increases_to_redistributing_sets_too() {
    let world = fresh();
    let lst = prepare(&world, u32::MAX);
    let call = allocate(OPERATOR, PAYING, lst, 1);
    world.refuse::<DelayTooLong>(OPERATOR, world.at("slasher"), &call);
}

/// Why it is the floor and one block: without the block, the slash would reach this withdrawal in its last one.
#[test]
fn with_a_floor_as_short_as_withdrawals_take_who_queues_in_the_block_of_the_announcement_keeps_all() {
    let local = Config::local(GOVERNANCE);
    let shortest = Config { redistribution_allocation_delay_blocks: local.withdrawal_delay_blocks, ..local };
    let world = World::deploy(shortest);
    let lst = prepare(&world, 0);
    let (slasher, delegation) = (world.at("slasher"), world.at("delegation-manager"));
    let done = world.in_one_block(|world| {
        let give = allocate(OPERATOR, PAYING, lst, ONE);
        let leave = withdraw(&[(lst, ether(60))]);
        vec![
            world.submit(OPERATOR, slasher, &give, U256::ZERO),
            world.submit(ALICE, delegation, &leave, U256::ZERO),
        ]
    });
    let (_, effect) = effect_blocks(&done[0])[0];
    world.until_next_is(effect);
    assert_eq!(slash_all(&world, PAYING), ether(40));
    let withdrawal = queued(&done[1]).remove(0);
    world.act(ALICE, delegation, &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(60));
}

#[test]
fn a_floor_below_the_withdrawal_delay_is_not_deployed() {
    let local = Config::local(GOVERNANCE);
    let with = |floor| Config { redistribution_allocation_delay_blocks: floor, ..local.clone() };
    for floor in [0, local.withdrawal_delay_blocks - 1] {
        assert!(with(floor).check().unwrap_err().contains("redistributionAllocationDelayBlocks"));
    }
    for floor in [local.withdrawal_delay_blocks, u32::MAX] {
        assert_eq!(with(floor).check(), Ok(()));
    }
}
