//! How long an operator's allocations wait.

use super::super::refusal::require;
use super::super::{Account, Model, Refusal};

/// An operator's allocation delay, in blocks.
#[derive(Clone, Copy)]
pub(crate) struct AllocationDelay {
    before: u32,
    pub(crate) pending: u32,
    /// The block from which the pending one is in force.
    pub(crate) effect: u32,
}

impl AllocationDelay {
    /// In force at once.
    pub(crate) fn first(delay: u32) -> Self {
        Self { before: delay, pending: delay, effect: 0 }
    }

    fn at(self, block: u32) -> u32 {
        if block < self.effect { self.before } else { self.pending }
    }
}

impl Model {
    /// The delay in force, of operators.
    pub(crate) fn allocation_delay(&self, operator: Account) -> Option<u32> {
        self.people[operator].delay.map(|delay| delay.at(self.block))
    }

    pub(super) fn set_allocation_delay(
        &mut self,
        by: Account,
        operator: Account,
        delay: u32,
    ) -> Result<(), Refusal> {
        require(by == operator, Refusal::InvalidPermissions)?;
        let before = self.allocation_delay(operator).filter(|_| self.is_operator(operator));
        let before = before.ok_or(Refusal::InvalidOperator)?;
        let effect = self.block + self.delays.configuration + 1;
        self.people[operator].delay = Some(AllocationDelay { before, pending: delay, effect });
        Ok(())
    }

    /// The block from which an increase counts.
    pub(super) fn increase_effect(&self, delay: u32, redistributing: bool) -> Result<u32, Refusal> {
        let delay = if redistributing { delay.max(self.delays.floor + 1) } else { delay };
        self.block.checked_add(delay).ok_or(Refusal::DelayTooLong)
    }
}
