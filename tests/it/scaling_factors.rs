//! Deposit scaling factors: computed by the DelegationManager, kept by the StrategyManager, the same for both.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::IDelegationManager::{
    DepositScalingFactorUpdated, completeQueuedWithdrawalsCall, depositScalingFactorCall,
};
use interfaces::sol::IStrategyManager::{
    Permit, SignatureWithExpiry, depositWithPermitAndDelegateCall, getPositionsCall,
};

use crate::harness::queue::{as_shares, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{
    ALICE, BOB, Done, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, Token, World, ether, fresh,
};

/// An operator with 100 LST of its own, of which a slash took a fifth: its magnitude is 0.8. The LST's strategy.
fn slashed(world: &World) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(100));
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    slash_again(world, lst, 20);
    lst
}

fn slash_again(world: &World, lst: Address, percent: u64) {
    let wad = ether(percent).checked_div(U256::from(100)).unwrap();
    world.act(SERVICE_OWNER, world.at("slasher"), &slash(OPERATOR, 1, vec![lst], vec![wad]));
}

/// The factor by both contracts, which must agree.
fn factor(world: &World, staker: Address, strategy: Address) -> U256 {
    let ask = getPositionsCall { staker, strategies: vec![strategy] };
    let kept = world.view(world.at("strategy-manager"), &ask).scalingFactors[0];
    let said = world.view(world.at("delegation-manager"), &depositScalingFactorCall { staker, strategy });
    assert_eq!(kept, said);
    kept
}

/// The factors an act reported.
fn reported(done: &Done) -> Vec<U256> {
    let events = done.events::<DepositScalingFactorUpdated>();
    events.into_iter().map(|event| event.newDepositScalingFactor).collect()
}

fn hundredths(n: u64) -> U256 {
    ether(n).checked_div(U256::from(100)).unwrap()
}

#[test]
fn delegating_to_a_slashed_operator_scales_every_position_up_to_its_full_worth() {
    let world = fresh();
    let (lst, weth) = (slashed(&world), world.strategy(world.weth));
    world.deposit_lst(ALICE, ether(10));
    let deposit = interfaces::sol::IStrategyManager::depositETHIntoStrategyCall { strategy: weth };
    world.pay(ALICE, world.at("strategy-manager"), &deposit, ether(5));
    let done = world.delegate(ALICE, OPERATOR);
    assert_eq!(reported(&done), [hundredths(125), ether(1)]);
    assert_eq!((factor(&world, ALICE, lst), factor(&world, ALICE, weth)), (hundredths(125), ether(1)));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(10), ether(10)));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(90));
}

#[test]
fn a_deposit_that_delegates_counts_in_full_together_with_what_was_there() {
    let world = fresh();
    let lst = slashed(&world);
    world.deposit_lst(ALICE, ether(10));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(5) });
    let spender = world.at("strategy-manager");
    world.act(ALICE, world.lst, &Token::approveCall { spender, amount: ether(5) });
    let no_permit = Permit { deadline: U256::ZERO, v: 0, r: B256::ZERO, s: B256::ZERO };
    let call = depositWithPermitAndDelegateCall {
        strategy: lst,
        token: world.lst,
        amount: ether(5),
        permit: no_permit,
        operator: OPERATOR,
        approverSignatureAndExpiry: SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO },
        approverSalt: B256::ZERO,
    };
    world.act(ALICE, spender, &call);
    assert_eq!(factor(&world, ALICE, lst), hundredths(125));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(15), ether(15)));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(95));
}

#[test]
fn a_deposit_after_a_slash_leaves_the_old_shares_slashed() {
    let world = fresh();
    let lst = slashed(&world);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    slash_again(&world, lst, 50);
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(5), ether(10)));
    let done = world.deposit_lst(ALICE, ether(10));
    // 15 shares are left of 20, at a magnitude of 0.4.
    assert_eq!(reported(&done), [hundredths(187).checked_add(hundredths(1) / U256::from(2)).unwrap()]);
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(15), ether(20)));
    assert_eq!(factor(&world, ALICE, lst), reported(&done)[0]);
}

#[test]
fn withdrawals_of_one_strategy_completed_as_shares_in_one_call_build_on_each_other() {
    let world = fresh();
    let lst = slashed(&world);
    world.deposit_lst(ALICE, ether(10));
    // All is queued without an operator, so that it comes back at full worth to the operator she chooses then.
    let parts = [3, 4, 3].map(|part| queue(&world, ALICE, lst, ether(part)));
    world.delegate(ALICE, OPERATOR);
    pass_delay(&world);
    let calls = parts.each_ref().map(|part| as_shares(&world, part));
    let call = completeQueuedWithdrawalsCall {
        withdrawals: calls.iter().map(|call| call.withdrawal.clone()).collect(),
        tokens: calls.iter().map(|call| call.tokens.clone()).collect(),
        receiveAsTokens: vec![false; 3],
    };
    let done = world.act(ALICE, world.at("delegation-manager"), &call);
    assert_eq!(reported(&done), [hundredths(125); 3]);
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(10), ether(10)));
    assert_eq!(factor(&world, ALICE, lst), hundredths(125));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(90));
}

#[test]
fn a_factor_starts_anew_with_the_last_share_and_not_before() {
    let world = fresh();
    let lst = slashed(&world);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    let delegation = world.at("delegation-manager");
    let done = world.act(ALICE, delegation, &withdraw(&[(lst, ether(4))]));
    assert!(reported(&done).is_empty());
    assert_eq!(queued(&done)[0].scaledShares, [ether(5)]);
    assert_eq!(factor(&world, ALICE, lst), hundredths(125));
    // Twice the same strategy in one withdrawal: both at the factor they had, which only the second ends.
    let done = world.act(ALICE, delegation, &withdraw(&[(lst, ether(2)), (lst, ether(4))]));
    assert_eq!(reported(&done), [ether(1)]);
    assert_eq!(queued(&done)[0].scaledShares, [hundredths(250), ether(5)]);
    assert_eq!(factor(&world, ALICE, lst), ether(1));
}

#[test]
fn the_order_of_strategies_changes_nothing_when_one_leaves_the_list() {
    let world = fresh();
    let (lst, weth) = (slashed(&world), world.strategy(world.weth));
    let deposit = interfaces::sol::IStrategyManager::depositETHIntoStrategyCall { strategy: weth };
    world.pay(BOB, world.at("strategy-manager"), &deposit, ether(5));
    world.deposit_lst(BOB, ether(10));
    world.delegate(BOB, OPERATOR);
    // The first of two leaves; the other moves into its place with its factor.
    queue(&world, BOB, weth, ether(5));
    assert_eq!((factor(&world, BOB, lst), factor(&world, BOB, weth)), (hundredths(125), ether(1)));
    world.deposit_lst(BOB, ether(5));
    assert_eq!(staker_shares(&world, BOB, lst), (ether(15), ether(15)));
    queue(&world, BOB, lst, ether(15));
    assert_eq!(factor(&world, BOB, lst), ether(1));
}

#[test]
fn an_operator_never_slashed_leaves_factors_alone_and_says_so_with_every_deposit() {
    let world = fresh();
    world.register_operator(OTHER_OPERATOR, 0);
    let first = world.deposit_lst(ALICE, ether(10));
    let second = world.delegate(ALICE, OTHER_OPERATOR);
    let third = world.deposit_lst(ALICE, ether(1));
    for done in [first, second, third] {
        assert_eq!(reported(&done), [ether(1)]);
    }
    assert_eq!(factor(&world, ALICE, world.strategy(world.lst)), ether(1));
}

/// Without a new start, shares that come back would be scaled up by what the old ones had lost.
#[test]
fn shares_slashed_in_the_queue_come_back_with_a_factor_of_their_own() {
    let world = fresh();
    let lst = slashed(&world);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    slash_again(&world, lst, 50);
    let withdrawal = queue(&world, ALICE, lst, ether(10));
    assert_eq!(withdrawal.scaledShares, [hundredths(1250)]);
    slash_again(&world, lst, 50);
    pass_delay(&world);
    let done = world.act(ALICE, world.at("delegation-manager"), &as_shares(&world, &withdrawal));
    // 12.5 scaled shares at a magnitude of 0.2; then these 2.5 at a factor of 5.
    assert_eq!(reported(&done), [ether(5)]);
    assert_eq!(staker_shares(&world, ALICE, lst), (hundredths(250), hundredths(250)));
    assert_eq!(factor(&world, ALICE, lst), ether(5));
}

/// Reference §3.4: the weighted mean of old and new, not what either had alone.
#[test]
fn shares_that_come_back_to_a_slashed_position_leave_the_rest_of_it_slashed() {
    let world = fresh();
    let lst = slashed(&world);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    let withdrawal = queue(&world, ALICE, lst, ether(4));
    pass_delay(&world);
    world.pass_blocks(1);
    slash_again(&world, lst, 50);
    // 6 shares are worth 3 now; 4 come back whole.
    world.act(ALICE, world.at("delegation-manager"), &as_shares(&world, &withdrawal));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(7), ether(10)));
    assert_eq!(factor(&world, ALICE, lst), hundredths(175));
}
