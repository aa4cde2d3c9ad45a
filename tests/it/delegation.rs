//! Who is delegated to whom, what that does to shares, and who may end it.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager;
use interfaces::sol::IDelegationManager::{
    self, ActivelyDelegated, CallerCannotUndelegate, InvalidPermissions, InvalidSignature,
    NotActivelyDelegated, OperatorNotRegistered, OperatorsCannotUndelegate, SignatureExpired,
    SlashingWithdrawalQueued, delegatedToCall, modifyOperatorDetailsCall, redelegateCall,
    registerAsOperatorCall, undelegateCall, updateOperatorMetadataURICall,
};
use interfaces::sol::IPermissionController::setAppointeeCall;

use crate::harness::queue::{as_shares, pass_delay, queued};
use crate::harness::strategies::{deposit, open_strategies, operator_shares, staker_shares};
use crate::harness::world::delegate_to;
use crate::harness::{
    ALICE, BOB, GOVERNANCE, OPERATOR, OTHER_OPERATOR, STRANGER, Token, World, ether, fresh,
};

const APPROVER: Address = GOVERNANCE;

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

fn operator_of(world: &World, staker: Address) -> Address {
    world.view(delegation(world), &delegatedToCall { staker })
}

fn register(approver: Address) -> registerAsOperatorCall {
    registerAsOperatorCall {
        initDelegationApprover: approver,
        allocationDelay: 0,
        metadataURI: "ipfs://operator".into(),
    }
}

fn redelegate(operator: Address) -> redelegateCall {
    let none = IDelegationManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    redelegateCall { newOperator: operator, newOperatorApproverSig: none, approverSalt: B256::ZERO }
}

#[test]
fn delegating_turns_deposits_into_operator_shares_and_later_deposits_add_to_them() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(10));
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);

    let done = world.delegate(ALICE, OPERATOR);
    let event = &done.events::<IDelegationManager::StakerDelegated>()[0];
    assert_eq!((event.staker, event.operator), (ALICE, OPERATOR));
    let event = &done.events::<IDelegationManager::OperatorSharesIncreased>()[0];
    assert_eq!(
        (event.operator, event.staker, event.strategy, event.shares),
        (OPERATOR, ALICE, lst, ether(10))
    );
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(10));

    world.deposit_lst(ALICE, ether(5));
    world.deposit_lst(BOB, ether(100));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(15), "Bob is not delegated");
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(15), ether(15)));
}

#[test]
fn an_operator_is_delegated_to_itself_with_what_it_has_deposited() {
    let world = fresh();
    world.deposit_lst(OPERATOR, ether(3));
    let done = world.act(OPERATOR, delegation(&world), &register(APPROVER));
    assert_eq!(operator_of(&world, OPERATOR), OPERATOR);
    assert_eq!(operator_shares(&world, OPERATOR, world.strategy(world.lst)), ether(3));
    let event = &done.events::<IDelegationManager::OperatorRegistered>()[0];
    assert_eq!((event.operator, event.delegationApprover), (OPERATOR, APPROVER));
    let event = &done.events::<IDelegationManager::OperatorMetadataURIUpdated>()[0];
    assert_eq!((event.operator, event.metadataURI.as_str()), (OPERATOR, "ipfs://operator"));
    world.refuse::<ActivelyDelegated>(OPERATOR, delegation(&world), &register(APPROVER));
    world.register_operator(OTHER_OPERATOR, 0);
    world.refuse::<ActivelyDelegated>(OPERATOR, delegation(&world), &delegate_to(OTHER_OPERATOR));
}

#[test]
fn undelegating_queues_everything_one_withdrawal_per_strategy() {
    let world = fresh();
    let (manager, lst) = (world.at("strategy-manager"), world.strategy(world.lst));
    let other = open_strategies(&world, 1)[0];
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    world.deposit_lst(ALICE, ether(10));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(4) });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount: ether(4) });
    world.act(ALICE, manager, &deposit(&world, other, ether(4)));

    let done = world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    assert_eq!(done.events::<IDelegationManager::StakerUndelegated>()[0].operator, OPERATOR);
    assert_eq!(done.events::<IDelegationManager::StakerForceUndelegated>().len(), 0);
    assert_eq!(operator_of(&world, ALICE), Address::ZERO);
    let events = done.events::<SlashingWithdrawalQueued>();
    let contents: Vec<_> =
        events.iter().map(|e| (e.withdrawal.strategies.clone(), e.sharesToWithdraw.clone())).collect();
    assert_eq!(contents, [(vec![lst], vec![ether(10)]), (vec![other], vec![ether(4)])]);
    let roots: Vec<B256> = events.iter().map(|event| event.withdrawalRoot).collect();
    assert_eq!(done.returned::<undelegateCall>(), roots);
    for root in roots {
        let ask = IDelegationManager::pendingWithdrawalsCall { withdrawalRoot: root };
        assert!(world.view(delegation(&world), &ask));
    }
    for strategy in [lst, other] {
        assert_eq!(operator_shares(&world, OPERATOR, strategy), U256::ZERO);
        assert_eq!(staker_shares(&world, ALICE, strategy), (U256::ZERO, U256::ZERO));
    }
}

#[test]
fn the_operator_its_approver_and_its_appointee_undelegate_a_staker_and_no_stranger_does() {
    let world = fresh();
    world.act(OPERATOR, delegation(&world), &register(Address::ZERO));
    world.delegate(ALICE, OPERATOR);
    world.delegate(BOB, OPERATOR);
    let details = modifyOperatorDetailsCall { operator: OPERATOR, newDelegationApprover: APPROVER };
    world.act(OPERATOR, delegation(&world), &details);
    let eject = undelegateCall { staker: ALICE };
    for who in [STRANGER, BOB] {
        world.refuse::<CallerCannotUndelegate>(who, delegation(&world), &eject);
    }
    let done = world.act(APPROVER, delegation(&world), &eject);
    let event = &done.events::<IDelegationManager::StakerForceUndelegated>()[0];
    assert_eq!((event.staker, event.operator), (ALICE, OPERATOR));
    assert_eq!(operator_of(&world, ALICE), Address::ZERO);

    world.act(OPERATOR, delegation(&world), &undelegateCall { staker: BOB });
    assert_eq!(operator_of(&world, BOB), Address::ZERO);

    let open = modifyOperatorDetailsCall { operator: OPERATOR, newDelegationApprover: Address::ZERO };
    world.act(OPERATOR, delegation(&world), &open);
    world.delegate(ALICE, OPERATOR);
    world.refuse::<CallerCannotUndelegate>(APPROVER, delegation(&world), &eject);
    let appoint = setAppointeeCall {
        account: OPERATOR,
        appointee: STRANGER,
        target: delegation(&world),
        selector: undelegateCall::SELECTOR.into(),
    };
    world.act(OPERATOR, world.at("permission-controller"), &appoint);
    world.act(STRANGER, delegation(&world), &eject);
    assert_eq!(operator_of(&world, ALICE), Address::ZERO);
}

#[test]
fn operators_are_operators_for_good() {
    let world = fresh();
    world.act(OPERATOR, delegation(&world), &register(APPROVER));
    world.register_operator(OTHER_OPERATOR, 0);
    for who in [OPERATOR, APPROVER, STRANGER] {
        let call = undelegateCall { staker: OPERATOR };
        world.refuse::<OperatorsCannotUndelegate>(who, delegation(&world), &call);
    }
    world.refuse::<OperatorsCannotUndelegate>(OPERATOR, delegation(&world), &redelegate(OTHER_OPERATOR));
}

#[test]
fn who_is_not_delegated_cannot_undelegate() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.refuse::<NotActivelyDelegated>(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    world.refuse::<NotActivelyDelegated>(ALICE, delegation(&world), &redelegate(OPERATOR));
}

/// The reference's behaviour 14.
#[test]
fn redelegating_moves_the_staker_at_once_and_its_shares_when_completed_as_shares() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    world.register_operator(OPERATOR, 0);
    world.register_operator(OTHER_OPERATOR, 0);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    world.refuse::<OperatorNotRegistered>(ALICE, delegation(&world), &redelegate(STRANGER));
    let done = world.act(ALICE, delegation(&world), &redelegate(OTHER_OPERATOR));
    assert_eq!(operator_of(&world, ALICE), OTHER_OPERATOR);
    let shares = |operator| operator_shares(&world, operator, lst);
    assert_eq!((shares(OPERATOR), shares(OTHER_OPERATOR)), (U256::ZERO, U256::ZERO));
    let withdrawal = queued(&done).remove(0);
    assert_eq!(withdrawal.delegatedTo, OPERATOR);
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_shares(&world, &withdrawal));
    assert_eq!((shares(OPERATOR), shares(OTHER_OPERATOR)), (U256::ZERO, ether(10)));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(10), ether(10)));
}

#[test]
fn an_operators_details_are_its_own_to_change() {
    let world = fresh();
    let details = |operator| modifyOperatorDetailsCall { operator, newDelegationApprover: APPROVER };
    let metadata = |operator| updateOperatorMetadataURICall { operator, metadataURI: "ipfs://new".into() };
    world.refuse::<OperatorNotRegistered>(OPERATOR, delegation(&world), &details(OPERATOR));
    world.refuse::<OperatorNotRegistered>(OPERATOR, delegation(&world), &metadata(OPERATOR));
    world.register_operator(OPERATOR, 0);
    for who in [STRANGER, APPROVER] {
        world.refuse::<InvalidPermissions>(who, delegation(&world), &details(OPERATOR));
        world.refuse::<InvalidPermissions>(who, delegation(&world), &metadata(OPERATOR));
    }
    let done = world.act(OPERATOR, delegation(&world), &details(OPERATOR));
    let event = &done.events::<IDelegationManager::DelegationApproverUpdated>()[0];
    assert_eq!((event.operator, event.newDelegationApprover), (OPERATOR, APPROVER));
    let ask = IDelegationManager::delegationApproverCall { operator: OPERATOR };
    assert_eq!(world.view(delegation(&world), &ask), APPROVER);
    let done = world.act(OPERATOR, delegation(&world), &metadata(OPERATOR));
    assert_eq!(done.events::<IDelegationManager::OperatorMetadataURIUpdated>()[0].metadataURI, "ipfs://new");
}

#[test]
fn who_is_delegated_becomes_no_operator_until_undelegated() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    world.refuse::<ActivelyDelegated>(ALICE, delegation(&world), &register(Address::ZERO));
    world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    world.act(ALICE, delegation(&world), &register(Address::ZERO));
    assert_eq!(operator_of(&world, ALICE), ALICE);
    world.delegate(BOB, ALICE);
    assert_eq!(operator_of(&world, BOB), ALICE);
}

#[test]
fn undelegating_with_nothing_deposited_queues_nothing() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let done = world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    assert!(done.returned::<undelegateCall>().is_empty() && queued(&done).is_empty());
    assert_eq!(operator_of(&world, ALICE), Address::ZERO);
    let ask = IDelegationManager::cumulativeWithdrawalsQueuedCall { staker: ALICE };
    assert_eq!(world.view(delegation(&world), &ask), U256::ZERO);
}

#[test]
fn a_redelegation_the_new_operator_does_not_approve_changes_nothing() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.act(OTHER_OPERATOR, delegation(&world), &register(APPROVER));
    world.deposit_lst(ALICE, ether(5));
    world.delegate(ALICE, OPERATOR);
    let mut unapproved = redelegate(OTHER_OPERATOR);
    world.refuse::<SignatureExpired>(ALICE, delegation(&world), &unapproved);
    unapproved.newOperatorApproverSig.expiry = U256::MAX;
    world.refuse::<InvalidSignature>(ALICE, delegation(&world), &unapproved);
    assert_eq!(operator_of(&world, ALICE), OPERATOR);
    // The operator one leaves may be the one one goes to.
    world.act(ALICE, delegation(&world), &redelegate(OPERATOR));
    assert_eq!(operator_of(&world, ALICE), OPERATOR);
    assert_eq!(operator_shares(&world, OPERATOR, world.strategy(world.lst)), U256::ZERO);
}

#[test]
fn an_allocation_delay_given_when_registering_counts_from_the_next_block() {
    let world = fresh();
    let call = registerAsOperatorCall { allocationDelay: 12, ..register(Address::ZERO) };
    world.act(OPERATOR, delegation(&world), &call);
    world.pass_blocks(1);
    let ask = IAllocationManager::getAllocationDelayCall { operator: OPERATOR };
    let found = world.view(world.at("slasher"), &ask);
    assert_eq!((found._0, found._1), (true, 12));
}

#[test]
fn who_is_in_32_strategies_can_undelegate_at_once_and_come_back_in_all_of_them() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    let strategies = open_strategies(&world, 32);
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(32) });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount: ether(32) });
    for strategy in &strategies {
        world.act(ALICE, manager, &deposit(&world, *strategy, ether(1)));
    }
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let withdrawals = queued(&world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE }));
    let of: Vec<Address> = withdrawals.iter().map(|withdrawal| withdrawal.strategies[0]).collect();
    assert_eq!(of, strategies);
    pass_delay(&world);
    let calls: Vec<_> = withdrawals.iter().map(|withdrawal| as_shares(&world, withdrawal)).collect();
    let all = IDelegationManager::completeQueuedWithdrawalsCall {
        withdrawals,
        tokens: calls.iter().map(|call| call.tokens.clone()).collect(),
        receiveAsTokens: vec![false; strategies.len()],
    };
    world.act(ALICE, delegation(&world), &all);
    world.delegate(ALICE, OPERATOR);
    for strategy in strategies {
        assert_eq!(operator_shares(&world, OPERATOR, strategy), ether(1));
    }
}
