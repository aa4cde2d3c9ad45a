//! How much a set may slash of an allocation: per slash, and per period.
//!
//! An operator set can bind itself when it is created, and only ever bind itself more. A period begins with the first slash
//! after the last one ended, so any stretch of blocks as long as a period touches at most two of them: whatever the timing, at
//! most twice `max_per_period` is lost in it.
//!
//! What a period may take is counted from the allocation before its first slash, or from what the operator has left of that:
//! an increase does not raise it, a decrease lowers it. So a period that is lengthened after it ended, and runs on, allows no
//! slash that a new one would refuse.
use alloy_primitives::U256;

use crate::MathError;
use crate::wad::{WAD, mul_wad_down};

/// The limits of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlashLimits {
    /// The largest part (WAD) of the allocation that one slash may ask for.
    pub max_per_slash: u64,
    /// The largest part (WAD) that the slashes of a period may take together, of the allocation before the first of them or what
    /// the operator left of it.
    pub max_per_period: u64,
    /// Blocks of a period.
    pub period: u32,
}

impl SlashLimits {
    /// No limits.
    pub const NONE: Self = Self { max_per_slash: WAD, max_per_period: WAD, period: 0 };

    /// True if they can be kept: parts are at most all, and a limited period lasts.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.max_per_slash <= WAD
            && self.max_per_period <= WAD
            && (self.max_per_period == WAD || self.period != 0)
    }

    /// True if these allow nothing that `before` did not.
    #[must_use]
    pub const fn is_at_least_as_tight_as(&self, before: &Self) -> bool {
        self.max_per_slash <= before.max_per_slash
            && self.max_per_period <= before.max_per_period
            && self.period >= before.period
    }
}

/// What was slashed of an allocation in one period. All zero: never anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlashWindow {
    /// The allocation before the period's first slash (magnitude).
    pub basis: u64,
    /// What the period's slashes took (magnitude).
    pub slashed: u64,
    /// The block of its first slash.
    pub start: u32,
}

/// Counts a slash of `magnitude` of an allocation of `current` in `block`. `None` if the period has not that much left.
///
/// The part allowed is rounded down and slashed magnitude arrives rounded up, so that the limit holds to the unit.
///
/// # Errors
/// `Overflow` if a result needs more than 64 bits, which no valid limits lead to.
pub fn slashed_within_limits(
    limits: &SlashLimits,
    window: SlashWindow,
    current: u64,
    magnitude: u64,
    block: u32,
) -> Result<Option<SlashWindow>, MathError> {
    let running = window.start != 0 && block < window.start.saturating_add(limits.period);
    let window = if running { window } else { SlashWindow { basis: current, slashed: 0, start: block } };
    let slashed = window.slashed.checked_add(magnitude).ok_or(MathError::Overflow)?;
    let left = current.checked_add(window.slashed).ok_or(MathError::Overflow)?;
    let allowed = mul_wad_down(U256::from(window.basis.min(left)), U256::from(limits.max_per_period))?;
    Ok((U256::from(slashed) <= allowed).then_some(SlashWindow { slashed, ..window }))
}
