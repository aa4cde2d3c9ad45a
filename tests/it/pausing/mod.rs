//! Pausing by function: who may, what it stops, and that nobody is locked in for long.

mod exits;
mod functions;
mod precedence;
mod registry;
mod status;

use alloy::primitives::{Address, U256};
use interfaces::sol::IPausable::{pauseCall, unpauseCall};
use interfaces::sol::IPauserRegistry::setIsPauserCall;

use crate::harness::{Done, GOVERNANCE, World};

/// Every contract that can be paused.
fn pausable(world: &World) -> [Address; 4] {
    let lst = world.strategy(world.lst);
    [world.at("strategy-manager"), world.at("delegation-manager"), lst, world.at("strategy-factory")]
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
