//! Into the withdrawal queue and out of it, without a slash.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{
    self, InputArrayLengthMismatch, InputArrayLengthZero, QueuedWithdrawalParams, Withdrawal,
    WithdrawalDelayNotElapsed, WithdrawalNotQueued, calculateWithdrawalRootCall,
    completeQueuedWithdrawalsCall, pendingWithdrawalsCall, queueWithdrawalsCall,
};
use interfaces::sol::{IStrategy, IStrategyManager};

use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::strategies::{deposit, open_strategies, operator_shares, staker_shares};
use crate::harness::{ALICE, BOB, OPERATOR, OTHER_OPERATOR, Token, World, ether, fresh};

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

fn is_pending(world: &World, withdrawal: &Withdrawal) -> bool {
    let withdrawal = withdrawal.clone();
    let root = world.view(delegation(world), &calculateWithdrawalRootCall { withdrawal });
    world.view(delegation(world), &pendingWithdrawalsCall { withdrawalRoot: root })
}

/// Completes several withdrawals as tokens.
fn all_as_tokens(world: &World, withdrawals: &[&Withdrawal]) -> completeQueuedWithdrawalsCall {
    completeQueuedWithdrawalsCall {
        withdrawals: withdrawals.iter().copied().cloned().collect(),
        tokens: withdrawals.iter().map(|one| vec![world.lst; one.strategies.len()]).collect(),
        receiveAsTokens: vec![true; withdrawals.len()],
    }
}

/// Alice with 10 LST deposited and delegated.
fn delegated(world: &World) -> Address {
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    world.strategy(world.lst)
}

#[test]
fn withdrawals_of_one_call_have_roots_of_their_own() {
    let world = fresh();
    let lst = delegated(&world);
    let call = queueWithdrawalsCall { params: vec![withdraw(&[(lst, ether(3))]).params.remove(0); 3] };
    let done = world.act(ALICE, delegation(&world), &call);
    let withdrawals = queued(&done);
    let nonces: Vec<U256> = withdrawals.iter().map(|one| one.nonce).collect();
    assert_eq!(nonces, [0, 1, 2].map(U256::from));
    let roots = done.returned::<queueWithdrawalsCall>();
    assert!(roots[0] != roots[1] && roots[1] != roots[2] && roots[0] != roots[2]);
    for (root, withdrawal) in roots.iter().zip(&withdrawals) {
        let ask = calculateWithdrawalRootCall { withdrawal: withdrawal.clone() };
        assert_eq!(world.view(delegation(&world), &ask), *root);
        assert!(is_pending(&world, withdrawal));
    }
    let ask = IDelegationManager::cumulativeWithdrawalsQueuedCall { staker: ALICE };
    assert_eq!(world.view(delegation(&world), &ask), U256::from(3));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(1));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(1), ether(1)));
}

#[test]
fn a_strategy_twice_in_one_withdrawal_counts_twice() {
    let world = fresh();
    let lst = delegated(&world);
    let twice = |second| withdraw(&[(lst, ether(4)), (lst, second)]);
    let too_many = twice(ether(6) + U256::ONE);
    world.refuse::<IStrategyManager::SharesAmountTooHigh>(ALICE, delegation(&world), &too_many);
    let done = world.act(ALICE, delegation(&world), &twice(ether(6)));
    let withdrawal = queued(&done).remove(0);
    assert_eq!(withdrawal.scaledShares, [ether(4), ether(6)]);
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(10));
}

#[test]
fn completing_several_pays_all_or_nothing() {
    let world = fresh();
    let lst = delegated(&world);
    let first = queue(&world, ALICE, lst, ether(2));
    world.pass_blocks(5);
    let second = queue(&world, ALICE, lst, ether(3));
    world.until_next_is(u64::from(first.startBlock + world.config.withdrawal_delay_blocks + 1));
    let both = all_as_tokens(&world, &[&first, &second]);
    world.refuse::<WithdrawalDelayNotElapsed>(ALICE, delegation(&world), &both);
    pass_delay(&world);
    let mut wrong = both.clone();
    wrong.tokens[1] = vec![world.reward];
    world.refuse::<IStrategy::OnlyUnderlyingToken>(ALICE, delegation(&world), &wrong);
    let repeated = all_as_tokens(&world, &[&first, &first]);
    world.refuse::<WithdrawalNotQueued>(ALICE, delegation(&world), &repeated);
    assert!(is_pending(&world, &first) && is_pending(&world, &second));
    world.act(ALICE, delegation(&world), &both);
    assert!(!is_pending(&world, &first) && !is_pending(&world, &second));
    assert_eq!(world.held(world.lst, ALICE), ether(5));
}

#[test]
fn one_call_completes_some_as_tokens_and_some_as_shares() {
    let world = fresh();
    let lst = delegated(&world);
    let (first, second) = (queue(&world, ALICE, lst, ether(2)), queue(&world, ALICE, lst, ether(3)));
    pass_delay(&world);
    let mut call = all_as_tokens(&world, &[&first, &second]);
    call.receiveAsTokens[1] = false;
    world.act(ALICE, delegation(&world), &call);
    assert_eq!(world.held(world.lst, ALICE), ether(2));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(8));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(8), ether(8)));
}

#[test]
fn completing_as_shares_gives_them_to_the_operator_of_now_and_cannot_be_repeated() {
    let world = fresh();
    let lst = delegated(&world);
    let withdrawal = queue(&world, ALICE, lst, ether(10));
    world.act(ALICE, delegation(&world), &IDelegationManager::undelegateCall { staker: ALICE });
    world.register_operator(OTHER_OPERATOR, 0);
    world.delegate(ALICE, OTHER_OPERATOR);
    world.until_next_is(u64::from(withdrawal.startBlock + world.config.withdrawal_delay_blocks));
    let call = as_shares(&world, &withdrawal);
    world.refuse::<WithdrawalDelayNotElapsed>(ALICE, delegation(&world), &call);
    let done = world.act(ALICE, delegation(&world), &call);
    let event = &done.events::<IDelegationManager::OperatorSharesIncreased>()[0];
    assert_eq!((event.operator, event.staker, event.shares), (OTHER_OPERATOR, ALICE, ether(10)));
    assert_eq!(operator_shares(&world, OTHER_OPERATOR, lst), ether(10));
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(10), ether(10)));
    for again in [call, as_tokens(&world, &withdrawal)] {
        world.refuse::<WithdrawalNotQueued>(ALICE, delegation(&world), &again);
    }
}

#[test]
fn shares_completed_without_an_operator_count_for_nobody_until_delegated() {
    let world = fresh();
    let lst = delegated(&world);
    let done = world.act(ALICE, delegation(&world), &IDelegationManager::undelegateCall { staker: ALICE });
    let withdrawal = queued(&done).remove(0);
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_shares(&world, &withdrawal));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(10), ether(10)));
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
    world.delegate(ALICE, OPERATOR);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(10));
}

/// The reference's behaviour 13: completing as shares can fail at 32 strategies; tokens then come out all the same.
#[test]
fn nobody_is_in_more_than_32_strategies() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    let strategies = open_strategies(&world, 33);
    let amount = ether(40);
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount });
    let enter = |strategy: Address| deposit(&world, strategy, ether(1));
    for strategy in &strategies[..32] {
        world.act(ALICE, manager, &enter(*strategy));
    }
    let (held, last) = (strategies[0], strategies[32]);
    world.refuse::<IStrategyManager::MaxStrategiesExceeded>(ALICE, manager, &enter(last));
    world.act(ALICE, manager, &enter(held));

    let withdrawal = queue(&world, ALICE, held, ether(2));
    world.act(ALICE, manager, &enter(last));
    pass_delay(&world);
    let call = as_shares(&world, &withdrawal);
    world.refuse::<IStrategyManager::MaxStrategiesExceeded>(ALICE, delegation(&world), &call);
    let before = world.held(world.lst, ALICE);
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), before + ether(2));
}

#[test]
fn a_withdrawal_names_strategies_and_shares_in_pairs_and_at_least_one() {
    let world = fresh();
    let lst = delegated(&world);
    let queue = |strategies: Vec<Address>, shares: Vec<U256>| queueWithdrawalsCall {
        params: vec![
            withdraw(&[(lst, ether(1))]).params.remove(0),
            QueuedWithdrawalParams {
                strategies,
                depositShares: shares,
                __deprecated_withdrawer: Address::ZERO,
            },
        ],
    };
    let to = delegation(&world);
    world.refuse::<InputArrayLengthMismatch>(ALICE, to, &queue(vec![lst], vec![]));
    world.refuse::<InputArrayLengthMismatch>(ALICE, to, &queue(vec![lst], vec![ether(1); 2]));
    world.refuse::<InputArrayLengthZero>(ALICE, to, &queue(vec![], vec![]));
    // No withdrawal at all is no mistake: there is none.
    let done = world.act(ALICE, to, &queueWithdrawalsCall { params: Vec::new() });
    assert!(done.returned::<queueWithdrawalsCall>().is_empty());
}

#[test]
fn one_withdrawal_that_is_refused_takes_all_of_its_call_with_it() {
    let world = fresh();
    let lst = delegated(&world);
    let parts = [(lst, ether(3)), (lst, ether(8))];
    let params = parts.iter().map(|part| withdraw(&[*part]).params.remove(0)).collect();
    let call = queueWithdrawalsCall { params };
    world.refuse::<IStrategyManager::SharesAmountTooHigh>(ALICE, delegation(&world), &call);
    let ask = IDelegationManager::getQueuedWithdrawalRootsCall { staker: ALICE };
    assert!(world.view(delegation(&world), &ask).is_empty());
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(10));
}

/// Cantina (high): shares a user named were once cast to a signed number, where the largest of them are negative.
#[test]
fn absurd_amounts_of_shares_are_too_many_whatever_they_would_wrap_to() {
    let world = fresh();
    let lst = delegated(&world);
    let ten = ether(10);
    let high_bit = |bit: usize| U256::ONE.wrapping_shl(bit);
    for shares in [U256::MAX, high_bit(255), high_bit(128) + ten, high_bit(120) + ten, U256::MAX - ten] {
        let call = withdraw(&[(lst, shares)]);
        world.refuse::<IStrategyManager::SharesAmountTooHigh>(ALICE, delegation(&world), &call);
    }
}

#[test]
fn whoever_is_named_withdrawer_the_withdrawal_is_the_stakers() {
    let world = fresh();
    let lst = delegated(&world);
    let mut call = withdraw(&[(lst, ether(3))]);
    call.params[0].__deprecated_withdrawer = BOB;
    let withdrawal = queued(&world.act(ALICE, delegation(&world), &call)).remove(0);
    assert_eq!((withdrawal.staker, withdrawal.withdrawer), (ALICE, ALICE));
    pass_delay(&world);
    let call = as_tokens(&world, &withdrawal);
    world.refuse::<IDelegationManager::WithdrawerNotCaller>(BOB, delegation(&world), &call);
    world.act(ALICE, delegation(&world), &call);
    assert_eq!(world.held(world.lst, ALICE), ether(3));
}

#[test]
fn nonces_count_each_stakers_own_withdrawals() {
    let world = fresh();
    let lst = delegated(&world);
    world.deposit_lst(BOB, ether(2));
    let all = [(ALICE, 0), (BOB, 0), (ALICE, 1), (BOB, 1)];
    for (staker, nonce) in all {
        assert_eq!(queue(&world, staker, lst, ether(1)).nonce, U256::from(nonce), "{staker}");
    }
}
