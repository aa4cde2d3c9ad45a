//! The exact results every formula is compared with: rationals over 1024-bit integers, which no
//! product of these tests can overflow.
#![allow(dead_code, clippy::unwrap_used)]
use alloy_primitives::U256;
use math::allocation::{Allocation, Magnitudes};
use proptest::prelude::*;
use ruint::Uint;

/// Wide enough for three 256-bit factors.
pub type Wide = Uint<1024, 16>;

/// 1e18.
pub const WAD: u64 = 1_000_000_000_000_000_000;

/// Whole units of 1e18 and a part in wei.
pub fn ether(whole: u64) -> U256 {
    U256::from(whole) * U256::from(WAD)
}

pub fn wide(x: U256) -> Wide {
    Wide::from(x)
}

/// `floor(a · b / c)` if it fits, `None` if it does not or `c` is zero.
pub fn floor(a: U256, b: U256, c: U256) -> Option<U256> {
    narrow((wide(a) * wide(b)).checked_div(wide(c))?)
}

/// `ceil(a · b / c)` if it fits, `None` if it does not or `c` is zero.
pub fn ceil(a: U256, b: U256, c: U256) -> Option<U256> {
    if c.is_zero() {
        return None;
    }
    narrow((wide(a) * wide(b)).div_ceil(wide(c)))
}

pub fn narrow(x: Wide) -> Option<U256> {
    (x <= Wide::from(U256::MAX)).then(|| U256::from(x))
}

/// Both in order: monotonicity is stated as "the smaller gives no more".
pub fn ordered<T: Ord + Copy>(x: T, y: T) -> (T, T) {
    (x.min(y), x.max(y))
}

/// Any 256-bit number, with as many small and sparse ones as large ones: bit length, and words that
/// are all ones or zero, decide which path a division takes.
pub fn any_u256() -> impl Strategy<Value = U256> {
    let digit = prop_oneof![Just(0u32), Just(u32::MAX), Just(1), Just(1 << 31), any::<u32>()];
    let sparse = proptest::array::uniform8(digit).prop_map(|digits| {
        let mut limbs = [0u64; 4];
        for (i, digit) in digits.iter().enumerate() {
            limbs[i / 2] |= u64::from(*digit) << (32 * (i % 2));
        }
        U256::from_limbs(limbs)
    });
    (sparse, 0usize..256).prop_map(|(x, shift)| x >> shift)
}

/// Shares as they occur: up to the most a strategy may have, small ones as often as large ones.
pub fn any_shares() -> impl Strategy<Value = U256> {
    (0..=math::strategy::MAX_TOTAL_SHARES, 0usize..127).prop_map(|(x, shift)| U256::from(x >> shift))
}

/// A magnitude or slashing factor: 0 to 1e18, small ones as often as large ones.
pub fn any_magnitude() -> impl Strategy<Value = u64> {
    prop_oneof![Just(WAD), Just(0), (0..=WAD, 0u32..60).prop_map(|(x, shift)| x >> shift)]
}

/// A proportion to slash: 1 to 1e18.
pub fn any_wad() -> impl Strategy<Value = u64> {
    prop_oneof![Just(WAD), Just(1), (1..=WAD, 0u32..60).prop_map(|(x, shift)| (x >> shift).max(1))]
}

/// A consistent state: the allocation, a pending change of it, and what other sets encumber.
pub fn any_state() -> impl Strategy<Value = (Allocation, Magnitudes)> {
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
