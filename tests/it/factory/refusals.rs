//! What makes no strategy, and leaves nothing behind.

use alloy::primitives::{Address, Bytes};
use alloy::sol_types::SolCall;
use interfaces::sol::IStrategy;
use interfaces::sol::IStrategyFactory::{
    Reentered, StrategyCreationFailed, StrategySetForToken, deployNewStrategyCall,
};
use interfaces::sol::IStrategyManager::{OnlyStrategyWhitelister, setStrategyWhitelisterCall};

use super::{code, copying, created, deployed, factory, is_open, predicted};
use crate::harness::strategies::unwired;
use crate::harness::{BOB, GOVERNANCE, STRANGER, World, fresh};

alloy::sol! {
    contract UndecidedToken {
        error Undecided();

        function setMoody(bool moody) external;
        function arm(address target, bytes payload, bool strict) external;
    }
}

/// That asking for the strategy of `token` left nothing behind.
fn assert_nothing_created(world: &World, token: Address) {
    assert_eq!(deployed(world, token), Address::ZERO);
    assert!(code(world, predicted(world, token)).is_empty());
    assert!(!is_open(world, predicted(world, token)));
}

#[test]
fn a_token_that_does_not_tell_its_decimals_gets_no_strategy_until_it_does() {
    let world = fresh();
    let token = world.create("UndecidedToken", ());
    let create = deployNewStrategyCall { token };
    world.act(STRANGER, token, &UndecidedToken::setMoodyCall { moody: true });
    world.refuse::<UndecidedToken::Undecided>(STRANGER, factory(&world), &create);
    assert_nothing_created(&world, token);
    world.act(STRANGER, token, &UndecidedToken::setMoodyCall { moody: false });
    let expected = predicted(&world, token);
    assert_eq!(created(&world, token).0, expected);
}

#[test]
fn what_is_no_token_gets_no_strategy() {
    let world = fresh();
    let to_account = deployNewStrategyCall { token: STRANGER };
    world.refuse::<IStrategy::InvalidCalldata>(STRANGER, factory(&world), &to_account);
    assert_nothing_created(&world, STRANGER);
    let to_nobody = deployNewStrategyCall { token: Address::ZERO };
    world.refuse::<IStrategy::InputAddressZero>(STRANGER, factory(&world), &to_nobody);
    assert_nothing_created(&world, Address::ZERO);
}

#[test]
fn a_token_cannot_enter_the_factory_while_asked_for_its_decimals() {
    let world = fresh();
    let (token, factory) = (world.create("UndecidedToken", ()), factory(&world));
    for other in [token, world.reward] {
        let payload = Bytes::from(deployNewStrategyCall { token: other }.abi_encode());
        let arm = UndecidedToken::armCall { target: factory, payload, strict: true };
        world.act(STRANGER, token, &arm);
        world.refuse::<Reentered>(STRANGER, factory, &deployNewStrategyCall { token });
        assert_nothing_created(&world, token);
        assert_nothing_created(&world, world.reward);
    }
}

#[test]
fn a_token_that_swallows_its_refusal_has_created_nothing_else() {
    let world = fresh();
    let (token, factory) = (world.create("UndecidedToken", ()), factory(&world));
    let payload = Bytes::from(deployNewStrategyCall { token: world.reward }.abi_encode());
    world.act(STRANGER, token, &UndecidedToken::armCall { target: factory, payload, strict: false });
    let (strategy, done) = created(&world, token);
    assert_eq!((deployed(&world, token), done.events::<StrategySetForToken>().len()), (strategy, 1));
    assert_nothing_created(&world, world.reward);
    // The lock is open again.
    created(&world, world.reward);
}

#[test]
fn a_factory_that_lost_the_whitelisters_role_creates_nothing() {
    let world = fresh();
    let call = setStrategyWhitelisterCall { newStrategyWhitelister: BOB };
    world.act(GOVERNANCE, world.at("strategy-manager"), &call);
    let create = deployNewStrategyCall { token: world.reward };
    world.refuse::<OnlyStrategyWhitelister>(STRANGER, factory(&world), &create);
    assert_nothing_created(&world, world.reward);
}

#[test]
fn a_factory_without_code_to_copy_creates_nothing() {
    let world = fresh();
    let create = deployNewStrategyCall { token: world.reward };
    let never_wired = unwired(&world, factory(&world), 1);
    world.refuse::<StrategyCreationFailed>(STRANGER, never_wired, &create);
    let of_nothing = unwired(&world, factory(&world), 2);
    world.act(STRANGER, of_nothing, &copying(&world, STRANGER));
    world.refuse::<StrategyCreationFailed>(STRANGER, of_nothing, &create);
}

#[test]
fn code_the_chain_does_not_accept_makes_no_strategy() {
    let world = fresh();
    // EIP-3541: no new code starts with this byte, programs apart.
    let refused = Address::with_last_byte(0xef);
    world.node().set_code(refused, Bytes::from_static(&[0xef, 0xff])).unwrap();
    let factory = unwired(&world, factory(&world), 3);
    world.act(STRANGER, factory, &copying(&world, refused));
    let create = deployNewStrategyCall { token: world.reward };
    world.refuse::<StrategyCreationFailed>(STRANGER, factory, &create);
}
