//! L47: an appointment is for a function, not for a name. Elsewhere rights given for one function reached another, or none
//! after it was renamed; here functions stay what they are, for nothing is ever upgraded.

use alloy::primitives::Address;
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    CreateSetParams, CreateSetParamsV2, InvalidCaller, InvalidPermissions, createOperatorSets_0Call,
    createOperatorSets_1Call, createRedistributingOperatorSets_0Call, isOperatorSetCall, slashOperatorCall,
};
use interfaces::sol::IPermissionController::removeAppointeeCall;

use crate::harness::sets::{appoint, open_service, set, slash, slashable};
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, OPERATOR, SERVICE_OWNER, World, fresh};

const AVS: Address = SERVICE_OWNER;

fn older(id: u32) -> createOperatorSets_0Call {
    let params = vec![CreateSetParams { operatorSetId: id, strategies: Vec::new() }];
    createOperatorSets_0Call { avs: AVS, params }
}

fn newer(id: u32) -> createOperatorSets_1Call {
    let params = vec![CreateSetParamsV2 { operatorSetId: id, strategies: Vec::new(), slasher: BOB }];
    createOperatorSets_1Call { avs: AVS, params }
}

fn redistributing(id: u32) -> createRedistributingOperatorSets_0Call {
    createRedistributingOperatorSets_0Call {
        avs: AVS,
        params: older(id).params,
        redistributionRecipients: vec![ALICE],
    }
}

fn exists(world: &World, id: u32) -> bool {
    world.view(world.at("slasher"), &isOperatorSetCall { operatorSet: set(id) })
}

/// EGSL-15: two functions of one name are two rights.
#[test]
fn an_appointment_for_one_of_two_functions_of_a_name_is_none_for_the_other() {
    let world = fresh();
    open_service(&world);
    let slasher = world.at("slasher");
    appoint(&world, slasher, createOperatorSets_0Call::SELECTOR);
    world.refuse::<InvalidPermissions>(ALICE, slasher, &newer(1));
    world.refuse::<InvalidPermissions>(ALICE, slasher, &redistributing(1));
    world.act(ALICE, slasher, &older(1));
    appoint(&world, slasher, createOperatorSets_1Call::SELECTOR);
    world.act(ALICE, slasher, &newer(2));
    world.refuse::<InvalidPermissions>(ALICE, slasher, &redistributing(3));
    assert_eq!([1, 2, 3].map(|id| exists(&world, id)), [true, true, false]);
    let selector = createOperatorSets_0Call::SELECTOR.into();
    let remove = removeAppointeeCall { account: AVS, appointee: ALICE, target: slasher, selector };
    world.act(AVS, world.at("permission-controller"), &remove);
    world.refuse::<InvalidPermissions>(ALICE, slasher, &older(4));
    world.act(ALICE, slasher, &newer(4));
}

/// Whoever may create sets for an AVS does not slash for it: slashing knows the set's slasher and nobody else.
#[test]
fn an_appointment_for_slashing_lets_nobody_slash() {
    let world = fresh();
    let lst = slashable(&world);
    appoint(&world, world.at("slasher"), slashOperatorCall::SELECTOR);
    let call = slash(OPERATOR, 1, vec![lst], vec![percent(1)]);
    world.refuse::<InvalidCaller>(ALICE, world.at("slasher"), &call);
}
