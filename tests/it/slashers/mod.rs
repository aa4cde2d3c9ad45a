//! Who slashes for a set: named when it is created, and replaced only with notice.

mod creation;
mod proposals;
mod takeover;

use alloy::primitives::Address;
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IAllocationManager::{
    InvalidCaller, SLASHER_CONFIGURATION_DELAYCall, SlasherUpdated, getPendingSlasherCall, getSlasherCall,
    updateSlasherCall,
};

use crate::harness::sets::{set, slash};
use crate::harness::world::percent;
use crate::harness::{BOB, Done, OPERATOR, SERVICE_OWNER, STRANGER, World};

const AVS: Address = SERVICE_OWNER;
/// Two the AVS may have slash instead of itself.
const FIRST: Address = BOB;
const SECOND: Address = STRANGER;

fn update(id: u32, slasher: Address) -> updateSlasherCall {
    updateSlasherCall { operatorSet: set(id), slasher }
}

/// The AVS proposes a slasher for set 1.
fn propose(world: &World, slasher: Address) -> Done {
    world.act(AVS, world.at("slasher"), &update(1, slasher))
}

/// From which block a proposal counts that was made in the latest one.
fn effect_block(world: &World) -> u64 {
    let delay = world.view(world.at("slasher"), &SLASHER_CONFIGURATION_DELAYCall {});
    world.block() + u64::from(delay) + 1
}

fn slasher_of(world: &World, id: u32) -> Address {
    world.view(world.at("slasher"), &getSlasherCall { operatorSet: set(id) })
}

/// Who is to slash for a set, and from which block.
fn pending_slasher(world: &World, id: u32) -> (Address, u64) {
    let found = world.view(world.at("slasher"), &getPendingSlasherCall { operatorSet: set(id) });
    (found.pendingSlasher, found.effectBlock.into())
}

/// The sets of the AVS an act named slashers of, these, and from which block.
fn updates(done: &Done) -> Vec<(u32, Address, u64)> {
    let of_avs = |event: SlasherUpdated| {
        assert_eq!(event.operatorSet.avs, AVS);
        (event.operatorSet.id, event.slasher, event.effectBlock.into())
    };
    done.events::<SlasherUpdated>().into_iter().map(of_avs).collect()
}

/// Who of all these can slash the operator for a set in this block. Nothing is left of the slashes.
fn slashers_in(world: &mut World, block: u64, id: u32) -> Vec<Address> {
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    let call = slash(OPERATOR, id, vec![lst], vec![percent(1)]).abi_encode();
    let mut slashes = |who: &Address| {
        let before = world.snapshot();
        world.until_next_is(block);
        let outcome = world.send_data(*who, slasher, call.clone().into());
        world.revert(before);
        outcome.map_err(|data| assert_eq!(data[..], InvalidCaller::SELECTOR, "{who}")).is_ok()
    };
    [AVS, FIRST, SECOND, OPERATOR].into_iter().filter(&mut slashes).collect()
}
