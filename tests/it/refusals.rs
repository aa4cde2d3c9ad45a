//! Bad input: each gets the reference's typed error, and nobody's books change.

use alloy::primitives::{Address, Bytes, U256};
use interfaces::sol::{
    IAllocationManager, IDelegationManager, IOwnable, IRewardsCoordinator, IStrategy, IStrategyFactory,
    IStrategyManager,
};

use crate::harness::queue::{queued, withdraw};
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, BOB, GOVERNANCE, OPERATOR, STRANGER, Token, World, ether, fresh};

/// Alice with LST and an allowance, nothing deposited.
fn funded(world: &World) {
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(10) });
    let spender = world.at("strategy-manager");
    world.act(ALICE, world.lst, &Token::approveCall { spender, amount: ether(10) });
}

fn deposit(strategy: Address, token: Address, amount: U256) -> IStrategyManager::depositIntoStrategyCall {
    IStrategyManager::depositIntoStrategyCall { strategy, token, amount }
}

#[test]
fn a_strategy_nobody_opened_takes_no_deposit() {
    let world = fresh();
    funded(&world);
    let call = deposit(STRANGER, world.lst, ether(1));
    world.refuse::<IStrategyManager::StrategyNotWhitelisted>(ALICE, world.at("strategy-manager"), &call);
}

#[test]
fn a_closed_strategy_takes_no_deposit_but_pays_withdrawals() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    funded(&world);
    let (manager, delegation, strategy) =
        (world.at("strategy-manager"), world.at("delegation-manager"), world.strategy(world.lst));
    let close = IStrategyFactory::removeStrategiesFromWhitelistCall {
        strategiesToRemoveFromWhitelist: vec![strategy],
    };
    world.act(GOVERNANCE, world.at("strategy-factory"), &close);
    world.refuse::<IStrategyManager::StrategyNotWhitelisted>(
        ALICE,
        manager,
        &deposit(strategy, world.lst, ether(1)),
    );
    let done = world.act(ALICE, delegation, &withdraw(&[(strategy, ether(5))]));
    let withdrawal = queued(&done).remove(0);
    world.pass_blocks(world.config.withdrawal_delay_blocks);
    let tokens = vec![world.lst];
    let call = IDelegationManager::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: true };
    let before = world.held(world.lst, ALICE);
    world.act(ALICE, delegation, &call);
    assert_eq!(world.held(world.lst, ALICE).checked_sub(before), Some(ether(5)));
}

#[test]
fn a_strategy_takes_only_its_own_token() {
    let world = fresh();
    let (manager, amount) = (world.at("strategy-manager"), ether(1));
    world.act(ALICE, world.reward, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, world.reward, &Token::approveCall { spender: manager, amount });
    let call = deposit(world.strategy(world.lst), world.reward, amount);
    world.refuse::<IStrategy::OnlyUnderlyingToken>(ALICE, manager, &call);
}

#[test]
fn zero_tokens_buy_no_shares() {
    let world = fresh();
    funded(&world);
    let call = deposit(world.strategy(world.lst), world.lst, U256::ZERO);
    world.refuse::<IStrategy::NewSharesZero>(ALICE, world.at("strategy-manager"), &call);
}

#[test]
fn zero_shares_are_not_queued() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let call = withdraw(&[(world.strategy(world.lst), U256::ZERO)]);
    world.refuse::<IStrategyManager::SharesAmountZero>(ALICE, world.at("delegation-manager"), &call);
}

#[test]
fn nobody_queues_more_shares_than_they_have() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let too_many = ether(5).checked_add(U256::ONE).unwrap();
    let call = withdraw(&[(world.strategy(world.lst), too_many)]);
    world.refuse::<IStrategyManager::SharesAmountTooHigh>(ALICE, world.at("delegation-manager"), &call);
    world.refuse::<IStrategyManager::SharesAmountTooHigh>(BOB, world.at("delegation-manager"), &call);
}

#[test]
fn nobody_delegates_to_an_address_that_is_no_operator() {
    let world = fresh();
    let call = delegate_to(STRANGER);
    world.refuse::<IDelegationManager::OperatorNotRegistered>(ALICE, world.at("delegation-manager"), &call);
}

#[test]
fn nobody_delegates_twice() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let call = delegate_to(OPERATOR);
    world.refuse::<IDelegationManager::ActivelyDelegated>(ALICE, world.at("delegation-manager"), &call);
}

#[test]
fn only_the_staker_completes_and_only_once_and_only_what_was_queued() {
    let world = fresh();
    world.deposit_lst(ALICE, ether(5));
    let delegation = world.at("delegation-manager");
    let done = world.act(ALICE, delegation, &withdraw(&[(world.strategy(world.lst), ether(5))]));
    let withdrawal = queued(&done).remove(0);
    let complete = |withdrawal| IDelegationManager::completeQueuedWithdrawalCall {
        withdrawal,
        tokens: vec![world.lst],
        receiveAsTokens: true,
    };
    let call = complete(withdrawal.clone());
    world.refuse::<IDelegationManager::WithdrawalDelayNotElapsed>(ALICE, delegation, &call);
    world.pass_blocks(world.config.withdrawal_delay_blocks);
    world.refuse::<IDelegationManager::WithdrawerNotCaller>(BOB, delegation, &call);
    let mut forged = withdrawal.clone();
    forged.scaledShares[0] = ether(6);
    world.refuse::<IDelegationManager::WithdrawalNotQueued>(ALICE, delegation, &complete(forged));
    let mut short = call.clone();
    short.tokens.clear();
    world.refuse::<IDelegationManager::InputArrayLengthMismatch>(ALICE, delegation, &short);
    world.act(ALICE, delegation, &call);
    world.refuse::<IDelegationManager::WithdrawalNotQueued>(ALICE, delegation, &call);
}

#[test]
fn governance_functions_refuse_strangers() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    let open = IStrategyManager::addStrategiesToDepositWhitelistCall { strategies: vec![STRANGER] };
    world.refuse::<IStrategyManager::OnlyStrategyWhitelister>(STRANGER, manager, &open);
    let whitelister = IStrategyManager::setStrategyWhitelisterCall { newStrategyWhitelister: STRANGER };
    world.refuse::<IOwnable::OnlyOwner>(STRANGER, manager, &whitelister);
    let root =
        IRewardsCoordinator::submitRootCall { root: U256::ONE.into(), rewardsCalculationEndTimestamp: 1 };
    world.refuse::<IRewardsCoordinator::UnauthorizedCaller>(STRANGER, world.at("rewards-coordinator"), &root);
}

#[test]
fn operator_functions_refuse_who_is_not_the_operator() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let slasher = world.at("slasher");
    let delay = IAllocationManager::setAllocationDelayCall { operator: OPERATOR, delay: 1 };
    world.refuse::<IAllocationManager::InvalidPermissions>(STRANGER, slasher, &delay);
    let allocate = IAllocationManager::modifyAllocationsCall { operator: OPERATOR, params: Vec::new() };
    world.refuse::<IAllocationManager::InvalidPermissions>(STRANGER, slasher, &allocate);
    let params = IAllocationManager::RegisterParams {
        avs: world.service,
        operatorSetIds: vec![1],
        data: Bytes::new(),
    };
    let register = IAllocationManager::registerForOperatorSetsCall { operator: OPERATOR, params };
    world.refuse::<IAllocationManager::InvalidPermissions>(STRANGER, slasher, &register);
}

#[test]
fn malformed_calldata_is_a_typed_error() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    let selector = <IStrategyManager::depositIntoStrategyCall as alloy::sol_types::SolCall>::SELECTOR;
    let invalid = <IStrategyManager::InvalidCalldata as alloy::sol_types::SolError>::SELECTOR;
    let short = Bytes::from(selector.to_vec());
    assert_eq!(world.call_data(manager, short).unwrap_err()[..], invalid);
    let mut dirty = selector.to_vec();
    dirty.extend_from_slice(&[0xff; 96]);
    assert_eq!(world.call_data(manager, dirty.into()).unwrap_err()[..], invalid);
}

#[test]
fn a_function_that_takes_no_eth_refuses_it() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    let call = deposit(world.strategy(world.lst), world.lst, ether(1));
    let before = world.node().balance(manager, Default::default()).unwrap();
    world.submit(ALICE, manager, &call, ether(1));
    assert_eq!(world.node().balance(manager, Default::default()).unwrap(), before);
}
