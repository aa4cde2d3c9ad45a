//! Which block counts.
use math::MathError::Overflow;
use math::delay::{
    EXIT_PAUSE_SECONDS, EXIT_REST_SECONDS, ExitPause, effect_block_after, effect_block_at, exit_pause,
    is_effective, is_past, is_slashable, last_block, newest_unslashable_block,
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
