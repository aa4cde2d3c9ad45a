//! Limits can be tightened, and never loosened.

use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{InvalidOperatorSet, InvalidPermissions, updateSlasherCall};
use interfaces::sol::ISlasher::{InvalidSlashLimits, OperatorSet, tightenSlashLimitsCall};
use math::limits::SlashLimits;

use super::{
    AVS, LONG, PERIOD, TENTH, announced, limited, limits_of, per_period, per_slash, refuse_part, take,
    tighten,
};
use crate::harness::sets::{allocate, appoint, create_sets, open_service, slashable};
use crate::harness::{ALICE, BOB, ONE, OPERATOR, fresh};

const BEFORE: SlashLimits =
    SlashLimits { max_per_slash: 5 * TENTH, max_per_period: 3 * TENTH, period: PERIOD };

#[test]
fn each_limit_is_tightened_by_itself_as_often_as_the_avs_likes() {
    let world = fresh();
    limited(&world, BEFORE);
    let smaller = SlashLimits { max_per_slash: 5 * TENTH - 1, ..BEFORE };
    let fewer = SlashLimits { max_per_period: 3 * TENTH - 1, ..smaller };
    let longer = SlashLimits { period: PERIOD + 1, ..fewer };
    let least = SlashLimits { max_per_slash: 0, max_per_period: 0, period: u32::MAX };
    for limits in [smaller, fewer, longer, least] {
        let done = world.act(AVS, world.at("slasher"), &tighten(1, limits));
        assert_eq!((announced(&done), limits_of(&world, 1)), (vec![(1, limits)], limits));
    }
}

#[test]
fn limits_are_announced_with_exactly_one_event() {
    let world = fresh();
    slashable(&world);
    let done = world.act(AVS, world.at("slasher"), &tighten(1, BEFORE));
    assert_eq!(done.kinds(&[world.at("slasher")]).len(), 1);
    assert_eq!(announced(&done), [(1, BEFORE)]);
}

#[test]
fn limits_as_they_are_can_be_set_again() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1, 2], &[]);
    for (id, limits) in [(1, SlashLimits::NONE), (2, BEFORE), (2, BEFORE)] {
        let done = world.act(AVS, world.at("slasher"), &tighten(id, limits));
        assert_eq!((announced(&done), limits_of(&world, id)), (vec![(id, limits)], limits));
    }
}

#[test]
fn no_limit_is_loosened_whatever_is_tightened_with_it() {
    let world = fresh();
    limited(&world, BEFORE);
    let tightest = SlashLimits { max_per_slash: 0, max_per_period: 0, period: u32::MAX };
    for rest in [BEFORE, tightest] {
        let looser = [
            SlashLimits { max_per_slash: BEFORE.max_per_slash + 1, ..rest },
            SlashLimits { max_per_period: BEFORE.max_per_period + 1, ..rest },
            SlashLimits { period: BEFORE.period - 1, ..rest },
            SlashLimits { max_per_slash: u64::MAX, ..rest },
            SlashLimits { max_per_period: u64::MAX, ..rest },
            SlashLimits { period: 0, ..rest },
            SlashLimits::NONE,
        ];
        for limits in looser {
            world.refuse::<InvalidSlashLimits>(AVS, world.at("slasher"), &tighten(1, limits));
            assert_eq!(limits_of(&world, 1), BEFORE);
        }
    }
}

#[test]
fn a_set_without_limits_gets_only_such_as_can_be_kept() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[]);
    let slasher = world.at("slasher");
    let refused = [per_slash(ONE + 1), per_period(ONE + 1, PERIOD), per_period(ONE - 1, 0), per_period(0, 0)];
    for limits in refused {
        world.refuse::<InvalidSlashLimits>(AVS, slasher, &tighten(1, limits));
        assert_eq!(limits_of(&world, 1), SlashLimits::NONE);
    }
    // A period that limits nothing may be named, and is then the least there can be.
    world.act(AVS, slasher, &tighten(1, per_period(ONE, PERIOD)));
    world.refuse::<InvalidSlashLimits>(AVS, slasher, &tighten(1, per_period(TENTH, PERIOD - 1)));
    world.act(AVS, slasher, &tighten(1, per_period(TENTH, PERIOD)));
}

#[test]
fn only_the_avs_and_whom_it_appoints_for_exactly_this_tighten_limits() {
    let world = fresh();
    slashable(&world);
    let (slasher, call) = (world.at("slasher"), tighten(1, BEFORE));
    for who in [ALICE, BOB, OPERATOR] {
        world.refuse::<InvalidPermissions>(who, slasher, &call);
    }
    appoint(&world, slasher, updateSlasherCall::SELECTOR);
    world.refuse::<InvalidPermissions>(ALICE, slasher, &call);
    appoint(&world, slasher, tightenSlashLimitsCall::SELECTOR);
    world.act(ALICE, slasher, &call);
    assert_eq!(limits_of(&world, 1), BEFORE);
}

#[test]
fn sets_that_do_not_exist_get_no_limits() {
    let world = fresh();
    slashable(&world);
    let slasher = world.at("slasher");
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &tighten(2, BEFORE));
    world.refuse::<InvalidPermissions>(ALICE, slasher, &tighten(2, BEFORE));
    let elsewhere = OperatorSet { avs: ALICE, id: 1 };
    let call = tightenSlashLimitsCall { operatorSet: elsewhere, ..tighten(1, BEFORE) };
    world.refuse::<InvalidOperatorSet>(ALICE, slasher, &call);
    world.refuse::<InvalidPermissions>(AVS, slasher, &call);
    assert_eq!(limits_of(&world, 2), SlashLimits::NONE);
}

#[test]
fn tightened_limits_hold_from_the_next_slash_on() {
    let world = fresh();
    limited(&world, per_slash(5 * TENTH));
    take(&world, 5 * TENTH, 5 * TENTH);
    world.act(AVS, world.at("slasher"), &tighten(1, per_slash(4 * TENTH)));
    refuse_part(&world, 4 * TENTH + 1);
    take(&world, 4 * TENTH, 3 * TENTH);
}

#[test]
fn what_was_slashed_before_there_was_a_limit_does_not_count_against_it() {
    let world = fresh();
    slashable(&world);
    take(&world, 9 * TENTH, TENTH);
    world.act(AVS, world.at("slasher"), &tighten(1, per_period(3 * TENTH, PERIOD)));
    refuse_part(&world, 3 * TENTH + 1);
    take(&world, 3 * TENTH, TENTH / 10 * 7);
}

#[test]
fn what_a_running_period_took_counts_against_a_tightened_limit() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    take(&world, 2 * TENTH, 8 * TENTH);
    world.act(AVS, world.at("slasher"), &tighten(1, per_period(2 * TENTH + 1, PERIOD)));
    refuse_part(&world, 2);
    take(&world, 1, 8 * TENTH - 1);
    world.act(AVS, world.at("slasher"), &tighten(1, per_period(TENTH, PERIOD)));
    refuse_part(&world, 1);
}

#[test]
fn a_lengthened_period_counts_from_the_slash_the_last_one_began_with() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    take(&world, 3 * TENTH, 7 * TENTH);
    let began = world.block();
    // It is over already, and with a longer period it is not.
    world.until_next_is(began + u64::from(PERIOD) + 5);
    world.act(AVS, world.at("slasher"), &tighten(1, per_period(3 * TENTH, 2 * PERIOD)));
    refuse_part(&world, 1);
    world.until_next_is(began + u64::from(2 * PERIOD) - 1);
    refuse_part(&world, 1);
    take(&world, 1, 7 * TENTH - 1);
}

/// 0.09 of the 0.3 that are left may go, before and after: tightening gives a slasher nothing.
#[test]
fn lengthening_a_period_that_is_over_allows_no_slash_that_was_refused() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, PERIOD));
    take(&world, 1, ONE - 1);
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, 3 * TENTH));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    refuse_part(&world, 3 * TENTH + 1);
    world.act(AVS, world.at("slasher"), &tighten(1, per_period(3 * TENTH, LONG)));
    // The unit of the first slash counts again.
    refuse_part(&world, 3 * TENTH);
    take(&world, 3 * TENTH - 4, 21 * (TENTH / 10) + 1);
}
