//! Which block counts.
use math::MathError::Overflow;
use math::delay::{
    EXIT_PAUSE_SECONDS, EXIT_REST_SECONDS, ExitPause, effect_block_after, effect_block_at, exit_pause,
    is_effective, is_past, is_slashable, last_block, newest_unslashable_block, redistribution_delay,
};
use proptest::prelude::*;

#[test]
fn a_withdrawal_is_slashable_through_its_delay_and_free_in_the_next_block() {
    let last = last_block(1_010, 100).unwrap();
    assert_eq!(last, 1_110);
    for (block, free) in [(1_010, false), (1_110, false), (1_111, true)] {
        assert_eq!(is_past(block, last), free);
        // Out of a slash's reach exactly when it can be completed.
        assert_eq!(newest_unslashable_block(block, 100) >= 1_010, free);
    }
}

#[test]
fn a_change_counts_from_its_effect_block() {
    assert_eq!(effect_block_at(1_000, 0), Ok(1_000));
    assert_eq!(effect_block_after(1_000, 100), Ok(1_101));
    assert!(!is_effective(1_100, 1_101) && is_effective(1_101, 1_101));
    assert!(!is_effective(1_100, 0), "zero means that nothing is pending");
}

#[test]
fn an_operator_stays_slashable_through_the_block_recorded_when_it_left() {
    assert!(is_slashable(true, 0, 5_000));
    assert!(is_slashable(false, 1_100, 1_100) && !is_slashable(false, 1_100, 1_101));
    assert!(!is_slashable(false, 0, 0), "never a member");
}

#[test]
fn on_a_young_chain_nothing_is_out_of_reach_yet() {
    for block in [0, 1, 99, 100, 101] {
        assert_eq!(newest_unslashable_block(block, 100), 0);
    }
    assert_eq!(newest_unslashable_block(102, 100), 1);
}

#[test]
fn an_allocation_to_a_redistributing_set_waits_for_the_longer_of_its_own_delay_and_the_floor_and_a_block() {
    for (own, expected) in [(0, 61), (60, 61), (61, 61), (62, 62), (u32::MAX, u32::MAX)] {
        assert_eq!(redistribution_delay(own, 60), expected);
    }
    assert_eq!((redistribution_delay(0, 0), redistribution_delay(0, u32::MAX)), (1, u32::MAX));
}

#[test]
fn exits_are_paused_for_seven_days_at_most_and_open_for_fourteen_days_before_the_next_pause() {
    const DAY: u32 = 86_400;
    assert_eq!((EXIT_PAUSE_SECONDS, EXIT_REST_SECONDS), (7 * DAY, 14 * DAY));
    let began = 1_700_000_000;
    for (elapsed, expected) in [
        (0, ExitPause::Running),
        (7 * DAY - 1, ExitPause::Running),
        (7 * DAY, ExitPause::Spent),
        (21 * DAY - 1, ExitPause::Spent),
        (21 * DAY, ExitPause::Available),
    ] {
        assert_eq!(exit_pause(began, began + elapsed), expected, "{elapsed} s after it began");
    }
}

#[test]
fn exits_that_were_never_paused_may_be_paused_at_any_time() {
    for now in [0, 1, EXIT_PAUSE_SECONDS, u32::MAX] {
        assert_eq!(exit_pause(0, now), ExitPause::Available);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn sums_past_32_bits_are_refused(block: u32, delay: u32) {
        let sum = u64::from(block) + u64::from(delay);
        prop_assert_eq!(last_block(block, delay), u32::try_from(sum).map_err(|_| Overflow));
        prop_assert_eq!(effect_block_at(block, delay), u32::try_from(sum).map_err(|_| Overflow));
        prop_assert_eq!(effect_block_after(block, delay), u32::try_from(sum + 1).map_err(|_| Overflow));
    }

    #[test]
    fn comparisons_equal_the_exact_ones(block: u32, other: u32, near in 0u32..3, registered: bool) {
        for other in [0, other, block.saturating_sub(near), block.saturating_add(near)] {
            prop_assert_eq!(is_past(block, other), i64::from(block) - i64::from(other) > 0);
            prop_assert_eq!(is_effective(block, other), other != 0 && i64::from(block) - i64::from(other) >= 0);
            let within_window = other != 0 && i64::from(block) - i64::from(other) <= 0;
            prop_assert_eq!(is_slashable(registered, other, block), registered || within_window);
        }
        prop_assert_eq!(is_past(block, other), !is_past(other, block) && block != other);
    }

    /// For every start, delay and block: completable, out of reach of slashes, and past the last block are one.
    #[test]
    fn a_withdrawal_can_be_completed_exactly_when_no_slash_reaches_it(start in 1u32.., delay: u32, block: u32, near in 0u32..3) {
        let Ok(last) = last_block(start, delay) else { return Ok(()) };
        for block in [block, last.saturating_sub(near), last.saturating_add(near)] {
            let exact = i64::from(block) - i64::from(delay) - 1;
            prop_assert_eq!(i64::from(newest_unslashable_block(block, delay)), exact.max(0));
            prop_assert_eq!(is_past(block, last), newest_unslashable_block(block, delay) >= start);
        }
    }

    #[test]
    fn a_redistribution_delay_equals_the_exact_one_and_grows_with_both(own: u32, floor: u32, other: u32, near in 0u32..3) {
        for own in [own, floor.saturating_sub(near), floor.saturating_add(near)] {
            let exact = u64::from(own).max(u64::from(floor) + 1).min(u64::from(u32::MAX));
            prop_assert_eq!(u64::from(redistribution_delay(own, floor)), exact);
        }
        prop_assert!(redistribution_delay(own.min(other), floor) <= redistribution_delay(own.max(other), floor));
        prop_assert!(redistribution_delay(own, floor.min(other)) <= redistribution_delay(own, floor.max(other)));
    }

    /// With a floor no shorter than withdrawals take, whoever queues in the block of the announcement is out in time.
    #[test]
    fn who_queues_with_the_announcement_is_past_when_the_allocation_to_a_redistributing_set_counts(
        block in 1u32..u32::MAX / 2, own in 0u32..u32::MAX / 2, floor in 0u32..u32::MAX / 4, spare in 0u32..100,
    ) {
        let withdrawal_delay = floor.saturating_sub(spare);
        let effect_block = effect_block_at(block, redistribution_delay(own, floor)).unwrap();
        prop_assert!(is_past(effect_block, last_block(block, withdrawal_delay).unwrap()));
        // And the spare blocks are the time to notice.
        let notice = floor - withdrawal_delay;
        prop_assert!(is_past(effect_block, last_block(block + notice, withdrawal_delay).unwrap()));
    }

    #[test]
    fn a_pause_of_exits_runs_rests_and_is_over_in_this_order(since: u32, now: u32, later: u32) {
        let (now, later) = (now.min(later), now.max(later));
        let elapsed = i64::from(now) - i64::from(since);
        let exact = match elapsed {
            _ if since == 0 => ExitPause::Available,
            ..604_800 => ExitPause::Running,
            604_800..1_814_400 => ExitPause::Spent,
            _ => ExitPause::Available,
        };
        prop_assert_eq!(exit_pause(since, now), exact);
        let stage = |pause| match pause {
            ExitPause::Running => 0,
            ExitPause::Spent => 1,
            ExitPause::Available => 2,
        };
        prop_assert!(stage(exit_pause(since, now)) <= stage(exit_pause(since, later)));
    }
}
