//! An allocation is consent: what follows from it without the operator being asked again, and in what order.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    AllocationUpdated, ModificationAlreadyPending, SameMagnitude, StrategyNotInOperatorSet, slashOperatorCall,
};

use super::{add, remove};
use crate::harness::sets::{
    allocate, allocation, create_sets, join, magnitudes, open_service, slash, slashable,
};
use crate::harness::strategies::operator_shares;
use crate::harness::world::{delegate_to, percent};
use crate::harness::{ALICE, BOB, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;

fn slash_half(world: &World) -> slashOperatorCall {
    slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![percent(50)])
}

/// An operator with this delay in set 1, which does not have the LST strategy, with 100 LST of Alice's and all allocated.
fn outside_the_set(world: &World) -> Address {
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(world);
    create_sets(world, &[1], &[world.strategy(world.weth)]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(100));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    lst
}

/// Edge case 8: whoever means less and says how much says more, if a slash came first. Zero is never an increase.
#[test]
fn a_slash_in_front_of_a_decrease_makes_an_increase_of_it_but_not_of_one_to_nothing() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 5);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    world.pass_blocks(5);
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(100)]));
    world.refuse::<SameMagnitude>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, QUARTER));
    let effect_block = u32::try_from(world.block()).unwrap() + 5;
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (0, i128::from(QUARTER), effect_block));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (HALF, QUARTER, QUARTER));
}

/// Edge case 10: what was queued while the set had the strategy waits all the same; what is asked for after that does not.
#[test]
fn a_decrease_queued_before_its_strategy_left_the_set_still_waits_and_a_later_one_does_not() {
    let world = fresh();
    let (lst, slasher) = (slashable(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    let effect_block = allocation(&world, OPERATOR, 1, lst).2;
    world.act(SERVICE_OWNER, slasher, &remove(1, &[lst]));
    let waiting = (ONE, -i128::from(HALF), effect_block);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), waiting);
    world.refuse::<ModificationAlreadyPending>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.until_next_is(u64::from(effect_block) - 1);
    world.refuse::<ModificationAlreadyPending>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    assert_eq!(done.events::<AllocationUpdated>()[0].effectBlock, effect_block, "at once");
    assert_eq!(world.block(), u64::from(effect_block));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, 0, ONE));
}

/// A set that gives a strategy up and takes it back has not let go of what was queued meanwhile: it waits, and is slashable.
#[test]
fn a_decrease_that_waits_is_slashable_again_once_its_strategy_is_back() {
    let world = fresh();
    let (lst, slasher) = (slashable(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    let last = u64::from(allocation(&world, OPERATOR, 1, lst).2) - 1;
    world.act(SERVICE_OWNER, slasher, &remove(1, &[lst]));
    world.refuse::<StrategyNotInOperatorSet>(SERVICE_OWNER, slasher, &slash_half(&world));
    world.act(SERVICE_OWNER, slasher, &add(1, &[lst]));
    world.until_next_is(last);
    world.act(SERVICE_OWNER, slasher, &slash_half(&world));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
    world.act(SERVICE_OWNER, slasher, &slash_half(&world));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50), "in the next block it is over");
}

/// Edge case 11, EGSL-10, Certora L-02: there is no notice of a set's strategies, neither new ones nor returned ones.
#[test]
fn a_strategy_that_comes_to_a_set_or_comes_back_is_slashable_in_the_same_block() {
    let world = fresh();
    let (lst, slasher) = (outside_the_set(&world), world.at("slasher"));
    let mut left = 100;
    for _ in 0..2 {
        world.refuse::<StrategyNotInOperatorSet>(SERVICE_OWNER, slasher, &slash_half(&world));
        let before = world.block();
        world.in_one_block(|world| {
            vec![
                world.submit(SERVICE_OWNER, slasher, &add(1, &[lst]), U256::ZERO),
                world.submit(SERVICE_OWNER, slasher, &slash_half(world), U256::ZERO),
                world.submit(SERVICE_OWNER, slasher, &remove(1, &[lst]), U256::ZERO),
            ]
        });
        assert_eq!(world.block(), before + 1);
        left /= 2;
        assert_eq!(operator_shares(&world, OPERATOR, lst), ether(left));
    }
}

/// Until then it was nobody's to slash, and freeing it took no time.
#[test]
fn what_is_allocated_outside_the_set_is_freed_at_once_until_the_set_takes_the_strategy() {
    let world = fresh();
    let (lst, slasher) = (outside_the_set(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, HALF, HALF));
    world.act(SERVICE_OWNER, slasher, &add(1, &[lst]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE, HALF, HALF));
    assert_eq!(allocation(&world, OPERATOR, 1, lst).1, -i128::from(HALF));
}

/// Edge case 12: stake that comes is slashed with the stake that is there, in its first block already.
#[test]
fn deposits_and_delegations_are_slashable_in_their_own_block() {
    let world = fresh();
    let (lst, slasher) = (slashable(&world), world.at("slasher"));
    world.deposit_lst(BOB, ether(60));
    let before = world.block();
    let delegation = world.at("delegation-manager");
    world.in_one_block(|world| {
        vec![
            world.submit(BOB, delegation, &delegate_to(OPERATOR), U256::ZERO),
            world.submit(SERVICE_OWNER, slasher, &slash_half(world), U256::ZERO),
        ]
    });
    assert_eq!(world.block(), before + 1);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(80));
    world.deposit_lst(BOB, ether(20));
    world.act(SERVICE_OWNER, slasher, &slash_half(&world));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
}
