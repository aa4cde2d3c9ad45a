//! The wide multiplication and division, and WAD arithmetic on top of it.
mod oracle;
use alloy_primitives::U256;
use math::MathError::{DivisionByZero, Overflow};
use math::wad::{div_wad_down, mul_wad_down, mul_wad_up};
use math::wide::{checked_add, checked_sub, mul_div_down, mul_div_up, to_u64, to_u128};
use oracle::{WAD, any_u256, ceil, ether, floor, ordered};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn mul_div_equals_the_exact_quotient_rounded(a in any_u256(), b in any_u256(), c in any_u256()) {
        let missing = if c.is_zero() { DivisionByZero } else { Overflow };
        prop_assert_eq!(mul_div_down(a, b, c), floor(a, b, c).ok_or(missing));
        prop_assert_eq!(mul_div_up(a, b, c), ceil(a, b, c).ok_or(missing));
    }

    /// With `b` at most `c` the quotient always fits, so no case is spent on overflow.
    #[test]
    fn mul_div_by_a_proportion_equals_the_exact_quotient_rounded(a in any_u256(), x in any_u256(), y in any_u256()) {
        let (b, c) = (x.min(y), x.max(y).max(U256::ONE));
        prop_assert_eq!(mul_div_down(a, b, c).ok(), floor(a, b, c));
        prop_assert_eq!(mul_div_up(a, b, c).ok(), ceil(a, b, c));
    }

    #[test]
    fn quotients_rise_with_their_factors_and_fall_with_the_divisor(
        x in any_u256(), y in any_u256(), b in any_u256(), c in any_u256(),
    ) {
        let (less, more) = ordered(x, y);
        for mul_div in [mul_div_down, mul_div_up] {
            let quotient = |a, b, c| mul_div(a, b, c).unwrap_or(U256::MAX);
            prop_assert!(quotient(less, b, c) <= quotient(more, b, c));
            prop_assert!(quotient(b, less, c) <= quotient(b, more, c));
            prop_assert!(quotient(b, c, less) >= quotient(b, c, more));
        }
    }

    #[test]
    fn rounding_up_adds_at_most_one(a in any_u256(), b in any_u256(), c in any_u256()) {
        if let (Ok(down), Ok(up)) = (mul_div_down(a, b, c), mul_div_up(a, b, c)) {
            prop_assert!(down <= up && up - down <= U256::ONE);
        }
    }

    #[test]
    fn a_proportion_is_never_more_than_the_whole(x in any_u256(), y in 0..=WAD) {
        prop_assert!(mul_wad_down(x, U256::from(y)).unwrap() <= x);
        prop_assert!(mul_wad_up(x, U256::from(y)).unwrap() <= x);
    }

    #[test]
    fn wad_operations_rise_with_the_amount(x in any_u256(), y in any_u256(), z in any_u256()) {
        let (less, more) = ordered(x, y);
        for operation in [mul_wad_down, mul_wad_up, div_wad_down] {
            let result = |amount| operation(amount, z).unwrap_or(U256::MAX);
            prop_assert!(result(less) <= result(more));
        }
        prop_assert!(mul_wad_up(z, less).unwrap_or(U256::MAX) <= mul_wad_up(z, more).unwrap_or(U256::MAX));
        prop_assert!(div_wad_down(z, less).unwrap_or(U256::MAX) >= div_wad_down(z, more).unwrap_or(U256::MAX));
    }

    #[test]
    fn wad_operations_equal_the_exact_quotients_rounded(x in any_u256(), y in any_u256()) {
        let wad = U256::from(WAD);
        prop_assert_eq!(mul_wad_down(x, y).ok(), floor(x, y, wad));
        prop_assert_eq!(mul_wad_up(x, y).ok(), ceil(x, y, wad));
        prop_assert_eq!(div_wad_down(x, y).ok(), floor(x, wad, y));
    }

    #[test]
    fn checked_steps_equal_the_exact_result_or_overflow(a in any_u256(), b in any_u256()) {
        let sum = oracle::narrow(oracle::wide(a) + oracle::wide(b)).ok_or(Overflow);
        prop_assert_eq!(checked_add(a, b), sum);
        prop_assert_eq!(checked_sub(a, b), if a < b { Err(Overflow) } else { Ok(a - b) });
        prop_assert_eq!(to_u64(a), a.try_into().map_err(|_| Overflow));
        prop_assert_eq!(to_u128(a), a.try_into().map_err(|_| Overflow));
    }
}

#[test]
fn rounding_up_past_the_largest_number_overflows() {
    // (2^129 − 1)(2^129 + 1) = 2^258 − 1 = 4 · (2^256 − 1) + 3.
    let power = U256::ONE << 129;
    let (a, b, c) = (power - U256::ONE, power + U256::ONE, U256::from(4));
    assert_eq!(mul_div_down(a, b, c), Ok(U256::MAX));
    assert_eq!(mul_div_up(a, b, c), Err(Overflow));
    assert_eq!(mul_div_up(U256::MAX, U256::from(3), U256::from(3)), Ok(U256::MAX));
}

#[test]
fn division_by_zero_is_an_error_even_of_zero() {
    assert_eq!(mul_div_down(U256::ZERO, U256::ZERO, U256::ZERO), Err(DivisionByZero));
    assert_eq!(div_wad_down(ether(1), U256::ZERO), Err(DivisionByZero));
}

/// The estimate of a quotient digit is at most two too large; these divisors and dividends reach
/// each correction, in the lowest and the highest digit.
#[test]
fn quotient_digits_are_corrected_once_and_twice() {
    let max_digit = U256::from(u32::MAX);
    for high in [0u32, 224, 192, 96] {
        for tail in [U256::ZERO, U256::ONE, U256::MAX >> 33u32] {
            let divisor = (U256::ONE << 255) | (U256::MAX >> 33u32) | tail;
            for dividend in [divisor - U256::ONE, U256::ONE << 255, U256::MAX >> high] {
                let dividend = dividend.min(divisor);
                for factor in [max_digit, max_digit << high, U256::MAX, U256::ONE << 32] {
                    assert_eq!(
                        mul_div_down(dividend, factor, divisor).ok(),
                        floor(dividend, factor, divisor)
                    );
                    assert_eq!(mul_div_up(dividend, factor, divisor).ok(), ceil(dividend, factor, divisor));
                }
            }
        }
    }
}
