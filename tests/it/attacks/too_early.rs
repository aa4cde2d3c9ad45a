//! What was taken out long enough before a slash is out of its reach: the last block that counts is the documented one, and
//! no slash reaches further back.

use alloy::primitives::U256;
use interfaces::sol::IAllocationManager::{MaxMagnitudeUpdated, OperatorNotSlashable, slashOperatorCall};

use super::escapes::{Escape, attempt, prepare, slash_part};
use super::{take_home, third};
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::strategies::staker_shares;
use crate::harness::{ALICE, SERVICE_OWNER, World, ether, fresh};

/// Slashes in the first block in which the escape is through.
fn slash_too_late(world: &World, escape: Escape) {
    let (slasher, call) = (world.at("slasher"), slash_part(world, third()));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    if escape.deregisters() {
        return world.refuse::<OperatorNotSlashable>(SERVICE_OWNER, slasher, &call);
    }
    let done = world.act(SERVICE_OWNER, slasher, &call);
    assert_eq!(done.returned::<slashOperatorCall>().shares, [U256::ZERO], "{escape:?}");
    // What left the queue leaves the operator nothing to lose; what it deallocated is not there to be slashed.
    let fell = done.events::<MaxMagnitudeUpdated>().len();
    assert_eq!(fell, usize::from(escape != Escape::Deallocate), "{escape:?}");
}

#[test]
fn one_block_after_its_delay_every_way_out_is_through_and_keeps_all() {
    for escape in Escape::ALL {
        let world = fresh();
        prepare(&world);
        let withdrawals = attempt(&world, escape);
        slash_too_late(&world, escape);
        for withdrawal in &withdrawals {
            world.act(ALICE, world.at("delegation-manager"), &as_tokens(&world, withdrawal));
        }
        let (_, deposited) = staker_shares(&world, ALICE, world.strategy(world.lst));
        let held = if deposited.is_zero() { world.held(world.lst, ALICE) } else { take_home(&world, ALICE) };
        assert_eq!(held, ether(100), "{escape:?}");
    }
}

#[test]
fn of_two_withdrawals_a_slash_reaches_the_one_that_is_young_enough() {
    let world = fresh();
    prepare(&world);
    let (lst, delegation) = (world.strategy(world.lst), world.at("delegation-manager"));
    let early = queue(&world, ALICE, lst, ether(40));
    let late = queue(&world, ALICE, lst, ether(60));
    world.until_next_is(u64::from(early.startBlock + world.config.withdrawal_delay_blocks + 1));
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &slash_part(&world, third()));
    // 60 LST lose a third of themselves; the 40 are whole.
    let lost = ether(60) * third() / ether(1);
    assert_eq!(done.returned::<slashOperatorCall>().shares, [lost]);
    pass_delay(&world);
    world.act(ALICE, delegation, &as_tokens(&world, &early));
    assert_eq!(world.held(world.lst, ALICE), ether(40));
    world.act(ALICE, delegation, &as_tokens(&world, &late));
    assert_eq!(world.held(world.lst, ALICE), ether(100) - lost);
}
