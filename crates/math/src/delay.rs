//! Comparisons of blocks, each with its name, so that no rule is off by one in one place only.
//!
//! Two shapes occur. A period *through* a block includes that block: a withdrawal queued in block
//! `b` is slashable through `b + delay` and completable in the block after. A change *from* a
//! block counts in that block. Starts of the second kind that follow a period of the first are
//! therefore `b + delay + 1`.
use crate::MathError;

/// The block from which a change counts that leaves `delay` full blocks of the old state after
/// this one: `block + delay + 1`. Used for deallocations, allocation delay changes and slasher
/// changes.
///
/// # Errors
/// `Overflow` if the sum needs more than 32 bits.
pub fn effect_block_after(block: u32, delay: u32) -> Result<u32, MathError> {
    effect_block_at(block, delay)?.checked_add(1).ok_or(MathError::Overflow)
}

/// The block from which a change counts that may start at once: `block + delay`. Used for
/// allocations, where a delay of zero means this block.
///
/// # Errors
/// `Overflow` if the sum needs more than 32 bits.
pub fn effect_block_at(block: u32, delay: u32) -> Result<u32, MathError> {
    block.checked_add(delay).ok_or(MathError::Overflow)
}

/// The last block of a period of `delay` blocks after `start`: `start + delay`. Through it, a
/// withdrawal queued in `start` or an operator that left a set in `start` can still be slashed.
///
/// # Errors
/// `Overflow` if the sum needs more than 32 bits.
pub fn last_block(start: u32, delay: u32) -> Result<u32, MathError> {
    effect_block_at(start, delay)
}

/// True once a period through `last` is over, strictly: `block > last`.
#[must_use]
pub const fn is_past(block: u32, last: u32) -> bool {
    block > last
}

/// True once a change from `effect_block` counts. Zero means that no change is pending.
#[must_use]
pub const fn is_effective(block: u32, effect_block: u32) -> bool {
    effect_block != 0 && block >= effect_block
}

/// True while a set can slash an operator: it is a member, or left at most a deallocation delay
/// ago (`slashable_until` is zero for one that never joined).
#[must_use]
pub const fn is_slashable(registered: bool, slashable_until: u32, block: u32) -> bool {
    registered || (slashable_until != 0 && block <= slashable_until)
}

/// How long an increase of an allocation to a redistributing set waits: the operator's own delay, but not less than the
/// protocol's `floor` and one block. The one more block lets whoever queues a withdrawal in the block of the announcement,
/// slashable through `floor` blocks after it, be out before the increase works.
#[must_use]
pub const fn redistribution_delay(own: u32, floor: u32) -> u32 {
    let least = floor.saturating_add(1);
    if own < least { least } else { own }
}

/// The newest block whose queued withdrawals are no longer slashable in `block`:
/// `block − delay − 1`, or zero on a chain younger than that.
#[must_use]
pub const fn newest_unslashable_block(block: u32, delay: u32) -> u32 {
    block.saturating_sub(delay).saturating_sub(1)
}

/// Longest pause of exits, in seconds: seven days.
pub const EXIT_PAUSE_SECONDS: u32 = 604_800;

/// Shortest time between two pauses of exits of one contract, in seconds: fourteen days, twice as long as a pause.
///
/// A withdrawal passes two contracts that can pause, the queue and the strategy. With a rest as short as a pause they could
/// take turns for ever. With twice as long, whoever is held up waits for two pauses at most, one of each: a third would have
/// to begin within seven days after an end. Then both are open for at least seven days.
pub const EXIT_REST_SECONDS: u32 = 1_209_600;

/// What the latest pause of exits means for leaving now, and for the next pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitPause {
    /// None has begun, or the last one is long past: exits are open, and a new pause may begin.
    Available,
    /// It has not ended: exits may be paused.
    Running,
    /// It has ended by itself: exits are open and stay open for a while.
    Spent,
}

/// The pause of exits that began in second `since` (0 for never), seen in second `now`.
#[must_use]
pub const fn exit_pause(since: u32, now: u32) -> ExitPause {
    if since == 0 {
        return ExitPause::Available;
    }
    let elapsed = now.saturating_sub(since);
    if elapsed < EXIT_PAUSE_SECONDS {
        ExitPause::Running
    } else if elapsed < EXIT_PAUSE_SECONDS.saturating_add(EXIT_REST_SECONDS) {
        ExitPause::Spent
    } else {
        ExitPause::Available
    }
}
