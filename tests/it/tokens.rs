//! Tokens that are odd or hostile, and ETH: what goes wrong has a name, and nothing is lost or half done.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::{IDelegationManager, IStrategy, IStrategyManager};

use crate::harness::strategies::strategy_for;
use crate::harness::{ALICE, BOB, Token, World, ether, fresh};

alloy::sol! {
    contract Hostile {
        error Blocked(address account);

        function setFailing(bool failing) external;
        function setBlocked(address account, bool blocked) external;
        function setMultiplier(uint256 multiplier) external;
        function arm(address target, bytes payload, bool strict) external;
        function calls() external view returns (uint256);
        function lastSucceeded() external view returns (bool);
        function lastAnswer() external view returns (bytes);
    }
}

/// A hostile token of the folder, for which a stranger had a strategy made. Alice has `ether(100)` and allows all of it.
pub(crate) fn listed(world: &World, name: &str, decimals: u8) -> (Address, Address) {
    let token = world.create(name, (U256::from(decimals),));
    let strategy = strategy_for(world, token);
    let manager = world.at("strategy-manager");
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount: ether(100) });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount: ether(100) });
    (token, strategy)
}

fn deposit(strategy: Address, token: Address, amount: U256) -> IStrategyManager::depositIntoStrategyCall {
    IStrategyManager::depositIntoStrategyCall { strategy, token, amount }
}

fn shares(world: &World, staker: Address, strategy: Address) -> U256 {
    world.view(world.at("strategy-manager"), &IStrategyManager::stakerDepositSharesCall { staker, strategy })
}

fn queue(world: &World, strategy: Address, shares: U256) -> IDelegationManager::Withdrawal {
    let params = IDelegationManager::QueuedWithdrawalParams {
        strategies: vec![strategy],
        depositShares: vec![shares],
        __deprecated_withdrawer: Address::ZERO,
    };
    let call = IDelegationManager::queueWithdrawalsCall { params: vec![params] };
    let done = world.act(ALICE, world.at("delegation-manager"), &call);
    world.pass_blocks(world.config.withdrawal_delay_blocks);
    done.events::<IDelegationManager::SlashingWithdrawalQueued>().remove(0).withdrawal
}

fn complete(
    withdrawal: &IDelegationManager::Withdrawal,
    token: Address,
    as_tokens: bool,
) -> IDelegationManager::completeQueuedWithdrawalCall {
    let (withdrawal, tokens) = (withdrawal.clone(), vec![token]);
    IDelegationManager::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: as_tokens }
}

#[test]
fn a_token_that_returns_false_moves_no_shares_in_or_out() {
    let world = fresh();
    let (token, strategy) = listed(&world, "FalseReturningToken", 18);
    let (manager, delegation) = (world.at("strategy-manager"), world.at("delegation-manager"));
    world.act(ALICE, manager, &deposit(strategy, token, ether(5)));
    let withdrawal = queue(&world, strategy, ether(2));
    world.act(ALICE, token, &Hostile::setFailingCall { failing: true });
    world.refuse::<IStrategyManager::TokenCallFailed>(ALICE, manager, &deposit(strategy, token, ether(5)));
    assert_eq!(shares(&world, ALICE, strategy), ether(3));
    world.refuse::<IStrategyManager::TokenCallFailed>(ALICE, delegation, &complete(&withdrawal, token, true));
    // Nothing was half done: the withdrawal still waits, and pays when the token works again.
    world.act(ALICE, token, &Hostile::setFailingCall { failing: false });
    world.act(ALICE, delegation, &complete(&withdrawal, token, true));
    assert_eq!(world.held(token, ALICE), ether(97));
}

#[test]
fn a_token_that_returns_nothing_is_deposited_and_withdrawn_as_any_other() {
    let world = fresh();
    let (token, strategy) = listed(&world, "NoReturnToken", 6);
    world.act(ALICE, world.at("strategy-manager"), &deposit(strategy, token, ether(5)));
    assert_eq!(shares(&world, ALICE, strategy), ether(5));
    let withdrawal = queue(&world, strategy, ether(5));
    world.act(ALICE, world.at("delegation-manager"), &complete(&withdrawal, token, true));
    assert_eq!((world.held(token, ALICE), world.held(token, strategy)), (ether(100), U256::ZERO));
}

#[test]
fn a_token_cannot_enter_a_deposit_from_within_a_deposit() {
    let world = fresh();
    let (token, strategy) = listed(&world, "ReentrantToken", 18);
    let manager = world.at("strategy-manager");
    let again = Bytes::from(deposit(strategy, token, U256::ONE).abi_encode());
    world.act(ALICE, token, &Hostile::armCall { target: manager, payload: again.clone(), strict: true });
    world.refuse::<IStrategyManager::Reentered>(ALICE, manager, &deposit(strategy, token, ether(5)));
    assert_eq!(shares(&world, ALICE, strategy), U256::ZERO);
    // A token that swallows the refusal gains nothing by having tried.
    world.act(ALICE, token, &Hostile::armCall { target: manager, payload: again, strict: false });
    world.act(ALICE, manager, &deposit(strategy, token, ether(5)));
    assert_eq!(world.view(token, &Hostile::callsCall {}), U256::ONE);
    assert!(!world.view(token, &Hostile::lastSucceededCall {}));
    assert_eq!(world.view(token, &Hostile::lastAnswerCall {})[..], IStrategyManager::Reentered::SELECTOR);
    assert_eq!((shares(&world, ALICE, strategy), shares(&world, token, strategy)), (ether(5), U256::ZERO));
}

/// Cross-function re-entry through the token transfer of a completion.
#[test]
fn a_token_cannot_queue_or_complete_from_within_a_completion() {
    let world = fresh();
    let (token, strategy) = listed(&world, "ReentrantToken", 18);
    let delegation = world.at("delegation-manager");
    world.act(ALICE, world.at("strategy-manager"), &deposit(strategy, token, ether(5)));
    let withdrawal = queue(&world, strategy, ether(5));
    let call = complete(&withdrawal, token, true);
    let queue_nothing = IDelegationManager::queueWithdrawalsCall { params: Vec::new() };
    for payload in [call.abi_encode(), queue_nothing.abi_encode()] {
        world.act(
            ALICE,
            token,
            &Hostile::armCall { target: delegation, payload: payload.into(), strict: true },
        );
        world.refuse::<IDelegationManager::Reentered>(ALICE, delegation, &call);
    }
}

#[test]
fn a_token_may_read_while_a_deposit_runs_and_the_lock_opens_again_after_it() {
    let world = fresh();
    let (token, strategy) = listed(&world, "ReentrantToken", 18);
    let manager = world.at("strategy-manager");
    let ask = IStrategyManager::getDepositsCall { staker: ALICE }.abi_encode();
    world.act(ALICE, token, &Hostile::armCall { target: manager, payload: ask.into(), strict: true });
    world.act(ALICE, manager, &deposit(strategy, token, ether(5)));
    assert!(world.view(token, &Hostile::lastSucceededCall {}));
    world.act(ALICE, manager, &deposit(strategy, token, ether(5)));
    assert_eq!(shares(&world, ALICE, strategy), ether(10));
}

#[test]
fn a_receiver_the_token_refuses_can_take_its_withdrawal_as_shares() {
    let world = fresh();
    let (token, strategy) = listed(&world, "RevertingReceiverToken", 18);
    let delegation = world.at("delegation-manager");
    world.act(ALICE, world.at("strategy-manager"), &deposit(strategy, token, ether(5)));
    let withdrawal = queue(&world, strategy, ether(5));
    world.act(ALICE, token, &Hostile::setBlockedCall { account: ALICE, blocked: true });
    let error = Hostile::Blocked { account: ALICE }.abi_encode();
    world.refuse_data(ALICE, delegation, &complete(&withdrawal, token, true), &error);
    world.act(ALICE, delegation, &complete(&withdrawal, token, false));
    assert_eq!(shares(&world, ALICE, strategy), ether(5));
}

#[test]
fn a_token_without_decimals_and_one_with_many_count_in_their_own_units() {
    let world = fresh();
    for decimals in [0, 6, 27] {
        let (token, strategy) = listed(&world, "RevertingReceiverToken", decimals);
        world.act(ALICE, world.at("strategy-manager"), &deposit(strategy, token, U256::from(7)));
        assert_eq!(shares(&world, ALICE, strategy), U256::from(7), "{decimals} decimals");
    }
}

#[test]
fn a_token_that_keeps_a_fee_is_credited_with_what_arrives_and_costs_nobody_else() {
    let world = fresh();
    let token = world.create("FeeOnTransferToken", (U256::from(18), U256::from(1_000)));
    let strategy = strategy_for(&world, token);
    let manager = world.at("strategy-manager");
    for staker in [ALICE, BOB] {
        world.act(staker, token, &Token::mintCall { to: staker, amount: ether(100) });
        world.act(staker, token, &Token::approveCall { spender: manager, amount: ether(100) });
        world.act(staker, manager, &deposit(strategy, token, ether(100)));
        // A tenth stays on the way.
        assert_eq!(shares(&world, staker, strategy), ether(90));
    }
    assert_eq!(world.held(token, strategy), ether(180));
    let withdrawal = queue(&world, strategy, ether(90));
    world.act(ALICE, world.at("delegation-manager"), &complete(&withdrawal, token, true));
    assert_eq!((world.held(token, ALICE), world.held(token, strategy)), (ether(81), ether(90)));
    let worth = world.view(strategy, &IStrategy::userUnderlyingViewCall { user: BOB });
    assert_eq!(worth, ether(90), "Bob has lost nothing by Alice's fees");
}

#[test]
fn a_token_that_keeps_everything_buys_no_shares() {
    let world = fresh();
    let token = world.create("FeeOnTransferToken", (U256::from(18), U256::from(10_000)));
    let strategy = strategy_for(&world, token);
    let manager = world.at("strategy-manager");
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount: ether(100) });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount: ether(100) });
    world.refuse::<IStrategy::NewSharesZero>(ALICE, manager, &deposit(strategy, token, ether(100)));
}

#[test]
fn a_supply_beyond_the_most_shares_is_refused_whole_and_withdrawn_to_the_last_unit_below_it() {
    let world = fresh();
    let (token, strategy) = listed(&world, "RevertingReceiverToken", 18);
    let manager = world.at("strategy-manager");
    let most = U256::from(10).pow(U256::from(38)).checked_sub(U256::ONE).unwrap();
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount: U256::MAX >> 1 });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount: U256::MAX });
    let over = most.checked_add(U256::ONE).unwrap();
    world.refuse::<IStrategy::TotalSharesExceedsMax>(ALICE, manager, &deposit(strategy, token, over));
    world.refuse::<IStrategy::TotalSharesExceedsMax>(
        ALICE,
        manager,
        &deposit(strategy, token, U256::from(10).pow(U256::from(70))),
    );
    world.act(ALICE, manager, &deposit(strategy, token, most));
    assert_eq!(shares(&world, ALICE, strategy), most);
    world.refuse::<IStrategy::NewSharesZero>(ALICE, manager, &deposit(strategy, token, U256::ZERO));
    let had = world.held(token, ALICE);
    let withdrawal = queue(&world, strategy, most);
    world.act(ALICE, world.at("delegation-manager"), &complete(&withdrawal, token, true));
    assert_eq!(world.held(token, ALICE).checked_sub(had), Some(most));
    assert_eq!(world.held(token, strategy), U256::ZERO);
}

#[test]
fn a_loss_of_the_token_is_shared_by_shares_and_never_pays_more_than_is_held() {
    let world = fresh();
    let (token, strategy) = listed(&world, "RebasingToken", 18);
    let delegation = world.at("delegation-manager");
    world.act(ALICE, world.at("strategy-manager"), &deposit(strategy, token, ether(40)));
    world.act(ALICE, token, &Hostile::setMultiplierCall { multiplier: ether(1) / U256::from(2) });
    let (had, withdrawal) = (world.held(token, ALICE), queue(&world, strategy, ether(10)));
    world.act(ALICE, delegation, &complete(&withdrawal, token, true));
    let paid = world.held(token, ALICE).checked_sub(had).unwrap();
    // Half of 10 but for the virtual shares' part, which only ever rounds in the vault's favour.
    let half = ether(5);
    assert!(paid >= half && paid.checked_sub(half).unwrap() < U256::from(1_000), "{paid}");
    assert!(world.held(token, strategy) >= ether(15).checked_sub(U256::from(1_000)).unwrap());
}

#[test]
fn a_donation_raises_what_shares_are_worth_and_lets_nobody_take_a_deposit() {
    let world = fresh();
    let (manager, strategy) = (world.at("strategy-manager"), world.strategy(world.lst));
    world.deposit_lst(BOB, U256::ONE);
    world.act(BOB, world.lst, &Token::mintCall { to: strategy, amount: ether(10) });
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(20) });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount: ether(20) });
    world.act(ALICE, manager, &deposit(strategy, world.lst, ether(10)));
    let worth = |staker| world.view(strategy, &IStrategy::userUnderlyingViewCall { user: staker });
    let lost = ether(10).checked_sub(worth(ALICE)).unwrap();
    let price = world.view(strategy, &IStrategy::sharesToUnderlyingViewCall { amountShares: U256::ONE });
    assert!(
        lost <= price.checked_add(U256::ONE).unwrap(),
        "Alice lost {lost}, more than one share of {price}"
    );
    assert!(worth(BOB) < ether(10), "the donation stays with the vault");
    let dust = U256::from(1_000);
    world.refuse::<IStrategy::NewSharesZero>(ALICE, manager, &deposit(strategy, world.lst, dust));
}

#[test]
fn eth_is_wrapped_one_to_one_and_needs_a_strategy_of_wrapped_eth() {
    let world = fresh();
    let (manager, weth) = (world.at("strategy-manager"), world.strategy(world.weth));
    let call = IStrategyManager::depositETHIntoStrategyCall { strategy: weth };
    let done = world.pay(ALICE, manager, &call, ether(3));
    assert_eq!(done.returned::<IStrategyManager::depositETHIntoStrategyCall>(), ether(3));
    assert_eq!((shares(&world, ALICE, weth), world.held(world.weth, weth)), (ether(3), ether(3)));
    let supply = world.view(world.weth, &Token::totalSupplyCall {});
    assert_eq!(world.node().balance(world.weth, Default::default()).unwrap(), supply);
    // An LST takes no ETH: the transaction fails and the ETH stays with its sender.
    let lst = IStrategyManager::depositETHIntoStrategyCall { strategy: world.strategy(world.lst) };
    world.submit(ALICE, manager, &lst, ether(3));
    assert_eq!(shares(&world, ALICE, world.strategy(world.lst)), U256::ZERO);
    for nobody in [manager, world.lst, world.strategy(world.lst)] {
        assert_eq!(world.node().balance(nobody, Default::default()).unwrap(), U256::ZERO);
    }
}
