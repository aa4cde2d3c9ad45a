//! `StakeSlashed` says what the views say before the slash and after it.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolEvent;
use interfaces::sol::IAllocationManager::{
    CreateSetParams, createRedistributingOperatorSets_0Call, slashOperatorCall,
};
use interfaces::sol::ISlasher::{OperatorSet, StakeSlashed, StrategySlash};

use super::{HALF, QUARTER, booked, in_queue, prepare, slash};
use crate::harness::queue::queue;
use crate::harness::sets::{allocate, allocation, create_sets, join, magnitudes, open_service};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, Done, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

/// What views say of one strategy: magnitude allocated to a set, maximum magnitude, the operator's shares.
type Seen = (u64, u64, U256);

fn seen(world: &World, id: u32, strategy: Address) -> Seen {
    (
        allocation(world, OPERATOR, id, strategy).0,
        magnitudes(world, OPERATOR, strategy).0,
        operator_shares(world, OPERATOR, strategy),
    )
}

/// Slashes, and holds the one event to what was seen before and after. What was booked of each strategy asked for.
fn slash_and_compare(world: &World, id: u32, parts: &[(Address, U256)]) -> Vec<U256> {
    let see = || parts.iter().map(|(strategy, _)| seen(world, id, *strategy)).collect::<Vec<_>>();
    let before = see();
    let done = slash(world, id, parts);
    let returned = done.returned::<slashOperatorCall>();
    let of_strategies = parts.iter().zip(before.iter().zip(see()));
    let slashes = of_strategies
        .filter(|(_, ((previous, ..), (new, ..)))| previous != new)
        .map(|((strategy, _), (before, after))| {
            of(*strategy, *before, after, booked(world, id, returned.slashId, *strategy))
        })
        .collect();
    assert_said(world, &done, id, returned.slashId, slashes);
    let on_the_books = parts.iter().map(|(strategy, _)| booked(world, id, returned.slashId, *strategy));
    assert_eq!(returned.shares, on_the_books.collect::<Vec<_>>());
    returned.shares
}

fn of(strategy: Address, before: Seen, after: Seen, booked: U256) -> StrategySlash {
    StrategySlash {
        strategy,
        previousMagnitude: before.0,
        newMagnitude: after.0,
        previousMaxMagnitude: before.1,
        newMaxMagnitude: after.1,
        previousShares: before.2,
        newShares: after.2,
        bookedShares: booked,
    }
}

/// That the last thing the Slasher said is this, to the letter.
fn assert_said(world: &World, done: &Done, id: u32, slash_id: U256, slashes: Vec<StrategySlash>) {
    let operator_set = OperatorSet { avs: SERVICE_OWNER, id };
    let expected = StakeSlashed { operator: OPERATOR, operatorSet: operator_set, slashId: slash_id, slashes };
    let last = done.logs().last().unwrap();
    assert_eq!((last.address, &last.data), (world.at("slasher"), &expected.encode_log_data()));
    assert_eq!(done.events::<StakeSlashed>().len(), 1);
}

#[test]
fn of_every_strategy_it_took_from_and_of_no_other_it_says_what_was_and_what_is() {
    let world = fresh();
    let [first, second, third] = prepare(&world);
    let parts = |n| [first, second, third].map(|strategy| (strategy, percent(n)));
    // Of 60 shares a fifth of a half and of a quarter; of the second, nothing was allocated.
    assert_eq!(slash_and_compare(&world, 1, &parts(20)), [ether(6), U256::ZERO, ether(3)]);
    // From here on no magnitude is full.
    slash_and_compare(&world, 1, &parts(50));
    slash_and_compare(&world, 1, &[(second, percent(10)), (third, percent(33))]);
    slash_and_compare(&world, 1, &parts(100));
    assert_eq!(seen(&world, 1, first), (0, HALF, ether(30)));
    assert_eq!(seen(&world, 1, second), (0, ONE, ether(60)));
    assert_eq!(seen(&world, 1, third), (0, ONE - QUARTER, ether(45)));
}

#[test]
fn what_the_queue_lost_is_in_the_booked_shares_and_not_in_the_operators() {
    let world = fresh();
    let [first, _, third] = prepare(&world);
    for shares in [20, 10] {
        queue(&world, ALICE, first, ether(shares));
    }
    assert_eq!((operator_shares(&world, OPERATOR, first), in_queue(&world, first)), (ether(30), ether(30)));
    let shares = slash_and_compare(&world, 1, &[(first, percent(20)), (third, percent(20))]);
    assert_eq!(shares, [ether(6), ether(3)], "three of the operator's and three of the queue's");
    assert_eq!(operator_shares(&world, OPERATOR, first), ether(27));
    // All of the operator's shares in the queue.
    queue(&world, ALICE, third, ether(60));
    let shares = slash_and_compare(&world, 1, &[(third, percent(100))]);
    assert_eq!(operator_shares(&world, OPERATOR, third), U256::ZERO);
    assert_eq!(shares, [ether(12)], "a fifth of 60, out of the 57 in the queue");
}

#[test]
fn a_slash_that_takes_nothing_says_so_of_no_strategy_the_first_of_a_set_as_any() {
    let world = fresh();
    let [_, second, _] = prepare(&world);
    for (slash_id, parts) in (1..).zip([vec![(second, percent(100))], vec![], vec![(second, percent(1))]]) {
        let done = slash(&world, 1, &parts);
        assert_said(&world, &done, 1, U256::from(slash_id), Vec::new());
        assert_eq!(booked(&world, 1, U256::from(slash_id), second), U256::ZERO);
    }
}

#[test]
fn what_takes_effect_in_the_block_of_the_slash_counts_as_before_it() {
    let world = fresh();
    let strategies = [BOB];
    open_service(&world);
    create_sets(&world, &[1], &strategies);
    world.register_operator(OPERATOR, 5);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, BOB, HALF));
    let (current, _, effect_block) = allocation(&world, OPERATOR, 1, BOB);
    assert_eq!(current, 0);
    world.until_next_is(u64::from(effect_block));
    let done = slash(&world, 1, &[(BOB, percent(50))]);
    let (before, after) = ((HALF, ONE, U256::ZERO), (QUARTER, ONE - QUARTER, U256::ZERO));
    assert_said(&world, &done, 1, U256::ONE, vec![of(BOB, before, after, U256::ZERO)]);
}

#[test]
fn magnitude_that_falls_by_less_than_a_share_is_said_with_the_shares_that_stayed() {
    let world = fresh();
    let [first, ..] = prepare(&world);
    queue(&world, ALICE, first, ether(60) - U256::ONE);
    world.pass_blocks(world.config.withdrawal_delay_blocks);
    let done = slash(&world, 1, &[(first, U256::ONE)]);
    let (before, after) = ((HALF, ONE, U256::ONE), (HALF - 1, ONE - 1, U256::ONE));
    assert_said(&world, &done, 1, U256::ONE, vec![of(first, before, after, U256::ZERO)]);
}

#[test]
fn each_set_says_its_own_allocation_and_its_own_slash_id() {
    let world = fresh();
    let [first, second, _] = prepare(&world);
    let create = createRedistributingOperatorSets_0Call {
        avs: SERVICE_OWNER,
        params: vec![CreateSetParams { operatorSetId: 2, strategies: vec![first, second] }],
        redistributionRecipients: vec![BOB],
    };
    let slasher = world.at("slasher");
    world.act(SERVICE_OWNER, slasher, &create);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2]));
    for (strategy, magnitude) in [(first, HALF), (second, QUARTER)] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, strategy, magnitude));
    }
    world.pass_blocks(world.config.redistribution_allocation_delay_blocks + 1);
    for id in [1, 2, 1, 2] {
        slash_and_compare(&world, id, &[(first, percent(40)), (second, percent(40))]);
    }
}
