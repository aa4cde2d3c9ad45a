//! What each bit stops, and what it does not.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::IDelegationManager::{
    SignatureWithExpiry, completeQueuedWithdrawalAsCall, completeQueuedWithdrawalsCall, redelegateCall,
    registerAsOperatorCall, undelegateCall,
};
use interfaces::sol::IPausable::CurrentlyPaused;
use interfaces::sol::IStrategyFactory::{
    blacklistTokensCall, deployNewStrategyCall, removeStrategiesFromWhitelistCall, whitelistStrategiesCall,
};
use interfaces::sol::IStrategyManager::{
    self, OperatorSet, Permit, clearBurnOrRedistributableSharesByStrategyCall,
    clearBurnOrRedistributableSharesCall, depositETHAndDelegateCall, depositETHIntoStrategyCall,
    depositIntoStrategyWithPermitCall, depositIntoStrategyWithSignatureCall,
    depositWithPermitAndDelegateCall,
};

use super::{pause, unpause};
use crate::harness::queue::{as_shares, as_tokens, pass_delay, queue, withdraw};
use crate::harness::strategies::deposit;
use crate::harness::world::delegate_to;
use crate::harness::{
    ALICE, BOB, GOVERNANCE, OPERATOR, OTHER_OPERATOR, STRANGER, Token, World, ether, fresh,
};

/// Bits of the StrategyManager.
const DEPOSITS: u64 = 1;
const CLEARING: u64 = 1 << 1;
/// Bits of a strategy; the first is as above.
const WITHDRAWALS: u64 = 1 << 1;
/// Bits of the DelegationManager.
const DELEGATING: u64 = 1;
const QUEUEING: u64 = 1 << 1;
const COMPLETING: u64 = 1 << 2;
/// Bit of the factory.
const NEW_STRATEGIES: u64 = 1;

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

/// Two operators; Alice delegated to the first, with 10 LST deposited, and as many to deposit.
fn staked(world: &World) -> Address {
    world.register_operator(OPERATOR, 0);
    world.register_operator(OTHER_OPERATOR, 0);
    world.deposit_lst(ALICE, ether(10));
    world.delegate(ALICE, OPERATOR);
    let (spender, amount) = (manager(world), ether(10));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, world.lst, &Token::approveCall { spender, amount });
    world.strategy(world.lst)
}

fn no_approval() -> IStrategyManager::SignatureWithExpiry {
    IStrategyManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO }
}

fn no_permit() -> Permit {
    Permit { deadline: U256::ZERO, v: 0, r: B256::ZERO, s: B256::ZERO }
}

fn wrap_and_delegate(world: &World) -> depositETHAndDelegateCall {
    depositETHAndDelegateCall {
        strategy: world.strategy(world.weth),
        operator: OPERATOR,
        approverSignatureAndExpiry: no_approval(),
        approverSalt: B256::ZERO,
    }
}

fn redelegate() -> redelegateCall {
    redelegateCall {
        newOperator: OTHER_OPERATOR,
        newOperatorApproverSig: SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO },
        approverSalt: B256::ZERO,
    }
}

fn register() -> registerAsOperatorCall {
    registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: String::new(),
    }
}

/// Clearing all of a slash, and one strategy of it. There is none, which is no reason to refuse.
fn clear(
    strategy: Address,
) -> (clearBurnOrRedistributableSharesCall, clearBurnOrRedistributableSharesByStrategyCall) {
    let (set, slash) = (OperatorSet { avs: STRANGER, id: 0 }, U256::ONE);
    (
        clearBurnOrRedistributableSharesCall { operatorSet: set.clone(), slashId: slash },
        clearBurnOrRedistributableSharesByStrategyCall { operatorSet: set, slashId: slash, strategy },
    )
}

#[test]
fn paused_deposits_stop_every_way_in_and_no_way_out() {
    let world = fresh();
    let strategy = staked(&world);
    let (token, amount) = (world.lst, ether(1));
    pause(&world, manager(&world), DEPOSITS);
    let refuse_all = |world: &World| {
        let to = manager(world);
        world.refuse::<CurrentlyPaused>(ALICE, to, &deposit(world, strategy, amount));
        let signed = depositIntoStrategyWithSignatureCall {
            strategy,
            token,
            amount,
            staker: BOB,
            expiry: U256::MAX,
            signature: Bytes::new(),
        };
        world.refuse::<CurrentlyPaused>(ALICE, to, &signed);
        let permitted = depositIntoStrategyWithPermitCall { strategy, token, amount, permit: no_permit() };
        world.refuse::<CurrentlyPaused>(ALICE, to, &permitted);
        let all_in_one = depositWithPermitAndDelegateCall {
            strategy,
            token,
            amount,
            permit: no_permit(),
            operator: OPERATOR,
            approverSignatureAndExpiry: no_approval(),
            approverSalt: B256::ZERO,
        };
        world.refuse::<CurrentlyPaused>(BOB, to, &all_in_one);
        let wrapping = depositETHIntoStrategyCall { strategy: world.strategy(world.weth) };
        world.refuse::<CurrentlyPaused>(BOB, to, &wrapping);
        world.refuse::<CurrentlyPaused>(BOB, to, &wrap_and_delegate(world));
    };
    refuse_all(&world);
    let withdrawals = [ether(1), ether(2)].map(|shares| queue(&world, ALICE, strategy, shares));
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawals[0]));
    world.act(ALICE, delegation(&world), &as_shares(&world, &withdrawals[1]));
    world.act(STRANGER, manager(&world), &clear(strategy).0);
    unpause(&world, manager(&world), 0);
    world.act(ALICE, manager(&world), &deposit(&world, strategy, amount));
    world.pay(BOB, manager(&world), &wrap_and_delegate(&world), amount);
}

#[test]
fn paused_clearing_stops_both_ways_to_clear_and_nothing_else() {
    let world = fresh();
    let strategy = staked(&world);
    let (all, one) = clear(strategy);
    pause(&world, manager(&world), CLEARING);
    world.refuse::<CurrentlyPaused>(STRANGER, manager(&world), &all);
    world.refuse::<CurrentlyPaused>(STRANGER, manager(&world), &one);
    world.act(ALICE, manager(&world), &deposit(&world, strategy, ether(1)));
    unpause(&world, manager(&world), 0);
    world.act(STRANGER, manager(&world), &all);
    world.act(STRANGER, manager(&world), &one);
}

#[test]
fn paused_deposits_of_a_strategy_stop_them_there_and_nowhere_else() {
    let world = fresh();
    let strategy = staked(&world);
    let withdrawal = queue(&world, ALICE, strategy, ether(1));
    pass_delay(&world);
    pause(&world, strategy, DEPOSITS);
    let call = deposit(&world, strategy, ether(1));
    world.refuse::<CurrentlyPaused>(ALICE, manager(&world), &call);
    world.pay(BOB, manager(&world), &wrap_and_delegate(&world), ether(1));
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    unpause(&world, strategy, 0);
    world.act(ALICE, manager(&world), &call);
}

#[test]
fn paused_withdrawals_of_a_strategy_stop_tokens_but_not_shares_nor_deposits() {
    let world = fresh();
    let strategy = staked(&world);
    let withdrawals = [ether(1), ether(2)].map(|shares| queue(&world, ALICE, strategy, shares));
    pass_delay(&world);
    pause(&world, strategy, WITHDRAWALS);
    let tokens = as_tokens(&world, &withdrawals[0]);
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &tokens);
    world.act(ALICE, delegation(&world), &as_shares(&world, &withdrawals[1]));
    world.act(ALICE, manager(&world), &deposit(&world, strategy, ether(1)));
    unpause(&world, strategy, 0);
    world.act(ALICE, delegation(&world), &tokens);
}

#[test]
fn paused_delegating_stops_operators_and_stakers_from_entering_and_nobody_from_leaving() {
    let world = fresh();
    let strategy = staked(&world);
    pause(&world, delegation(&world), DELEGATING);
    world.refuse::<CurrentlyPaused>(BOB, delegation(&world), &delegate_to(OPERATOR));
    world.refuse::<CurrentlyPaused>(BOB, delegation(&world), &register());
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &redelegate());
    world.refuse::<CurrentlyPaused>(BOB, manager(&world), &wrap_and_delegate(&world));
    world.act(ALICE, manager(&world), &deposit(&world, strategy, ether(1)));
    let withdrawal = queue(&world, ALICE, strategy, ether(1));
    world.act(ALICE, delegation(&world), &undelegateCall { staker: ALICE });
    pass_delay(&world);
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    unpause(&world, delegation(&world), 0);
    world.act(ALICE, delegation(&world), &delegate_to(OPERATOR));
    world.act(BOB, delegation(&world), &register());
}

#[test]
fn paused_queueing_stops_withdrawals_and_undelegating_and_no_completion() {
    let world = fresh();
    let strategy = staked(&world);
    let withdrawal = queue(&world, ALICE, strategy, ether(1));
    pass_delay(&world);
    pause(&world, delegation(&world), QUEUEING);
    let (more, undelegate) = (withdraw(&[(strategy, ether(1))]), undelegateCall { staker: ALICE });
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &more);
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &undelegate);
    world.refuse::<CurrentlyPaused>(OPERATOR, delegation(&world), &undelegate);
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &redelegate());
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    world.act(BOB, delegation(&world), &delegate_to(OPERATOR));
    world.act(ALICE, manager(&world), &deposit(&world, strategy, ether(1)));
    unpause(&world, delegation(&world), 0);
    world.act(ALICE, delegation(&world), &more);
    world.act(ALICE, delegation(&world), &redelegate());
}

#[test]
fn paused_completing_stops_every_way_to_complete_and_nothing_else() {
    let world = fresh();
    let strategy = staked(&world);
    let withdrawal = queue(&world, ALICE, strategy, ether(1));
    pass_delay(&world);
    pause(&world, delegation(&world), COMPLETING);
    let (shares, tokens) = (as_shares(&world, &withdrawal), as_tokens(&world, &withdrawal));
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &shares);
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &tokens);
    let with_modes = completeQueuedWithdrawalAsCall {
        withdrawal: withdrawal.clone(),
        tokens: vec![world.lst],
        modes: vec![1],
    };
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &with_modes);
    let several = completeQueuedWithdrawalsCall {
        withdrawals: vec![withdrawal],
        tokens: vec![vec![world.lst]],
        receiveAsTokens: vec![true],
    };
    world.refuse::<CurrentlyPaused>(ALICE, delegation(&world), &several);
    world.act(ALICE, delegation(&world), &withdraw(&[(strategy, ether(1))]));
    world.act(ALICE, delegation(&world), &redelegate());
    unpause(&world, delegation(&world), 0);
    world.act(ALICE, delegation(&world), &several);
}

#[test]
fn paused_new_strategies_stop_these_and_not_the_owner() {
    let world = fresh();
    let (factory, lst) = (world.at("strategy-factory"), world.strategy(world.lst));
    pause(&world, factory, NEW_STRATEGIES);
    let create = deployNewStrategyCall { token: world.reward };
    world.refuse::<CurrentlyPaused>(STRANGER, factory, &create);
    world.refuse::<CurrentlyPaused>(GOVERNANCE, factory, &create);
    let close = removeStrategiesFromWhitelistCall { strategiesToRemoveFromWhitelist: vec![lst] };
    world.act(GOVERNANCE, factory, &close);
    world.act(GOVERNANCE, factory, &whitelistStrategiesCall { strategiesToWhitelist: vec![lst] });
    world.act(GOVERNANCE, factory, &blacklistTokensCall { tokens: vec![world.lst] });
    // The pause is asked before the token is.
    world.refuse::<CurrentlyPaused>(STRANGER, factory, &deployNewStrategyCall { token: world.lst });
    unpause(&world, factory, 0);
    world.act(STRANGER, factory, &create);
}
