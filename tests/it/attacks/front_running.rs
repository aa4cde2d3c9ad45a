//! A slash is seen before it comes: no way out that is taken in front of it, alone or with all others, keeps a wei of what
//! it takes.

use alloy::primitives::U256;
use interfaces::sol::IDelegationManager::{Withdrawal, WithdrawalDelayNotElapsed};
use interfaces::sol::IStrategyManager::BurnOrRedistributableSharesIncreased;

use super::escapes::{Escape, PARTS, attempt, attempt_in_front_of, prepare, slash_part};
use super::{clear, third};
use crate::harness::queue::{as_shares, as_tokens, pass_delay, queued, withdraw};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{
    ALICE, BURN_ADDRESS, Done, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh,
};

/// 100 LST at two thirds of the magnitude, rounded up with it.
fn left() -> U256 {
    U256::from(66_666_666_666_666_666_700_u128)
}

/// What the slash booked.
fn booked(slash: &Done) -> U256 {
    slash.events::<BurnOrRedistributableSharesIncreased>()[0].shares
}

/// Takes out everything Alice has, queued already or not yet.
fn leave_with_all(world: &World, mut withdrawals: Vec<Withdrawal>) -> U256 {
    let (lst, delegation) = (world.strategy(world.lst), world.at("delegation-manager"));
    let (_, deposited) = staker_shares(world, ALICE, lst);
    if !deposited.is_zero() {
        withdrawals.extend(queued(&world.act(ALICE, delegation, &withdraw(&[(lst, deposited)]))));
    }
    pass_delay(world);
    for withdrawal in &withdrawals {
        world.act(ALICE, delegation, &as_tokens(world, withdrawal));
    }
    world.held(world.lst, ALICE)
}

/// In front of the slash in its block, and in the first of the last blocks that it reaches: Alice takes home what the
/// slash leaves, less `dust` that her own withdrawals round away, and the rest is burnt.
fn nothing_is_kept_by(escape: Escape, dust: u64) {
    for last_block in [false, true] {
        let world = fresh();
        prepare(&world);
        let (withdrawals, slash) = if last_block {
            let withdrawals = attempt(&world, escape);
            world.pass_blocks(world.config.withdrawal_delay_blocks - 1);
            let call = slash_part(&world, third());
            (withdrawals, world.act(SERVICE_OWNER, world.at("slasher"), &call))
        } else {
            attempt_in_front_of(&world, escape, third())
        };
        assert_eq!(booked(&slash), ether(100) - left(), "{escape:?}, in the last block: {last_block}");
        let dust = U256::from(dust);
        assert_eq!(leave_with_all(&world, withdrawals), left() - dust, "{escape:?}");
        world.act(STRANGER, world.at("strategy-manager"), &clear(1, 1));
        assert_eq!(world.held(world.lst, BURN_ADDRESS), ether(100) - left());
        assert_eq!(world.held(world.lst, world.strategy(world.lst)), dust);
    }
}

#[test]
fn queueing_everything_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::Queue, 0);
}

/// Each of the eight parts is worth half a wei that it does not get.
#[test]
fn queueing_in_parts_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::QueueInParts, PARTS / 2);
}

#[test]
fn undelegating_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::Undelegate, 0);
}

#[test]
fn being_thrown_out_by_the_operator_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::ForceOut, 0);
}

#[test]
fn redelegating_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::Redelegate, 0);
}

#[test]
fn moving_to_another_operator_in_one_transaction_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::MoveAtOnce, 0);
}

#[test]
fn deallocating_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::Deallocate, 0);
}

#[test]
fn deregistering_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::Deregister, 0);
}

#[test]
fn every_way_out_at_once_keeps_nothing_of_a_slash() {
    nothing_is_kept_by(Escape::Everything, 0);
}

/// The other operator is no shelter: what arrives there is what the slash left, and not before it is out of reach.
#[test]
fn shares_that_moved_in_front_of_a_slash_arrive_slashed() {
    for escape in [Escape::Redelegate, Escape::MoveAtOnce] {
        let world = fresh();
        prepare(&world);
        let (lst, delegation) = (world.strategy(world.lst), world.at("delegation-manager"));
        let (withdrawals, _) = attempt_in_front_of(&world, escape, third());
        let arrive = as_shares(&world, &withdrawals[0]);
        world.refuse::<WithdrawalDelayNotElapsed>(ALICE, delegation, &arrive);
        assert_eq!(operator_shares(&world, OTHER_OPERATOR, lst), U256::ZERO);
        pass_delay(&world);
        world.act(ALICE, delegation, &arrive);
        assert_eq!(operator_shares(&world, OTHER_OPERATOR, lst), left(), "{escape:?}");
        assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
        assert_eq!(staker_shares(&world, ALICE, lst), (left(), left()));
    }
}
