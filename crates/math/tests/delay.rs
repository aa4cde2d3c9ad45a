//! Which block counts.
use math::MathError::Overflow;
use math::delay::{
    effect_block_after, effect_block_at, is_effective, is_past, is_slashable, last_block,
    newest_unslashable_block,
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

proptest! {
    #[test]
    fn sums_past_32_bits_are_refused(block: u32, delay: u32) {
        let sum = u64::from(block) + u64::from(delay);
        prop_assert_eq!(last_block(block, delay), u32::try_from(sum).map_err(|_| Overflow));
        prop_assert_eq!(effect_block_at(block, delay), u32::try_from(sum).map_err(|_| Overflow));
        prop_assert_eq!(effect_block_after(block, delay), u32::try_from(sum + 1).map_err(|_| Overflow));
    }
}
