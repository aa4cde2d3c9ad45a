//! A hostile registrar stands in nobody's way out, nor in a slash's.

use alloy::primitives::U256;
use interfaces::sol::IDelegationManager::undelegateCall;

use super::{ALL, Membership, REFUSALS, inside, revert_data, set_mood, slash_by_registrar};
use crate::harness::queue::{as_tokens, pass_delay, queue, queued};
use crate::harness::sets::{allocate, allocation, leave, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, ONE, OPERATOR, ether, fresh, speaking};

/// As in the reference, leaving asks the registrar. What an operator and its stakers have at stake does not depend on it.
#[test]
fn a_registrar_that_lets_nobody_leave_holds_no_stake() {
    for mood in REFUSALS {
        let world = fresh();
        let (registrar, lst) = inside(&world);
        let slasher = world.at("slasher");
        set_mood(&world, registrar, mood);
        world.refuse_data(OPERATOR, slasher, &leave(OPERATOR, &[1]), &revert_data(mood));
        assert_eq!(Membership::read(&world), Membership::inside(), "{mood:?}");
        world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
        world.pass_blocks(world.config.deallocation_delay_blocks);
        let all = slash_by_registrar(&world, registrar, lst, 100);
        assert_eq!(all, [U256::ZERO], "{mood:?}");
        assert_eq!(operator_shares(&world, OPERATOR, lst), ether(160), "{mood:?}");
    }
}

#[test]
fn no_mood_of_a_registrar_stops_deallocating_undelegating_queueing_or_completing() {
    for mood in ALL {
        let world = fresh();
        let (registrar, lst) = inside(&world);
        let delegation = world.at("delegation-manager");
        set_mood(&world, registrar, mood);
        let first = queue(&world, ALICE, lst, ether(40));
        let second = queued(&world.act(BOB, delegation, &undelegateCall { staker: BOB })).remove(0);
        world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, ONE / 2));
        let third = queued(&world.act(OPERATOR, delegation, &undelegateCall { staker: ALICE })).remove(0);
        pass_delay(&world);
        for withdrawal in [first, second, third] {
            world.act(withdrawal.staker, delegation, &as_tokens(&world, &withdrawal));
        }
        let held = [ALICE, BOB].map(|staker| world.held(world.lst, staker));
        assert_eq!(held, [ether(100), ether(60)], "{mood:?}");
        assert_eq!(allocation(&world, OPERATOR, 1, lst), (ONE / 2, 0, 0), "{mood:?}");
    }
}

#[test]
fn a_slash_asks_no_registrar() {
    let gas = ALL.map(|mood| {
        let world = fresh();
        let (registrar, lst) = inside(&world);
        set_mood(&world, registrar, mood);
        let slasher = speaking(&world, registrar);
        let call = slash(OPERATOR, 1, vec![lst], vec![percent(25)]);
        let done = world.act(slasher, world.at("slasher"), &call);
        assert_eq!(staker_shares(&world, ALICE, lst).0, ether(75), "{mood:?}");
        done.gas()
    });
    assert_eq!(gas, [gas[0]; 5]);
}
