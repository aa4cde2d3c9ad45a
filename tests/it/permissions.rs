//! Who may act for an account: admins and appointees.

use std::collections::BTreeSet;

use alloy::primitives::{Address, FixedBytes};
use alloy::sol_types::SolCall;
use interfaces::sol::IPermissionController::{
    AdminAlreadyPending, AdminAlreadySet, AdminNotPending, AdminNotSet, AdminRemoved, AdminSet,
    AppointeeAlreadySet, AppointeeNotSet, AppointeeRemoved, AppointeeSet, CannotHaveZeroAdmins, NotAdmin,
    PendingAdminAdded, PendingAdminRemoved, acceptAdminCall, addPendingAdminCall, canCallCall, getAdminsCall,
    getAppointeePermissionsCall, getAppointeesCall, getPendingAdminsCall, isAdminCall, isPendingAdminCall,
    removeAdminCall, removeAppointeeCall, removePendingAdminCall, setAppointeeCall,
};
use interfaces::sol::{IAllocationManager, IDelegationManager};

use crate::harness::{
    ALICE, BOB, GOVERNANCE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, fresh,
};

/// The account of the tests.
const ACCOUNT: Address = OPERATOR;

fn controller(world: &World) -> Address {
    world.at("permission-controller")
}

fn propose(world: &World, by: Address, admin: Address) {
    let done = world.act(by, controller(world), &addPendingAdminCall { account: ACCOUNT, admin });
    let event = done.events::<PendingAdminAdded>().remove(0);
    assert_eq!((event.account, event.admin), (ACCOUNT, admin));
}

fn accept(world: &World, admin: Address) {
    let done = world.act(admin, controller(world), &acceptAdminCall { account: ACCOUNT });
    let event = done.events::<AdminSet>().remove(0);
    assert_eq!((event.account, event.admin), (ACCOUNT, admin));
}

fn admins(world: &World) -> Vec<Address> {
    world.view(controller(world), &getAdminsCall { account: ACCOUNT })
}

fn is_admin(world: &World, caller: Address) -> bool {
    world.view(controller(world), &isAdminCall { account: ACCOUNT, caller })
}

fn can_call(world: &World, caller: Address, target: Address, selector: FixedBytes<4>) -> bool {
    world.view(controller(world), &canCallCall { account: ACCOUNT, caller, target, selector })
}

/// Pseudo-random numbers below `bound`, the same in every run.
fn shuffled(bound: u64) -> impl Iterator<Item = usize> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % usize::try_from(bound).unwrap()
    })
}

#[test]
fn an_account_without_admins_is_its_own() {
    let world = fresh();
    assert_eq!(admins(&world), [ACCOUNT]);
    assert!(is_admin(&world, ACCOUNT));
    assert!(!is_admin(&world, STRANGER));
    let call = addPendingAdminCall { account: ACCOUNT, admin: STRANGER };
    world.refuse::<NotAdmin>(STRANGER, controller(&world), &call);
}

#[test]
fn an_account_with_an_admin_has_no_say_any_more() {
    let world = fresh();
    propose(&world, ACCOUNT, ALICE);
    assert!(is_admin(&world, ACCOUNT), "a proposal alone changes nothing");
    assert!(!is_admin(&world, ALICE));
    assert!(world.view(controller(&world), &isPendingAdminCall { account: ACCOUNT, pendingAdmin: ALICE }));
    accept(&world, ALICE);
    assert_eq!(admins(&world), [ALICE]);
    assert!(is_admin(&world, ALICE) && !is_admin(&world, ACCOUNT));
    assert!(!world.view(controller(&world), &isPendingAdminCall { account: ACCOUNT, pendingAdmin: ALICE }));
    let call = addPendingAdminCall { account: ACCOUNT, admin: BOB };
    world.refuse::<NotAdmin>(ACCOUNT, controller(&world), &call);
    // It may become one of its admins, like anybody.
    propose(&world, ALICE, ACCOUNT);
    accept(&world, ACCOUNT);
    assert!(is_admin(&world, ACCOUNT));
}

#[test]
fn only_who_was_proposed_can_accept_and_once() {
    let world = fresh();
    let accept_it = acceptAdminCall { account: ACCOUNT };
    world.refuse::<AdminNotPending>(ALICE, controller(&world), &accept_it);
    propose(&world, ACCOUNT, ALICE);
    world.refuse::<AdminNotPending>(BOB, controller(&world), &accept_it);
    accept(&world, ALICE);
    world.refuse::<AdminNotPending>(ALICE, controller(&world), &accept_it);
}

#[test]
fn nobody_is_proposed_twice_nor_when_in_office() {
    let world = fresh();
    let call = addPendingAdminCall { account: ACCOUNT, admin: ALICE };
    propose(&world, ACCOUNT, ALICE);
    world.refuse::<AdminAlreadyPending>(ACCOUNT, controller(&world), &call);
    accept(&world, ALICE);
    world.refuse::<AdminAlreadySet>(ALICE, controller(&world), &call);
}

#[test]
fn a_proposal_taken_back_cannot_be_accepted() {
    let world = fresh();
    for admin in [ALICE, BOB, STRANGER] {
        propose(&world, ACCOUNT, admin);
    }
    let take_back = removePendingAdminCall { account: ACCOUNT, admin: ALICE };
    let done = world.act(ACCOUNT, controller(&world), &take_back);
    assert_eq!(done.events::<PendingAdminRemoved>().remove(0).admin, ALICE);
    world.refuse::<AdminNotPending>(ACCOUNT, controller(&world), &take_back);
    world.refuse::<AdminNotPending>(ALICE, controller(&world), &acceptAdminCall { account: ACCOUNT });
    let pending = world.view(controller(&world), &getPendingAdminsCall { account: ACCOUNT });
    assert_eq!(BTreeSet::from_iter(pending), BTreeSet::from([BOB, STRANGER]));
    accept(&world, STRANGER);
    let pending = world.view(controller(&world), &getPendingAdminsCall { account: ACCOUNT });
    assert_eq!(pending, [BOB]);
}

#[test]
fn the_last_admin_cannot_be_removed() {
    let world = fresh();
    let remove = |admin| removeAdminCall { account: ACCOUNT, admin };
    world.refuse::<CannotHaveZeroAdmins>(ACCOUNT, controller(&world), &remove(ACCOUNT));
    propose(&world, ACCOUNT, ALICE);
    propose(&world, ACCOUNT, BOB);
    accept(&world, ALICE);
    world.refuse::<CannotHaveZeroAdmins>(ALICE, controller(&world), &remove(ALICE));
    accept(&world, BOB);
    world.refuse::<AdminNotSet>(ALICE, controller(&world), &remove(STRANGER));
    let done = world.act(ALICE, controller(&world), &remove(ALICE));
    assert_eq!(done.events::<AdminRemoved>().remove(0).admin, ALICE);
    assert_eq!(admins(&world), [BOB]);
    world.refuse::<NotAdmin>(ALICE, controller(&world), &remove(BOB));
}

#[test]
fn admins_come_and_go_in_any_order() {
    let world = fresh();
    propose(&world, ACCOUNT, GOVERNANCE);
    accept(&world, GOVERNANCE);
    let people = [ALICE, BOB, STRANGER, OTHER_OPERATOR, SERVICE_OWNER];
    let mut expected = BTreeSet::from([GOVERNANCE]);
    for person in shuffled(5).take(40).map(|index| people[index]) {
        if expected.remove(&person) {
            let call = removeAdminCall { account: ACCOUNT, admin: person };
            world.act(GOVERNANCE, controller(&world), &call);
        } else {
            propose(&world, GOVERNANCE, person);
            accept(&world, person);
            expected.insert(person);
        }
        let found = admins(&world);
        assert_eq!(found.len(), expected.len());
        assert_eq!(BTreeSet::from_iter(found), expected);
        assert!(people.iter().all(|person| is_admin(&world, *person) == expected.contains(person)));
    }
}

#[test]
fn appointments_come_and_go_in_any_order_and_both_lists_agree() {
    let world = fresh();
    let people = [ALICE, BOB, STRANGER];
    let calls: Vec<_> = [(world.lst, 1_u32), (world.lst, 2), (world.weth, 1), (Address::ZERO, 0)]
        .into_iter()
        .map(|(target, selector)| (target, FixedBytes::<4>::from(selector)))
        .collect();
    let mut expected = BTreeSet::new();
    for (person, call) in shuffled(3).zip(shuffled(7)).take(60) {
        let (appointee, (target, selector)) = (people[person], calls[call % 4]);
        if expected.remove(&(appointee, target, selector)) {
            let call = removeAppointeeCall { account: ACCOUNT, appointee, target, selector };
            let event = world.act(ACCOUNT, controller(&world), &call).events::<AppointeeRemoved>().remove(0);
            assert_eq!((event.appointee, event.target, event.selector), (appointee, target, selector));
            world.refuse::<AppointeeNotSet>(ACCOUNT, controller(&world), &call);
        } else {
            let call = setAppointeeCall { account: ACCOUNT, appointee, target, selector };
            let event = world.act(ACCOUNT, controller(&world), &call).events::<AppointeeSet>().remove(0);
            assert_eq!((event.appointee, event.target, event.selector), (appointee, target, selector));
            world.refuse::<AppointeeAlreadySet>(ACCOUNT, controller(&world), &call);
            expected.insert((appointee, target, selector));
        }
        check_appointments(&world, &people, &calls, &expected);
    }
}

/// Holds every view of appointments equal to `expected`.
fn check_appointments(
    world: &World,
    people: &[Address],
    calls: &[(Address, FixedBytes<4>)],
    expected: &BTreeSet<(Address, Address, FixedBytes<4>)>,
) {
    for appointee in people {
        let ask = getAppointeePermissionsCall { account: ACCOUNT, appointee: *appointee };
        let found = world.view(controller(world), &ask);
        let found =
            found._0.into_iter().zip(found._1).map(|(target, selector)| (*appointee, target, selector));
        let wanted = expected.iter().copied().filter(|(person, ..)| person == appointee);
        assert_eq!(found.collect::<BTreeSet<_>>(), wanted.collect());
    }
    for (target, selector) in calls.iter().copied() {
        let ask = getAppointeesCall { account: ACCOUNT, target, selector };
        let found = BTreeSet::from_iter(world.view(controller(world), &ask));
        let wanted = people.iter().copied().filter(|person| expected.contains(&(*person, target, selector)));
        assert_eq!(found, wanted.collect());
        for person in people {
            let wanted = expected.contains(&(*person, target, selector));
            assert_eq!(can_call(world, *person, target, selector), wanted);
        }
    }
}

#[test]
fn only_admins_appoint() {
    let world = fresh();
    let (target, selector) = (world.lst, FixedBytes::from(1_u32));
    let appoint = setAppointeeCall { account: ACCOUNT, appointee: STRANGER, target, selector };
    world.refuse::<NotAdmin>(STRANGER, controller(&world), &appoint);
    world.act(ACCOUNT, controller(&world), &appoint);
    let dismiss = removeAppointeeCall { account: ACCOUNT, appointee: STRANGER, target, selector };
    world.refuse::<NotAdmin>(STRANGER, controller(&world), &dismiss);
    // Appointed to that very call, a stranger is still no admin.
    assert!(can_call(&world, STRANGER, target, selector) && !is_admin(&world, STRANGER));
}

#[test]
fn an_appointee_makes_its_call_for_an_operator_and_no_other() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let slasher = world.at("slasher");
    let delay = IAllocationManager::setAllocationDelayCall { operator: OPERATOR, delay: 1 };
    world.refuse::<IAllocationManager::InvalidPermissions>(STRANGER, slasher, &delay);
    let selector = IAllocationManager::setAllocationDelayCall::SELECTOR.into();
    let appoint = setAppointeeCall { account: OPERATOR, appointee: STRANGER, target: slasher, selector };
    world.act(OPERATOR, controller(&world), &appoint);
    world.act(STRANGER, slasher, &delay);
    let other = IAllocationManager::modifyAllocationsCall { operator: OPERATOR, params: Vec::new() };
    world.refuse::<IAllocationManager::InvalidPermissions>(STRANGER, slasher, &other);
    let metadata = IDelegationManager::updateOperatorMetadataURICall {
        operator: OPERATOR,
        metadataURI: "ipfs://stranger".into(),
    };
    let delegation = world.at("delegation-manager");
    world.refuse::<IDelegationManager::InvalidPermissions>(STRANGER, delegation, &metadata);
}

#[test]
fn an_account_may_put_itself_on_its_list_of_admins() {
    let world = fresh();
    propose(&world, ACCOUNT, ACCOUNT);
    accept(&world, ACCOUNT);
    assert_eq!(admins(&world), [ACCOUNT]);
    propose(&world, ACCOUNT, ALICE);
    accept(&world, ALICE);
    assert!(is_admin(&world, ACCOUNT) && is_admin(&world, ALICE));
}

#[test]
fn only_admins_propose_and_take_back_and_remove() {
    let world = fresh();
    propose(&world, ACCOUNT, ALICE);
    propose(&world, ACCOUNT, BOB);
    accept(&world, BOB);
    let (take_back, remove) = (
        removePendingAdminCall { account: ACCOUNT, admin: ALICE },
        removeAdminCall { account: ACCOUNT, admin: BOB },
    );
    for who in [ALICE, STRANGER, ACCOUNT] {
        world.refuse::<NotAdmin>(who, controller(&world), &take_back);
        world.refuse::<NotAdmin>(who, controller(&world), &remove);
    }
}

#[test]
fn an_operators_admin_acts_for_it_and_the_operator_no_longer_does() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    propose(&world, OPERATOR, BOB);
    accept(&world, BOB);
    let delegation = world.at("delegation-manager");
    let details =
        IDelegationManager::modifyOperatorDetailsCall { operator: OPERATOR, newDelegationApprover: BOB };
    let eject = IDelegationManager::undelegateCall { staker: ALICE };
    world.refuse::<IDelegationManager::InvalidPermissions>(OPERATOR, delegation, &details);
    world.refuse::<IDelegationManager::CallerCannotUndelegate>(OPERATOR, delegation, &eject);
    world.act(BOB, delegation, &eject);
    world.act(BOB, delegation, &details);
}
