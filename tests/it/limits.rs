//! Limits on deposits: who sets them, and what they stop.

use alloy::primitives::{Address, U256};
use interfaces::sol::IStrategy::{
    BalanceExceedsMaxTotalDeposits, MaxPerDepositExceedsMax, MaxPerDepositUpdated, MaxTotalDepositsUpdated,
    OnlyUnpauser, getTVLLimitsCall, maxPerDepositCall, maxTotalDepositsCall, setTVLLimitsCall,
};

use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::strategies::{deposit, staker_shares};
use crate::harness::{ALICE, BOB, GOVERNANCE, STRANGER, Token, World, ether, fresh};

fn limits(per_deposit: u64, total: u64) -> setTVLLimitsCall {
    setTVLLimitsCall { newMaxPerDeposit: ether(per_deposit), newMaxTotalDeposits: ether(total) }
}

/// Alice and Bob with LST and an allowance; the LST's strategy.
fn funded(world: &World) -> Address {
    for staker in [ALICE, BOB] {
        world.act(staker, world.lst, &Token::mintCall { to: staker, amount: ether(100) });
        let spender = world.at("strategy-manager");
        world.act(staker, world.lst, &Token::approveCall { spender, amount: ether(100) });
    }
    world.strategy(world.lst)
}

#[test]
fn a_strategy_without_limits_says_so_with_the_largest_numbers() {
    let world = fresh();
    let strategy = world.strategy(world.lst);
    let both = world.view(strategy, &getTVLLimitsCall {});
    assert_eq!((both._0, both._1), (U256::MAX, U256::MAX));
}

#[test]
fn only_the_unpauser_sets_limits_and_one_deposit_is_never_allowed_more_than_all() {
    let world = fresh();
    let strategy = world.strategy(world.lst);
    world.refuse::<OnlyUnpauser>(STRANGER, strategy, &limits(1, 2));
    world.refuse::<MaxPerDepositExceedsMax>(GOVERNANCE, strategy, &limits(3, 2));
    let done = world.act(GOVERNANCE, strategy, &limits(5, 20));
    let (per_deposit, total) =
        (done.events::<MaxPerDepositUpdated>().remove(0), done.events::<MaxTotalDepositsUpdated>().remove(0));
    assert_eq!((per_deposit.previousValue, per_deposit.newValue), (U256::MAX, ether(5)));
    assert_eq!((total.previousValue, total.newValue), (U256::MAX, ether(20)));
    assert_eq!(world.view(strategy, &maxPerDepositCall {}), ether(5));
    assert_eq!(world.view(strategy, &maxTotalDepositsCall {}), ether(20));
}

#[test]
fn deposits_beyond_a_limit_are_refused_and_at_it_accepted() {
    let world = fresh();
    let strategy = funded(&world);
    let manager = world.at("strategy-manager");
    world.act(GOVERNANCE, strategy, &limits(5, 12));
    let over = ether(5).checked_add(U256::ONE).unwrap();
    world.refuse::<MaxPerDepositExceedsMax>(ALICE, manager, &deposit(&world, strategy, over));
    for _ in 0..2 {
        world.act(ALICE, manager, &deposit(&world, strategy, ether(5)));
    }
    let over = ether(2).checked_add(U256::ONE).unwrap();
    world.refuse::<BalanceExceedsMaxTotalDeposits>(BOB, manager, &deposit(&world, strategy, over));
    world.act(BOB, manager, &deposit(&world, strategy, ether(2)));
    assert_eq!(staker_shares(&world, BOB, strategy).1, ether(2));
}

#[test]
fn limits_below_what_is_held_close_deposits_and_nothing_else() {
    let world = fresh();
    let strategy = funded(&world);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    world.act(ALICE, manager, &deposit(&world, strategy, ether(10)));
    world.act(GOVERNANCE, strategy, &limits(1, 1));
    world.refuse::<BalanceExceedsMaxTotalDeposits>(BOB, manager, &deposit(&world, strategy, ether(1)));
    let withdrawal = queue(&world, ALICE, strategy, ether(10));
    pass_delay(&world);
    world.act(ALICE, delegation, &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(100));
    let unlimited = setTVLLimitsCall { newMaxPerDeposit: U256::MAX, newMaxTotalDeposits: U256::MAX };
    world.act(GOVERNANCE, strategy, &unlimited);
    world.act(BOB, manager, &deposit(&world, strategy, ether(100)));
}

#[test]
fn a_donation_counts_for_the_limit_on_all_deposits() {
    let world = fresh();
    let strategy = funded(&world);
    world.act(GOVERNANCE, strategy, &limits(5, 10));
    world.act(BOB, world.lst, &Token::transferCall { to: strategy, amount: ether(8) });
    let manager = world.at("strategy-manager");
    world.refuse::<BalanceExceedsMaxTotalDeposits>(ALICE, manager, &deposit(&world, strategy, ether(3)));
}

#[test]
fn a_pause_leaves_limits_in_force_and_the_other_way_round() {
    let world = fresh();
    let strategy = funded(&world);
    let manager = world.at("strategy-manager");
    world.act(GOVERNANCE, strategy, &limits(5, 10));
    world.act(GOVERNANCE, strategy, &interfaces::sol::IPausable::pauseAllCall {});
    world.act(GOVERNANCE, strategy, &interfaces::sol::IPausable::unpauseCall { newPausedStatus: U256::ZERO });
    world.refuse::<MaxPerDepositExceedsMax>(ALICE, manager, &deposit(&world, strategy, ether(6)));
    world.act(ALICE, manager, &deposit(&world, strategy, ether(5)));
}
