//! Wiring, permissions, and the delay an operator's allocations wait for.

use abi::{Event, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::host::{block_number, caller, emit, this};
use common::packed::Peer;
use common::{calls, permission};
use interfaces::peers::delegation_manager;
use interfaces::sol::IAllocationManager::{
    setAllocationDelayCall, AllocationDelaySet, DelayTooLong, InvalidOperator,
};
use interfaces::sol::ISlasher::{AlreadyWired, InputAddressZero};
use interfaces::{require, CallId, ErrorId};
use math::delay;
use stylus_sdk::prelude::*;

use crate::state::AllocationDelay;
use crate::Slasher;

impl Slasher {
    /// Sets peers and delays (blocks), once.
    pub(crate) fn wire(
        &mut self,
        delegation: Address,
        directory: Address,
        permission_controller: Address,
        deallocation_delay: u32,
        configuration_delay: u32,
    ) -> Result<()> {
        require::<AlreadyWired>(self.delegation.get().address.is_zero())?;
        require::<InputAddressZero>(
            !delegation.is_zero() && !directory.is_zero() && !permission_controller.is_zero(),
        )?;
        self.delegation.set(&Peer::new(delegation, deallocation_delay));
        self.directory.set(&Peer::new(directory, configuration_delay));
        self.permission_controller.set(permission_controller);
        Ok(())
    }

    /// Reverts with `InvalidPermissions` unless the caller may call this function for `account`.
    pub(crate) fn require_may_act(&self, account: &Address, selector: u32) -> Result<()> {
        let controller = self.permission_controller.get();
        permission::require(self.vm(), &controller, account, &caller(self.vm()), &this(self.vm()), selector)
    }

    /// Operator: changes how long its allocations wait, from the configuration delay on. The DelegationManager, when it
    /// registers an operator: at once.
    pub(crate) fn set_allocation_delay(&mut self, operator: Address, delay: u32) -> Result<()> {
        let delegation = self.delegation.get().address;
        let now = block_number(self.vm());
        let changed = if caller(self.vm()) == delegation {
            AllocationDelay { delay, is_set: true, pending: delay, effect_block: now }
        } else {
            self.require_may_act(&operator, setAllocationDelayCall::ID)?;
            let is_operator = delegation_manager::is_operator(&operator);
            require::<InvalidOperator>(calls::view_boolean(self.vm(), &delegation, &is_operator)?)?;
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

    /// Whether the operator has an allocation delay, and the one in force (blocks).
    pub(crate) fn delay_of(&self, operator: Address) -> (bool, u32) {
        let known = self.delays.getter(operator).get();
        if delay::is_effective(block_number(self.vm()), known.effect_block) {
            (true, known.pending)
        } else {
            (known.is_set, known.delay)
        }
    }
}
