//! What a slash takes: magnitude and operator shares.
mod oracle;
use alloy_primitives::U256;
use math::MathError;
use math::allocation::{Allocation, Magnitudes};
use math::slash::{Slashed, slash_allocation, slashed_shares_down};
use oracle::{
    WAD, any_magnitude, any_shares, any_state, any_u256, any_wad, ceil, ether, floor, ordered, wide,
};
use proptest::prelude::*;

fn wad() -> U256 {
    U256::from(WAD)
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

    #[test]
    fn a_larger_proportion_never_takes_less((allocation, magnitudes) in any_state(), v in any_wad(), w in any_wad()) {
        let (less, more) = ordered(v, w);
        let slashed = |w| slash_allocation(allocation, magnitudes, w).unwrap();
        prop_assert!(slashed(less).magnitude <= slashed(more).magnitude);
        prop_assert!(slashed(less).wad_slashed <= slashed(more).wad_slashed);
        let pending = |w| slashed(w).allocation.pending_diff;
        prop_assert!(pending(less) <= pending(more));
    }

    #[test]
    fn more_shares_or_a_deeper_slash_never_lose_less(x in any_u256(), y in any_u256(), u: u64, v: u64, w: u64) {
        let mut steps = [u, v, w.max(1)];
        steps.sort_unstable();
        let [deep, shallow, prev] = steps;
        let (less, more) = ordered(x, y);
        let lost = |shares, new| slashed_shares_down(shares, prev, new).unwrap();
        prop_assert!(lost(less, shallow) <= lost(more, shallow));
        prop_assert!(lost(more, shallow) <= lost(more, deep) && lost(more, deep) <= more);
        // What is left rises with the shares too: no slash turns a larger stake into a smaller one.
        prop_assert!(less - lost(less, deep) <= more - lost(more, deep));
    }

    /// Contradictory magnitudes give an error, never a wrapped number.
    #[test]
    fn a_slash_equals_the_exact_rule_over_the_whole_range(
        current: u64, pending_diff: i64, effect_block: u32, max: u64, encumbered: u64,
        w in prop_oneof![any_wad(), any::<u64>()],
    ) {
        let allocation = Allocation { current, pending_diff, effect_block };
        let magnitudes = Magnitudes { max, encumbered };
        prop_assert_eq!(slash_allocation(allocation, magnitudes, w), exact_slash(allocation, magnitudes, w));
    }

    #[test]
    fn slashed_shares_of_contradictory_magnitudes_are_errors(y in any_u256(), prev: u64, new: u64) {
        let exact = match prev {
            0 => Err(MathError::DivisionByZero),
            _ if new > prev && !y.is_zero() => Err(MathError::Overflow),
            _ => Ok(y - ceil(y, U256::from(new), U256::from(prev)).unwrap_or_default()),
        };
        prop_assert_eq!(slashed_shares_down(y, prev, new), exact);
    }
}

/// The rule of a slash, in numbers that cannot overflow.
fn exact_slash(allocation: Allocation, magnitudes: Magnitudes, w: u64) -> Result<Slashed, MathError> {
    let overflow = |_| MathError::Overflow;
    let part = |x: u64| (u128::from(x) * u128::from(w)).div_ceil(u128::from(WAD));
    let magnitude = u64::try_from(part(allocation.current)).map_err(overflow)?;
    if magnitude == 0 {
        return Ok(Slashed { magnitude, wad_slashed: 0, allocation, magnitudes });
    }
    let Magnitudes { max, encumbered } = magnitudes;
    let reported = (u128::from(magnitude) * u128::from(WAD)).checked_div(u128::from(max));
    let wad_slashed = u64::try_from(reported.ok_or(MathError::DivisionByZero)?).map_err(overflow)?;
    let decrease = if allocation.pending_diff < 0 { allocation.pending_diff.unsigned_abs() } else { 0 };
    let forgiven = u64::try_from(part(decrease)).map_err(overflow)?;
    let pending_diff = i64::try_from(i128::from(allocation.pending_diff) + i128::from(forgiven));
    let less = |x: u64| u64::try_from(i128::from(x) - i128::from(magnitude)).map_err(overflow);
    let allocation = Allocation {
        current: less(allocation.current)?,
        pending_diff: pending_diff.map_err(overflow)?,
        ..allocation
    };
    let magnitudes = Magnitudes { max: less(max)?, encumbered: less(encumbered)? };
    Ok(Slashed { magnitude, wad_slashed, allocation, magnitudes })
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
