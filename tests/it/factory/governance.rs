//! What the owner does, and wiring.

use alloy::primitives::{Address, U256};
use interfaces::sol::IStrategyFactory::{
    AlreadyBlacklisted, AlreadyWired, BlacklistedToken, InputAddressZero, TokenBlacklisted,
    blacklistTokensCall, deployNewStrategyCall, isBlacklistedCall, removeStrategiesFromWhitelistCall,
    strategyImplementationCall, strategyManagerCall, whitelistStrategiesCall,
};
use interfaces::sol::IStrategyManager::{StrategyNotWhitelisted, StrategyRemovedFromDepositWhitelist};
use interfaces::sol::{IOwnable, IPausable, IStrategy};

use super::{copying, factory, is_open};
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::strategies::{deposit, unwired};
use crate::harness::{ALICE, BOB, GOVERNANCE, STRANGER, ether, fresh};

#[test]
fn a_blacklisted_token_gets_no_strategy_for_good() {
    let world = fresh();
    let blacklist = blacklistTokensCall { tokens: vec![world.reward] };
    let done = world.act(GOVERNANCE, factory(&world), &blacklist);
    assert_eq!(done.events::<TokenBlacklisted>()[0].token, world.reward);
    assert!(world.view(factory(&world), &isBlacklistedCall { token: world.reward }));
    let create = deployNewStrategyCall { token: world.reward };
    world.refuse::<BlacklistedToken>(STRANGER, factory(&world), &create);
    world.refuse::<BlacklistedToken>(GOVERNANCE, factory(&world), &create);
    world.refuse::<AlreadyBlacklisted>(GOVERNANCE, factory(&world), &blacklist);
}

#[test]
fn a_blacklist_with_one_token_on_it_already_changes_nothing() {
    let world = fresh();
    let (first, second) =
        (world.reward, world.create("MockLST", ("Second".to_owned(), "2".to_owned(), U256::from(18))));
    world.act(GOVERNANCE, factory(&world), &blacklistTokensCall { tokens: vec![first] });
    for tokens in [vec![second, first], vec![second, second]] {
        world.refuse::<AlreadyBlacklisted>(GOVERNANCE, factory(&world), &blacklistTokensCall { tokens });
        assert!(!world.view(factory(&world), &isBlacklistedCall { token: second }));
    }
}

#[test]
fn blacklisting_closes_the_strategy_that_exists_for_deposits_but_not_for_withdrawals() {
    let world = fresh();
    let (manager, lst) = (world.at("strategy-manager"), world.strategy(world.lst));
    world.deposit_lst(ALICE, ether(5));
    let done = world.act(
        GOVERNANCE,
        factory(&world),
        &blacklistTokensCall { tokens: vec![world.reward, world.lst] },
    );
    let closed = done.events::<StrategyRemovedFromDepositWhitelist>();
    assert_eq!(closed.iter().map(|event| event.strategy).collect::<Vec<_>>(), [lst]);
    assert_eq!(done.events::<TokenBlacklisted>().len(), 2);
    assert!(!is_open(&world, lst) && is_open(&world, world.strategy(world.weth)));
    world.refuse::<StrategyNotWhitelisted>(ALICE, manager, &deposit(&world, lst, ether(1)));
    // The blacklist is asked before what exists.
    let again = deployNewStrategyCall { token: world.lst };
    world.refuse::<BlacklistedToken>(STRANGER, factory(&world), &again);
    let withdrawal = queue(&world, ALICE, lst, ether(5));
    pass_delay(&world);
    world.act(ALICE, world.at("delegation-manager"), &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(5));
}

#[test]
fn the_owner_closes_and_opens_strategies_also_those_of_other_makers() {
    let world = fresh();
    let (manager, own) = (world.at("strategy-manager"), world.strategy(world.lst));
    let foreign = unwired(&world, world.at("strategy"), 9);
    let wire = IStrategy::wireCall {
        strategyManager: manager,
        underlyingToken: world.lst,
        pauserRegistry: world.at("pauser-registry"),
    };
    world.act(STRANGER, foreign, &wire);
    for strategy in [own, foreign] {
        let open = whitelistStrategiesCall { strategiesToWhitelist: vec![strategy] };
        world.act(GOVERNANCE, factory(&world), &open);
        assert!(is_open(&world, strategy));
        let close = removeStrategiesFromWhitelistCall { strategiesToRemoveFromWhitelist: vec![strategy] };
        let done = world.act(GOVERNANCE, factory(&world), &close);
        assert_eq!(done.events::<StrategyRemovedFromDepositWhitelist>()[0].strategy, strategy);
        assert!(!is_open(&world, strategy));
    }
}

#[test]
fn only_the_owner_blacklists_opens_and_closes() {
    let world = fresh();
    let strategies = vec![world.strategy(world.lst)];
    let blacklist = blacklistTokensCall { tokens: vec![world.lst] };
    let open = whitelistStrategiesCall { strategiesToWhitelist: strategies.clone() };
    let close = removeStrategiesFromWhitelistCall { strategiesToRemoveFromWhitelist: strategies };
    world.refuse::<IOwnable::OnlyOwner>(STRANGER, factory(&world), &blacklist);
    world.refuse::<IOwnable::OnlyOwner>(STRANGER, factory(&world), &open);
    world.refuse::<IOwnable::OnlyOwner>(STRANGER, factory(&world), &close);
}

#[test]
fn the_owner_changes_when_the_proposed_one_accepts() {
    let world = fresh();
    let factory = factory(&world);
    let hand_over = IOwnable::transferOwnershipCall { newOwner: BOB };
    world.refuse::<IOwnable::OnlyOwner>(STRANGER, factory, &hand_over);
    world.act(GOVERNANCE, factory, &hand_over);
    assert_eq!(world.view(factory, &IOwnable::ownerCall {}), GOVERNANCE);
    assert_eq!(world.view(factory, &IOwnable::pendingOwnerCall {}), BOB);
    let blacklist = blacklistTokensCall { tokens: vec![world.reward] };
    world.refuse::<IOwnable::OnlyOwner>(BOB, factory, &blacklist);
    world.refuse::<IOwnable::OnlyPendingOwner>(STRANGER, factory, &IOwnable::acceptOwnershipCall {});
    world.act(BOB, factory, &IOwnable::acceptOwnershipCall {});
    assert_eq!(world.view(factory, &IOwnable::ownerCall {}), BOB);
    assert_eq!(world.view(factory, &IOwnable::pendingOwnerCall {}), Address::ZERO);
    world.refuse::<IOwnable::OnlyOwner>(GOVERNANCE, factory, &blacklist);
    world.act(BOB, factory, &blacklist);
}

#[test]
fn a_factory_is_wired_once_and_to_nobody_who_is_zero() {
    let world = fresh();
    let whole = copying(&world, world.at("strategy"));
    world.refuse::<AlreadyWired>(GOVERNANCE, factory(&world), &whole);
    let factory = unwired(&world, factory(&world), 4);
    for field in 0..4 {
        let mut call = copying(&world, world.at("strategy"));
        let fields = [
            &mut call.strategyManager,
            &mut call.pauserRegistry,
            &mut call.strategyImplementation,
            &mut call.owner,
        ];
        *fields.into_iter().nth(field).unwrap() = Address::ZERO;
        world.refuse::<InputAddressZero>(STRANGER, factory, &call);
    }
    let done = world.act(STRANGER, factory, &whole);
    let owned = done.events::<IOwnable::OwnershipTransferred>().remove(0);
    assert_eq!((owned.previousOwner, owned.newOwner), (Address::ZERO, GOVERNANCE));
    assert_eq!(world.view(factory, &strategyManagerCall {}), world.at("strategy-manager"));
    assert_eq!(world.view(factory, &strategyImplementationCall {}), world.at("strategy"));
    assert_eq!(world.view(factory, &IPausable::pauserRegistryCall {}), world.at("pauser-registry"));
    world.refuse::<AlreadyWired>(STRANGER, factory, &whole);
}

#[test]
fn a_token_nobody_asked_for_has_no_strategy_and_is_on_no_list() {
    let world = fresh();
    assert_eq!(super::deployed(&world, world.reward), Address::ZERO);
    assert!(!world.view(factory(&world), &isBlacklistedCall { token: world.reward }));
    assert!(!is_open(&world, Address::ZERO));
}
