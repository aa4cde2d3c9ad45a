//! Pausing by function: who may, what it stops, and that nobody is locked in for long.

mod exits;
mod functions;
mod leavers;
mod precedence;
mod registry;
mod sets;
mod shared_bits;
mod status;

use alloy::primitives::{Address, B256, U256};
use interfaces::sol::IAVSDirectory::{
    SignatureWithSaltAndExpiry, calculateOperatorAVSRegistrationDigestHashCall, registerOperatorToAVSCall,
};
use interfaces::sol::IAllocationManager::clearDeallocationQueueCall;
use interfaces::sol::IPausable::{pauseCall, unpauseCall};
use interfaces::sol::IPauserRegistry::setIsPauserCall;

use crate::harness::permits::sign;
use crate::harness::sets::{allocate, create_sets, join, open_service};
use crate::harness::{Done, GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, World};

const HALF: u64 = ONE / 2;

/// Every contract that can be paused.
fn pausable(world: &World) -> [Address; 6] {
    let programs = ["strategy-manager", "delegation-manager", "strategy-factory", "slasher", "avs-directory"];
    let [manager, delegation, factory, slasher, directory] = programs.map(|program| world.at(program));
    [manager, delegation, world.strategy(world.lst), factory, slasher, directory]
}

/// An operator in sets 1 and 2 of the service, with half of its LST allocated to each. Set 3 is there too.
fn allocated(world: &World) -> Address {
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    open_service(world);
    create_sets(world, &[1, 2, 3], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1, 2]));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, HALF));
    }
    lst
}

/// Clearing of whatever the operator took back of a strategy.
fn clear_queue(strategy: Address) -> clearDeallocationQueueCall {
    clearDeallocationQueueCall { operator: OPERATOR, strategies: vec![strategy], numToClear: vec![u16::MAX] }
}

/// Registration of an operator that signed for it with the service, at AvsDirectory's own address.
fn register_signed(world: &World, operator: Address) -> registerOperatorToAVSCall {
    let (avs, salt, expiry) = (SERVICE_OWNER, B256::ZERO, U256::MAX);
    let ask = calculateOperatorAVSRegistrationDigestHashCall { operator, avs, salt, expiry };
    let digest = world.view(world.at("avs-directory"), &ask);
    let signature = sign(world, operator, digest).as_bytes().into();
    let signed = SignatureWithSaltAndExpiry { signature, salt, expiry };
    registerOperatorToAVSCall { operator, operatorSignature: signed }
}

fn pause_to(status: u64) -> pauseCall {
    pauseCall { newPausedStatus: U256::from(status) }
}

fn unpause_to(status: u64) -> unpauseCall {
    unpauseCall { newPausedStatus: U256::from(status) }
}

/// Governance, which is pauser and unpauser, pauses these bits and no others.
fn pause(world: &World, contract: Address, status: u64) -> Done {
    world.act(GOVERNANCE, contract, &pause_to(status))
}

/// Governance leaves only these bits paused.
fn unpause(world: &World, contract: Address, status: u64) -> Done {
    world.act(GOVERNANCE, contract, &unpause_to(status))
}

/// Governance gives or takes the right to pause.
fn set_pauser(world: &World, account: Address, can_pause: bool) -> Done {
    let call = setIsPauserCall { newPauser: account, canPause: can_pause };
    world.act(GOVERNANCE, world.at("pauser-registry"), &call)
}
