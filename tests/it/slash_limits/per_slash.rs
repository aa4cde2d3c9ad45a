//! What one slash may ask for at most.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    InvalidCaller, InvalidWadToSlash, StrategiesMustBeInAscendingOrder, StrategyNotInOperatorSet,
    addStrategiesToOperatorSetCall, slashOperatorCall,
};
use math::limits::SlashLimits;

use super::{
    AVS, PERIOD, TENTH, allocated, limited, part, per_period, per_slash, refuse, refuse_part, slash_count,
    take,
};
use crate::harness::sets::{allocate, allocation, slash};
use crate::harness::strategies::operator_shares;
use crate::harness::{ALICE, ONE, OPERATOR, World, ether, fresh};

/// Puts the WETH strategy into set 1 too. The operator has no shares of it.
fn add_weth(world: &World) -> Address {
    let weth = world.strategy(world.weth);
    let add = addStrategiesToOperatorSetCall { avs: AVS, operatorSetId: 1, strategies: vec![weth] };
    world.act(AVS, world.at("slasher"), &add);
    weth
}

/// As [`limited`], with everything of WETH allocated too. Both strategies, in ascending order.
fn with_two(world: &World, limits: SlashLimits) -> [Address; 2] {
    let (lst, weth) = (limited(world, limits), add_weth(world));
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, weth, ONE));
    let mut both = [lst, weth];
    both.sort();
    both
}

fn of_both(both: [Address; 2], wads: [u64; 2]) -> slashOperatorCall {
    slash(OPERATOR, 1, both.to_vec(), wads.map(U256::from).to_vec())
}

#[test]
fn a_slash_of_exactly_the_limit_passes_and_of_one_wei_more_does_not() {
    let world = fresh();
    let lst = limited(&world, per_slash(2 * TENTH));
    refuse_part(&world, 2 * TENTH + 1);
    refuse_part(&world, ONE);
    take(&world, 2 * TENTH, 8 * TENTH);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(80));
    assert_eq!(slash_count(&world, 1), U256::ONE);
}

#[test]
fn without_a_period_slashes_within_the_limit_follow_each_other_as_they_like() {
    let world = fresh();
    limited(&world, per_slash(2 * TENTH));
    for left in [800_000_000_000_000_000, 640_000_000_000_000_000, 512_000_000_000_000_000] {
        take(&world, 2 * TENTH, left);
    }
}

#[test]
fn a_limit_of_nothing_lets_no_slash_through() {
    let world = fresh();
    limited(&world, per_slash(0));
    for wad in [1, TENTH, ONE] {
        refuse_part(&world, wad);
    }
    assert_eq!((allocated(&world), slash_count(&world, 1)), (ONE, U256::ZERO));
}

#[test]
fn a_period_of_nothing_lets_no_magnitude_through_in_any_period() {
    let world = fresh();
    limited(&world, per_period(0, PERIOD));
    for _ in 0..2 {
        for wad in [1, ONE] {
            refuse_part(&world, wad);
        }
        world.pass_blocks(PERIOD);
    }
    assert_eq!((allocated(&world), slash_count(&world, 1)), (ONE, U256::ZERO));
}

/// By slash the request counts, by period what is taken.
#[test]
fn where_nothing_is_allocated_one_slash_is_limited_and_a_period_is_not() {
    for (limits, passes) in [(per_slash(TENTH), false), (per_period(TENTH, PERIOD), true)] {
        let world = fresh();
        limited(&world, limits);
        let call = slash(OPERATOR, 1, vec![add_weth(&world)], vec![U256::from(TENTH + 1)]);
        if passes {
            world.act(AVS, world.at("slasher"), &call);
        } else {
            refuse(&world, &call);
        }
        assert_eq!(slash_count(&world, 1), U256::from(passes), "{limits:?}");
    }
}

#[test]
fn one_strategy_beyond_the_limit_refuses_the_slash_of_all() {
    let world = fresh();
    let both = with_two(&world, per_slash(2 * TENTH));
    refuse(&world, &of_both(both, [2 * TENTH, 2 * TENTH + 1]));
    refuse(&world, &of_both(both, [2 * TENTH + 1, 2 * TENTH]));
    world.act(AVS, world.at("slasher"), &of_both(both, [2 * TENTH, TENTH]));
    assert_eq!(both.map(|strategy| allocation(&world, OPERATOR, 1, strategy).0), [8 * TENTH, 9 * TENTH]);
    assert_eq!(slash_count(&world, 1), U256::ONE);
}

#[test]
fn one_strategy_whose_period_is_used_up_refuses_the_slash_of_all_and_uses_up_no_other() {
    for spent in [0, 1] {
        let world = fresh();
        let both = with_two(&world, per_period(3 * TENTH, PERIOD));
        let one = slash(OPERATOR, 1, vec![both[spent]], vec![U256::from(3 * TENTH)]);
        world.act(AVS, world.at("slasher"), &one);
        refuse(&world, &of_both(both, [1; 2]));
        // Nor does the refused slash count for the one that had something left.
        let mut wads = [3 * TENTH; 2];
        wads[spent] = 1;
        refuse(&world, &of_both(both, wads));
        let other = slash(OPERATOR, 1, vec![both[1 - spent]], vec![U256::from(3 * TENTH)]);
        world.act(AVS, world.at("slasher"), &other);
        assert_eq!(both.map(|strategy| allocation(&world, OPERATOR, 1, strategy).0), [7 * TENTH; 2]);
    }
}

#[test]
fn what_no_slash_may_ask_for_is_refused_before_limits_are_looked_at() {
    let world = fresh();
    limited(&world, per_slash(0));
    let slasher = world.at("slasher");
    for wad in [0, ONE + 1] {
        world.refuse::<InvalidWadToSlash>(AVS, slasher, &part(&world, wad));
    }
    let elsewhere = slash(OPERATOR, 1, vec![ALICE], vec![U256::ONE]);
    world.refuse::<StrategyNotInOperatorSet>(AVS, slasher, &elsewhere);
    world.refuse::<InvalidCaller>(ALICE, slasher, &part(&world, 1));
}

/// A slash cannot be cut in two within one call.
#[test]
fn a_strategy_is_named_once_in_a_slash() {
    let world = fresh();
    let lst = limited(&world, per_slash(2 * TENTH));
    let twice = slash(OPERATOR, 1, vec![lst; 2], vec![U256::from(TENTH); 2]);
    world.refuse::<StrategiesMustBeInAscendingOrder>(AVS, world.at("slasher"), &twice);
    assert_eq!((allocated(&world), slash_count(&world, 1)), (ONE, U256::ZERO));
}
