//! Bits of Slasher and AvsDirectory stand for a way in and a way out each: after seven days the way out is open, the way
//! in stays paused.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAVSDirectory::deregisterOperatorFromAVSCall;
use interfaces::sol::IAllocationManager::{AllocateParams, modifyAllocationsCall};
use interfaces::sol::IPausable::{
    CurrentlyPaused, ExitPauseSpent, exitPauseEndCall, paused_0Call, paused_1Call,
};

use super::leavers::{PAUSE, REST};
use super::{HALF, allocated, clear_queue, pause, pause_to, register_signed, unpause};
use crate::harness::clock::{next_block_at, now};
use crate::harness::sets::{allocate, allocation, join, leave, magnitudes, set, slash};
use crate::harness::world::percent;
use crate::harness::{GOVERNANCE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

const AVS: Address = SERVICE_OWNER;
/// Bits of the Slasher; the first is AvsDirectory's too.
const ALLOCATING: u64 = 1;
const SLASHING: u64 = 1 << 1;
const REGISTERING: u64 = 1 << 2;

/// One call that sets what sets 1 and 2 may slash.
fn change_both(lst: Address, magnitudes: [u64; 2]) -> modifyAllocationsCall {
    let change = |(id, magnitude)| AllocateParams {
        operatorSet: set(id),
        strategies: vec![lst],
        newMagnitudes: vec![magnitude],
    };
    let params = [1, 2].into_iter().zip(magnitudes).map(change).collect();
    modifyAllocationsCall { operator: OPERATOR, params }
}

/// Governance pauses bits of a contract, and seven days pass.
fn pause_and_wait(world: &World, contract: Address, bits: u64) -> u64 {
    pause(world, contract, bits);
    let began = now(world);
    next_block_at(world, began + PAUSE);
    began
}

#[test]
fn after_seven_days_magnitude_is_taken_back_and_none_given() {
    let world = fresh();
    let (slasher, lst) = (world.at("slasher"), allocated(&world));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF / 2));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    let began = pause_and_wait(&world, slasher, ALLOCATING);
    world.act(STRANGER, slasher, &clear_queue(lst));
    assert_eq!(magnitudes(&world, OPERATOR, lst).2, HALF / 2);
    let more = allocate(OPERATOR, 1, lst, HALF);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &more);
    // One increase refuses the decreases that are asked for with it.
    for (first, second) in [(HALF / 4, HALF + 1), (HALF, HALF / 4)] {
        world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &change_both(lst, [first, second]));
    }
    world.act(OPERATOR, slasher, &change_both(lst, [HALF / 4, HALF / 4]));
    let pending = [1, 2].map(|id| allocation(&world, OPERATOR, id, lst).1);
    assert_eq!(pending, [-i128::from(HALF / 4), -i128::from(HALF / 4 * 3)]);
    // No time opens increases, the unpauser does.
    next_block_at(&world, began + PAUSE + REST);
    let third = allocate(OPERATOR, 3, lst, 1);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &third);
    assert!(world.view(slasher, &paused_1Call { index: 0 }));
    unpause(&world, slasher, 0);
    world.act(OPERATOR, slasher, &third);
}

#[test]
fn after_seven_days_sets_are_left_and_not_joined() {
    let world = fresh();
    let slasher = world.at("slasher");
    allocated(&world);
    let began = pause_and_wait(&world, slasher, REGISTERING);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.act(AVS, slasher, &leave(OPERATOR, &[2]));
    let third = join(OPERATOR, &[3]);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &third);
    next_block_at(&world, began + PAUSE + REST);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &third);
    unpause(&world, slasher, 0);
    world.act(OPERATOR, slasher, &third);
}

#[test]
fn after_seven_days_operators_are_taken_out_of_an_avs_and_none_brought_in() {
    let world = fresh();
    let directory = world.at("avs-directory");
    for operator in [OPERATOR, OTHER_OPERATOR] {
        world.register_operator(operator, 0);
    }
    world.act(AVS, directory, &register_signed(&world, OPERATOR));
    let began = pause_and_wait(&world, directory, ALLOCATING);
    world.act(AVS, directory, &deregisterOperatorFromAVSCall { operator: OPERATOR });
    let second = register_signed(&world, OTHER_OPERATOR);
    world.refuse::<CurrentlyPaused>(AVS, directory, &second);
    next_block_at(&world, began + PAUSE + REST);
    world.refuse::<CurrentlyPaused>(AVS, directory, &second);
    unpause(&world, directory, 0);
    world.act(AVS, directory, &second);
}

/// Two exits of one contract cannot be paused in turn either.
#[test]
fn both_exits_of_the_slasher_share_one_end() {
    let world = fresh();
    let (slasher, lst) = (world.at("slasher"), allocated(&world));
    pause(&world, slasher, ALLOCATING);
    let began = now(&world);
    next_block_at(&world, began + PAUSE - 2);
    pause(&world, slasher, ALLOCATING | REGISTERING);
    assert_eq!(world.view(slasher, &exitPauseEndCall {}), U256::from(began + PAUSE));
    next_block_at(&world, began + PAUSE - 1);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    next_block_at(&world, began + PAUSE);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, lst, 0));
}

#[test]
fn once_one_exit_of_the_slasher_was_paused_the_other_has_to_rest_too() {
    for (first, other) in [(ALLOCATING, REGISTERING), (REGISTERING, ALLOCATING)] {
        let world = fresh();
        let slasher = world.at("slasher");
        let began = pause_and_wait(&world, slasher, first);
        let end = || world.view(slasher, &exitPauseEndCall {});
        world.refuse::<ExitPauseSpent>(GOVERNANCE, slasher, &pause_to(first | other));
        // What is no exit can be paused beside it, and gives it no time.
        pause(&world, slasher, first | SLASHING);
        next_block_at(&world, began + PAUSE + REST - 1);
        world.refuse::<ExitPauseSpent>(GOVERNANCE, slasher, &pause_to(first | SLASHING | other));
        assert_eq!(end(), U256::from(began + PAUSE));
        next_block_at(&world, began + PAUSE + REST);
        pause(&world, slasher, first | SLASHING | other);
        assert_eq!(end(), U256::from(began + PAUSE + REST + PAUSE));
        assert_eq!(world.view(slasher, &paused_0Call {}), U256::from(0b111));
    }
}

/// Slashing is nobody's exit: paused, it stays so, and time is on the side of who deallocates meanwhile.
#[test]
fn a_pause_of_slashing_does_not_end_by_itself() {
    let world = fresh();
    let (slasher, lst) = (world.at("slasher"), allocated(&world));
    let began = pause_and_wait(&world, slasher, SLASHING);
    assert_eq!(world.view(slasher, &exitPauseEndCall {}), U256::ZERO);
    let call = slash(OPERATOR, 1, vec![lst], vec![percent(10)]);
    for second in [began + PAUSE, began + PAUSE + REST] {
        next_block_at(&world, second);
        world.refuse::<CurrentlyPaused>(AVS, slasher, &call);
    }
    unpause(&world, slasher, 0);
    world.act(AVS, slasher, &call);
}

/// One registry, two clocks.
#[test]
fn a_pause_of_the_slashers_exits_spends_none_of_avs_directorys() {
    let world = fresh();
    let (slasher, directory) = (world.at("slasher"), world.at("avs-directory"));
    let began = pause_and_wait(&world, slasher, ALLOCATING);
    pause(&world, directory, ALLOCATING);
    let later = now(&world);
    let ends = [slasher, directory].map(|contract| world.view(contract, &exitPauseEndCall {}));
    assert_eq!(ends, [U256::from(began + PAUSE), U256::from(later + PAUSE)]);
}
