//! Slashing: how much magnitude, and how many shares, a slash destroys.
//!
//! A set slashes a proportion of **its** allocation. The magnitude destroyed lowers the operator's
//! maximum magnitude, and the operator's shares and the withdrawals still in their slashable
//! window shrink by the same proportion as that maximum. No other set's allocation changes.
use crate::MathError;
use crate::allocation::{Allocation, Magnitudes};
use crate::wad::{WAD, div_wad_down, mul_wad_down, mul_wad_up};
use crate::wide::{checked_sub, mul_div_up, to_u64};
use alloy_primitives::U256;

/// What a slash does to magnitudes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slashed {
    /// Magnitude destroyed; zero exactly if there was nothing to slash, and then nothing changes.
    pub magnitude: u64,
    /// The destroyed part of the operator's whole stake in the strategy, in WAD, rounded down
    /// (reported in `OperatorSlashed`, never computed with).
    pub wad_slashed: u64,
    /// The allocation to store.
    pub allocation: Allocation,
    /// The magnitudes to store.
    pub magnitudes: Magnitudes,
}

/// Slashes the proportion `wad` of a completed allocation.
///
/// The magnitude is rounded up, so that the smallest slash takes something; it never exceeds the
/// allocation. A pending decrease shrinks by the same proportion, also rounded up, so it never
/// exceeds what is left to decrease. A pending increase stays: it is not slashable yet.
///
/// `wad` is in (0, 1e18]; the caller has checked it (`InvalidWadToSlash`).
///
/// # Errors
/// `Overflow` if `wad` exceeds 1e18 or the magnitudes contradict each other, `DivisionByZero` if
/// magnitude is allocated while the maximum is zero; neither follows from any sequence of
/// operations.
pub fn slash_allocation(
    allocation: Allocation,
    magnitudes: Magnitudes,
    wad: u64,
) -> Result<Slashed, MathError> {
    let magnitude = proportion_up(allocation.current, wad)?;
    if magnitude == 0 {
        return Ok(Slashed { magnitude, wad_slashed: 0, allocation, magnitudes });
    }
    let wad_slashed = to_u64(div_wad_down(U256::from(magnitude), U256::from(magnitudes.max))?)?;
    let mut pending_diff = allocation.pending_diff;
    if pending_diff < 0 {
        let forgiven = proportion_up(pending_diff.unsigned_abs(), wad)?;
        pending_diff = pending_diff.checked_add_unsigned(forgiven).ok_or(MathError::Overflow)?;
    }
    let less = |from: u64| from.checked_sub(magnitude).ok_or(MathError::Overflow);
    Ok(Slashed {
        magnitude,
        wad_slashed,
        allocation: Allocation { current: less(allocation.current)?, pending_diff, ..allocation },
        magnitudes: Magnitudes { max: less(magnitudes.max)?, encumbered: less(magnitudes.encumbered)? },
    })
}

/// The shares of `shares` that a fall of the maximum magnitude destroys:
/// `shares − ceil(shares · new_max / prev_max)`.
///
/// What remains is rounded up, so slightly too little is slashed: stakers round their own
/// withdrawable shares down, and an operator's shares must never fall below their sum.
///
/// # Errors
/// `DivisionByZero` if `prev_max` is zero (there is no magnitude left to slash), `Overflow` if
/// `new_max` exceeds it.
pub fn slashed_shares_down(shares: U256, prev_max: u64, new_max: u64) -> Result<U256, MathError> {
    checked_sub(shares, mul_div_up(shares, U256::from(new_max), U256::from(prev_max))?)
}

/// The shares in the withdrawal queue that a slash can still reach, at the magnitude before it:
/// `floor((cumulative_now − cumulative_before) · prev_max)`.
///
/// Both arguments are cumulative scaled shares: the latest, and those of
/// [`crate::delay::newest_unslashable_block`]. The history is never lowered: several slashes
/// within one window each see the magnitude their predecessor left.
///
/// Rounds down once, over the sum, while each withdrawal rounds down for itself: see
/// [`slashed_queue_shares_down`].
///
/// # Errors
/// `Overflow` if the cumulative shares decrease.
pub fn queued_slashable_down(
    cumulative_now: U256,
    cumulative_before: U256,
    prev_max: u64,
) -> Result<U256, MathError> {
    mul_wad_down(checked_sub(cumulative_now, cumulative_before)?, U256::from(prev_max))
}

/// The shares to book for the part of the queue a slash reaches: [`slashed_shares_down`] of
/// `queued`, less one share for every one of the `withdrawals` in it but the first, and not below
/// zero; nothing less in a first slash.
///
/// A withdrawal of q scaled shares took ⌊q·m⌋ shares from its operator and pays ⌊q·F⌋, while
/// `queued` is ⌊Q·m⌋ of the sum Q of all q: up to n − 1 shares more than its n withdrawals hold.
/// Without the deduction those would be booked too, and whoever leaves the strategy last would miss
/// them. With it, in any order of withdrawals and slashes, all that is booked is at most what the
/// withdrawals lost, Σ (⌊q·m⌋ − ⌊q·F⌋):
///
/// 1. A slash from m to m' books r − (n − 1), where r ≤ Q·(m − m'), or nothing. One that books
///    nothing only adds to the losses, so leave those out.
/// 2. Put two of the other slashes in one group if they reach a common withdrawal, or are linked by
///    slashes that do. Let a group reach N withdrawals. Its Σ r is at most their Σ q·(m − F), which
///    exceeds each whole-numbered loss by less than one: Σ r is at most their losses and N − 1.
/// 3. Go through the group from any slash on, always to one that shares a withdrawal with those
///    before. The first reaches n withdrawals, each other adds at most its own n − 1. So N − 1 is
///    at most Σ (n − 1), which the group deducts.
///
/// What a first slash reaches was queued at the full magnitude, where ⌊q·m⌋ is q: no withdrawal's
/// loss falls short of q·(m − F) there, also not with later slashes. So it deducts nothing, and is
/// left out in step 1.
///
/// With one withdrawal this is the reference protocol's figure; counting withdrawals that pay
/// nothing only books less.
///
/// # Errors
/// Those of [`slashed_shares_down`].
pub fn slashed_queue_shares_down(
    queued: U256,
    withdrawals: u32,
    prev_max: u64,
    new_max: u64,
) -> Result<U256, MathError> {
    let rounding = if prev_max == WAD { 0 } else { withdrawals.saturating_sub(1) };
    let rounding = U256::from(rounding);
    Ok(slashed_shares_down(queued, prev_max, new_max)?.saturating_sub(rounding))
}

/// `ceil(magnitude · wad / 1e18)`.
fn proportion_up(magnitude: u64, wad: u64) -> Result<u64, MathError> {
    to_u64(mul_wad_up(U256::from(magnitude), U256::from(wad))?)
}
