//! What peers read in one call, and results of their shapes.

use alloc::vec::Vec;

use abi::{Result, Writer};
use alloy_primitives::Address;
use interfaces::peers::avs_directory::SlashContext;
use interfaces::types::OperatorSet;

use crate::AvsDirectory;

impl AvsDirectory {
    /// What a slash or a change of allocations must know of a set.
    pub(crate) fn slash_context(
        &self,
        set: &OperatorSet,
        operator: Address,
        strategies: &[Address],
    ) -> Result<SlashContext> {
        let slasher = self.require_exists(set)?.slasher;
        let in_set = strategies.iter().map(|strategy| self.has_strategy(set, *strategy)).collect();
        Ok(SlashContext { slasher, slashable: self.is_slashable(operator, set), in_set })
    }

    /// Which of the operators the set could slash now.
    pub(crate) fn slashable_operators(&self, set: &OperatorSet, operators: &[Address]) -> Vec<bool> {
        operators.iter().map(|operator| self.is_slashable(*operator, set)).collect()
    }
}

/// The result of `slashContext`.
#[inline(never)]
pub(crate) fn slash_context(context: &SlashContext) -> Vec<u8> {
    let mut out = Writer::new(context.in_set.len().saturating_add(4));
    out.address(&context.slasher);
    out.boolean(context.slashable);
    let slot = out.offset(0);
    out.tail(slot);
    out.booleans(&context.in_set);
    out.finish()
}
