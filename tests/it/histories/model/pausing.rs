//! Pausing: bits that stop functions, and exits that cannot stay paused.

use alloy::primitives::U256;

use super::Refusal;
use super::refusal::require;

/// Seconds a pause of exits lasts at most; half of those exits stay open at least before the next.
pub(crate) const WEEK: u64 = 604_800;

/// What of one contract is paused.
#[derive(Clone, Default)]
pub(crate) struct Pausing {
    status: U256,
    /// The bits of the exits, if the contract has any.
    exits: U256,
    /// The second in which the latest pause of exits began.
    exits_since: Option<u64>,
}

impl Pausing {
    pub(crate) fn new(exits: &[u8]) -> Self {
        let exits = exits.iter().fold(U256::ZERO, |bits, exit| bits | mask(*exit));
        Self { exits, ..Self::default() }
    }

    pub(crate) fn status(&self) -> U256 {
        self.status
    }

    /// The bits that stop exits, if any do.
    pub(crate) fn exits(&self) -> U256 {
        self.exits
    }

    /// The second from which the latest pause of exits no longer counts.
    pub(crate) fn exits_open_at(&self) -> Option<u64> {
        self.exits_since.map(|since| since + WEEK)
    }

    pub(crate) fn is_any(&self) -> bool {
        !self.status.is_zero()
    }

    /// Refuses if `bit` is paused at `time`.
    pub(crate) fn require_open(&self, bit: u8, time: u64) -> Result<(), Refusal> {
        let paused = self.status.bit(usize::from(bit));
        let is_exit = !(self.exits & mask(bit)).is_zero();
        require(!paused || is_exit && !self.is_running(time), Refusal::CurrentlyPaused)
    }

    /// As [`Pausing::require_open`], for what the bit of an exit stops beside that exit, and as long as it is set.
    pub(crate) fn require_entry_open(&self, bit: u8) -> Result<(), Refusal> {
        require((self.status & mask(bit)).is_zero(), Refusal::CurrentlyPaused)
    }

    fn is_running(&self, time: u64) -> bool {
        self.exits_since.is_some_and(|since| time < since + WEEK)
    }

    fn has_exits(&self, status: U256) -> bool {
        !(self.exits & status).is_zero()
    }

    /// Sets bits. A new pause of exits that would have no effect yet is refused.
    pub(crate) fn pause(&mut self, status: U256, time: u64) -> Result<(), Refusal> {
        require(self.status & status == self.status, Refusal::InvalidNewPausedStatus)?;
        let adds_exits = self.exits & status != self.exits & self.status;
        require(!adds_exits || !self.is_spent(time), Refusal::ExitPauseSpent)?;
        self.set(status, time);
        Ok(())
    }

    /// Sets all bits, whatever of that has an effect.
    pub(crate) fn pause_all(&mut self, time: u64) {
        self.set(U256::MAX, time);
    }

    fn is_spent(&self, time: u64) -> bool {
        !self.is_running(time) && self.exits_since.is_some_and(|since| time < since + 3 * WEEK)
    }

    fn set(&mut self, status: U256, time: u64) {
        if self.has_exits(status) && !self.is_running(time) && !self.is_spent(time) {
            self.exits_since = Some(time);
        }
        self.status = status;
    }

    /// Clears bits.
    pub(crate) fn unpause(&mut self, status: U256) -> Result<(), Refusal> {
        require(self.status & status == status, Refusal::InvalidNewPausedStatus)?;
        self.status = status;
        Ok(())
    }
}

fn mask(bit: u8) -> U256 {
    U256::ONE << usize::from(bit)
}
