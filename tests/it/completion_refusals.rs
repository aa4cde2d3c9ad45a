//! What is not completed: withdrawals of others, of nobody, out of turn, or asked for in arrays that do not fit.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{
    FullySlashed, InputArrayLengthMismatch, SlashingWithdrawalCompleted, Withdrawal,
    WithdrawalDelayNotElapsed, WithdrawalNotQueued, WithdrawalPaid, WithdrawerNotCaller,
    completeQueuedWithdrawalCall, completeQueuedWithdrawalsCall, setCompletionByAnyoneCall,
};
use interfaces::sol::IStrategyManager::depositETHIntoStrategyCall;

use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::staker_shares;
use crate::harness::{
    ALICE, BOB, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh,
};

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

/// Alice and Bob, each with a withdrawal of 4 LST that is due.
fn due(world: &World) -> [Withdrawal; 2] {
    let due = [ALICE, BOB].map(|staker| {
        world.deposit_lst(staker, ether(10));
        queue(world, staker, world.strategy(world.lst), ether(4))
    });
    pass_delay(world);
    due
}

fn several(calls: &[completeQueuedWithdrawalCall]) -> completeQueuedWithdrawalsCall {
    completeQueuedWithdrawalsCall {
        withdrawals: calls.iter().map(|call| call.withdrawal.clone()).collect(),
        tokens: calls.iter().map(|call| call.tokens.clone()).collect(),
        receiveAsTokens: calls.iter().map(|call| call.receiveAsTokens).collect(),
    }
}

#[test]
fn a_withdrawal_changed_in_any_field_is_not_in_the_queue() {
    let world = fresh();
    let [alices, _] = due(&world);
    let whole = || alices.clone();
    let forged = [
        Withdrawal { staker: BOB, ..whole() },
        Withdrawal { delegatedTo: OPERATOR, ..whole() },
        Withdrawal { nonce: U256::ONE, ..whole() },
        Withdrawal { startBlock: alices.startBlock - 1, ..whole() },
        Withdrawal { strategies: vec![world.strategy(world.weth)], ..whole() },
        Withdrawal { scaledShares: vec![ether(5)], ..whole() },
    ];
    for withdrawal in &forged {
        for call in [as_tokens(&world, withdrawal), as_shares(&world, withdrawal)] {
            world.refuse::<WithdrawalNotQueued>(ALICE, delegation(&world), &call);
        }
    }
    world.act(ALICE, delegation(&world), &as_tokens(&world, &alices));
}

#[test]
fn who_makes_itself_the_withdrawer_of_anothers_withdrawal_finds_none() {
    let world = fresh();
    let [alices, _] = due(&world);
    let stolen = Withdrawal { withdrawer: BOB, ..alices.clone() };
    world.refuse::<WithdrawalNotQueued>(BOB, delegation(&world), &as_tokens(&world, &stolen));
    world.refuse::<WithdrawerNotCaller>(ALICE, delegation(&world), &as_tokens(&world, &stolen));
    // Nor does Bob's leave for others to complete his make Alice's his.
    world.act(BOB, delegation(&world), &setCompletionByAnyoneCall { allowed: true });
    world.refuse::<WithdrawalNotQueued>(STRANGER, delegation(&world), &as_tokens(&world, &stolen));
    world.refuse::<WithdrawerNotCaller>(STRANGER, delegation(&world), &as_tokens(&world, &alices));
}

#[test]
fn a_call_completes_withdrawals_of_one_staker() {
    let world = fresh();
    let [alices, bobs] = due(&world);
    let both = several(&[as_tokens(&world, &alices), as_tokens(&world, &bobs)]);
    for who in [ALICE, BOB, STRANGER] {
        world.refuse::<WithdrawerNotCaller>(who, delegation(&world), &both);
    }
    for staker in [ALICE, BOB] {
        world.act(staker, delegation(&world), &setCompletionByAnyoneCall { allowed: true });
    }
    world.refuse::<WithdrawerNotCaller>(ALICE, delegation(&world), &both);
    world.act(ALICE, delegation(&world), &several(&[as_tokens(&world, &bobs)]));
    assert_eq!((world.held(world.lst, ALICE), world.held(world.lst, BOB)), (U256::ZERO, ether(4)));
}

#[test]
fn arrays_of_a_completion_are_of_one_length() {
    let world = fresh();
    let [alices, _] = due(&world);
    let good = as_tokens(&world, &alices);
    for tokens in [vec![], vec![world.lst; 2]] {
        for as_tokens in [true, false] {
            let call = completeQueuedWithdrawalCall {
                tokens: tokens.clone(),
                receiveAsTokens: as_tokens,
                ..good.clone()
            };
            world.refuse::<InputArrayLengthMismatch>(ALICE, delegation(&world), &call);
        }
    }
    // Of a withdrawal with more shares than strategies no root was ever queued; the lengths are looked at first.
    let uneven = Withdrawal { scaledShares: vec![ether(4); 2], ..alices.clone() };
    world.refuse::<InputArrayLengthMismatch>(ALICE, delegation(&world), &as_tokens(&world, &uneven));
    let batch = several(std::slice::from_ref(&good));
    let fewer_tokens = completeQueuedWithdrawalsCall { tokens: vec![], ..batch.clone() };
    let fewer_modes = completeQueuedWithdrawalsCall { receiveAsTokens: vec![], ..batch.clone() };
    let more_modes = completeQueuedWithdrawalsCall { receiveAsTokens: vec![true; 2], ..batch.clone() };
    for call in [fewer_tokens, fewer_modes, more_modes] {
        world.refuse::<InputArrayLengthMismatch>(ALICE, delegation(&world), &call);
    }
    let done = world.act(ALICE, delegation(&world), &several(&[]));
    assert!(done.events::<SlashingWithdrawalCompleted>().is_empty());
    world.act(ALICE, delegation(&world), &batch);
}

#[test]
fn a_completion_is_asked_for_arrays_caller_queue_and_delay_in_this_order() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(10));
    let early = queue(&world, ALICE, world.strategy(world.lst), ether(4));
    let unknown = Withdrawal { nonce: U256::from(9), ..early.clone() };
    let uneven = completeQueuedWithdrawalCall { tokens: vec![], ..as_tokens(&world, &unknown) };
    world.refuse::<InputArrayLengthMismatch>(BOB, delegation(&world), &uneven);
    world.refuse::<WithdrawerNotCaller>(BOB, delegation(&world), &as_tokens(&world, &unknown));
    world.refuse::<WithdrawalNotQueued>(ALICE, delegation(&world), &as_tokens(&world, &unknown));
    world.refuse::<WithdrawalDelayNotElapsed>(ALICE, delegation(&world), &as_tokens(&world, &early));
}

/// An entry that came to nothing once made the whole withdrawal revert, and what was left of the others with it.
#[test]
fn a_strategy_that_came_to_nothing_is_skipped_and_the_others_are_paid() {
    for receive_as_tokens in [true, false] {
        let world = fresh();
        let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
        open_service(&world);
        create_sets(&world, &[1], &[lst]);
        world.register_operator(OPERATOR, 0);
        world.register_operator(OTHER_OPERATOR, 0);
        world.deposit_lst(ALICE, ether(4));
        let deposit = depositETHIntoStrategyCall { strategy: weth };
        world.pay(ALICE, world.at("strategy-manager"), &deposit, ether(3));
        world.delegate(ALICE, OPERATOR);
        world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
        world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, ONE));
        let both = withdraw(&[(lst, ether(4)), (weth, ether(3))]);
        let withdrawal = queued(&world.act(ALICE, delegation(&world), &both)).remove(0);
        let ruin = slash(OPERATOR, 1, vec![lst], vec![ether(1)]);
        world.act(SERVICE_OWNER, world.at("slasher"), &ruin);
        pass_delay(&world);
        let tokens = vec![world.lst, world.weth];
        let call = completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: receive_as_tokens };
        // Though the operator of now is fully slashed there: nothing is added, so nothing is refused.
        let done = world.act(ALICE, delegation(&world), &call);
        let payouts = done.events::<WithdrawalPaid>().remove(0).payouts;
        let paid: Vec<_> = payouts.iter().map(|one| (one.lostShares, one.paidShares)).collect();
        assert_eq!(paid, [(ether(4), U256::ZERO), (U256::ZERO, ether(3))]);
        let gained = if receive_as_tokens {
            world.held(world.weth, ALICE)
        } else {
            staker_shares(&world, ALICE, weth).1
        };
        assert_eq!(gained, ether(3));
    }
}

/// Cantina (medium): as tokens or as shares for all strategies at once, one that can only be taken in one way and one only in
/// the other were stuck together. Here each has its own mode; what one mode refuses is refused without harm.
#[test]
fn a_refused_mode_leaves_the_withdrawal_to_be_completed_in_another() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(4));
    let withdrawal = queue(&world, ALICE, lst, ether(4));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, ONE));
    world.act(SERVICE_OWNER, world.at("slasher"), &slash(OPERATOR, 1, vec![lst], vec![ether(1)]));
    pass_delay(&world);
    world.refuse::<FullySlashed>(ALICE, delegation(&world), &as_shares(&world, &withdrawal));
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(4));
}
