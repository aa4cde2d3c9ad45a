//! Magnitudes and allocations: what part of an operator's stake in a strategy each operator set
//! may slash.
//!
//! An operator starts with a magnitude of 1e18 per strategy. It allocates parts of it to operator
//! sets; slashing destroys magnitude for good. At most one change of an allocation is pending at a
//! time. An increase is charged to the encumbered magnitude when it is requested, a decrease when
//! it takes effect, so encumbered magnitude always covers whatever may still be slashed.
use crate::wad::WAD;
use crate::{AllocationError, MathError, delay};

/// Magnitude allocated to one operator set in one strategy. All zero: nothing allocated.
///
/// 160 bits together, so that it fits one storage slot with room to spare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Magnitude the set can slash now.
    pub current: u64,
    /// Change taking effect at `effect_block`, within ±1e18. The ABI shows it as `int128`.
    pub pending_diff: i64,
    /// Block from which the pending change counts; zero without a pending change.
    pub effect_block: u32,
}

impl Allocation {
    /// The magnitude once the pending change has taken effect, which events report.
    ///
    /// # Errors
    /// `Overflow` if the sum is not a 64-bit magnitude.
    pub fn after_pending(&self) -> Result<u64, MathError> {
        self.current.checked_add_signed(self.pending_diff).ok_or(MathError::Overflow)
    }

    /// True if a change is pending. Read from the effect block and not from the difference: a
    /// slash can shrink a pending decrease to zero while its queue entry still exists.
    #[must_use]
    pub const fn is_pending(&self) -> bool {
        self.effect_block != 0
    }

    /// True if nothing is allocated and no change pending, so the strategy can leave the set's list.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.current == 0 && self.pending_diff == 0
    }
}

/// An operator's magnitudes in one strategy, over all sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Magnitudes {
    /// Magnitude not yet destroyed by slashing; starts at 1e18 and only falls.
    pub max: u64,
    /// Part of `max` that is allocated or about to be; never more than `max`.
    pub encumbered: u64,
}

impl Magnitudes {
    /// An operator that never allocated nor was slashed in the strategy.
    pub const FULL: Self = Self { max: WAD, encumbered: 0 };

    /// Magnitude free to be allocated.
    ///
    /// # Errors
    /// `Overflow` if more is encumbered than exists, which no sequence of operations leads to.
    pub fn allocatable(&self) -> Result<u64, MathError> {
        self.max.checked_sub(self.encumbered).ok_or(MathError::Overflow)
    }

    /// These magnitudes with `diff` added to the encumbered part.
    fn encumber(self, diff: i64) -> Result<Self, MathError> {
        let encumbered = self.encumbered.checked_add_signed(diff).ok_or(MathError::Overflow)?;
        Ok(Self { encumbered, ..self })
    }
}

/// Applies a pending change whose block has come: every read of a stored allocation goes through
/// here or [`completed`].
///
/// # Errors
/// `Overflow` if the change does not fit the allocation, which no sequence of operations leads to.
pub fn settled(allocation: Allocation, block: u32) -> Result<Allocation, MathError> {
    if block < allocation.effect_block {
        return Ok(allocation);
    }
    Ok(Allocation { current: allocation.after_pending()?, ..Allocation::default() })
}

/// As [`settled`], with the magnitudes: a completed decrease frees what it encumbered.
///
/// # Errors
/// `Overflow` if the change does not fit the magnitudes, which no sequence of operations leads to.
pub fn completed(
    allocation: Allocation,
    magnitudes: Magnitudes,
    block: u32,
) -> Result<(Allocation, Magnitudes), MathError> {
    if block < allocation.effect_block {
        return Ok((allocation, magnitudes));
    }
    let freed = magnitudes.encumber(allocation.pending_diff.min(0))?;
    Ok((settled(allocation, block)?, freed))
}

/// When a change of allocation is made and how long it waits, in blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The current block.
    pub block: u32,
    /// The operator's allocation delay now in force; zero means at once.
    pub allocation_delay: u32,
    /// The protocol's deallocation delay.
    pub deallocation_delay: u32,
}

/// A changed allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modified {
    /// The allocation to store.
    pub allocation: Allocation,
    /// The magnitudes to store.
    pub magnitudes: Magnitudes,
    /// True if the change is a delayed decrease, which enters the deallocation queue.
    pub queued: bool,
}

/// Changes a completed allocation to `new_magnitude`.
///
/// | change | takes effect | encumbered |
/// | --- | --- | --- |
/// | increase | after the allocation delay, zero = this block | raised now, at most to `max` |
/// | decrease, slashable | after the deallocation delay and one block | lowered then |
/// | decrease, not slashable | now | lowered now |
///
/// `slashable` says whether the set may slash this operator in this strategy: the strategy is in
/// the set, and the operator is a member or within the window after leaving it.
///
/// # Errors
/// `ModificationAlreadyPending` if an earlier change has not taken effect, `SameMagnitude` if
/// nothing would change, `InsufficientMagnitude` if the increase exceeds what is allocatable,
/// `Overflow` if the effect block needs more than 32 bits.
pub fn modify(
    allocation: Allocation,
    magnitudes: Magnitudes,
    new_magnitude: u64,
    slashable: bool,
    timing: Timing,
) -> Result<Modified, AllocationError> {
    if allocation.is_pending() {
        return Err(AllocationError::ModificationAlreadyPending);
    }
    if new_magnitude == allocation.current {
        return Err(AllocationError::SameMagnitude);
    }
    if new_magnitude > allocation.current {
        return increase(allocation, magnitudes, new_magnitude, timing);
    }
    let diff = difference(new_magnitude, allocation.current)?;
    if slashable {
        let effect_block = delay::effect_block_after(timing.block, timing.deallocation_delay)?;
        let allocation = Allocation { pending_diff: diff, effect_block, ..allocation };
        return Ok(Modified { allocation, magnitudes, queued: true });
    }
    let allocation = Allocation { current: new_magnitude, pending_diff: 0, effect_block: timing.block };
    Ok(Modified { allocation, magnitudes: magnitudes.encumber(diff)?, queued: false })
}

fn increase(
    allocation: Allocation,
    magnitudes: Magnitudes,
    new_magnitude: u64,
    timing: Timing,
) -> Result<Modified, AllocationError> {
    let added = new_magnitude.checked_sub(allocation.current).ok_or(MathError::Overflow)?;
    // Compared before anything is added: absurd requests are insufficient magnitude too.
    if added > magnitudes.allocatable()? {
        return Err(AllocationError::InsufficientMagnitude);
    }
    let pending_diff = difference(new_magnitude, allocation.current)?;
    let effect_block = delay::effect_block_at(timing.block, timing.allocation_delay)?;
    let allocation = Allocation { pending_diff, effect_block, ..allocation };
    Ok(Modified { allocation, magnitudes: magnitudes.encumber(pending_diff)?, queued: false })
}

/// `to − from` with its sign.
fn difference(to: u64, from: u64) -> Result<i64, MathError> {
    to.checked_signed_diff(from).ok_or(MathError::Overflow)
}
