//! L23: what a set reads as slashable is what it can slash. Elsewhere a strategy that had left a set still counted for it.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    StrategyNotInOperatorSet, getMinimumSlashableStakeCall, getStrategiesInOperatorSetCall,
    removeStrategiesFromOperatorSetCall, slashOperatorCall,
};

use crate::harness::sets::{allocate, leave, set, slash, slashable};
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, SERVICE_OWNER, World, fresh};

/// What the set is certain to be able to slash for the next `blocks` blocks.
fn minimum(world: &World, strategy: Address, blocks: u64) -> U256 {
    let ask = getMinimumSlashableStakeCall {
        operatorSet: set(1),
        operators: vec![OPERATOR],
        strategies: vec![strategy],
        futureBlock: u32::try_from(world.block() + blocks).unwrap(),
    };
    world.view(world.at("slasher"), &ask)[0][0]
}

fn slash_all(world: &World, strategy: Address) -> U256 {
    let call = slash(OPERATOR, 1, vec![strategy], vec![percent(100)]);
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &call);
    done.returned::<slashOperatorCall>().shares[0]
}

fn nothing(_: &World, _: Address) {}

fn deallocate_most(world: &World, strategy: Address) {
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, strategy, ONE / 10));
}

fn deallocate_and_wait(world: &World, strategy: Address) {
    deallocate_most(world, strategy);
    world.pass_blocks(world.config.deallocation_delay_blocks);
}

fn slash_a_third(world: &World, strategy: Address) {
    let third = slash(OPERATOR, 1, vec![strategy], vec![U256::from(ONE / 3)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &third);
}

fn leave_set(world: &World, _: Address) {
    world.act(OPERATOR, world.at("slasher"), &leave(OPERATOR, &[1]));
}

#[test]
fn the_minimum_for_the_next_block_is_what_a_slash_of_all_takes_in_it() {
    for change in [nothing, deallocate_most, deallocate_and_wait, slash_a_third, leave_set] {
        let world = fresh();
        let lst = slashable(&world);
        change(&world, lst);
        let (promised, taken) = (minimum(&world, lst, 1), slash_all(&world, lst));
        // The view rounds the proportion down, which costs a share of every 1e18, and then the shares.
        assert!(promised <= taken && taken - promised <= U256::from(101), "{taken} of {promised}");
    }
}

/// EGSL-07: a service that asks for a strategy its set gave up reads zero, which is what it can slash.
#[test]
fn a_strategy_that_left_the_set_is_slashable_no_more_and_reads_as_such() {
    let world = fresh();
    let lst = slashable(&world);
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    let remove = removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies: vec![lst] };
    world.act(avs, slasher, &remove);
    assert_eq!(minimum(&world, lst, 1), U256::ZERO);
    let all = slash(OPERATOR, 1, vec![lst], vec![percent(100)]);
    world.refuse::<StrategyNotInOperatorSet>(avs, slasher, &all);
    let in_set = world.view(slasher, &getStrategiesInOperatorSetCall { operatorSet: set(1) });
    assert!(in_set.is_empty());
}
