//! Which strategies take deposits, and who says so.

use alloy::primitives::Address;
use interfaces::sol::IOwnable::OnlyOwner;
use interfaces::sol::IStrategyManager::{
    OnlyStrategyWhitelister, StrategyAddedToDepositWhitelist, StrategyRemovedFromDepositWhitelist,
    StrategyWhitelisterChanged, addStrategiesToDepositWhitelistCall,
    removeStrategiesFromDepositWhitelistCall, setStrategyWhitelisterCall,
    strategiesAreWhitelistedForDepositCall, strategyIsWhitelistedForDepositCall, strategyWhitelisterCall,
};

use crate::harness::{ALICE, BOB, Done, GOVERNANCE, STRANGER, World, fresh};

const ONE: Address = Address::repeat_byte(1);
const TWO: Address = Address::repeat_byte(2);

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

fn open(strategies: &[Address]) -> addStrategiesToDepositWhitelistCall {
    addStrategiesToDepositWhitelistCall { strategies: strategies.to_vec() }
}

fn close(strategies: &[Address]) -> removeStrategiesFromDepositWhitelistCall {
    removeStrategiesFromDepositWhitelistCall { strategies: strategies.to_vec() }
}

/// Governance, as the owner, gives the factory's role to Alice.
fn alice_rules(world: &World) -> Done {
    world.act(GOVERNANCE, manager(world), &setStrategyWhitelisterCall { newStrategyWhitelister: ALICE })
}

/// Whether each takes deposits, by both views.
fn are_open(world: &World, strategies: &[Address]) -> Vec<bool> {
    let ask = strategiesAreWhitelistedForDepositCall { strategies: strategies.to_vec() };
    let all = world.view(manager(world), &ask);
    for (strategy, is_open) in strategies.iter().zip(&all) {
        let ask = strategyIsWhitelistedForDepositCall { strategy: *strategy };
        assert_eq!(world.view(manager(world), &ask), *is_open);
    }
    all
}

fn opened(done: &Done) -> Vec<Address> {
    done.events::<StrategyAddedToDepositWhitelist>().iter().map(|event| event.strategy).collect()
}

fn closed(done: &Done) -> Vec<Address> {
    done.events::<StrategyRemovedFromDepositWhitelist>().iter().map(|event| event.strategy).collect()
}

#[test]
fn the_owner_alone_says_who_the_whitelister_is() {
    let world = fresh();
    let factory = world.at("strategy-factory");
    assert_eq!(world.view(manager(&world), &strategyWhitelisterCall {}), factory);
    let change = setStrategyWhitelisterCall { newStrategyWhitelister: STRANGER };
    world.refuse::<OnlyOwner>(STRANGER, manager(&world), &change);
    let event = alice_rules(&world).events::<StrategyWhitelisterChanged>().remove(0);
    assert_eq!((event.previousAddress, event.newAddress), (factory, ALICE));
    assert_eq!(world.view(manager(&world), &strategyWhitelisterCall {}), ALICE);
    // The whitelister cannot pass its role on.
    world.refuse::<OnlyOwner>(ALICE, manager(&world), &change);
}

#[test]
fn the_whitelister_alone_opens_and_closes_not_even_the_owner() {
    let world = fresh();
    alice_rules(&world);
    for who in [STRANGER, BOB, GOVERNANCE] {
        world.refuse::<OnlyStrategyWhitelister>(who, manager(&world), &open(&[ONE]));
        world.refuse::<OnlyStrategyWhitelister>(who, manager(&world), &close(&[ONE]));
        world.refuse::<OnlyStrategyWhitelister>(who, manager(&world), &open(&[]));
    }
    world.act(ALICE, manager(&world), &open(&[ONE, TWO]));
    assert_eq!(are_open(&world, &[ONE, TWO, STRANGER]), [true, true, false]);
    world.act(ALICE, manager(&world), &close(&[ONE]));
    assert_eq!(are_open(&world, &[ONE, TWO]), [false, true]);
}

#[test]
fn what_does_not_change_emits_nothing() {
    let world = fresh();
    alice_rules(&world);
    let manager = manager(&world);
    assert!(closed(&world.act(ALICE, manager, &close(&[ONE]))).is_empty());
    assert_eq!(opened(&world.act(ALICE, manager, &open(&[ONE]))), [ONE]);
    assert_eq!(opened(&world.act(ALICE, manager, &open(&[ONE, TWO, TWO]))), [TWO]);
    assert!(opened(&world.act(ALICE, manager, &open(&[]))).is_empty());
    assert_eq!(closed(&world.act(ALICE, manager, &close(&[TWO, TWO, ONE]))), [TWO, ONE]);
    assert_eq!(are_open(&world, &[ONE, TWO]), [false, false]);
}

#[test]
fn a_role_given_to_nobody_closes_the_list_until_the_owner_gives_it_again() {
    let world = fresh();
    let nobody = setStrategyWhitelisterCall { newStrategyWhitelister: Address::ZERO };
    world.act(GOVERNANCE, manager(&world), &nobody);
    world.refuse::<OnlyStrategyWhitelister>(ALICE, manager(&world), &open(&[ONE]));
    let event = alice_rules(&world).events::<StrategyWhitelisterChanged>().remove(0);
    assert_eq!((event.previousAddress, event.newAddress), (Address::ZERO, ALICE));
    world.act(ALICE, manager(&world), &open(&[ONE]));
    assert_eq!(are_open(&world, &[ONE]), [true]);
}
