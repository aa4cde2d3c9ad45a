//! Tokens with hooks: what they may not enter while shares move, and that what they may enter finds sound books.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::IDelegationManager::{
    self, Withdrawal, completeQueuedWithdrawalAsCall, completeQueuedWithdrawalCall,
    completeQueuedWithdrawalsCall, redelegateCall, registerAsOperatorCall, undelegateCall,
};
use interfaces::sol::IMulticall::multicallCall;
use interfaces::sol::IStrategyManager::{
    self, OperatorSet, Permit, Reentered, clearBurnOrRedistributableSharesByStrategyCall,
    clearBurnOrRedistributableSharesCall, depositETHAndDelegateCall, depositETHIntoStrategyCall,
    depositIntoStrategyCall, depositIntoStrategyWithPermitCall, depositIntoStrategyWithSignatureCall,
    depositWithPermitAndDelegateCall,
};

use crate::harness::queue::{pass_delay, queue, queued, withdraw};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, BOB, OPERATOR, Token, World, ether, fresh, speaking};
use crate::tokens::{Hostile, listed};

const NOBODY: Address = Address::ZERO;

fn deposit(strategy: Address, token: Address, amount: U256) -> depositIntoStrategyCall {
    depositIntoStrategyCall { strategy, token, amount }
}

/// From now on the token makes this call in every transfer, and fails if it fails.
fn arm(world: &World, token: Address, target: Address, payload: Vec<u8>) {
    let call = Hostile::armCall { target, payload: payload.into(), strict: true };
    world.act(BOB, token, &call);
}

fn disarm(world: &World, token: Address) {
    arm(world, token, NOBODY, Vec::new());
}

/// Calldata of every function of the StrategyManager that moves shares or tokens.
fn of_strategy_manager(strategy: Address, token: Address) -> Vec<Vec<u8>> {
    let amount = U256::ONE;
    let permit = Permit { deadline: U256::ZERO, v: 0, r: B256::ZERO, s: B256::ZERO };
    let approval = IStrategyManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    let signed = depositIntoStrategyWithSignatureCall {
        strategy,
        token,
        amount,
        staker: ALICE,
        expiry: U256::MAX,
        signature: Bytes::new(),
    };
    let all_in_one = depositWithPermitAndDelegateCall {
        strategy,
        token,
        amount,
        permit: permit.clone(),
        operator: OPERATOR,
        approverSignatureAndExpiry: approval.clone(),
        approverSalt: B256::ZERO,
    };
    let wrapping = depositETHAndDelegateCall {
        strategy,
        operator: OPERATOR,
        approverSignatureAndExpiry: approval,
        approverSalt: B256::ZERO,
    };
    let (set, slash_id) = (OperatorSet { avs: ALICE, id: 1 }, U256::ONE);
    let clear = clearBurnOrRedistributableSharesCall { operatorSet: set.clone(), slashId: slash_id };
    let clear_one =
        clearBurnOrRedistributableSharesByStrategyCall { operatorSet: set, slashId: slash_id, strategy };
    let plain = deposit(strategy, token, amount).abi_encode();
    vec![
        multicallCall { data: vec![plain.clone().into()] }.abi_encode(),
        plain,
        signed.abi_encode(),
        depositIntoStrategyWithPermitCall { strategy, token, amount, permit }.abi_encode(),
        all_in_one.abi_encode(),
        depositETHIntoStrategyCall { strategy }.abi_encode(),
        wrapping.abi_encode(),
        clear.abi_encode(),
        clear_one.abi_encode(),
    ]
}

/// Calldata of every function of the DelegationManager that moves shares.
fn of_delegation_manager(withdrawal: &Withdrawal, token: Address) -> Vec<Vec<u8>> {
    let (withdrawals, tokens) = (vec![withdrawal.clone()], vec![token]);
    let several = completeQueuedWithdrawalsCall {
        withdrawals,
        tokens: vec![tokens.clone()],
        receiveAsTokens: vec![true],
    };
    let with_modes =
        completeQueuedWithdrawalAsCall { withdrawal: withdrawal.clone(), tokens, modes: vec![1] };
    let approval = delegate_to(OPERATOR);
    let redelegate = redelegateCall {
        newOperator: OPERATOR,
        newOperatorApproverSig: approval.approverSignatureAndExpiry.clone(),
        approverSalt: approval.approverSalt,
    };
    let register = registerAsOperatorCall {
        initDelegationApprover: NOBODY,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    vec![
        approval.abi_encode(),
        undelegateCall { staker: token }.abi_encode(),
        redelegate.abi_encode(),
        register.abi_encode(),
        complete(withdrawal, token).abi_encode(),
        several.abi_encode(),
        with_modes.abi_encode(),
        withdraw(&[(withdrawal.strategies[0], U256::ONE)]).abi_encode(),
        multicallCall { data: vec![approval.abi_encode().into()] }.abi_encode(),
    ]
}

fn complete(withdrawal: &Withdrawal, token: Address) -> completeQueuedWithdrawalCall {
    let (withdrawal, tokens) = (withdrawal.clone(), vec![token]);
    completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: true }
}

/// Cross-function re-entry: every function that moves shares is closed while one runs.
#[test]
fn while_a_withdrawal_is_paid_no_function_of_either_manager_that_moves_shares_can_be_entered() {
    let world = fresh();
    let (token, strategy) = listed(&world, "ReentrantToken", 18);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    world.register_operator(OPERATOR, 0);
    world.act(ALICE, manager, &deposit(strategy, token, ether(5)));
    let withdrawal = queue(&world, ALICE, strategy, ether(5));
    pass_delay(&world);
    let of_delegation = of_delegation_manager(&withdrawal, token).into_iter().map(|call| (delegation, call));
    let of_manager = of_strategy_manager(strategy, token).into_iter().map(|call| (manager, call));
    for (target, payload) in of_delegation.chain(of_manager) {
        arm(&world, token, target, payload);
        world.refuse::<Reentered>(ALICE, delegation, &complete(&withdrawal, token));
    }
    disarm(&world, token);
    world.act(ALICE, delegation, &complete(&withdrawal, token));
}

#[test]
fn while_a_deposit_runs_no_function_that_takes_deposits_or_clears_slashes_can_be_entered() {
    let world = fresh();
    let (token, strategy) = listed(&world, "ReentrantToken", 18);
    let manager = world.at("strategy-manager");
    for payload in of_strategy_manager(strategy, token) {
        arm(&world, token, manager, payload);
        world.refuse::<Reentered>(ALICE, manager, &deposit(strategy, token, ether(1)));
    }
}

/// A token that is a staker of its own strategy, delegated, with 4 of its units deposited and 3 more to deposit.
fn staking_itself(world: &World) -> (Address, Address) {
    let (token, strategy) = listed(world, "ReentrantToken", 18);
    let manager = world.at("strategy-manager");
    world.register_operator(OPERATOR, 0);
    speaking(world, token);
    world.act(BOB, token, &Token::mintCall { to: token, amount: ether(7) });
    world.act(token, token, &Token::approveCall { spender: manager, amount: ether(7) });
    world.act(token, manager, &deposit(strategy, token, ether(4)));
    world.delegate(token, OPERATOR);
    (token, strategy)
}

/// Certora H-01: each manager has a lock of its own. What a token changes at the other one is read after it ran, not before.
#[test]
fn a_staker_that_queues_everything_in_the_middle_of_its_deposit_has_what_it_deposited() {
    let world = fresh();
    let (token, strategy) = staking_itself(&world);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    arm(&world, token, delegation, withdraw(&[(strategy, ether(4))]).abi_encode());
    let done = world.act(token, manager, &deposit(strategy, token, ether(3)));
    assert_eq!(queued(&done)[0].scaledShares, [ether(4)]);
    assert_eq!(staker_shares(&world, token, strategy), (ether(3), ether(3)));
    assert_eq!(operator_shares(&world, OPERATOR, strategy), ether(3));
    let ask = IStrategyManager::getStakerStrategyListCall { staker: token };
    assert_eq!(world.view(manager, &ask), [strategy]);
    disarm(&world, token);
    world.act(token, delegation, &withdraw(&[(strategy, ether(3))]));
}

/// Certora H-01, with the operator instead of the shares.
#[test]
fn a_staker_that_undelegates_in_the_middle_of_its_deposit_adds_to_no_operator() {
    let world = fresh();
    let (token, strategy) = staking_itself(&world);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    arm(&world, token, delegation, undelegateCall { staker: token }.abi_encode());
    world.act(token, manager, &deposit(strategy, token, ether(3)));
    assert_eq!(staker_shares(&world, token, strategy), (ether(3), ether(3)));
    assert_eq!(operator_shares(&world, OPERATOR, strategy), U256::ZERO);
    let ask = IDelegationManager::delegatedToCall { staker: token };
    assert_eq!(world.view(delegation, &ask), NOBODY);
}
