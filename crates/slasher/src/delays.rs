//! How long an operator's allocations wait.

use abi::{Event, Result};
use allocation_manager::allocations::AllocationDelay;
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::host::{block_number, caller, emit};
use interfaces::sol::IAllocationManager::{
    setAllocationDelayCall, AllocationDelaySet, DelayTooLong, InvalidOperator,
};
use interfaces::{require, CallId, ErrorId};
use math::delay;
use stylus_sdk::prelude::*;

use crate::Slasher;

impl Slasher {
    /// Operator: changes how long its allocations wait, from the configuration delay on. The DelegationManager, when it
    /// registers an operator: at once.
    pub(crate) fn set_allocation_delay(&mut self, operator: Address, delay: u32) -> Result<()> {
        let now = block_number(self.vm());
        let changed = if caller(self.vm()) == self.delegation.get().address {
            AllocationDelay { delay, is_set: true, pending: delay, effect_block: now }
        } else {
            self.require_may_act(&operator, setAllocationDelayCall::ID)?;
            require::<InvalidOperator>(self.is_operator(operator))?;
            let (is_set, in_force) = self.delay_of(operator);
            let effect_block = delay::effect_block_after(now, self.directory.get().delay)
                .map_err(|_| DelayTooLong::FAULT)?;
            AllocationDelay { delay: in_force, is_set, pending: delay, effect_block }
        };
        self.delays.setter(operator).set(&changed);
        let event = Event::new(&AllocationDelaySet::SIGNATURE_HASH, 3).address(&operator);
        emit(self.vm(), &event.u64(u64::from(delay)).u64(u64::from(changed.effect_block)));
        Ok(())
    }
}
