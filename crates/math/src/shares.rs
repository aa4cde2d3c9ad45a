//! A staker's shares: what was deposited, what of it is still there, and the scaling factor
//! between the two.
//!
//! `s` deposit shares with deposit scaling factor `k`, delegated to an operator whose slashing
//! factor in the strategy is `f`, can be withdrawn as `floor(floor(s · k) · f)` shares (`k` and
//! `f` in WAD). Slashing lowers `f` alone. A deposit after a slash raises `k` so that the new
//! shares count in full while the old ones stay slashed.
//!
//! The slashing factor of a token strategy is the operator's maximum magnitude, or 1e18 without an
//! operator; it is at most 1e18 and only falls.
use crate::wad::{WAD, WAD_U256, div_wad_down, mul_wad_down};
use crate::wide::{checked_add, to_u128};
use crate::{MathError, ScalingError};
use alloy_primitives::U256;

/// A deposit scaling factor in WAD, as stored: zero stands for 1e18, so that a position never
/// slashed costs no storage.
///
/// 120 bits, so that it shares a slot with the position's shares: an update is a weighted mean of
/// the old factor and 1e36 / f, and f is at least 1, so no factor exceeds 1e36.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScalingFactor(u128);

impl ScalingFactor {
    /// The largest factor storage has room for, 2^120 − 1: above 1e36, so no update reaches it.
    pub const MAX: u128 = u128::MAX >> 8;

    /// The factor of a position that was never slashed, and of an emptied one.
    pub const ONE: Self = Self(0);

    /// The factor kept in storage as `word`.
    #[must_use]
    pub const fn from_stored(word: u128) -> Self {
        Self(word)
    }

    /// The form to keep in storage.
    #[must_use]
    pub const fn to_stored(self) -> u128 {
        self.0
    }

    /// The factor in WAD, never zero.
    #[must_use]
    pub fn wad(self) -> U256 {
        if self.0 == 0 { WAD_U256 } else { U256::from(self.0) }
    }

    /// The stored form of a factor in WAD. 1e18 itself becomes [`ScalingFactor::ONE`], so that
    /// equal factors are equal words.
    ///
    /// # Errors
    /// `InvalidDepositScalingFactor` if it is zero, `Overflow` if it needs more than 120 bits.
    pub fn from_wad(factor: U256) -> Result<Self, ScalingError> {
        match to_u128(factor)? {
            0 => Err(ScalingError::InvalidDepositScalingFactor),
            word if word > Self::MAX => Err(MathError::Overflow.into()),
            word if word == u128::from(WAD) => Ok(Self::ONE),
            word => Ok(Self(word)),
        }
    }
}

/// `floor(deposit_shares · k)`: what a queued withdrawal stores, to be multiplied by the slashing
/// factor of the block in which it stops being slashable. Rounds down, against the staker.
///
/// # Errors
/// `Overflow` if the result needs more than 256 bits.
pub fn scaled_shares_down(deposit_shares: U256, dsf: ScalingFactor) -> Result<U256, MathError> {
    mul_wad_down(deposit_shares, dsf.wad())
}

/// `floor(floor(deposit_shares · k) · f)`: the shares a staker could take out now.
///
/// Two roundings in this order, both down, so that stakers together never get more than the
/// operator's shares. Queueing takes this amount from the operator, and completing a withdrawal
/// repeats both steps.
///
/// # Errors
/// `Overflow` if a result needs more than 256 bits.
pub fn withdrawable_shares_down(
    deposit_shares: U256,
    dsf: ScalingFactor,
    slashing_factor: u64,
) -> Result<U256, MathError> {
    completed_shares_down(scaled_shares_down(deposit_shares, dsf)?, slashing_factor)
}

/// `floor(scaled · f)`: the shares a queued withdrawal pays, with the slashing factor of the last
/// block in which it was slashable. Zero is a result, not an error: nothing is left to pay. Rounds
/// down, against the staker.
///
/// # Errors
/// `Overflow` if the result needs more than 256 bits.
pub fn completed_shares_down(scaled: U256, slashing_factor: u64) -> Result<U256, MathError> {
    mul_wad_down(scaled, U256::from(slashing_factor))
}

/// `floor(floor(withdrawable / k) / f)`: the deposit shares to queue in order to withdraw about
/// `withdrawable` shares. Both steps round down, so one never asks for more than wanted.
///
/// # Errors
/// `DivisionByZero` if the slashing factor is zero, `Overflow` if a result needs more than 256
/// bits.
pub fn deposit_shares_for_down(
    withdrawable: U256,
    dsf: ScalingFactor,
    slashing_factor: u64,
) -> Result<U256, MathError> {
    div_wad_down(div_wad_down(withdrawable, dsf.wad())?, U256::from(slashing_factor))
}

/// The scaling factor after `added_shares` join a position of `prev_deposit_shares`, through a
/// deposit, a delegation or a withdrawal completed as shares.
///
/// The position's withdrawable shares rise by `added_shares`, less rounding: with
/// `a = withdrawable` before, `k' = floor(floor((a + added) / (s + added)) / f)`. A position that
/// was empty only divides its factor by `f`. The order is part of the rule (first by the shares,
/// then by `f`), and both round down, so that a position is never worth more than was added.
///
/// Adding zero shares changes nothing, whatever the factor: an update there would raise `k` for
/// nothing (the reference protocol once did). A zero slashing factor is refused before that, as in
/// the reference.
///
/// # Errors
/// `FullySlashed` if `slashing_factor` is zero, `InvalidDepositScalingFactor` if the new factor
/// rounds to zero, `Overflow` if it needs more than 120 bits.
pub fn next_scaling_factor_down(
    dsf: ScalingFactor,
    prev_deposit_shares: U256,
    added_shares: U256,
    slashing_factor: u64,
) -> Result<ScalingFactor, ScalingError> {
    if slashing_factor == 0 {
        return Err(ScalingError::FullySlashed);
    }
    if added_shares.is_zero() {
        return Ok(dsf);
    }
    if slashing_factor == WAD && dsf == ScalingFactor::ONE {
        // a = s, so that both quotients below are exact: most deposits, at no division.
        return Ok(ScalingFactor::ONE);
    }
    let per_share = if prev_deposit_shares.is_zero() {
        dsf.wad()
    } else {
        let withdrawable = withdrawable_shares_down(prev_deposit_shares, dsf, slashing_factor)?;
        let deposit_shares = checked_add(prev_deposit_shares, added_shares)?;
        div_wad_down(checked_add(withdrawable, added_shares)?, deposit_shares)?
    };
    ScalingFactor::from_wad(div_wad_down(per_share, U256::from(slashing_factor))?)
}
