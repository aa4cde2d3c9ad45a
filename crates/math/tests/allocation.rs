//! How allocations change and complete.
mod oracle;
use math::allocation::{Allocation, Magnitudes, Modified, Timing, completed, modify};
use math::{AllocationError, MathError};
use oracle::{WAD, any_magnitude, ordered};
use proptest::prelude::*;

const NOW: Timing = Timing { block: 1_000, allocation_delay: 10, deallocation_delay: 100 };
const TENTH: u64 = WAD / 10;

fn settled(current: u64) -> Allocation {
    Allocation { current, ..Allocation::default() }
}

fn of(max: u64, encumbered: u64) -> Magnitudes {
    Magnitudes { max, encumbered }
}

#[test]
fn an_increase_is_charged_now_and_counts_after_the_allocation_delay() {
    let Modified { allocation, magnitudes, queued } =
        modify(Allocation::default(), Magnitudes::FULL, 6 * TENTH, true, NOW).unwrap();
    let pending = Allocation { current: 0, pending_diff: 600_000_000_000_000_000, effect_block: 1_010 };
    assert_eq!((allocation, magnitudes, queued), (pending, of(WAD, 6 * TENTH), false));
    assert_eq!(allocation.after_pending(), Ok(6 * TENTH));
    assert_eq!(completed(allocation, magnitudes, 1_009), Ok((allocation, magnitudes)));
    assert_eq!(completed(allocation, magnitudes, 1_010), Ok((settled(6 * TENTH), magnitudes)));
}

#[test]
fn an_increase_without_delay_counts_in_the_same_block() {
    let now = Timing { allocation_delay: 0, ..NOW };
    let changed = modify(Allocation::default(), Magnitudes::FULL, TENTH, true, now).unwrap();
    let (allocation, _) = completed(changed.allocation, changed.magnitudes, now.block).unwrap();
    assert_eq!(allocation, settled(TENTH));
}

#[test]
fn a_slashable_decrease_waits_and_frees_magnitude_when_it_completes() {
    let before = of(WAD, 6 * TENTH);
    let Modified { allocation, magnitudes, queued } =
        modify(settled(6 * TENTH), before, 2 * TENTH, true, NOW).unwrap();
    let pending =
        Allocation { current: 6 * TENTH, pending_diff: -400_000_000_000_000_000, effect_block: 1_101 };
    assert_eq!((allocation, magnitudes, queued), (pending, before, true));
    assert_eq!(completed(allocation, magnitudes, 1_100), Ok((pending, before)));
    assert_eq!(completed(allocation, magnitudes, 1_101), Ok((settled(2 * TENTH), of(WAD, 2 * TENTH))));
}

#[test]
fn a_decrease_that_cannot_be_slashed_is_done_at_once() {
    let changed = modify(settled(6 * TENTH), of(WAD, 8 * TENTH), TENTH, false, NOW).unwrap();
    let done = Allocation { current: TENTH, pending_diff: 0, effect_block: 1_000 };
    assert_eq!(changed, Modified { allocation: done, magnitudes: of(WAD, 3 * TENTH), queued: false });
    assert_eq!(completed(done, changed.magnitudes, 1_000), Ok((settled(TENTH), of(WAD, 3 * TENTH))));
}

#[test]
fn a_second_change_waits_for_the_first_even_if_a_slash_zeroed_it() {
    let zeroed = Allocation { current: 0, pending_diff: 0, effect_block: 1_001 };
    for new in [0, 1, WAD] {
        let refused = modify(zeroed, Magnitudes::FULL, new, true, NOW);
        assert_eq!(refused, Err(AllocationError::ModificationAlreadyPending));
    }
}

#[test]
fn an_unchanged_magnitude_is_refused() {
    for current in [0, TENTH] {
        let refused = modify(settled(current), of(WAD, current), current, true, NOW);
        assert_eq!(refused, Err(AllocationError::SameMagnitude));
    }
}

#[test]
fn more_than_the_allocatable_magnitude_is_refused() {
    let magnitudes = of(8 * TENTH, 5 * TENTH);
    assert!(modify(settled(TENTH), magnitudes, 4 * TENTH, true, NOW).is_ok());
    for new in [4 * TENTH + 1, WAD, 1 << 63, u64::MAX] {
        let refused = modify(settled(TENTH), magnitudes, new, true, NOW);
        assert_eq!(refused, Err(AllocationError::InsufficientMagnitude));
    }
}

#[test]
fn an_effect_block_past_32_bits_is_refused() {
    let overflow = Err(AllocationError::Arithmetic(MathError::Overflow));
    let forever = Timing { allocation_delay: u32::MAX, ..NOW };
    assert_eq!(modify(settled(0), Magnitudes::FULL, 1, true, forever), overflow);
    let late = Timing { block: u32::MAX - 100, ..NOW };
    assert_eq!(modify(settled(1), of(WAD, 1), 0, true, late), overflow);
}

#[test]
fn an_allocation_is_empty_only_without_magnitude_and_pending_change() {
    assert!(Allocation::default().is_empty());
    assert!(!settled(1).is_empty());
    assert!(!Allocation { pending_diff: 1, effect_block: 5, ..Allocation::default() }.is_empty());
}

#[test]
fn a_change_that_is_due_is_settled_from_its_effect_block_on_and_once() {
    for (pending_diff, after) in [(-500_000_000_000_000_000, TENTH), (400_000_000_000_000_000, WAD)] {
        let pending = Allocation { current: 6 * TENTH, pending_diff, effect_block: 1_010 };
        assert_eq!(math::allocation::settled(pending, 1_009), Ok(pending));
        for block in [1_010, 1_011] {
            assert_eq!(math::allocation::settled(pending, block), Ok(settled(after)));
        }
        assert_eq!(math::allocation::settled(settled(after), 1_009), Ok(settled(after)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    /// From any consistent state: the sum of what sets hold and wait for stays encumbered, and
    /// completing reaches exactly the asked magnitude.
    #[test]
    fn a_change_keeps_the_books_and_completes_to_what_was_asked(
        max in any_magnitude(), x in any_magnitude(), y in any_magnitude(),
        new in prop_oneof![any_magnitude(), any::<u64>()], slashable: bool,
    ) {
        let current = x.min(max);
        let others = y.min(max - current);
        let before = of(max, others + current);
        let changed = match modify(settled(current), before, new, slashable, NOW) {
            Ok(changed) => changed,
            Err(AllocationError::SameMagnitude) => {
                prop_assert_eq!(new, current);
                return Ok(());
            }
            Err(AllocationError::InsufficientMagnitude) => {
                prop_assert!(u128::from(new) + u128::from(others) > u128::from(max));
                return Ok(());
            }
            Err(other) => return Err(TestCaseError::fail(format!("{other:?}"))),
        };
        prop_assert_eq!(changed.allocation.after_pending(), Ok(new));
        let queued = new < current && slashable;
        prop_assert_eq!(changed.queued, queued);
        prop_assert_eq!(changed.magnitudes, of(max, others + if queued { current } else { new }));
        let (done, magnitudes) = completed(changed.allocation, changed.magnitudes, u32::MAX).unwrap();
        prop_assert_eq!((done, magnitudes), (settled(new), of(max, others + new)));
    }

    /// Contradictory input gives an error, never a wrapped number.
    #[test]
    fn completing_equals_the_exact_sums_over_the_whole_range(
        current: u64, pending_diff: i64, effect_block: u32, max: u64, encumbered: u64, block: u32,
    ) {
        let allocation = Allocation { current, pending_diff, effect_block };
        let before = of(max, encumbered);
        let after = exact_sum(current, pending_diff);
        prop_assert_eq!(allocation.after_pending(), after);
        prop_assert_eq!(allocation.is_pending(), effect_block > 0);
        prop_assert_eq!(allocation.is_empty(), current == 0 && pending_diff == 0);
        prop_assert_eq!(before.allocatable(), max.checked_sub(encumbered).ok_or(MathError::Overflow));
        let exact = if block < effect_block {
            Ok((allocation, before))
        } else {
            after.and_then(|after| Ok((settled(after), of(max, exact_sum(encumbered, pending_diff.min(0))?))))
        };
        prop_assert_eq!(completed(allocation, before, block), exact);
    }

    #[test]
    fn settling_equals_completing_and_asks_nothing_of_magnitudes(
        current: u64, pending_diff: i64, effect_block: u32, block: u32, near in 0u32..3,
    ) {
        let allocation = Allocation { current, pending_diff, effect_block };
        for block in [block, effect_block.saturating_sub(near), effect_block.saturating_add(near)] {
            let exact = if block < effect_block {
                Ok(allocation)
            } else {
                exact_sum(current, pending_diff).map(settled)
            };
            prop_assert_eq!(math::allocation::settled(allocation, block), exact);
            if let Ok((done, _)) = completed(allocation, of(u64::MAX, u64::MAX), block) {
                prop_assert_eq!(exact, Ok(done));
            }
        }
    }

    #[test]
    fn a_change_equals_the_exact_rule_over_the_whole_range(
        current: u64, pending_diff: i64, effect_block in prop_oneof![Just(0), any::<u32>()], max: u64, encumbered: u64,
        new: u64, slashable: bool, block: u32, allocation_delay: u32, deallocation_delay: u32,
    ) {
        let allocation = Allocation { current, pending_diff, effect_block };
        let timing = Timing { block, allocation_delay, deallocation_delay };
        let exact = exact_change(allocation, of(max, encumbered), new, slashable, timing);
        prop_assert_eq!(modify(allocation, of(max, encumbered), new, slashable, timing), exact);
    }

    #[test]
    fn asking_for_more_never_encumbers_less(
        max in any_magnitude(), x in any_magnitude(), y in any_magnitude(), v in any_magnitude(), w in any_magnitude(),
        slashable: bool,
    ) {
        let current = x.min(max);
        let before = of(max, current + y.min(max - current));
        let (less, more) = ordered(v, w);
        // What is refused for being too much stands for everything; what changes nothing keeps what is there.
        let encumbered = |new| match modify(settled(current), before, new, slashable, NOW) {
            Ok(changed) => changed.magnitudes.encumbered,
            Err(AllocationError::InsufficientMagnitude) => u64::MAX,
            Err(_) => before.encumbered,
        };
        prop_assert!(encumbered(less) <= encumbered(more));
    }
}

fn exact_sum(magnitude: u64, diff: i64) -> Result<u64, MathError> {
    u64::try_from(i128::from(magnitude) + i128::from(diff)).map_err(|_| MathError::Overflow)
}

/// The table of `modify`, in numbers that cannot overflow.
fn exact_change(
    allocation: Allocation,
    magnitudes: Magnitudes,
    new: u64,
    slashable: bool,
    timing: Timing,
) -> Result<Modified, AllocationError> {
    let Allocation { current, effect_block: pending, .. } = allocation;
    if pending > 0 {
        return Err(AllocationError::ModificationAlreadyPending);
    }
    if new == current {
        return Err(AllocationError::SameMagnitude);
    }
    let exact = i128::from(new) - i128::from(current);
    let free = i128::from(magnitudes.max) - i128::from(magnitudes.encumbered);
    if new > current && free >= 0 && exact > free {
        return Err(AllocationError::InsufficientMagnitude);
    }
    if new > current && free < 0 {
        return Err(MathError::Overflow.into());
    }
    let diff = i64::try_from(exact).map_err(|_| MathError::Overflow)?;
    let at = |sum: u64| u32::try_from(sum).map_err(|_| MathError::Overflow);
    let block = u64::from(timing.block);
    let (current, pending_diff, effect_block) = match (new > current, slashable) {
        (true, _) => (current, diff, at(block + u64::from(timing.allocation_delay))?),
        (false, true) => (current, diff, at(block + u64::from(timing.deallocation_delay) + 1)?),
        (false, false) => (new, 0, timing.block),
    };
    let queued = new < allocation.current && slashable;
    let encumbered = exact_sum(magnitudes.encumbered, if queued { 0 } else { diff })?;
    let allocation = Allocation { current, pending_diff, effect_block };
    Ok(Modified { allocation, magnitudes: Magnitudes { encumbered, ..magnitudes }, queued })
}
