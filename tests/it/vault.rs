//! A strategy's rate between shares and tokens, and what it tells of it.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IDelegationManager::completeQueuedWithdrawalCall;
use interfaces::sol::IStrategy::{
    ExchangeRateEmitted, explanationCall, sharesCall, sharesToUnderlyingCall, sharesToUnderlyingViewCall,
    totalSharesCall, underlyingToSharesCall, underlyingToSharesViewCall, userUnderlyingCall,
    userUnderlyingViewCall,
};
use interfaces::sol::IStrategyManager;

use crate::harness::queue::{pass_delay, queue};
use crate::harness::strategies::strategy_for;
use crate::harness::{ALICE, BOB, Done, STRANGER, Token, World, ether, fresh};

alloy::sol! {
    contract Rebasing {
        error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);

        function setMultiplier(uint256 multiplier) external;
    }
}

/// Virtual shares and virtual token units, a thousand each.
const VIRTUAL: u64 = 1_000;

fn plus_virtual(amount: U256) -> U256 {
    amount.checked_add(U256::from(VIRTUAL)).unwrap()
}

/// floor(a · b / c)
fn mul_div(a: U256, b: U256, c: U256) -> U256 {
    a.checked_mul(b).unwrap().checked_div(c).unwrap()
}

/// What the strategy of the LST has: shares and token units.
fn contents(world: &World) -> (U256, U256) {
    let strategy = world.strategy(world.lst);
    (world.view(strategy, &totalSharesCall {}), world.held(world.lst, strategy))
}

fn rate(done: &Done) -> U256 {
    done.events::<ExchangeRateEmitted>().remove(0).rate
}

/// The rate an event should tell now.
fn expected_rate(world: &World) -> U256 {
    let (shares, tokens) = contents(world);
    mul_div(ether(1), plus_virtual(tokens), plus_virtual(shares))
}

/// A deposit that makes a share worth 1.5 and a bit.
fn with_gains(world: &World) -> Address {
    world.deposit_lst(ALICE, ether(4));
    let (to, amount) = (world.strategy(world.lst), ether(2) + U256::from(7));
    world.act(BOB, world.lst, &Token::mintCall { to, amount });
    to
}

#[test]
fn every_conversion_rounds_down_at_the_rate_with_virtual_shares() {
    let world = fresh();
    let strategy = with_gains(&world);
    let (shares, tokens) = contents(&world);
    for amount in [U256::ZERO, U256::ONE, U256::from(3), ether(1), ether(3) + U256::from(11)] {
        let worth = mul_div(amount, plus_virtual(tokens), plus_virtual(shares));
        assert_eq!(world.view(strategy, &sharesToUnderlyingCall { amountShares: amount }), worth);
        assert_eq!(world.view(strategy, &sharesToUnderlyingViewCall { amountShares: amount }), worth);
        let buys = mul_div(amount, plus_virtual(shares), plus_virtual(tokens));
        assert_eq!(world.view(strategy, &underlyingToSharesCall { amountUnderlying: amount }), buys);
        assert_eq!(world.view(strategy, &underlyingToSharesViewCall { amountUnderlying: amount }), buys);
    }
    let worth = mul_div(ether(4), plus_virtual(tokens), plus_virtual(shares));
    assert_eq!(world.view(strategy, &sharesCall { user: ALICE }), ether(4));
    assert_eq!(world.view(strategy, &userUnderlyingCall { user: ALICE }), worth);
    assert_eq!(world.view(strategy, &userUnderlyingViewCall { user: ALICE }), worth);
    assert_eq!(world.view(strategy, &sharesCall { user: STRANGER }), U256::ZERO);
    assert_eq!(world.view(strategy, &userUnderlyingCall { user: STRANGER }), U256::ZERO);
}

#[test]
fn an_empty_strategy_gives_one_for_one() {
    let world = fresh();
    let strategy = world.strategy(world.lst);
    assert_eq!(contents(&world), (U256::ZERO, U256::ZERO));
    let ask = underlyingToSharesViewCall { amountUnderlying: ether(3) };
    assert_eq!(world.view(strategy, &ask), ether(3));
    let ask = sharesToUnderlyingViewCall { amountShares: ether(3) };
    assert_eq!(world.view(strategy, &ask), ether(3));
    assert!(!world.view(strategy, &explanationCall {}).is_empty());
}

#[test]
fn the_rate_is_told_after_every_deposit_and_withdrawal_as_it_is_then() {
    let world = fresh();
    let strategy = world.strategy(world.lst);
    assert_eq!(rate(&world.deposit_lst(BOB, ether(1))), ether(1));
    with_gains(&world);
    let done = world.deposit_lst(BOB, ether(5));
    assert_eq!(rate(&done), expected_rate(&world));
    assert!(rate(&done) > ether(1));
    let withdrawal = queue(&world, ALICE, strategy, ether(3));
    pass_delay(&world);
    let call = crate::harness::queue::as_tokens(&world, &withdrawal);
    let (shares, tokens) = contents(&world);
    let done = world.act(ALICE, world.at("delegation-manager"), &call);
    assert_eq!(rate(&done), expected_rate(&world));
    let paid = mul_div(ether(3), plus_virtual(tokens), plus_virtual(shares));
    assert_eq!(world.held(world.lst, ALICE), paid);
    assert_eq!(contents(&world), (shares - ether(3), tokens - paid));
}

/// The reference's behaviour 17: virtual shares bear nothing of a loss, so the last to leave is promised up to a thousand
/// units more than there are. Who takes the withdrawal back as shares and leaves a thousand of them gets all the rest.
#[test]
fn after_a_loss_of_the_token_the_last_thousand_shares_may_find_nothing_and_all_others_are_paid() {
    let world = fresh();
    let token = world.create("RebasingToken", (U256::from(18),));
    let strategy = strategy_for(&world, token);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    let amount = ether(10);
    for staker in [ALICE, BOB] {
        world.act(staker, token, &Token::mintCall { to: staker, amount });
        world.act(staker, token, &Token::approveCall { spender: manager, amount });
        world.act(staker, manager, &IStrategyManager::depositIntoStrategyCall { strategy, token, amount });
    }
    world.act(STRANGER, token, &Rebasing::setMultiplierCall { multiplier: ether(1) / U256::from(2) });
    let (first, last) = (queue(&world, ALICE, strategy, amount), queue(&world, BOB, strategy, amount));
    pass_delay(&world);
    let complete =
        |withdrawal| completeQueuedWithdrawalCall { withdrawal, tokens: vec![token], receiveAsTokens: true };
    world.act(ALICE, delegation, &complete(first));
    let held = world.held(token, strategy);
    let promised = world.view(strategy, &sharesToUnderlyingViewCall { amountShares: amount });
    let missing = promised.checked_sub(held).unwrap();
    assert!(!missing.is_zero() && missing <= U256::from(VIRTUAL), "{missing}");
    // The token books parts of half a unit.
    let [balance, needed] = [held, promised].map(|amount| amount * U256::from(2));
    let error = Rebasing::ERC20InsufficientBalance { sender: strategy, balance, needed };
    world.refuse_data(BOB, delegation, &complete(last.clone()), &error.abi_encode());
    let back = complete(last.clone());
    world.act(BOB, delegation, &completeQueuedWithdrawalCall { receiveAsTokens: false, ..back });
    let all_but_few = queue(&world, BOB, strategy, amount - U256::from(VIRTUAL));
    pass_delay(&world);
    world.act(BOB, delegation, &complete(all_but_few));
    let left = world.held(token, strategy);
    assert!(left <= U256::from(VIRTUAL), "{left}");
}
