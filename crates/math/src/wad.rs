//! WAD fixed point: 1e18 stands for one whole.
//!
//! Products are 512 bits wide, so only the result has to fit (`mulWad`, `divWad` and `mulWadUp`
//! of the reference protocol).
use crate::MathError;
use crate::wide::{mul_div_down, mul_div_up};
use alloy_primitives::U256;

/// One whole: full magnitude, the unit of scaling factors and of slashed proportions.
pub const WAD: u64 = 1_000_000_000_000_000_000;

/// [`WAD`] as a 256-bit number.
pub const WAD_U256: U256 = U256::from_limbs([WAD, 0, 0, 0]);

/// `floor(x · y / WAD)`: applies the proportion `y` to `x`, rounding against the receiver.
///
/// # Errors
/// `Overflow` if the result needs more than 256 bits.
pub fn mul_wad_down(x: U256, y: U256) -> Result<U256, MathError> {
    mul_div_down(x, y, WAD_U256)
}

/// `ceil(x · y / WAD)`: applies the proportion `y` to `x` so that a non-zero proportion of a
/// non-zero amount is never zero.
///
/// # Errors
/// `Overflow` if the result needs more than 256 bits.
pub fn mul_wad_up(x: U256, y: U256) -> Result<U256, MathError> {
    mul_div_up(x, y, WAD_U256)
}

/// `floor(x · WAD / y)`: the proportion `x` is of `y`, rounded down.
///
/// # Errors
/// `DivisionByZero` if `y` is zero, `Overflow` if the result needs more than 256 bits.
pub fn div_wad_down(x: U256, y: U256) -> Result<U256, MathError> {
    mul_div_down(x, WAD_U256, y)
}
