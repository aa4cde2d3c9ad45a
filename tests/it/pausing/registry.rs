//! Who may pause, and who may unpause.

use alloy::primitives::{Address, U256};
use interfaces::sol::IPauserRegistry::{
    AlreadyWired, InputAddressZero, OnlyPendingUnpauser, OnlyUnpauser, PauserStatusChanged, UnpauserChanged,
    UnpauserProposed, acceptUnpauserCall, isPauserCall, pauserCountCall, pendingUnpauserCall,
    setIsPauserCall, setUnpauserCall, unpauserCall, wireCall,
};

use super::set_pauser;
use crate::harness::strategies::unwired;
use crate::harness::{ALICE, BOB, Done, GOVERNANCE, STRANGER, World, fresh};

fn registry(world: &World) -> Address {
    world.at("pauser-registry")
}

fn may_pause(world: &World, account: Address) -> bool {
    world.view(registry(world), &isPauserCall { account })
}

fn pausers(world: &World, registry: Address) -> u64 {
    world.view(registry, &pauserCountCall {}).to()
}

fn status_changes(done: &Done) -> Vec<(Address, bool)> {
    done.events::<PauserStatusChanged>().iter().map(|event| (event.pauser, event.canPause)).collect()
}

#[test]
fn the_unpauser_gives_and_takes_the_right_to_pause() {
    let world = fresh();
    assert!(may_pause(&world, GOVERNANCE) && !may_pause(&world, STRANGER));
    assert_eq!(status_changes(&set_pauser(&world, STRANGER, true)), [(STRANGER, true)]);
    assert!(may_pause(&world, STRANGER));
    assert_eq!(status_changes(&set_pauser(&world, STRANGER, false)), [(STRANGER, false)]);
    assert!(!may_pause(&world, STRANGER));
}

#[test]
fn pausers_are_counted_once_each() {
    let world = fresh();
    let count = || pausers(&world, registry(&world));
    assert_eq!(count(), 1);
    for (account, can_pause, counted) in
        [(STRANGER, true, 2), (STRANGER, true, 2), (GOVERNANCE, false, 1), (GOVERNANCE, false, 1)]
    {
        set_pauser(&world, account, can_pause);
        assert_eq!(count(), counted, "after {account}: {can_pause}");
    }
}

#[test]
fn only_the_unpauser_says_who_may_pause_and_never_nobody() {
    let world = fresh();
    set_pauser(&world, STRANGER, true);
    let name = |account| setIsPauserCall { newPauser: account, canPause: true };
    world.refuse::<OnlyUnpauser>(STRANGER, registry(&world), &name(BOB));
    world.refuse::<OnlyUnpauser>(STRANGER, registry(&world), &name(Address::ZERO));
    world.refuse::<InputAddressZero>(GOVERNANCE, registry(&world), &name(Address::ZERO));
    assert!(!may_pause(&world, BOB));
}

#[test]
fn the_unpauser_changes_only_when_the_proposed_one_accepts() {
    let world = fresh();
    let registry = registry(&world);
    let done = world.act(GOVERNANCE, registry, &setUnpauserCall { newUnpauser: BOB });
    let proposed = done.events::<UnpauserProposed>().remove(0);
    assert_eq!((proposed.unpauser, proposed.pendingUnpauser), (GOVERNANCE, BOB));
    assert!(done.events::<UnpauserChanged>().is_empty());
    assert_eq!(world.view(registry, &unpauserCall {}), GOVERNANCE);
    assert_eq!(world.view(registry, &pendingUnpauserCall {}), BOB);
    world.refuse::<OnlyPendingUnpauser>(STRANGER, registry, &acceptUnpauserCall {});
    world.refuse::<OnlyPendingUnpauser>(GOVERNANCE, registry, &acceptUnpauserCall {});
    let changed = world.act(BOB, registry, &acceptUnpauserCall {}).events::<UnpauserChanged>().remove(0);
    assert_eq!((changed.previousUnpauser, changed.newUnpauser), (GOVERNANCE, BOB));
    assert_eq!(world.view(registry, &unpauserCall {}), BOB);
    assert_eq!(world.view(registry, &pendingUnpauserCall {}), Address::ZERO);
    world.refuse::<OnlyPendingUnpauser>(BOB, registry, &acceptUnpauserCall {});
    let name = setIsPauserCall { newPauser: ALICE, canPause: true };
    world.refuse::<OnlyUnpauser>(GOVERNANCE, registry, &name);
    world.act(BOB, registry, &name);
}

#[test]
fn a_proposal_is_replaced_by_the_next_one() {
    let world = fresh();
    let registry = registry(&world);
    for proposed in [ALICE, BOB] {
        world.act(GOVERNANCE, registry, &setUnpauserCall { newUnpauser: proposed });
    }
    world.refuse::<OnlyPendingUnpauser>(ALICE, registry, &acceptUnpauserCall {});
    world.act(BOB, registry, &acceptUnpauserCall {});
}

#[test]
fn only_the_unpauser_proposes_another_and_never_nobody() {
    let world = fresh();
    let propose = |account| setUnpauserCall { newUnpauser: account };
    world.refuse::<OnlyUnpauser>(STRANGER, registry(&world), &propose(STRANGER));
    world.refuse::<InputAddressZero>(GOVERNANCE, registry(&world), &propose(Address::ZERO));
}

#[test]
fn a_registry_is_wired_once_and_to_nobody_who_is_zero() {
    let world = fresh();
    let wire = |pausers: &[Address], unpauser| wireCall { pausers: pausers.to_vec(), unpauser };
    world.refuse::<AlreadyWired>(GOVERNANCE, registry(&world), &wire(&[BOB], BOB));
    let registry = unwired(&world, registry(&world), 1);
    world.refuse::<InputAddressZero>(STRANGER, registry, &wire(&[BOB], Address::ZERO));
    world.refuse::<InputAddressZero>(STRANGER, registry, &wire(&[BOB, Address::ZERO], ALICE));
    let done = world.act(STRANGER, registry, &wire(&[BOB, STRANGER], ALICE));
    assert_eq!(status_changes(&done), [(BOB, true), (STRANGER, true)]);
    let changed = done.events::<UnpauserChanged>().remove(0);
    assert_eq!((changed.previousUnpauser, changed.newUnpauser), (Address::ZERO, ALICE));
    assert_eq!(pausers(&world, registry), 2);
    world.refuse::<AlreadyWired>(STRANGER, registry, &wire(&[], BOB));
}

#[test]
fn nobody_rules_a_registry_that_is_not_wired() {
    let world = fresh();
    let registry = unwired(&world, registry(&world), 2);
    let name = setIsPauserCall { newPauser: STRANGER, canPause: true };
    world.refuse::<OnlyUnpauser>(STRANGER, registry, &name);
    world.refuse::<OnlyPendingUnpauser>(STRANGER, registry, &acceptUnpauserCall {});
    assert_eq!(world.view(registry, &pauserCountCall {}), U256::ZERO);
}
