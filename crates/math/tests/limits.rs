//! How much a set may slash of an allocation.
#![allow(clippy::unwrap_used)]
mod oracle;
use alloy_primitives::U256;
use math::MathError;
use math::limits::{SlashLimits, SlashWindow, slashed_within_limits};
use oracle::{WAD, Wide, any_magnitude, any_wad, ceil, floor, ordered};
use proptest::prelude::*;

const TENTH: u64 = WAD / 10;
const LIMITS: SlashLimits = per_period(3 * TENTH, 20);
const NEVER: SlashWindow = SlashWindow { basis: 0, slashed: 0, start: 0 };

const fn per_period(max: u64, period: u32) -> SlashLimits {
    SlashLimits { max_per_slash: WAD, max_per_period: max, period }
}

#[test]
fn a_period_begins_with_its_first_slash_and_takes_to_the_unit_what_it_may() {
    let begun = SlashWindow { basis: WAD, slashed: TENTH, start: 1_000 };
    assert_eq!(slashed_within_limits(&LIMITS, NEVER, WAD, TENTH, 1_000), Ok(Some(begun)));
    let full = SlashWindow { slashed: 3 * TENTH, ..begun };
    for block in [1_000, 1_019] {
        let more = |magnitude| slashed_within_limits(&LIMITS, begun, 9 * TENTH, magnitude, block);
        assert_eq!((more(2 * TENTH), more(2 * TENTH + 1)), (Ok(Some(full)), Ok(None)));
        assert_eq!(slashed_within_limits(&LIMITS, full, 7 * TENTH, 1, block), Ok(None));
    }
}

#[test]
fn the_next_period_begins_so_many_blocks_later_with_the_allocation_then() {
    let full = SlashWindow { basis: WAD, slashed: 3 * TENTH, start: 1_000 };
    let next = SlashWindow { basis: 7 * TENTH, slashed: 21 * (TENTH / 10), start: 1_020 };
    let slash = |magnitude| slashed_within_limits(&LIMITS, full, 7 * TENTH, magnitude, 1_020);
    assert_eq!((slash(next.slashed), slash(next.slashed + 1)), (Ok(Some(next)), Ok(None)));
}

#[test]
fn an_increase_does_not_raise_what_a_running_period_may_take_and_a_decrease_lowers_it() {
    let begun = SlashWindow { basis: 5 * TENTH, slashed: TENTH, start: 1_000 };
    for (current, left) in [(WAD, TENTH / 2), (4 * TENTH, TENTH / 2), (3 * TENTH, TENTH / 5), (TENTH, 0)] {
        let more = |magnitude| slashed_within_limits(&LIMITS, begun, current, magnitude, 1_010).unwrap();
        let full = SlashWindow { slashed: TENTH + left, ..begun };
        assert_eq!((more(left), more(left + 1)), ((current > TENTH).then_some(full), None), "{current}");
    }
}

/// Tightening can only lengthen a period. One that was over and runs again must not allow what a new one would not.
#[test]
fn a_period_that_runs_again_allows_nothing_a_new_one_would_not() {
    let begun = SlashWindow { basis: WAD, slashed: 1, start: 1_000 };
    let longer = per_period(3 * TENTH, 200);
    let (current, allowed) = (3 * TENTH, 9 * (TENTH / 10));
    let slash =
        |limits: &_, magnitude| slashed_within_limits(limits, begun, current, magnitude, 1_100).unwrap();
    assert!(slash(&LIMITS, allowed).is_some() && slash(&LIMITS, allowed + 1).is_none());
    assert!(slash(&longer, allowed - 1).is_some() && slash(&longer, allowed).is_none());
}

#[test]
fn the_part_allowed_of_very_little_is_rounded_down() {
    let half = per_period(5 * TENTH, 20);
    for (current, allowed) in [(1, 0), (2, 1), (3, 1), (4, 2)] {
        let slash = |magnitude| slashed_within_limits(&half, NEVER, current, magnitude, 1_000).unwrap();
        assert!(slash(allowed).is_some() && slash(allowed + 1).is_none(), "of {current}");
    }
}

#[test]
fn the_first_block_of_a_chain_is_one_like_any_other() {
    let begun = slashed_within_limits(&LIMITS, NEVER, WAD, 3 * TENTH, 1).unwrap().unwrap();
    assert_eq!(slashed_within_limits(&LIMITS, begun, WAD, 1, 20), Ok(None));
    assert!(slashed_within_limits(&LIMITS, begun, WAD, 1, 21).unwrap().is_some());
}

#[test]
fn more_than_64_bits_of_magnitude_are_refused() {
    let absurd = SlashWindow { basis: u64::MAX, slashed: u64::MAX, start: 1_000 };
    assert_eq!(slashed_within_limits(&LIMITS, absurd, WAD, 1, 1_000), Err(MathError::Overflow));
}

#[test]
fn only_limits_that_can_be_kept_are_valid() {
    let limits =
        |max_per_slash, max_per_period, period| SlashLimits { max_per_slash, max_per_period, period };
    for valid in [SlashLimits::NONE, limits(0, WAD, 0), limits(WAD, WAD, 1), limits(0, 0, 1)] {
        assert!(valid.is_valid(), "{valid:?}");
    }
    for invalid in [limits(WAD + 1, WAD, 1), limits(WAD, WAD + 1, 1), limits(WAD, WAD - 1, 0)] {
        assert!(!invalid.is_valid(), "{invalid:?}");
    }
}

fn any_limits() -> impl Strategy<Value = SlashLimits> {
    let part = || prop_oneof![any_magnitude(), WAD - 1..WAD + 2, any::<u64>()];
    let period = prop_oneof![0u32..3, any::<u32>()];
    (part(), part(), period).prop_map(|(max_per_slash, max_per_period, period)| SlashLimits {
        max_per_slash,
        max_per_period,
        period,
    })
}

/// The rule, in numbers that cannot overflow. A period ends with the last block there can be at the latest.
fn exact(
    limits: &SlashLimits,
    window: SlashWindow,
    current: u64,
    magnitude: u64,
    block: u32,
) -> Result<Option<SlashWindow>, MathError> {
    let end = (u64::from(window.start) + u64::from(limits.period)).min(u64::from(u32::MAX));
    let runs = window.start > 0 && u64::from(block) < end;
    let (basis, before, start) =
        if runs { (window.basis, window.slashed, window.start) } else { (current, 0, block) };
    let total = u128::from(before) + u128::from(magnitude);
    let slashed = u64::try_from(total).map_err(|_| MathError::Overflow)?;
    let left = u64::try_from(u128::from(before) + u128::from(current)).map_err(|_| MathError::Overflow)?;
    let counted = Wide::from(basis.min(left)) * Wide::from(limits.max_per_period);
    let within = Wide::from(total) * Wide::from(WAD) <= counted;
    Ok(within.then_some(SlashWindow { basis, slashed, start }))
}

/// What an attacker and an operator do in turn.
#[derive(Clone, Debug)]
enum Step {
    Slash(u64),
    /// The allocation is changed to this.
    Allocate(u64),
    Wait(u32),
}

fn any_step() -> impl Strategy<Value = Step> {
    let wad = prop_oneof![any_wad(), (1u64..=20).prop_map(|twentieths| twentieths * (WAD / 20))];
    prop_oneof![
        6 => wad.prop_map(Step::Slash),
        1 => any_magnitude().prop_map(Step::Allocate),
        4 => (0u32..8).prop_map(Step::Wait),
    ]
}

/// A slash that passed: in which block, how much, and of which allocation.
#[derive(Clone, Copy, Debug)]
struct Passed {
    block: u32,
    magnitude: u64,
    current: u64,
}

/// The slashes that pass, the magnitude of each rounded up as slashing does.
fn passing(limits: &SlashLimits, steps: &[Step]) -> Vec<Passed> {
    let (mut current, mut window, mut block, mut passed) = (WAD, NEVER, 1_u32, Vec::new());
    for step in steps {
        match *step {
            Step::Wait(blocks) => block += blocks,
            Step::Allocate(magnitude) => current = magnitude,
            Step::Slash(wad) => {
                let magnitude = ceil(U256::from(current), U256::from(wad), U256::from(WAD)).unwrap().to();
                if magnitude == 0 {
                    continue;
                }
                if let Some(counted) =
                    slashed_within_limits(limits, window, current, magnitude, block).unwrap()
                {
                    window = counted;
                    passed.push(Passed { block, magnitude, current });
                    current -= magnitude;
                }
            }
        }
    }
    passed
}

fn sum<'a>(slashes: impl IntoIterator<Item = &'a Passed>) -> u64 {
    slashes.into_iter().map(|slash| slash.magnitude).sum()
}

fn allowed_of(limits: &SlashLimits, basis: u64) -> u64 {
    floor(U256::from(basis), U256::from(limits.max_per_period), U256::from(WAD)).unwrap().to()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn validity_is_parts_of_at_most_all_and_a_period_where_one_is_limited(limits in any_limits()) {
        let parts = limits.max_per_slash.max(limits.max_per_period) <= WAD;
        let lasts = limits.period >= 1 || limits.max_per_period >= WAD;
        prop_assert_eq!(limits.is_valid(), parts && lasts);
        // So that whatever can be kept tightens what has no limits.
        prop_assert!(!limits.is_valid() || limits.is_at_least_as_tight_as(&SlashLimits::NONE));
    }

    #[test]
    fn tightness_is_an_order(a in any_limits(), b in any_limits(), c in any_limits()) {
        prop_assert!(a.is_at_least_as_tight_as(&a));
        let both = a.is_at_least_as_tight_as(&b) && b.is_at_least_as_tight_as(&a);
        prop_assert_eq!(both, a == b);
        // Any two have one that is as tight as both, and one as loose.
        let (slash, other) = (ordered(a.max_per_slash, b.max_per_slash), ordered(a.max_per_period, b.max_per_period));
        let period = ordered(a.period, b.period);
        let tight = SlashLimits { max_per_slash: slash.0, max_per_period: other.0, period: period.1 };
        let loose = SlashLimits { max_per_slash: slash.1, max_per_period: other.1, period: period.0 };
        for limits in [a, b] {
            prop_assert!(tight.is_at_least_as_tight_as(&limits) && limits.is_at_least_as_tight_as(&loose));
        }
        let chain = [c, tight, a, loose];
        for (i, j, k) in [(0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)] {
            let (x, y, z) = (chain[i], chain[j], chain[k]);
            let linked = x.is_at_least_as_tight_as(&y) && y.is_at_least_as_tight_as(&z);
            prop_assert!(!linked || x.is_at_least_as_tight_as(&z));
        }
    }

    #[test]
    fn loosening_one_limit_is_not_as_tight(before in any_limits(), by in 1u64.., blocks in 1u32..) {
        let looser = [
            before.max_per_slash.checked_add(by).map(|max_per_slash| SlashLimits { max_per_slash, ..before }),
            before.max_per_period.checked_add(by).map(|max_per_period| SlashLimits { max_per_period, ..before }),
            before.period.checked_sub(blocks).map(|period| SlashLimits { period, ..before }),
        ];
        for limits in looser.into_iter().flatten() {
            prop_assert!(!limits.is_at_least_as_tight_as(&before));
            prop_assert!(before.is_at_least_as_tight_as(&limits));
        }
    }

    #[test]
    fn counting_a_slash_equals_the_exact_rule_over_the_whole_range(
        limits in any_limits(), basis: u64, slashed: u64, start: u32, current: u64, magnitude: u64, block: u32,
    ) {
        let window = SlashWindow { basis, slashed, start };
        let expected = exact(&limits, window, current, magnitude, block);
        prop_assert_eq!(slashed_within_limits(&limits, window, current, magnitude, block), expected);
    }

    /// Around the end of the period and the last unit allowed, where a rule that is off by one differs.
    #[test]
    fn counting_a_slash_equals_the_exact_rule_at_its_edges(
        max in any_magnitude(), period in 1u32..100, basis in any_magnitude(), used in any_wad(), start in 0u32..1_000,
        current in any_magnitude(), blocks in 0u32..4, units in 0u64..4,
    ) {
        let limits = per_period(max, period);
        let allowed = allowed_of(&limits, basis);
        let slashed = floor(U256::from(allowed), U256::from(used), U256::from(WAD)).unwrap().to();
        let window = SlashWindow { basis, slashed, start };
        let block = (start + period + blocks).saturating_sub(2).max(1);
        for left in [allowed - slashed, allowed_of(&limits, current)] {
            let magnitude = (left + units).saturating_sub(1);
            let expected = exact(&limits, window, current, magnitude, block);
            prop_assert_eq!(slashed_within_limits(&limits, window, current, magnitude, block), expected);
        }
    }

    #[test]
    fn what_passes_passes_in_smaller_parts_and_under_wider_limits_too(
        x in any_magnitude(), y in any_magnitude(), period: u32, basis in any_magnitude(), slashed in any_magnitude(),
        start: u32, current in any_magnitude(), v in any_magnitude(), w in any_magnitude(), block: u32,
    ) {
        let ((narrow, wide), (less, more)) = (ordered(x, y), ordered(v, w));
        let window = SlashWindow { basis, slashed, start };
        let passes = |max, magnitude| {
            slashed_within_limits(&per_period(max, period), window, current, magnitude, block).unwrap().is_some()
        };
        prop_assert!(!passes(narrow, more) || passes(narrow, less));
        prop_assert!(!passes(narrow, more) || passes(wide, more));
    }

    /// Whatever is slashed when, and however the allocation changes meanwhile.
    #[test]
    fn the_slashes_of_a_period_take_at_most_its_part_of_the_allocation_before_the_first(
        max in any_magnitude(), period in 1u32..12, steps in proptest::collection::vec(any_step(), 1..60),
    ) {
        let limits = per_period(max, period);
        let mut rest = &passing(&limits, &steps)[..];
        while let Some(first) = rest.first() {
            let length = rest.iter().take_while(|slash| slash.block - first.block < period).count();
            let (of_period, later) = rest.split_at(length);
            prop_assert!(sum(of_period) <= allowed_of(&limits, first.current));
            rest = later;
        }
    }

    /// Stretches of blocks touch two periods at most.
    #[test]
    fn any_stretch_as_long_as_a_period_takes_at_most_twice_its_part(
        max in any_magnitude(), period in 1u32..12, steps in proptest::collection::vec(any_step(), 1..60),
    ) {
        let limits = per_period(max, period);
        let passed = passing(&limits, &steps);
        let twice = 2 * allowed_of(&limits, WAD);
        for (index, first) in passed.iter().enumerate() {
            let stretch = passed[index..].iter().take_while(|slash| slash.block - first.block < period);
            prop_assert!(sum(stretch) <= twice);
        }
    }
}
