//! Attacks, whole: who tries to get out from under a slash, and who tries to slash more than was entrusted to it. Each ends
//! with what everyone takes home, to the wei.

mod callbacks;
mod collusion;
mod escapes;
mod front_running;
mod full_slashes;
mod services;
mod stolen_key;
mod tiny_slashes;
mod too_early;

use alloy::primitives::{Address, U256};
use interfaces::sol::IStrategyManager::{OperatorSet, clearBurnOrRedistributableSharesCall};

use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::strategies::staker_shares;
use crate::harness::{SERVICE_OWNER, World};

/// A third, less what 18 decimals cannot say.
fn third() -> U256 {
    U256::from(333_333_333_333_333_333_u64)
}

/// Takes all that a staker has left in the LST. What it then holds.
fn take_home(world: &World, staker: Address) -> U256 {
    let lst = world.strategy(world.lst);
    let withdrawal = queue(world, staker, lst, staker_shares(world, staker, lst).1);
    pass_delay(world);
    world.act(staker, world.at("delegation-manager"), &as_tokens(world, &withdrawal));
    world.held(world.lst, staker)
}

/// Clearing of a slash of the service's set.
fn clear(id: u32, slash_id: u64) -> clearBurnOrRedistributableSharesCall {
    let operator_set = OperatorSet { avs: SERVICE_OWNER, id };
    clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::from(slash_id) }
}
