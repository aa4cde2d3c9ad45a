//! What a slash takes: magnitude, operator shares, queued shares; and the stake an AVS reads.
mod oracle;
use alloy_primitives::U256;
use math::MathError;
use math::allocation::{Allocation, Magnitudes};
use math::shares::completed_shares_down;
use math::slash::{queued_slashable_down, slash_allocation, slashed_shares_down};
use math::stake::{allocated_stake_down, minimum_slashable_magnitude};
use oracle::{WAD, any_magnitude, any_shares, any_u256, any_wad, ceil, ether, floor, wide};
use proptest::prelude::*;

fn wad() -> U256 {
    U256::from(WAD)
}

/// A consistent state: the allocation, a pending change of it, and what other sets encumber.
fn any_state() -> impl Strategy<Value = (Allocation, Magnitudes)> {
    (any_magnitude(), any_wad(), any_wad(), any_wad(), any::<bool>()).prop_map(
        |(max, part, used, diff, up)| {
            let share =
                |of: u64, part: u64| u64::try_from(u128::from(of) * u128::from(part) / u128::from(WAD));
            let encumbered = share(max, used).unwrap_or(0);
            let current = share(encumbered, part).unwrap_or(0);
            let room = if up { encumbered - current } else { current };
            let change = i64::try_from(share(room, diff).unwrap_or(0)).unwrap_or(0);
            let pending_diff = if up { change } else { -change };
            (Allocation { current, pending_diff, effect_block: 9 }, Magnitudes { max, encumbered })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn a_slash_takes_the_proportion_rounded_up_from_all_three_magnitudes(
        (allocation, magnitudes) in any_state(), w in any_wad(),
    ) {
        let slashed = slash_allocation(allocation, magnitudes, w).unwrap();
        let exact = ceil(U256::from(allocation.current), U256::from(w), wad());
        prop_assert_eq!(Some(U256::from(slashed.magnitude)), exact);
        prop_assert_eq!(allocation.current - slashed.allocation.current, slashed.magnitude);
        prop_assert_eq!(magnitudes.max - slashed.magnitudes.max, slashed.magnitude);
        prop_assert_eq!(magnitudes.encumbered - slashed.magnitudes.encumbered, slashed.magnitude);
        prop_assert_eq!(slashed.magnitudes.allocatable(), magnitudes.allocatable());
        // Reported as a part of the whole stake, rounded down.
        let reported = floor(U256::from(slashed.magnitude), wad(), U256::from(magnitudes.max));
        prop_assert_eq!(reported.unwrap_or_default(), U256::from(slashed.wad_slashed));
        prop_assert_eq!(slashed.magnitude == 0, allocation.current == 0);
    }

    #[test]
    fn a_slash_shrinks_a_pending_decrease_and_leaves_an_increase(
        (allocation, magnitudes) in any_state(), w in any_wad(),
    ) {
        let after = slash_allocation(allocation, magnitudes, w).unwrap().allocation;
        prop_assert_eq!(after.effect_block, allocation.effect_block);
        if allocation.pending_diff >= 0 {
            prop_assert_eq!(after.pending_diff, allocation.pending_diff);
            return Ok(());
        }
        let pending = U256::from(allocation.pending_diff.unsigned_abs());
        let kept = pending - ceil(pending, U256::from(w), wad()).unwrap();
        prop_assert_eq!(U256::from(after.pending_diff.unsigned_abs()), kept);
        prop_assert!(after.pending_diff <= 0 && after.after_pending().is_ok());
    }

    #[test]
    fn a_full_slash_leaves_no_allocation_and_no_pending_decrease((allocation, magnitudes) in any_state()) {
        let after = slash_allocation(allocation, magnitudes, WAD).unwrap().allocation;
        prop_assert_eq!(after.current, 0);
        prop_assert!(after.pending_diff >= 0);
    }

    #[test]
    fn slashed_shares_leave_the_exact_rest_rounded_up(y in any_u256(), x in any::<u64>(), z in any::<u64>()) {
        let (new, prev) = (x.min(z), x.max(z));
        let rest = ceil(y, U256::from(new), U256::from(prev)).map(|rest| y - rest);
        prop_assert_eq!(slashed_shares_down(y, prev, new).ok(), rest);
    }

    /// Never more than the slashed part of the magnitude, and short of it by less than one share.
    #[test]
    fn slashed_shares_never_exceed_the_slashed_proportion(y in any_shares(), x in any_magnitude(), z in any_magnitude()) {
        let (new, prev) = (x.min(z), x.max(z));
        let Ok(slashed) = slashed_shares_down(y, prev, new) else {
            prop_assert_eq!(prev, 0);
            return Ok(());
        };
        let (taken, due) = (wide(slashed) * oracle::Wide::from(prev), wide(y) * oracle::Wide::from(prev - new));
        prop_assert!(taken <= due && due - taken < oracle::Wide::from(prev));
    }

    /// Two slashes of the queue together book no more than the queued withdrawals lose.
    #[test]
    fn slashes_of_the_queue_telescope(q in any_shares(), a in any_magnitude(), b in any_magnitude(), c in any_magnitude()) {
        let mut steps = [a, b, c];
        steps.sort_unstable();
        let [last, middle, first] = steps;
        if middle == 0 {
            return Ok(());
        }
        let booked = |prev, new| {
            let reachable = queued_slashable_down(q, U256::ZERO, prev).unwrap();
            slashed_shares_down(reachable, prev, new).unwrap()
        };
        let total = booked(first, middle) + booked(middle, last);
        let worth = |f| wide(q) * oracle::Wide::from(f);
        prop_assert!(wide(total) * wide(wad()) <= worth(first) - worth(last));
        prop_assert!(total <= completed_shares_down(q, first).unwrap() - completed_shares_down(q, last).unwrap() + U256::from(1));
    }

    #[test]
    fn queued_slashable_shares_are_the_window_at_the_magnitude(x in any_u256(), y in any_u256(), m in any_magnitude()) {
        let (before, now) = (x.min(y), x.max(y));
        prop_assert_eq!(queued_slashable_down(now, before, m).ok(), floor(now - before, U256::from(m), wad()));
        if before < now {
            prop_assert_eq!(queued_slashable_down(before, now, m), Err(MathError::Overflow));
        }
    }

    #[test]
    fn allocated_stake_is_the_proportion_first_rounded_down_twice(op in any_shares(), (allocation, magnitudes) in any_state()) {
        let Magnitudes { max, .. } = magnitudes;
        let proportion = floor(U256::from(allocation.current), wad(), U256::from(max)).unwrap_or_default();
        let stake = allocated_stake_down(op, allocation.current, max);
        prop_assert_eq!(stake.ok(), floor(op, proportion, wad()));
    }

    /// The sets of an operator together never count more stake than it has.
    #[test]
    fn stake_of_disjoint_allocations_never_exceeds_the_operators_shares(op in any_shares(), (allocation, magnitudes) in any_state()) {
        let stake = |magnitude| allocated_stake_down(op, magnitude, magnitudes.max).unwrap();
        prop_assert!(stake(allocation.current) + stake(magnitudes.max - allocation.current) <= op);
    }

    #[test]
    fn minimum_slashable_stake_counts_decreases_due_by_the_block_only((allocation, _) in any_state(), block in 0u32..20) {
        let due = allocation.pending_diff < 0 && block >= 9;
        let expected = if due { allocation.after_pending() } else { Ok(allocation.current) };
        prop_assert_eq!(minimum_slashable_magnitude(allocation, block), expected);
    }

    #[test]
    fn no_input_panics(
        current: u64, pending_diff: i64, max: u64, encumbered: u64, w: u64, y in any_u256(), z in any_u256(),
    ) {
        let allocation = Allocation { current, pending_diff, effect_block: 1 };
        if let Ok(slashed) = slash_allocation(allocation, Magnitudes { max, encumbered }, w) {
            prop_assert!(slashed.magnitude <= current && slashed.magnitude <= max);
        }
        prop_assert_eq!(slashed_shares_down(y, current, max).is_ok(), current > 0 && (max <= current || y.is_zero()));
        let window = y.checked_sub(z).and_then(|window| floor(window, U256::from(max), wad()));
        prop_assert_eq!(queued_slashable_down(y, z, max).ok(), window);
        let _ = (allocated_stake_down(y, current, max), minimum_slashable_magnitude(allocation, 2));
    }
}

#[test]
fn the_smallest_slash_of_the_smallest_allocation_takes_all_of_it() {
    let one = Allocation { current: 1, ..Allocation::default() };
    let slashed = slash_allocation(one, Magnitudes { max: WAD, encumbered: 1 }, 1).unwrap();
    assert_eq!((slashed.magnitude, slashed.allocation.current), (1, 0));
}

#[test]
fn an_empty_allocation_is_left_alone() {
    let pending = Allocation { current: 0, pending_diff: 5, effect_block: 9 };
    let magnitudes = Magnitudes { max: WAD, encumbered: 5 };
    let slashed = slash_allocation(pending, magnitudes, WAD).unwrap();
    assert_eq!((slashed.magnitude, slashed.wad_slashed), (0, 0));
    assert_eq!((slashed.allocation, slashed.magnitudes), (pending, magnitudes));
}

/// Slashing 1/2, then 1/3 of another set, then 1/5 of the first leaves the same in every order.
#[test]
fn slashes_of_different_sets_commute() {
    let half = Allocation { current: WAD / 2, ..Allocation::default() };
    let steps = [(0, 2), (1, 3), (0, 5)];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut sets = [half, half];
        let mut magnitudes = Magnitudes { max: WAD, encumbered: WAD };
        let (mut value, mut booked) = (ether(120), U256::ZERO);
        for (set, part) in order.map(|step: usize| steps[step]) {
            let slashed = slash_allocation(sets[set], magnitudes, WAD / part).unwrap();
            let shares = slashed_shares_down(value, magnitudes.max, slashed.magnitudes.max).unwrap();
            (value, booked) = (value - shares, booked + shares);
            (sets[set], magnitudes) = (slashed.allocation, slashed.magnitudes);
        }
        // 8/15 of the magnitude and 64 of 120 are left, up to the rounding of thirds.
        assert!(magnitudes.max.abs_diff(WAD / 15 * 8) <= 8);
        assert!(value.abs_diff(ether(64)) <= U256::from(1_000) && value + booked == ether(120));
    }
}

/// The one way to book more than was there, kept because published integrations expect the sum:
/// each of n withdrawals rounds down for itself, so the sum exceeds them by at most n − 1 shares.
#[test]
fn the_queue_is_slashed_as_one_sum_of_withdrawals_that_round_for_themselves() {
    let (q, m) = (U256::from(15), WAD / 10 * 7);
    let left_operator = completed_shares_down(q, m).unwrap();
    let reachable = queued_slashable_down(q + q, U256::ZERO, m).unwrap();
    assert_eq!((left_operator + left_operator, reachable), (U256::from(20), U256::from(21)));
    assert_eq!(slashed_shares_down(reachable, m, 0), Ok(U256::from(21)));
}

#[test]
fn contradictory_magnitudes_are_errors() {
    let allocated = Allocation { current: 5, ..Allocation::default() };
    let nothing = Magnitudes { max: 0, encumbered: 0 };
    assert_eq!(slash_allocation(allocated, nothing, WAD), Err(MathError::DivisionByZero));
    let full = Magnitudes { max: WAD, encumbered: WAD };
    assert_eq!(slash_allocation(allocated, full, 2 * WAD), Err(MathError::Overflow));
    assert_eq!(slashed_shares_down(ether(1), 0, 0), Err(MathError::DivisionByZero));
    assert_eq!(slashed_shares_down(ether(1), 1, 2), Err(MathError::Overflow));
}
