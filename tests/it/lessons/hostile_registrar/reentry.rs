//! Calls from within a registrar's callback.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IAllocationManager::{
    AlreadyMemberOfSet, InvalidPermissions, NotMemberOfSet, getSlashCountCall, registerForOperatorSetsCall,
    setAllocationDelayCall,
};
use interfaces::sol::IDelegationManager::{CallerCannotUndelegate, WithdrawerNotCaller, undelegateCall};
use interfaces::sol::IPermissionController::setAppointeeCall;

use super::{HostileRegistrar, Membership, inside, outside, slash_by_registrar};
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{allocate, allocation, join, leave, set, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, STRANGER, World, ether, fresh};

/// Has the registrar call the Slasher in its next callback.
fn arm(world: &World, registrar: Address, call: &impl SolCall) {
    let (target, payload) = (world.at("slasher"), call.abi_encode().into());
    world.act(STRANGER, registrar, &HostileRegistrar::armCall { target, payload });
}

/// How the last of so many armed calls ended: whether it succeeded, and what came back.
fn armed_answer(world: &World, registrar: Address, calls: usize) -> (bool, Bytes) {
    assert_eq!(world.view(registrar, &HostileRegistrar::callsCall {}), U256::from(calls));
    let succeeded = world.view(registrar, &HostileRegistrar::lastSucceededCall {});
    (succeeded, world.view(registrar, &HostileRegistrar::lastAnswerCall {}))
}

#[test]
fn joining_again_from_the_callback_of_joining_is_refused() {
    let world = fresh();
    let (registrar, _) = outside(&world);
    let appoint = setAppointeeCall {
        account: OPERATOR,
        appointee: registrar,
        target: world.at("slasher"),
        selector: registerForOperatorSetsCall::SELECTOR.into(),
    };
    world.act(OPERATOR, world.at("permission-controller"), &appoint);
    arm(&world, registrar, &join(OPERATOR, &[1]));
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    let expected = (false, Bytes::from(AlreadyMemberOfSet::SELECTOR));
    assert_eq!(armed_answer(&world, registrar, 1), expected);
    assert_eq!(Membership::read(&world), Membership::inside());
}

/// A service may eject from within the callback: the result is that of ejecting right after, liability included.
#[test]
fn ejecting_from_the_callback_of_joining_is_ejecting_after_it() {
    let world = fresh();
    let (registrar, lst) = outside(&world);
    arm(&world, registrar, &leave(OPERATOR, &[1]));
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    assert!(armed_answer(&world, registrar, 1).0);
    assert_eq!(Membership::read(&world), Membership::leaving());
    let last = world.block() + u64::from(world.config.deallocation_delay_blocks);
    world.until_next_is(last);
    assert_eq!(slash_by_registrar(&world, registrar, lst, 50), [ether(80)]);
    world.pass_blocks(1);
    assert_eq!(Membership::read(&world), Membership::outside());
}

#[test]
fn leaving_from_the_callback_of_leaving_is_refused() {
    let world = fresh();
    let (registrar, _) = inside(&world);
    arm(&world, registrar, &leave(OPERATOR, &[1]));
    world.act(OPERATOR, world.at("slasher"), &leave(OPERATOR, &[1]));
    let expected = (false, Bytes::from(NotMemberOfSet::SELECTOR));
    assert_eq!(armed_answer(&world, registrar, 1), expected);
    assert_eq!(Membership::read(&world), Membership::leaving());
}

/// Every effect is written before the callback, so a slash from within takes what one right after would.
#[test]
fn slashing_from_a_callback_takes_what_slashing_after_it_would() {
    for leaving in [false, true] {
        let world = fresh();
        let (registrar, lst) = if leaving { inside(&world) } else { outside(&world) };
        arm(&world, registrar, &slash(OPERATOR, 1, vec![lst], vec![percent(25)]));
        let slasher = world.at("slasher");
        if leaving {
            world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
        } else {
            world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
        }
        assert!(armed_answer(&world, registrar, 1).0);
        assert_eq!(world.view(slasher, &getSlashCountCall { operatorSet: set(1) }), U256::ONE);
        assert_eq!(allocation(&world, OPERATOR, 1, lst), (ONE / 4 * 3, 0, 0));
        assert_eq!(operator_shares(&world, OPERATOR, lst), ether(120));
        assert_eq!(staker_shares(&world, ALICE, lst).0, ether(75));
        assert_eq!(slash_by_registrar(&world, registrar, lst, 50), [ether(60)]);
    }
}

#[test]
fn from_a_callback_a_service_has_no_more_rights_than_before() {
    let world = fresh();
    let (registrar, lst) = outside(&world);
    let theirs = queue(&world, ALICE, lst, ether(60));
    pass_delay(&world);
    let (slasher, delegation) = (world.at("slasher"), world.at("delegation-manager"));
    let (operator, staker) = (OPERATOR, ALICE);
    let delay = setAllocationDelayCall { operator, delay: 1 };
    let tries = [
        (slasher, allocate(OPERATOR, 1, lst, 1).abi_encode(), InvalidPermissions::SELECTOR),
        (slasher, delay.abi_encode(), InvalidPermissions::SELECTOR),
        (delegation, undelegateCall { staker }.abi_encode(), CallerCannotUndelegate::SELECTOR),
        (delegation, as_tokens(&world, &theirs).abi_encode(), WithdrawerNotCaller::SELECTOR),
    ];
    for (number, (target, payload, error)) in tries.into_iter().enumerate() {
        let call = HostileRegistrar::armCall { target, payload: payload.into() };
        world.act(STRANGER, registrar, &call);
        if number % 2 == 0 {
            world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
        } else {
            world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
            world.pass_blocks(world.config.deallocation_delay_blocks);
        }
        assert_eq!(armed_answer(&world, registrar, number + 1), (false, Bytes::from(error)));
        assert_eq!(operator_shares(&world, OPERATOR, lst), ether(100));
    }
}
