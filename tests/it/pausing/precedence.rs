//! A pause is answered where the reference answers it: mostly before anything else is looked at.

use alloy::primitives::{Address, Bytes, U256};
use interfaces::sol::IAVSDirectory::{deregisterOperatorFromAVSCall, registerOperatorToAVSCall};
use interfaces::sol::IAllocationManager::{
    InsufficientMagnitude, InvalidOperatorSet, InvalidPermissions, ModificationAlreadyPending, SameMagnitude,
    clearDeallocationQueueCall, modifyAllocationsCall,
};
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

use super::leavers::PAUSE;
use super::{HALF, allocated, clear_queue, pause, register_signed};
use crate::harness::clock::{next_block_at, now};
use crate::harness::queue::queue;
use crate::harness::sets::{allocate, join, leave, slash};
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, BOB, GOVERNANCE, OPERATOR, SERVICE_OWNER, STRANGER, ether, fresh, speaking};

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

#[test]
fn a_paused_slasher_does_not_ask_who_calls_nor_whether_set_operator_or_lengths_are_right() {
    let world = fresh();
    let (slasher, lst) = (world.at("slasher"), allocated(&world));
    pause(&world, slasher, 0b111);
    let mut uneven = allocate(STRANGER, 9, lst, 1);
    uneven.params[0].newMagnitudes.clear();
    let nothing = modifyAllocationsCall { operator: OPERATOR, params: Vec::new() };
    for call in [uneven, allocate(OPERATOR, 1, lst, HALF), allocate(OPERATOR, 1, lst, u64::MAX), nothing] {
        world.refuse::<CurrentlyPaused>(STRANGER, slasher, &call);
    }
    let uneven = clearDeallocationQueueCall { numToClear: Vec::new(), ..clear_queue(lst) };
    world.refuse::<CurrentlyPaused>(STRANGER, slasher, &uneven);
    for call in [slash(STRANGER, 9, vec![lst], Vec::new()), slash(OPERATOR, 1, vec![lst], vec![U256::ZERO])] {
        world.refuse::<CurrentlyPaused>(STRANGER, slasher, &call);
    }
    for (operator, id) in [(STRANGER, 1), (OPERATOR, 1), (OPERATOR, 9)] {
        world.refuse::<CurrentlyPaused>(ALICE, slasher, &join(operator, &[id]));
        world.refuse::<CurrentlyPaused>(ALICE, slasher, &leave(operator, &[id]));
    }
}

#[test]
fn a_paused_avs_directory_does_not_ask_who_is_registered_nor_who_signed() {
    let world = fresh();
    let directory = world.at("avs-directory");
    world.register_operator(OPERATOR, 0);
    let signed = register_signed(&world, OPERATOR);
    world.act(SERVICE_OWNER, directory, &signed);
    pause(&world, directory, 1);
    let stranger = registerOperatorToAVSCall { operator: STRANGER, ..signed.clone() };
    for call in [&signed, &stranger] {
        world.refuse::<CurrentlyPaused>(SERVICE_OWNER, directory, call);
        world.refuse::<CurrentlyPaused>(ALICE, directory, call);
    }
    for operator in [OPERATOR, STRANGER] {
        let call = deregisterOperatorFromAVSCall { operator };
        world.refuse::<CurrentlyPaused>(ALICE, directory, &call);
    }
}

/// A call of `modifyAllocations` can be an exit as a whole: what makes it none is found as late as what it changes.
#[test]
fn once_decreases_are_open_again_increases_hear_of_the_pause_last() {
    let world = fresh();
    let (slasher, lst) = (world.at("slasher"), allocated(&world));
    pause(&world, slasher, 1);
    next_block_at(&world, now(&world) + PAUSE);
    let more = allocate(OPERATOR, 3, lst, 1);
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &more);
    world.refuse::<InvalidOperatorSet>(OPERATOR, slasher, &allocate(OPERATOR, 9, lst, 1));
    world.refuse::<SameMagnitude>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &more);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.refuse::<ModificationAlreadyPending>(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, HALF));
    world.refuse::<InsufficientMagnitude>(OPERATOR, slasher, &more);
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher, &more);
}
