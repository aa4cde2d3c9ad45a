//! Deposit scaling factors and withdrawable shares.
mod oracle;
use alloy_primitives::U256;
use math::shares::{
    ScalingFactor, completed_shares_down, deposit_shares_for_down, next_scaling_factor_down,
    scaled_shares_down, withdrawable_shares_down,
};
use math::{MathError, ScalingError};
use oracle::{WAD, Wide, any_magnitude, any_shares, any_u256, any_wad, floor, ordered, wide};
use proptest::prelude::*;

/// 1e36, the largest factor a position can reach.
const MOST: u128 = 10u128.pow(36);

fn any_factor() -> impl Strategy<Value = ScalingFactor> {
    prop_oneof![
        Just(ScalingFactor::ONE),
        (0..=MOST, 0u32..120).prop_map(|(word, shift)| ScalingFactor::from_stored(word >> shift)),
        (0..=ScalingFactor::MAX).prop_map(ScalingFactor::from_stored),
    ]
}

fn wad() -> U256 {
    U256::from(WAD)
}

/// 1e36: factor and slashing factor together.
fn wad_squared() -> Wide {
    wide(wad()) * wide(wad())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn withdrawable_shares_are_two_floors_in_order(s in any_u256(), k in any_factor(), f in any::<u64>()) {
        let f256 = U256::from(f);
        let scaled = floor(s, k.wad(), wad());
        prop_assert_eq!(scaled_shares_down(s, k).ok(), scaled);
        prop_assert_eq!(withdrawable_shares_down(s, k, f).ok(), scaled.and_then(|q| floor(q, f256, wad())));
        prop_assert_eq!(completed_shares_down(s, f).ok(), floor(s, f256, wad()));
    }

    /// Queueing stores scaled shares, completing applies the factor: unchanged in between, the
    /// withdrawal pays exactly what left the operator.
    #[test]
    fn a_withdrawal_pays_what_it_took_from_the_operator(s in any_shares(), k in any_factor(), f in any_magnitude()) {
        let Ok(scaled) = scaled_shares_down(s, k) else { return Ok(()) };
        prop_assert_eq!(completed_shares_down(scaled, f), withdrawable_shares_down(s, k, f));
    }

    #[test]
    fn withdrawable_shares_never_rise_when_the_slashing_factor_falls(
        s in any_shares(), k in any_factor(), x in any_magnitude(), y in any_magnitude(),
    ) {
        let worth = |f| withdrawable_shares_down(s, k, f).unwrap_or(U256::MAX);
        prop_assert!(worth(x.min(y)) <= worth(x.max(y)));
    }

    #[test]
    fn more_deposit_shares_or_a_higher_factor_are_never_worth_less(
        x in any_u256(), y in any_u256(), j in any_factor(), k in any_factor(), f in any::<u64>(),
    ) {
        let (less, more) = ordered(x, y);
        let (low, high) = if j.wad() < k.wad() { (j, k) } else { (k, j) };
        let (scaled, worth) = (
            |s, k| scaled_shares_down(s, k).unwrap_or(U256::MAX),
            |s, k| withdrawable_shares_down(s, k, f).unwrap_or(U256::MAX),
        );
        prop_assert!(scaled(less, high) <= scaled(more, high) && scaled(more, low) <= scaled(more, high));
        prop_assert!(worth(less, high) <= worth(more, high) && worth(more, low) <= worth(more, high));
        let (paid_less, paid) = (completed_shares_down(less, f), completed_shares_down(more, f));
        prop_assert!(paid_less.unwrap_or(U256::MAX) <= paid.unwrap_or(U256::MAX));
    }

    #[test]
    fn a_slashed_withdrawal_pays_no_more_than_was_queued(q in any_u256(), f in any_magnitude()) {
        prop_assert!(completed_shares_down(q, f).unwrap() <= q);
    }

    #[test]
    fn parts_of_a_position_are_never_worth_more_than_the_whole(
        x in any_shares(), y in any_shares(), k in any_factor(), f in any_magnitude(),
    ) {
        let worth = |s| withdrawable_shares_down(s, k, f);
        let (Ok(part), Ok(rest), Ok(whole)) = (worth(x), worth(y), worth(x + y)) else { return Ok(()) };
        prop_assert!(part + rest <= whole);
    }

    #[test]
    fn the_inverse_equals_two_floors_and_never_asks_for_more(a in any_u256(), k in any_factor(), f in any::<u64>()) {
        let exact = floor(a, wad(), k.wad()).and_then(|x| floor(x, wad(), U256::from(f)));
        let shares = deposit_shares_for_down(a, k, f);
        prop_assert_eq!(shares.ok(), exact);
        if let Some(worth) = exact.and_then(|s| withdrawable_shares_down(s, k, f).ok()) {
            prop_assert!(worth <= a);
        }
    }

    #[test]
    fn withdrawing_more_never_asks_for_fewer_deposit_shares(
        x in any_u256(), y in any_u256(), k in any_factor(), f in 1..u64::MAX,
    ) {
        let (less, more) = ordered(x, y);
        let asked = |a, f| deposit_shares_for_down(a, k, f).unwrap_or(U256::MAX);
        prop_assert!(asked(less, f) <= asked(more, f));
        prop_assert!(asked(less, f) >= asked(less, f + 1));
    }

    /// Both hold while `k` is at most 1e36 / f, as in every position: a deposit then raises it.
    #[test]
    fn a_higher_factor_or_a_larger_deposit_never_gives_a_lower_next_factor(
        s in any_shares(), v in 0..=MOST, w in 0..=MOST, x in any_shares(), y in any_shares(), f in any_wad(),
    ) {
        let bound = MOST / u128::from(f);
        let (low, high) = ordered(v.min(bound).max(1), w.min(bound).max(1));
        let (less, more) = ordered(x.max(U256::ONE), y.max(U256::ONE));
        // A factor that rounds to zero is refused.
        let next = |k, added| {
            next_scaling_factor_down(ScalingFactor::from_stored(k), s, added, f).map_or(U256::ZERO, ScalingFactor::wad)
        };
        prop_assert!(next(low, less) <= next(high, less));
        prop_assert!(next(high, less) <= next(high, more));
    }

    #[test]
    fn the_next_factor_equals_the_exact_rule(s in any_shares(), k in any_factor(), added in any_shares(), f in any_magnitude()) {
        prop_assert_eq!(next_scaling_factor_down(k, s, added, f), exact_next(k, s, added, f));
    }

    #[test]
    fn the_next_factor_never_panics(s in any_u256(), k in any_factor(), added in any_u256(), f in any::<u64>()) {
        prop_assert_eq!(next_scaling_factor_down(k, s, added, f), exact_next(k, s, added, f));
    }

    /// The exact value of the position rises by at most what was added, and falls short by less
    /// than `n / 1e18 + n · f / 1e36 + f / 1e18 + 1` shares, `n` being the deposit shares afterwards.
    #[test]
    fn a_deposit_raises_the_position_by_the_deposit_less_rounding(
        s in any_shares(), word in 1..=MOST, added in any_shares(), f in any_magnitude(),
    ) {
        let k = ScalingFactor::from_stored(if s.is_zero() { 0 } else { word });
        let Ok(next) = next_scaling_factor_down(k, s, added, f) else { return Ok(()) };
        if added.is_zero() {
            return Ok(());
        }
        let value = |s: U256, k: ScalingFactor| wide(s) * wide(k.wad()) * Wide::from(f);
        let unit = wad_squared();
        let after = value(s + added, next);
        let ceiling = value(s, k) + wide(added) * unit;
        prop_assert!(after <= ceiling);
        let n = wide(s + added);
        prop_assert!(ceiling - after < n * wide(wad()) + (n + wide(wad())) * Wide::from(f) + unit);
    }

    /// With a lower magnitude only ahead of them, factors never exceed 1e36 / f ...
    #[test]
    fn factors_stay_below_1e36_over_the_slashing_factor(
        s in any_shares(), word in 0..=MOST, added in any_shares(), f in any_wad(),
    ) {
        let bound = MOST / u128::from(f);
        let k = ScalingFactor::from_stored(if s.is_zero() { 0 } else { word.min(bound) });
        if let Ok(next) = next_scaling_factor_down(k, s, added, f) {
            prop_assert!(next.wad() <= U256::from(bound));
        }
    }

    /// ... and whatever the magnitude does, a position's factor stays within 1e36, for which storage has room.
    #[test]
    fn factors_stay_below_1e36(s in any_shares(), word in 0..=MOST, added in any_shares(), f in any_wad()) {
        let k = ScalingFactor::from_stored(if s.is_zero() { 0 } else { word });
        match next_scaling_factor_down(k, s, added, f) {
            Ok(next) => prop_assert!(next.wad() <= U256::from(MOST)),
            Err(refused) => prop_assert_eq!(refused, ScalingError::InvalidDepositScalingFactor),
        }
    }

    #[test]
    fn a_factor_is_kept_exactly_or_refused(factor in any_u256()) {
        let kept = match u128::try_from(factor) {
            Ok(0) => Err(ScalingError::InvalidDepositScalingFactor),
            Ok(word) if word < 1 << 120 => Ok(factor),
            _ => Err(ScalingError::Arithmetic(MathError::Overflow)),
        };
        prop_assert_eq!(ScalingFactor::from_wad(factor).map(ScalingFactor::wad), kept);
        if let Ok(kept) = ScalingFactor::from_wad(factor) {
            prop_assert_eq!(ScalingFactor::from_stored(kept.to_stored()), kept);
        }
    }
}

fn exact_next(k: ScalingFactor, s: U256, added: U256, f: u64) -> Result<ScalingFactor, ScalingError> {
    let overflow = ScalingError::Arithmetic(MathError::Overflow);
    if f == 0 {
        return Err(ScalingError::FullySlashed);
    }
    if added.is_zero() {
        return Ok(k);
    }
    let per_share = if s.is_zero() {
        k.wad()
    } else {
        let scaled = floor(s, k.wad(), wad()).ok_or(overflow)?;
        let withdrawable = floor(scaled, U256::from(f), wad()).ok_or(overflow)?;
        let shares = s.checked_add(added).ok_or(overflow)?;
        floor(withdrawable.checked_add(added).ok_or(overflow)?, wad(), shares).ok_or(overflow)?
    };
    let factor = floor(per_share, wad(), U256::from(f)).ok_or(overflow)?;
    match u128::try_from(factor) {
        Err(_) => Err(overflow),
        Ok(word) if word >= 1 << 120 => Err(overflow),
        Ok(0) => Err(ScalingError::InvalidDepositScalingFactor),
        Ok(word) => Ok(ScalingFactor::from_stored(if word == u128::from(WAD) { 0 } else { word })),
    }
}

#[test]
fn an_unset_factor_is_one_whole() {
    assert_eq!(ScalingFactor::default(), ScalingFactor::ONE);
    assert_eq!(ScalingFactor::ONE.wad(), wad());
    assert_eq!(ScalingFactor::from_wad(wad()), Ok(ScalingFactor::ONE));
    assert_eq!(ScalingFactor::from_wad(U256::ZERO), Err(ScalingError::InvalidDepositScalingFactor));
}

#[test]
fn a_factor_of_more_than_120_bits_is_refused() {
    let widest = (U256::ONE << 120) - U256::ONE;
    assert_eq!(ScalingFactor::from_wad(widest).map(ScalingFactor::wad), Ok(widest));
    assert!(widest > U256::from(MOST));
    for too_wide in [U256::ONE << 120, U256::from(u128::MAX), U256::ONE << 128, U256::MAX] {
        assert_eq!(ScalingFactor::from_wad(too_wide), Err(ScalingError::Arithmetic(MathError::Overflow)));
    }
}

#[test]
fn adding_nothing_leaves_the_factor_alone() {
    let k = ScalingFactor::from_stored(7 * 10u128.pow(18));
    assert_eq!(next_scaling_factor_down(k, U256::from(5), U256::ZERO, WAD / 2), Ok(k));
    assert_eq!(next_scaling_factor_down(k, U256::ZERO, U256::ZERO, WAD / 2), Ok(k));
}

#[test]
fn a_fully_slashed_position_takes_no_shares_not_even_zero() {
    for added in [U256::ZERO, U256::ONE] {
        let next = next_scaling_factor_down(ScalingFactor::ONE, U256::ONE, added, 0);
        assert_eq!(next, Err(ScalingError::FullySlashed));
    }
    let inverse = deposit_shares_for_down(U256::ONE, ScalingFactor::ONE, 0);
    assert_eq!(inverse, Err(MathError::DivisionByZero));
}

#[test]
fn a_factor_that_rounds_to_zero_is_refused() {
    let most = U256::from(math::strategy::MAX_TOTAL_SHARES);
    // 100 of 1e38 shares are left, and one joins: less than 1e-18 per share.
    let next = next_scaling_factor_down(ScalingFactor::from_stored(1), most, U256::ONE, 1);
    assert_eq!(next, Err(ScalingError::InvalidDepositScalingFactor));
}
