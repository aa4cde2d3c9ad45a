//! Owners, and their replacement in two steps, the same in every contract that has one.

use alloy::primitives::Address;
use interfaces::sol::IOwnable::{
    OnlyOwner, OnlyPendingOwner, OwnershipTransferStarted, OwnershipTransferred, acceptOwnershipCall,
    ownerCall, pendingOwnerCall, transferOwnershipCall,
};
use interfaces::sol::IStrategyManager::setStrategyWhitelisterCall;

use crate::harness::{ALICE, BOB, Done, GOVERNANCE, STRANGER, World, fresh};

/// Every contract of deposits and withdrawals with an owner.
fn owned(world: &World) -> [Address; 2] {
    [world.at("strategy-manager"), world.at("strategy-factory")]
}

fn propose(world: &World, contract: Address, owner: Address) -> Done {
    world.act(GOVERNANCE, contract, &transferOwnershipCall { newOwner: owner })
}

/// Who owns a contract, and who is proposed.
fn owners(world: &World, contract: Address) -> (Address, Address) {
    (world.view(contract, &ownerCall {}), world.view(contract, &pendingOwnerCall {}))
}

#[test]
fn the_owner_proposes_and_the_proposed_one_accepts() {
    let world = fresh();
    for contract in owned(&world) {
        assert_eq!(owners(&world, contract), (GOVERNANCE, Address::ZERO));
        let event = propose(&world, contract, BOB).events::<OwnershipTransferStarted>().remove(0);
        assert_eq!((event.previousOwner, event.newOwner), (GOVERNANCE, BOB));
        assert_eq!(owners(&world, contract), (GOVERNANCE, BOB));
        for other in [STRANGER, GOVERNANCE] {
            world.refuse::<OnlyPendingOwner>(other, contract, &acceptOwnershipCall {});
        }
        let event =
            world.act(BOB, contract, &acceptOwnershipCall {}).events::<OwnershipTransferred>().remove(0);
        assert_eq!((event.previousOwner, event.newOwner), (GOVERNANCE, BOB));
        assert_eq!(owners(&world, contract), (BOB, Address::ZERO));
        world.refuse::<OnlyPendingOwner>(BOB, contract, &acceptOwnershipCall {});
    }
}

#[test]
fn only_the_owner_proposes() {
    let world = fresh();
    for contract in owned(&world) {
        propose(&world, contract, BOB);
        for other in [STRANGER, BOB] {
            world.refuse::<OnlyOwner>(other, contract, &transferOwnershipCall { newOwner: other });
        }
        world.act(BOB, contract, &acceptOwnershipCall {});
        world.refuse::<OnlyOwner>(GOVERNANCE, contract, &transferOwnershipCall { newOwner: GOVERNANCE });
    }
}

#[test]
fn a_proposal_is_replaced_by_the_next_and_taken_back_with_zero() {
    let world = fresh();
    for contract in owned(&world) {
        propose(&world, contract, ALICE);
        propose(&world, contract, BOB);
        world.refuse::<OnlyPendingOwner>(ALICE, contract, &acceptOwnershipCall {});
        propose(&world, contract, Address::ZERO);
        world.refuse::<OnlyPendingOwner>(BOB, contract, &acceptOwnershipCall {});
        assert_eq!(owners(&world, contract), (GOVERNANCE, Address::ZERO));
    }
}

#[test]
fn a_proposed_owner_rules_nothing_and_a_former_one_nothing_any_more() {
    let world = fresh();
    let manager = world.at("strategy-manager");
    let rule = setStrategyWhitelisterCall { newStrategyWhitelister: BOB };
    propose(&world, manager, BOB);
    world.refuse::<OnlyOwner>(BOB, manager, &rule);
    world.act(BOB, manager, &acceptOwnershipCall {});
    world.refuse::<OnlyOwner>(GOVERNANCE, manager, &rule);
    world.act(BOB, manager, &rule);
}
