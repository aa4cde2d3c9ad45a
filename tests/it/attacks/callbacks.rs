//! A service that calls back into the protocol from within its registrar's callbacks. They come last, after all effects:
//! what it does there is what it could have done in a transaction of its own.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    AlreadyMemberOfSet, OperatorNotSlashable, OperatorSet, getMembersCall, getSlashCountCall,
    isOperatorSlashableCall, slashOperatorCall,
};

use super::services::{create_burning_set, entering, giving, introduce, leaving, slashing};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, OTHER_OPERATOR, World, ether, fresh, speaking};

alloy::sol! {
    contract ReentrantRegistrar {
        function arm(address target, bytes payload) external;
        function calls() external view returns (uint256);
    }
}

/// A hostile service with set 1, to which the operator allocated 60 % of Alice's 100 LST without joining.
fn prepare(world: &World) -> Address {
    let avs = speaking(world, world.create("ReentrantRegistrar", ()));
    introduce(world, avs, avs);
    create_burning_set(world, avs);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(100));
    world.delegate(ALICE, OPERATOR);
    world.act(OPERATOR, world.at("slasher"), &giving(world, avs, ONE / 10 * 6));
    avs
}

/// A slash of half of the allocation: 30 LST.
fn slashing_half(world: &World, avs: Address) -> slashOperatorCall {
    slashing(world, avs, percent(50))
}

fn arm(world: &World, avs: Address, call: &impl SolCall) {
    let payload = call.abi_encode().into();
    world.act(avs, avs, &ReentrantRegistrar::armCall { target: world.at("slasher"), payload });
}

/// One slash of 30 LST, and no trace of a second.
fn slashed_once(world: &World, avs: Address) {
    let lst = world.strategy(world.lst);
    assert_eq!(world.view(avs, &ReentrantRegistrar::callsCall {}), U256::ONE);
    let set = OperatorSet { avs, id: 1 };
    assert_eq!(world.view(world.at("slasher"), &getSlashCountCall { operatorSet: set }), U256::ONE);
    assert_eq!(operator_shares(world, OPERATOR, lst), ether(70));
    assert_eq!(staker_shares(world, ALICE, lst).0, ether(70));
}

fn members(world: &World, avs: Address) -> Vec<Address> {
    world.view(world.at("slasher"), &getMembersCall { operatorSet: OperatorSet { avs, id: 1 } })
}

fn is_slashable(world: &World, avs: Address) -> bool {
    let operator_set = OperatorSet { avs, id: 1 };
    let ask = isOperatorSlashableCall { operator: OPERATOR, operatorSet: operator_set };
    world.view(world.at("slasher"), &ask)
}

#[test]
fn a_slash_from_within_a_registration_takes_its_part_once() {
    let world = fresh();
    let avs = prepare(&world);
    arm(&world, avs, &slashing_half(&world, avs));
    world.act(OPERATOR, world.at("slasher"), &entering(avs));
    slashed_once(&world, avs);
    assert_eq!(members(&world, avs), [OPERATOR]);
}

#[test]
fn a_slash_from_within_a_deregistration_takes_its_part_once_and_the_operator_is_out() {
    let world = fresh();
    let avs = prepare(&world);
    world.act(OPERATOR, world.at("slasher"), &entering(avs));
    arm(&world, avs, &slashing_half(&world, avs));
    world.act(OPERATOR, world.at("slasher"), &leaving(avs));
    slashed_once(&world, avs);
    assert_eq!(members(&world, avs), [Address::ZERO; 0]);
    world.pass_blocks(world.config.deallocation_delay_blocks);
    world.refuse::<OperatorNotSlashable>(avs, world.at("slasher"), &slashing_half(&world, avs));
}

/// The service sees the membership it is told of, and no other.
#[test]
fn a_service_cannot_slash_whom_it_is_not_told_of() {
    let world = fresh();
    let avs = prepare(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    let mut of_other = slashing_half(&world, avs);
    of_other.params.operator = OTHER_OPERATOR;
    arm(&world, avs, &of_other);
    world.refuse::<OperatorNotSlashable>(OPERATOR, world.at("slasher"), &entering(avs));
    assert_eq!(members(&world, avs), [Address::ZERO; 0]);
}

#[test]
fn who_is_thrown_out_from_within_its_registration_is_out_and_still_slashable() {
    let world = fresh();
    let avs = prepare(&world);
    arm(&world, avs, &leaving(avs));
    world.act(OPERATOR, world.at("slasher"), &entering(avs));
    assert_eq!((members(&world, avs), is_slashable(&world, avs)), (Vec::new(), true));
    world.refuse::<AlreadyMemberOfSet>(OPERATOR, world.at("slasher"), &entering(avs));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    assert!(!is_slashable(&world, avs));
    world.act(OPERATOR, world.at("slasher"), &entering(avs));
    assert_eq!(members(&world, avs), [OPERATOR]);
}
