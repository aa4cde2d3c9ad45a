//! The stake an AVS reads.
mod oracle;
use alloy_primitives::U256;
use math::MathError;
use math::allocation::{Allocation, Magnitudes};
use math::stake::{allocated_stake_down, minimum_slashable_magnitude};
use oracle::{WAD, any_shares, any_state, any_u256, floor, ordered};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn allocated_stake_is_the_proportion_first_rounded_down_twice(op in any_u256(), magnitude: u64, max: u64) {
        let wad = U256::from(WAD);
        let proportion = floor(U256::from(magnitude), wad, U256::from(max)).unwrap_or_default();
        prop_assert_eq!(allocated_stake_down(op, magnitude, max).ok(), floor(op, proportion, wad));
    }

    /// The sets of an operator together never count more stake than it has.
    #[test]
    fn stake_of_disjoint_allocations_never_exceeds_the_operators_shares(op in any_u256(), (allocation, magnitudes) in any_state()) {
        let Magnitudes { max, .. } = magnitudes;
        let stake = |magnitude| allocated_stake_down(op, magnitude, max).unwrap();
        prop_assert!(stake(allocation.current).checked_add(stake(max - allocation.current)).is_some_and(|sum| sum <= op));
    }

    #[test]
    fn stake_rises_with_shares_and_allocation_and_falls_with_the_maximum(
        x in any_shares(), y in any_shares(), v: u64, w: u64, max in 1..u64::MAX,
    ) {
        let ((few, many), (less, more)) = (ordered(x, y), ordered(v, w));
        let stake = |op, magnitude, max| allocated_stake_down(op, magnitude, max).unwrap();
        prop_assert!(stake(few, more, max) <= stake(many, more, max));
        prop_assert!(stake(many, less, max) <= stake(many, more, max));
        prop_assert!(stake(many, more, max) >= stake(many, more, max + 1));
    }

    #[test]
    fn minimum_slashable_magnitude_counts_decreases_due_by_the_block_only(
        current: u64, pending_diff: i64, effect_block: u32, block: u32, near in 0u32..3,
    ) {
        let allocation = Allocation { current, pending_diff, effect_block };
        for block in [block, effect_block.saturating_sub(near), effect_block.saturating_add(near)] {
            let due = if block >= effect_block { i128::from(pending_diff.min(0)) } else { 0 };
            let exact = u64::try_from(i128::from(current) + due).map_err(|_| MathError::Overflow);
            prop_assert_eq!(minimum_slashable_magnitude(allocation, block), exact);
        }
    }

    #[test]
    fn looking_further_ahead_never_counts_more((allocation, _) in any_state(), x in 0u32..20, y in 0u32..20) {
        let (sooner, later) = ordered(x, y);
        let counted = |block| minimum_slashable_magnitude(allocation, block).unwrap();
        prop_assert!(counted(later) <= counted(sooner) && counted(sooner) <= allocation.current);
    }
}

#[test]
fn a_fully_slashed_operator_has_no_stake() {
    assert_eq!(allocated_stake_down(U256::MAX, u64::MAX, 0), Ok(U256::ZERO));
}
