//! `a · b / c` with a 512-bit product, and checked steps on 256-bit numbers.
//!
//! Numbers are taken apart into 32-bit digits: WASM multiplies and divides 64 by 64 bits in one
//! instruction, while 128-bit intermediates would call compiler built-ins for every step. The
//! product is schoolbook, the quotient Knuth's algorithm D (TAOCP 4.3.1). The divisor is first
//! moved up until its top bit is set, so every division is the same 16-by-8-digit one and a
//! single loop serves all sizes.
use crate::MathError;
use alloy_primitives::U256;

/// 32-bit digits of a 256-bit number, least significant first.
const DIGITS: usize = 8;
/// Digits of a 512-bit product and one more on top, which the division's window needs.
const PRODUCT: usize = 17;
/// Digits a 256-bit number times one digit can have.
const WINDOW: usize = 9;

/// `floor(a · b / c)`, exact for every input.
///
/// # Errors
/// `DivisionByZero` if `c` is zero, `Overflow` if the quotient needs more than 256 bits.
pub fn mul_div_down(a: U256, b: U256, c: U256) -> Result<U256, MathError> {
    Ok(mul_div(&a, &b, &c)?.quotient)
}

/// `ceil(a · b / c)`, exact for every input.
///
/// # Errors
/// `DivisionByZero` if `c` is zero, `Overflow` if the rounded quotient needs more than 256 bits.
pub fn mul_div_up(a: U256, b: U256, c: U256) -> Result<U256, MathError> {
    let Division { quotient, exact } = mul_div(&a, &b, &c)?;
    if exact { Ok(quotient) } else { checked_add(quotient, U256::ONE) }
}

/// `a + b`.
///
/// # Errors
/// `Overflow` if the sum needs more than 256 bits.
pub fn checked_add(a: U256, b: U256) -> Result<U256, MathError> {
    a.checked_add(b).ok_or(MathError::Overflow)
}

/// `a − b`.
///
/// # Errors
/// `Overflow` if `b` is larger than `a`.
pub fn checked_sub(a: U256, b: U256) -> Result<U256, MathError> {
    a.checked_sub(b).ok_or(MathError::Overflow)
}

/// `value` as a `u64`.
///
/// # Errors
/// `Overflow` if it needs more than 64 bits.
pub fn to_u64(value: U256) -> Result<u64, MathError> {
    u64::try_from(value).map_err(|_| MathError::Overflow)
}

/// `value` as a `u128`.
///
/// # Errors
/// `Overflow` if it needs more than 128 bits.
pub fn to_u128(value: U256) -> Result<u128, MathError> {
    u128::try_from(value).map_err(|_| MathError::Overflow)
}

struct Division {
    quotient: U256,
    exact: bool,
}

/// One copy for all callers: it is by far the largest function here.
#[inline(never)]
fn mul_div(a: &U256, b: &U256, c: &U256) -> Result<Division, MathError> {
    let shift = c.leading_zeros();
    if shift == U256::BITS {
        return Err(MathError::DivisionByZero);
    }
    let mut dividend = product(&digits(a), &digits(b));
    // The quotient fits 256 bits exactly if the upper half of the product is below the divisor.
    let ([_, upper], _) = dividend.as_chunks() else { return Err(MathError::Overflow) };
    if from_digits(upper) >= *c {
        return Err(MathError::Overflow);
    }
    // product < c · 2^256, and c grows to at most 2^256: the product stays within 512 bits.
    let mut divisor = digits(c);
    shift_left(&mut divisor, shift);
    shift_left(&mut dividend, shift);
    let quotient = from_digits(&divide(&mut dividend, &divisor));
    Ok(Division { quotient, exact: dividend.iter().all(|digit| *digit == 0) })
}

/// The lower 32 bits.
fn low(x: u64) -> u32 {
    (x & 0xffff_ffff) as u32
}

/// The upper 32 bits.
fn high(x: u64) -> u64 {
    x >> 32
}

/// `x · y + z + carry`, which never exceeds `(2^32 − 1)² + 2 · (2^32 − 1) = 2^64 − 1`.
fn mul_add(x: u32, y: u32, z: u32, carry: u32) -> u64 {
    u64::from(x).wrapping_mul(u64::from(y)).wrapping_add(u64::from(z)).wrapping_add(u64::from(carry))
}

#[inline(never)]
fn digits(x: &U256) -> [u32; DIGITS] {
    let mut out = [0; DIGITS];
    for (pair, limb) in out.as_chunks_mut().0.iter_mut().zip(x.as_limbs()) {
        *pair = [low(*limb), low(high(*limb))];
    }
    out
}

#[inline(never)]
fn from_digits(digits: &[u32; DIGITS]) -> U256 {
    let mut limbs = [0; 4];
    for (limb, [lower, upper]) in limbs.iter_mut().zip(digits.as_chunks().0) {
        *limb = u64::from(*lower) | u64::from(*upper) << 32;
    }
    U256::from_limbs(limbs)
}

fn product(a: &[u32; DIGITS], b: &[u32; DIGITS]) -> [u32; PRODUCT] {
    let mut out = [0; PRODUCT];
    for (i, &x) in a.iter().enumerate() {
        // Amounts rarely use their upper digits.
        if x == 0 {
            continue;
        }
        let Some([row @ .., top]) = out.get_mut(i..).and_then(|rest| rest.first_chunk_mut::<WINDOW>()) else {
            continue;
        };
        let mut carry = 0;
        for (digit, &y) in row.iter_mut().zip(b) {
            let sum = mul_add(x, y, *digit, carry);
            *digit = low(sum);
            carry = low(high(sum));
        }
        // No earlier row reached this digit.
        *top = carry;
    }
    out
}

/// Moves `digits` up by `bits`; the caller knows that only zero bits leave at the top.
#[inline(never)]
fn shift_left(digits: &mut [u32], bits: usize) {
    let (whole, part) = (bits >> 5, bits & 31);
    for i in (0..digits.len()).rev() {
        let moved = i.checked_sub(whole).and_then(|from| digits.get(from).copied());
        if let Some(digit) = digits.get_mut(i) {
            *digit = moved.unwrap_or(0);
        }
    }
    let mut below = 0;
    for digit in digits {
        let wide = (u64::from(*digit) << part) | below;
        *digit = low(wide);
        below = high(wide);
    }
}

/// Divides, leaving the remainder in `dividend`. The top bit of `divisor` is set and the quotient
/// is known to fit eight digits.
fn divide(dividend: &mut [u32; PRODUCT], divisor: &[u32; DIGITS]) -> [u32; DIGITS] {
    let [.., top] = *divisor;
    let mut quotient = [0; DIGITS];
    for (i, digit) in quotient.iter_mut().enumerate().rev() {
        let Some(window) = dividend.get_mut(i..).and_then(|rest| rest.first_chunk_mut()) else { continue };
        *digit = divide_digit(window, divisor, top);
    }
    quotient
}

/// One digit of the quotient: divides `window`, which is below `divisor · 2^32`, and leaves the
/// remainder in it. `top` is the divisor's highest digit.
fn divide_digit(window: &mut [u32; WINDOW], divisor: &[u32; DIGITS], top: u32) -> u32 {
    let [.., second, first] = *window;
    let leading = u64::from(first) << 32 | u64::from(second);
    // Never too small, and with the divisor's top bit set at most two too large (Knuth, theorem B).
    let estimate = leading.checked_div(u64::from(top)).unwrap_or(0);
    let mut digit = u32::try_from(estimate).unwrap_or(u32::MAX);
    if digit == 0 {
        return 0;
    }
    let mut debt = subtract_multiple(window, divisor, digit);
    while debt {
        digit = digit.wrapping_sub(1);
        debt = !add_back(window, divisor);
    }
    digit
}

/// `window −= divisor · digit`; true if the result went below zero (and wrapped).
fn subtract_multiple(window: &mut [u32; WINDOW], divisor: &[u32; DIGITS], digit: u32) -> bool {
    let mut borrow = 0;
    for (x, &y) in window.iter_mut().zip(divisor.iter().chain(&[0])) {
        let multiple = mul_add(y, digit, borrow, 0);
        let (difference, below_zero) = x.overflowing_sub(low(multiple));
        *x = difference;
        // The upper half is at most 2^32 − 2 unless the lower half is zero and nothing is borrowed.
        borrow = low(high(multiple)).wrapping_add(u32::from(below_zero));
    }
    borrow != 0
}

/// `window += divisor`; true if the sum passed zero again.
fn add_back(window: &mut [u32; WINDOW], divisor: &[u32; DIGITS]) -> bool {
    let mut carry = 0;
    for (x, &y) in window.iter_mut().zip(divisor.iter().chain(&[0])) {
        let sum = mul_add(y, 1, *x, carry);
        *x = low(sum);
        carry = low(high(sum));
    }
    carry != 0
}
