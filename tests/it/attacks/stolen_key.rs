//! An operator's key is stolen. The thief is a service too, whose redistributing set pays what it slashes to the thief.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{AllocationUpdated, modifyAllocationsCall};
use interfaces::sol::ISlasher;
use interfaces::sol::IStrategyManager::{
    self, SlashResolutionDelayNotElapsed, clearBurnOrRedistributableSharesCall,
};

use super::services::{create_redistributing_set, entering, giving, introduce, take_all};
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::{ALICE, BOB, ONE, OPERATOR, STRANGER, World, ether, fresh};

const THIEF: Address = STRANGER;

/// Alice's and Bob's 100 LST each with an operator of this allocation delay, and the thief's set with the operator in it.
fn prepare(world: &World, allocation_delay: u32) {
    world.register_operator(OPERATOR, allocation_delay);
    for staker in [ALICE, BOB] {
        world.deposit_lst(staker, ether(100));
        world.delegate(staker, OPERATOR);
    }
    introduce(world, THIEF, world.create("QuietRegistrar", ()));
    create_redistributing_set(world, THIEF, THIEF);
    world.act(OPERATOR, world.at("slasher"), &entering(THIEF));
}

/// The stolen key gives the thief's set everything.
fn giving_all(world: &World) -> modifyAllocationsCall {
    giving(world, THIEF, ONE)
}

fn clear() -> clearBurnOrRedistributableSharesCall {
    let operator_set = IStrategyManager::OperatorSet { avs: THIEF, id: 1 };
    clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::ONE }
}

/// ELIP-016: the loot is booked at once and paid late, in the open, where governance can pause it.
#[test]
fn the_loot_of_a_stolen_key_is_not_paid_before_the_resolution_delay() {
    let world = fresh();
    prepare(&world, 0);
    let done = world.act(OPERATOR, world.at("slasher"), &giving_all(&world));
    let effect_block = u64::from(done.events::<AllocationUpdated>()[0].effectBlock);
    world.pass_blocks(u32::try_from(effect_block.saturating_sub(world.block())).unwrap());
    assert_eq!(take_all(&world, THIEF), ether(200));
    let (manager, delay) = (world.at("strategy-manager"), world.config.slash_resolution_delay_blocks);
    let booked = world.block();
    for who in [THIEF, OPERATOR] {
        world.refuse::<SlashResolutionDelayNotElapsed>(who, manager, &clear());
    }
    world.until_next_is(booked + u64::from(delay));
    world.refuse::<SlashResolutionDelayNotElapsed>(THIEF, manager, &clear());
    assert_eq!(world.held(world.lst, THIEF), U256::ZERO);
    world.act(THIEF, manager, &clear());
    assert_eq!(world.held(world.lst, THIEF), ether(200));
}

/// An operator that asks for a longer delay than withdrawals take gives its stakers the difference to see and leave.
#[test]
fn who_queues_within_the_allocation_delay_less_the_withdrawal_delay_keeps_all() {
    let world = fresh();
    // More than the protocol's floor.
    let spare = 19;
    let delay = world.config.withdrawal_delay_blocks + spare + 1;
    prepare(&world, delay);
    let lst = world.strategy(world.lst);
    world.act(OPERATOR, world.at("slasher"), &giving_all(&world));
    let given = world.block();
    world.until_next_is(given + u64::from(spare));
    let in_time = queue(&world, ALICE, lst, ether(100));
    let too_late = queue(&world, BOB, lst, ether(100));
    // The first block of the allocation is the last one in which Bob's withdrawal is within reach.
    world.until_next_is(given + u64::from(delay));
    assert_eq!(take_all(&world, THIEF), ether(100));
    pass_delay(&world);
    for (staker, withdrawal, paid) in [(ALICE, in_time, ether(100)), (BOB, too_late, U256::ZERO)] {
        world.act(staker, world.at("delegation-manager"), &as_tokens(&world, &withdrawal));
        assert_eq!(world.held(world.lst, staker), paid);
    }
}

/// With a floor, also the stakers of an operator that asks for no delay at all.
#[test]
fn who_queues_within_the_floor_less_the_withdrawal_delay_keeps_all() {
    let world = fresh();
    prepare(&world, 0);
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    let floor = world.view(slasher, &ISlasher::REDISTRIBUTION_ALLOCATION_DELAYCall {});
    let notice = floor - world.config.withdrawal_delay_blocks;
    let given = world.act(OPERATOR, slasher, &giving_all(&world));
    let allocated = world.block();
    let effect_block = u64::from(given.events::<AllocationUpdated>()[0].effectBlock);
    assert_eq!(effect_block, allocated + u64::from(floor) + 1);
    world.until_next_is(allocated + u64::from(notice));
    let in_time = queue(&world, ALICE, lst, ether(100));
    let too_late = queue(&world, BOB, lst, ether(100));
    world.until_next_is(effect_block - 1);
    assert_eq!(take_all(&world, THIEF), U256::ZERO, "the allocation does not count yet");
    assert_eq!(take_all(&world, THIEF), ether(100), "what Bob queued a block too late");
    pass_delay(&world);
    for (staker, withdrawal, paid) in [(ALICE, in_time, ether(100)), (BOB, too_late, U256::ZERO)] {
        world.act(staker, world.at("delegation-manager"), &as_tokens(&world, &withdrawal));
        assert_eq!(world.held(world.lst, staker), paid);
    }
}
