//! A pause is answered where the reference answers it: mostly before anything else is looked at.

use alloy::primitives::{Address, Bytes, U256};
use interfaces::sol::IDelegationManager::{
    ActivelyDelegated, CallerCannotUndelegate, InvalidSignature, NotActivelyDelegated, OperatorNotRegistered,
    OperatorsCannotUndelegate, QueuedWithdrawalParams, SignatureWithExpiry, completeQueuedWithdrawalCall,
    delegateToCall, queueWithdrawalsCall, registerAsOperatorCall, undelegateCall,
};
use interfaces::sol::IPausable::CurrentlyPaused;
use interfaces::sol::IStrategyManager::{
    OperatorSet, clearBurnOrRedistributableSharesCall, depositIntoStrategyCall,
    depositIntoStrategyWithSignatureCall,
};
use interfaces::sol::{IStrategy, IStrategyFactory};

use super::pause;
use crate::harness::queue::queue;
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, BOB, GOVERNANCE, OPERATOR, STRANGER, ether, fresh, speaking};

#[test]
fn paused_deposits_are_refused_before_strategy_token_amount_and_signature_are_looked_at() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    pause(&world, manager, 1);
    let call = depositIntoStrategyCall { strategy: STRANGER, token: STRANGER, amount: U256::ZERO };
    world.refuse::<CurrentlyPaused>(ALICE, manager, &call);
    let signed = depositIntoStrategyWithSignatureCall {
        strategy: STRANGER,
        token: STRANGER,
        amount: U256::ZERO,
        staker: BOB,
        expiry: U256::ZERO,
        signature: Bytes::new(),
    };
    world.refuse::<CurrentlyPaused>(ALICE, manager, &signed);
}

#[test]
fn a_paused_strategy_does_not_ask_who_calls() {
    let world = fresh();
    let strategy = world.strategy(world.lst);
    pause(&world, strategy, 0b11);
    let deposit = IStrategy::depositReceivedCall { token: STRANGER, balanceBefore: U256::ZERO };
    world.refuse::<CurrentlyPaused>(STRANGER, strategy, &deposit);
    let withdraw = IStrategy::withdrawCall { recipient: STRANGER, token: STRANGER, amountShares: U256::MAX };
    world.refuse::<CurrentlyPaused>(STRANGER, strategy, &withdraw);
    world.refuse::<CurrentlyPaused>(speaking(&world, world.at("strategy-manager")), strategy, &withdraw);
}

#[test]
fn paused_queueing_and_completing_look_at_nothing_else() {
    let world = fresh();
    let delegation = world.at("delegation-manager");
    world.deposit_lst(ALICE, ether(1));
    let withdrawal = queue(&world, ALICE, world.strategy(world.lst), ether(1));
    pause(&world, delegation, 0b110);
    let uneven = QueuedWithdrawalParams {
        strategies: vec![STRANGER],
        depositShares: Vec::new(),
        __deprecated_withdrawer: Address::ZERO,
    };
    world.refuse::<CurrentlyPaused>(ALICE, delegation, &queueWithdrawalsCall { params: vec![uneven] });
    world.refuse::<CurrentlyPaused>(ALICE, delegation, &queueWithdrawalsCall { params: Vec::new() });
    let too_early = completeQueuedWithdrawalCall { withdrawal, tokens: Vec::new(), receiveAsTokens: true };
    world.refuse::<CurrentlyPaused>(STRANGER, delegation, &too_early);
}

#[test]
fn who_may_not_delegate_or_undelegate_hears_that_and_not_of_the_pause() {
    let world = fresh();
    let delegation = world.at("delegation-manager");
    let register = registerAsOperatorCall {
        initDelegationApprover: GOVERNANCE,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    world.act(OPERATOR, delegation, &register);
    let open = registerAsOperatorCall { initDelegationApprover: Address::ZERO, ..register.clone() };
    world.act(BOB, delegation, &open);
    world.delegate(ALICE, BOB);
    pause(&world, delegation, 0b11);
    world.refuse::<ActivelyDelegated>(ALICE, delegation, &delegate_to(BOB));
    world.refuse::<ActivelyDelegated>(ALICE, delegation, &register);
    world.refuse::<OperatorNotRegistered>(STRANGER, delegation, &delegate_to(ALICE));
    let unsigned = SignatureWithExpiry { signature: Bytes::new(), expiry: U256::MAX };
    let unapproved = delegateToCall { approverSignatureAndExpiry: unsigned, ..delegate_to(OPERATOR) };
    world.refuse::<InvalidSignature>(STRANGER, delegation, &unapproved);
    world.refuse::<NotActivelyDelegated>(STRANGER, delegation, &undelegateCall { staker: STRANGER });
    world.refuse::<OperatorsCannotUndelegate>(BOB, delegation, &undelegateCall { staker: BOB });
    world.refuse::<CallerCannotUndelegate>(STRANGER, delegation, &undelegateCall { staker: ALICE });
    for (who, call) in [(ALICE, ALICE), (BOB, ALICE)] {
        world.refuse::<CurrentlyPaused>(who, delegation, &undelegateCall { staker: call });
    }
    world.refuse::<CurrentlyPaused>(STRANGER, delegation, &delegate_to(BOB));
}

#[test]
fn paused_clearing_does_not_ask_whether_the_slash_exists_nor_paused_strategies_whether_the_token_does() {
    let world = fresh();
    let (manager, factory) = (world.at("strategy-manager"), world.at("strategy-factory"));
    pause(&world, manager, 0b10);
    let operator_set = OperatorSet { avs: STRANGER, id: 9 };
    let clear = clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::MAX };
    world.refuse::<CurrentlyPaused>(STRANGER, manager, &clear);
    pause(&world, factory, 1);
    let create = IStrategyFactory::deployNewStrategyCall { token: Address::ZERO };
    world.refuse::<CurrentlyPaused>(STRANGER, factory, &create);
}
