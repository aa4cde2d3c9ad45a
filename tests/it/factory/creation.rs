//! What a new strategy is.

use alloy::primitives::U256;
use interfaces::sol::IStrategyFactory::{
    StrategyAlreadyExists, StrategySetForToken, deployNewStrategyCall, removeStrategiesFromWhitelistCall,
};
use interfaces::sol::IStrategyManager::{StrategyAddedToDepositWhitelist, depositIntoStrategyCall};
use interfaces::sol::{IPausable, IStrategy};

use super::{code, created, deployed, factory, is_open, predicted};
use crate::harness::strategies::staker_shares;
use crate::harness::{ALICE, GOVERNANCE, STRANGER, Token, ether, fresh};

#[test]
fn a_strategy_created_by_a_stranger_takes_deposits_at_once() {
    let world = fresh();
    let (strategy, done) = created(&world, world.reward);
    assert_eq!(deployed(&world, world.reward), strategy);
    assert!(is_open(&world, strategy));
    let set = done.events::<StrategySetForToken>().remove(0);
    assert_eq!((set.token, set.strategy), (world.reward, strategy));
    assert_eq!(done.events::<StrategyAddedToDepositWhitelist>()[0].strategy, strategy);
    let wired = done.events::<IStrategy::StrategyTokenSet>().remove(0);
    assert_eq!((wired.token, wired.decimals), (world.reward, 18));
    let (manager, token, amount) = (world.at("strategy-manager"), world.reward, ether(3));
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount });
    world.act(ALICE, manager, &depositIntoStrategyCall { strategy, token, amount });
    assert_eq!(staker_shares(&world, ALICE, strategy), (ether(3), ether(3)));
    assert_eq!(world.held(world.reward, strategy), ether(3));
}

#[test]
fn a_new_strategy_has_the_implementations_code_and_the_deployments_peers() {
    let world = fresh();
    let (strategy, _) = created(&world, world.reward);
    assert_eq!(code(&world, strategy), code(&world, world.at("strategy")));
    assert_eq!(world.view(strategy, &IStrategy::strategyManagerCall {}), world.at("strategy-manager"));
    assert_eq!(world.view(strategy, &IStrategy::underlyingTokenCall {}), world.reward);
    assert_eq!(world.view(strategy, &IPausable::pauserRegistryCall {}), world.at("pauser-registry"));
    assert_eq!(world.view(strategy, &IPausable::paused_0Call {}), U256::ZERO);
}

#[test]
fn the_address_of_a_strategy_follows_from_factory_code_and_token() {
    let world = fresh();
    let expected = predicted(&world, world.reward);
    assert_eq!(created(&world, world.reward).0, expected);
    assert_eq!(world.strategy(world.lst), predicted(&world, world.lst));
}

#[test]
fn a_token_has_one_strategy() {
    let world = fresh();
    let (strategy, _) = created(&world, world.reward);
    for who in [STRANGER, ALICE, GOVERNANCE] {
        let call = deployNewStrategyCall { token: world.reward };
        world.refuse::<StrategyAlreadyExists>(who, factory(&world), &call);
    }
    assert_eq!(deployed(&world, world.reward), strategy);
}

#[test]
fn a_closed_strategy_is_not_replaced_by_a_new_one() {
    let world = fresh();
    let (strategy, _) = created(&world, world.reward);
    let close = removeStrategiesFromWhitelistCall { strategiesToRemoveFromWhitelist: vec![strategy] };
    world.act(GOVERNANCE, factory(&world), &close);
    let again = deployNewStrategyCall { token: world.reward };
    world.refuse::<StrategyAlreadyExists>(STRANGER, factory(&world), &again);
}

#[test]
fn what_becomes_of_the_implementation_does_not_reach_its_copies() {
    let world = fresh();
    let wire = IStrategy::wireCall {
        strategyManager: STRANGER,
        underlyingToken: world.lst,
        pauserRegistry: STRANGER,
    };
    world.act(STRANGER, world.at("strategy"), &wire);
    let (strategy, _) = created(&world, world.reward);
    for (strategy, token) in [(strategy, world.reward), (world.strategy(world.lst), world.lst)] {
        assert_eq!(world.view(strategy, &IStrategy::strategyManagerCall {}), world.at("strategy-manager"));
        assert_eq!(world.view(strategy, &IStrategy::underlyingTokenCall {}), token);
    }
    assert!(!is_open(&world, world.at("strategy")));
}
