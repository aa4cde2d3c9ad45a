//! What a slasher is bound to when it is made, and what it cannot be bound to.

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::SolError;

use super::IVetoableSlasher::{
    self, AddressZero, InvalidVetoWindow, allocationManagerCall, avsCall, proposerCall, requestCountCall,
    vetoCommitteeCall, vetoWindowCall,
};
use super::stage::{Arguments, COMMITTEE, PROPOSER, WINDOW, arguments, open, with_either};
use crate::harness::World;
use crate::harness::programs::construct;

/// What the constructor says, whether in a creation or in a call.
fn refusal(error: &impl SolError) -> Bytes {
    error.abi_encode().into()
}

#[test]
fn a_slasher_says_what_it_is_bound_to() {
    with_either(|world, language| {
        let slasher = open(world, language);
        assert_eq!(world.view(slasher, &allocationManagerCall {}), world.at("slasher"));
        assert_eq!(world.view(slasher, &avsCall {}), world.service);
        assert_eq!(world.view(slasher, &proposerCall {}), PROPOSER);
        assert_eq!(world.view(slasher, &vetoCommitteeCall {}), COMMITTEE);
        assert_eq!(world.view(slasher, &vetoWindowCall {}), WINDOW);
        assert_eq!(world.view(slasher, &requestCountCall {}), U256::ZERO);
    });
}

#[test]
fn a_slasher_without_one_of_its_peers_or_roles_is_not_made() {
    with_either(|world, language| {
        let whole = arguments(world);
        let zero = Address::ZERO;
        let without: [Arguments; 4] = [
            (zero, whole.1, whole.2, whole.3, whole.4),
            (whole.0, zero, whole.2, whole.3, whole.4),
            (whole.0, whole.1, zero, whole.3, whole.4),
            (whole.0, whole.1, whole.2, zero, whole.4),
        ];
        for arguments in without {
            assert_eq!(language.create(world, arguments), Err(refusal(&AddressZero {})));
        }
    });
}

/// Whoever leaves while a request waits must still be slashable when it is fulfilled.
#[test]
fn a_window_is_at_least_one_block_and_shorter_than_a_withdrawal_waits() {
    with_either(|world, language| {
        let delay = world.config.withdrawal_delay_blocks;
        let with = |window| (world.at("slasher"), world.service, PROPOSER, COMMITTEE, window);
        for window in [0, delay, delay + 1, u32::MAX] {
            let error = InvalidVetoWindow { vetoWindow: window, withdrawalDelay: delay };
            assert_eq!(language.create(world, with(window)), Err(refusal(&error)));
        }
        for window in [1, delay - 1] {
            let slasher = language.create(world, with(window)).unwrap();
            assert_eq!(world.view(slasher, &vetoWindowCall {}), window);
        }
    });
}

/// L48: in Solidity the constructor is no function; the SDK's is one, which runs once.
#[test]
fn a_slasher_in_rust_is_constructed_once() {
    let world: &World = &crate::harness::fresh();
    let slasher = open(world, super::stage::Language::Rust);
    let other = (world.at("slasher"), world.service, COMMITTEE, PROPOSER, WINDOW);
    assert_eq!(construct(world, slasher, &other), Err(Bytes::new()));
    assert_eq!(world.view(slasher, &IVetoableSlasher::proposerCall {}), PROPOSER);
}
