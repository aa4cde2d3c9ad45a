//! What an AVS reads: the stake an operator has allocated to a set, and what of it stays slashable.
use crate::MathError;
use crate::allocation::Allocation;
use crate::wad::{div_wad_down, mul_wad_down};
use alloy_primitives::U256;

/// Shares behind an allocated magnitude: `floor(operator_shares · floor(magnitude / max))`, and
/// zero once the operator is fully slashed.
///
/// The proportion comes first and both steps round down: an AVS never counts stake twice or stake
/// that is not there. Queued withdrawals are not counted although they can be slashed.
///
/// # Errors
/// `Overflow` if a result needs more than 256 bits.
pub fn allocated_stake_down(operator_shares: U256, magnitude: u64, max: u64) -> Result<U256, MathError> {
    if max == 0 {
        return Ok(U256::ZERO);
    }
    mul_wad_down(operator_shares, div_wad_down(U256::from(magnitude), U256::from(max))?)
}

/// The magnitude certain to be slashable through `future_block`, from a completed allocation: a
/// decrease due by then is taken off, an increase is not counted.
///
/// For stake, multiply by the operator's shares with [`allocated_stake_down`]; the caller first
/// checks that the set can slash the operator at all.
///
/// # Errors
/// `Overflow` if the pending decrease exceeds the allocation, which no sequence of operations leads
/// to.
pub fn minimum_slashable_magnitude(allocation: Allocation, future_block: u32) -> Result<u64, MathError> {
    if allocation.pending_diff < 0 && allocation.effect_block <= future_block {
        allocation.after_pending()
    } else {
        Ok(allocation.current)
    }
}
