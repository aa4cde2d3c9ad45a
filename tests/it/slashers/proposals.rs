//! Who may propose a slasher, and whom.

use alloy::primitives::Address;
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    ALLOCATION_CONFIGURATION_DELAYCall, InputAddressZero, InvalidOperatorSet, InvalidPermissions,
    OperatorSet, SLASHER_CONFIGURATION_DELAYCall, createOperatorSets_1Call, slashOperatorCall,
    updateSlasherCall,
};
use interfaces::sol::IPermissionController::removeAppointeeCall;

use super::{AVS, FIRST, SECOND, effect_block, pending_slasher, propose, slasher_of, update, updates};
use crate::harness::sets::{appoint, set, slashable};
use crate::harness::{ALICE, GOVERNANCE, OPERATOR, fresh};

#[test]
fn a_proposal_says_for_which_set_whom_and_from_which_block() {
    let world = fresh();
    slashable(&world);
    let done = propose(&world, FIRST);
    let effect = world.block() + u64::from(world.config.allocation_configuration_delay_blocks) + 1;
    assert_eq!(updates(&done), [(1, FIRST, effect)]);
    assert_eq!(done.kinds(&[world.at("slasher")]).len(), 1);
}

#[test]
fn slashers_and_allocation_delays_change_with_the_same_notice() {
    let world = fresh();
    let slasher = world.at("slasher");
    let notice = world.config.allocation_configuration_delay_blocks;
    assert_eq!(world.view(slasher, &SLASHER_CONFIGURATION_DELAYCall {}), notice);
    assert_eq!(world.view(slasher, &ALLOCATION_CONFIGURATION_DELAYCall {}), notice);
}

#[test]
fn nobody_but_the_avs_proposes_a_slasher() {
    let world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    let before = pending_slasher(&world, 1);
    for who in [FIRST, SECOND, OPERATOR, ALICE, GOVERNANCE] {
        for slasher in [who, FIRST, Address::ZERO] {
            world.refuse::<InvalidPermissions>(who, world.at("slasher"), &update(1, slasher));
        }
    }
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, before));
    world.until_next_is(effect_block(&world));
    world.pass_blocks(1);
    // In office a slasher slashes, and does not choose who comes after it.
    assert_eq!(slasher_of(&world, 1), FIRST);
    world.refuse::<InvalidPermissions>(FIRST, world.at("slasher"), &update(1, SECOND));
}

#[test]
fn who_is_appointed_to_exactly_this_function_of_the_slasher_proposes_for_the_avs() {
    let world = fresh();
    slashable(&world);
    let (slasher, call) = (world.at("slasher"), update(1, FIRST));
    for selector in [slashOperatorCall::SELECTOR, createOperatorSets_1Call::SELECTOR] {
        appoint(&world, slasher, selector);
        world.refuse::<InvalidPermissions>(ALICE, slasher, &call);
    }
    // The program whose code answers is not whom the permission is for.
    appoint(&world, world.at("avs-directory"), updateSlasherCall::SELECTOR);
    world.refuse::<InvalidPermissions>(ALICE, slasher, &call);
    appoint(&world, slasher, updateSlasherCall::SELECTOR);
    let done = world.act(ALICE, slasher, &call);
    assert_eq!(updates(&done), [(1, FIRST, effect_block(&world))]);
    let selector = updateSlasherCall::SELECTOR.into();
    let dismiss = removeAppointeeCall { account: AVS, appointee: ALICE, target: slasher, selector };
    world.act(AVS, world.at("permission-controller"), &dismiss);
    world.refuse::<InvalidPermissions>(ALICE, slasher, &update(1, SECOND));
}

#[test]
fn sets_that_do_not_exist_have_no_slasher_and_get_none() {
    let world = fresh();
    slashable(&world);
    let slasher = world.at("slasher");
    assert_eq!((slasher_of(&world, 2), pending_slasher(&world, 2)), (Address::ZERO, (Address::ZERO, 0)));
    for named in [FIRST, Address::ZERO] {
        world.refuse::<InvalidOperatorSet>(AVS, slasher, &update(2, named));
        world.refuse::<InvalidPermissions>(ALICE, slasher, &update(2, named));
    }
    // An id of one AVS is not another's.
    let elsewhere = OperatorSet { avs: ALICE, ..set(1) };
    let call = updateSlasherCall { operatorSet: elsewhere, slasher: FIRST };
    world.refuse::<InvalidOperatorSet>(ALICE, slasher, &call);
    world.refuse::<InvalidPermissions>(AVS, slasher, &call);
}

#[test]
fn nobody_is_not_a_slasher() {
    let world = fresh();
    slashable(&world);
    let call = update(1, Address::ZERO);
    world.refuse::<InputAddressZero>(AVS, world.at("slasher"), &call);
    assert_eq!(pending_slasher(&world, 1), (Address::ZERO, 0));
    propose(&world, FIRST);
    world.refuse::<InputAddressZero>(AVS, world.at("slasher"), &call);
    assert_eq!(pending_slasher(&world, 1).0, FIRST);
}
