//! What the ways in and out emit, in which order and with what in it: all an indexer needs to know who has what.

use alloy::primitives::{Address, B256, U256};
use alloy::sol_types::SolEvent;
use interfaces::sol::IAllocationManager::AllocationDelaySet;
use interfaces::sol::IDelegationManager::{
    DelegationApproverUpdated, DepositScalingFactorUpdated, OperatorMetadataURIUpdated, OperatorRegistered,
    OperatorSharesDecreased, OperatorSharesIncreased, OperatorSharesSlashed, SlashingWithdrawalCompleted,
    SlashingWithdrawalQueued, StakerDelegated, StakerForceUndelegated, StakerUndelegated, WithdrawalPaid,
    redelegateCall, undelegateCall,
};
use interfaces::sol::IStrategy::ExchangeRateEmitted;
use interfaces::sol::IStrategyManager::{
    BurnOrRedistributableSharesIncreased, Deposit, depositETHIntoStrategyCall,
};

use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::operator_shares;
use crate::harness::world::{delegate_to, percent};
use crate::harness::{ALICE, BOB, Done, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, World, ether, fresh};

/// Alice, delegated, with 10 LST and 4 WETH; both strategies.
fn staked(world: &World) -> (Address, Address) {
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(10));
    world.pay(ALICE, world.at("strategy-manager"), &depositETHIntoStrategyCall { strategy: weth }, ether(4));
    world.delegate(ALICE, OPERATOR);
    (lst, weth)
}

/// The kinds of events of all contracts that take part in deposits, delegation and withdrawals.
fn kinds(world: &World, done: &Done) -> Vec<B256> {
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    let programs = ["slasher", "strategy-manager", "delegation-manager"].map(|name| world.at(name));
    done.kinds(&[&programs[..], &[lst, weth]].concat())
}

fn increases(done: &Done) -> Vec<(Address, Address, Address, U256)> {
    let events = done.events::<OperatorSharesIncreased>().into_iter();
    events.map(|event| (event.operator, event.staker, event.strategy, event.shares)).collect()
}

fn decreases(done: &Done) -> Vec<(Address, Address, Address, U256)> {
    let events = done.events::<OperatorSharesDecreased>().into_iter();
    events.map(|event| (event.operator, event.staker, event.strategy, event.shares)).collect()
}

fn factors(done: &Done) -> Vec<(Address, Address, U256)> {
    let events = done.events::<DepositScalingFactorUpdated>().into_iter();
    events.map(|event| (event.staker, event.strategy, event.newDepositScalingFactor)).collect()
}

#[test]
fn a_deposit_says_rate_shares_factor_and_with_an_operator_its_gain() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let always = [
        ExchangeRateEmitted::SIGNATURE_HASH,
        Deposit::SIGNATURE_HASH,
        DepositScalingFactorUpdated::SIGNATURE_HASH,
    ];
    let alone = world.deposit_lst(BOB, ether(3));
    assert_eq!(kinds(&world, &alone), always);
    let led = world.deposit_lst(ALICE, ether(2));
    assert_eq!(kinds(&world, &led), [&always[..], &[OperatorSharesIncreased::SIGNATURE_HASH]].concat());
    for (done, staker, amount) in [(&alone, BOB, ether(3)), (&led, ALICE, ether(2))] {
        let deposit = done.events::<Deposit>().remove(0);
        assert_eq!((deposit.staker, deposit.strategy, deposit.shares), (staker, lst, amount));
        assert_eq!(factors(done), [(staker, lst, ether(1))]);
    }
    assert_eq!(increases(&led), [(OPERATOR, ALICE, lst, ether(2))]);
}

#[test]
fn registering_says_delay_approver_delegation_and_what_the_operator_brings() {
    let world = fresh();
    world.deposit_lst(OPERATOR, ether(3));
    let done = world.register_operator(OPERATOR, 7);
    let expected = [
        AllocationDelaySet::SIGNATURE_HASH,
        DelegationApproverUpdated::SIGNATURE_HASH,
        StakerDelegated::SIGNATURE_HASH,
        DepositScalingFactorUpdated::SIGNATURE_HASH,
        OperatorSharesIncreased::SIGNATURE_HASH,
        OperatorRegistered::SIGNATURE_HASH,
        OperatorMetadataURIUpdated::SIGNATURE_HASH,
    ];
    assert_eq!(kinds(&world, &done), expected);
    let delegated = done.events::<StakerDelegated>().remove(0);
    assert_eq!((delegated.staker, delegated.operator), (OPERATOR, OPERATOR));
    assert_eq!(increases(&done), [(OPERATOR, OPERATOR, world.strategy(world.lst), ether(3))]);
    let delay = done.events::<AllocationDelaySet>().remove(0);
    assert_eq!((delay.operator, delay.delay), (OPERATOR, 7));
}

#[test]
fn delegating_says_factor_and_gain_of_every_strategy_in_the_order_of_the_list() {
    let world = fresh();
    let (lst, weth) = staked(&world);
    world.deposit_lst(BOB, ether(1));
    world.pay(BOB, world.at("strategy-manager"), &depositETHIntoStrategyCall { strategy: weth }, ether(2));
    let done = world.delegate(BOB, OPERATOR);
    let each = [DepositScalingFactorUpdated::SIGNATURE_HASH, OperatorSharesIncreased::SIGNATURE_HASH];
    assert_eq!(kinds(&world, &done), [&[StakerDelegated::SIGNATURE_HASH], &each[..], &each].concat());
    assert_eq!(factors(&done), [(BOB, lst, ether(1)), (BOB, weth, ether(1))]);
    assert_eq!(increases(&done), [(OPERATOR, BOB, lst, ether(1)), (OPERATOR, BOB, weth, ether(2))]);
}

/// Early releases of the reference started a factor anew in silence, so that an indexer went on with the old one.
#[test]
fn queueing_says_what_the_operator_loses_and_which_factors_start_anew() {
    let world = fresh();
    let (lst, weth) = staked(&world);
    let call = withdraw(&[(lst, ether(10)), (weth, ether(1))]);
    let done = world.act(ALICE, world.at("delegation-manager"), &call);
    let expected = [
        OperatorSharesDecreased::SIGNATURE_HASH,
        DepositScalingFactorUpdated::SIGNATURE_HASH,
        OperatorSharesDecreased::SIGNATURE_HASH,
        SlashingWithdrawalQueued::SIGNATURE_HASH,
    ];
    assert_eq!(kinds(&world, &done), expected);
    assert_eq!(decreases(&done), [(OPERATOR, ALICE, lst, ether(10)), (OPERATOR, ALICE, weth, ether(1))]);
    assert_eq!(factors(&done), [(ALICE, lst, ether(1))]);
    let event = done.events::<SlashingWithdrawalQueued>().remove(0);
    assert_eq!(event.sharesToWithdraw, [ether(10), ether(1)]);
    let withdrawal = event.withdrawal;
    assert_eq!((withdrawal.staker, withdrawal.withdrawer, withdrawal.delegatedTo), (ALICE, ALICE, OPERATOR));
    assert_eq!((withdrawal.nonce, u64::from(withdrawal.startBlock)), (U256::ZERO, world.block()));
    assert_eq!(
        (withdrawal.strategies, withdrawal.scaledShares),
        (vec![lst, weth], vec![ether(10), ether(1)])
    );
}

#[test]
fn queueing_without_an_operator_says_nothing_of_operators() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let done =
        world.act(ALICE, world.at("delegation-manager"), &withdraw(&[(world.strategy(world.lst), ether(2))]));
    assert_eq!(kinds(&world, &done), [SlashingWithdrawalQueued::SIGNATURE_HASH]);
    assert_eq!(queued(&done)[0].delegatedTo, Address::ZERO);
}

#[test]
fn undelegating_by_force_says_so_first_and_then_what_every_strategy_does() {
    let world = fresh();
    let (lst, weth) = staked(&world);
    let done = world.act(OPERATOR, world.at("delegation-manager"), &undelegateCall { staker: ALICE });
    let each = [
        OperatorSharesDecreased::SIGNATURE_HASH,
        DepositScalingFactorUpdated::SIGNATURE_HASH,
        SlashingWithdrawalQueued::SIGNATURE_HASH,
    ];
    let before = [StakerForceUndelegated::SIGNATURE_HASH, StakerUndelegated::SIGNATURE_HASH];
    assert_eq!(kinds(&world, &done), [&before[..], &each, &each].concat());
    assert_eq!(decreases(&done), [(OPERATOR, ALICE, lst, ether(10)), (OPERATOR, ALICE, weth, ether(4))]);
    assert_eq!(factors(&done), [(ALICE, lst, ether(1)), (ALICE, weth, ether(1))]);
    for withdrawal in queued(&done) {
        assert_eq!((withdrawal.staker, withdrawal.withdrawer), (ALICE, ALICE), "forced out, not robbed");
    }
}

#[test]
fn redelegating_says_the_end_of_one_delegation_before_the_start_of_the_next() {
    let world = fresh();
    staked(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    let approval = delegate_to(OTHER_OPERATOR);
    let call = redelegateCall {
        newOperator: OTHER_OPERATOR,
        newOperatorApproverSig: approval.approverSignatureAndExpiry,
        approverSalt: approval.approverSalt,
    };
    let done = world.act(ALICE, world.at("delegation-manager"), &call);
    let kinds = kinds(&world, &done);
    assert_eq!(kinds.first(), Some(&StakerUndelegated::SIGNATURE_HASH));
    assert_eq!(kinds.last(), Some(&StakerDelegated::SIGNATURE_HASH));
    let roots: Vec<B256> =
        done.events::<SlashingWithdrawalQueued>().iter().map(|event| event.withdrawalRoot).collect();
    assert_eq!(done.returned::<redelegateCall>(), roots);
    assert!(increases(&done).is_empty(), "nothing counts for the new operator before it is completed");
}

/// EGSL-06: the event of shares given back once named a token of the caller's choice. It names none any more.
#[test]
fn completing_as_shares_says_what_a_deposit_says_and_tokens_say_the_rate() {
    let world = fresh();
    let (lst, _) = staked(&world);
    let withdrawals = [ether(3), ether(2)].map(|shares| queue(&world, ALICE, lst, shares));
    pass_delay(&world);
    let delegation = world.at("delegation-manager");
    let call = interfaces::sol::IDelegationManager::completeQueuedWithdrawalCall {
        tokens: vec![world.reward],
        ..as_shares(&world, &withdrawals[0])
    };
    let done = world.act(ALICE, delegation, &call);
    let expected = [
        SlashingWithdrawalCompleted::SIGNATURE_HASH,
        Deposit::SIGNATURE_HASH,
        DepositScalingFactorUpdated::SIGNATURE_HASH,
        OperatorSharesIncreased::SIGNATURE_HASH,
        WithdrawalPaid::SIGNATURE_HASH,
    ];
    assert_eq!(kinds(&world, &done), expected);
    let deposit = done.events::<Deposit>().remove(0);
    assert_eq!((deposit.staker, deposit.strategy, deposit.shares), (ALICE, lst, ether(3)));
    assert_eq!(increases(&done), [(OPERATOR, ALICE, lst, ether(3))]);
    let done = world.act(ALICE, delegation, &as_tokens(&world, &withdrawals[1]));
    let expected = [
        SlashingWithdrawalCompleted::SIGNATURE_HASH,
        ExchangeRateEmitted::SIGNATURE_HASH,
        WithdrawalPaid::SIGNATURE_HASH,
    ];
    assert_eq!(kinds(&world, &done), expected);
}

#[test]
fn a_slash_says_what_the_operator_lost_what_is_booked_and_later_what_a_withdrawal_lost() {
    let world = fresh();
    let (lst, _) = staked(&world);
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    let withdrawal = queue(&world, ALICE, lst, ether(4));
    let done = world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(25)]));
    // Of 6 shares with the operator and 4 in the queue.
    let (of_operator, booked) = (percent(150), percent(250));
    assert_eq!(decreases(&done), [(OPERATOR, Address::ZERO, lst, of_operator)]);
    assert_eq!(operator_shares(&world, OPERATOR, lst), percent(450));
    let slashed = done.events::<OperatorSharesSlashed>().remove(0);
    assert_eq!((slashed.operator, slashed.strategy, slashed.totalSlashedShares), (OPERATOR, lst, booked));
    let event = done.events::<BurnOrRedistributableSharesIncreased>().remove(0);
    assert_eq!((event.operatorSet.avs, event.operatorSet.id, event.slashId), (SERVICE_OWNER, 1, U256::ONE));
    assert_eq!((event.strategy, event.shares), (lst, booked));
    pass_delay(&world);
    let done = world.act(ALICE, world.at("delegation-manager"), &as_tokens(&world, &withdrawal));
    let payout = done.events::<WithdrawalPaid>().remove(0).payouts.remove(0);
    assert_eq!((payout.queuedShares, payout.lostShares, payout.paidShares), (ether(4), ether(1), ether(3)));
    assert_eq!(payout.amount, ether(3));
}
