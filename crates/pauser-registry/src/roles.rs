//! Naming pausers and the unpauser.

use abi::{Event, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::checked;
use common::host::{caller, emit};
use interfaces::require;
use interfaces::sol::IPauserRegistry::{
    AlreadyWired, InputAddressZero, OnlyPendingUnpauser, OnlyUnpauser, PauserStatusChanged, UnpauserChanged,
    UnpauserProposed,
};
use math::wide::{checked_add, checked_sub};
use stylus_sdk::prelude::*;

use crate::PauserRegistry;

impl PauserRegistry {
    /// Sets the first pausers and the unpauser, once.
    pub(crate) fn wire(&mut self, pausers: &[Address], unpauser: Address) -> Result<()> {
        require::<AlreadyWired>(self.unpauser.get().is_zero())?;
        require::<InputAddressZero>(!unpauser.is_zero())?;
        for pauser in pausers {
            self.change_pauser(*pauser, true)?;
        }
        self.change_unpauser(unpauser);
        Ok(())
    }

    /// Unpauser: gives or takes the right to pause.
    pub(crate) fn set_pauser(&mut self, pauser: Address, can_pause: bool) -> Result<()> {
        self.require_unpauser()?;
        self.change_pauser(pauser, can_pause)
    }

    /// Unpauser: proposes another one.
    pub(crate) fn propose_unpauser(&mut self, unpauser: Address) -> Result<()> {
        self.require_unpauser()?;
        require::<InputAddressZero>(!unpauser.is_zero())?;
        self.pending_unpauser.set(unpauser);
        self.emit_unpauser(&UnpauserProposed::SIGNATURE_HASH, &unpauser);
        Ok(())
    }

    /// The proposed unpauser: takes the role.
    pub(crate) fn accept_unpauser(&mut self) -> Result<()> {
        let pending = self.pending_unpauser.get();
        require::<OnlyPendingUnpauser>(caller(self.vm()) == pending)?;
        self.pending_unpauser.set(Address::ZERO);
        self.change_unpauser(pending);
        Ok(())
    }

    fn require_unpauser(&self) -> Result<()> {
        require::<OnlyUnpauser>(caller(self.vm()) == self.unpauser.get())
    }

    fn change_pauser(&mut self, pauser: Address, can_pause: bool) -> Result<()> {
        require::<InputAddressZero>(!pauser.is_zero())?;
        let count = self.pauser_count.get();
        match (self.pausers.get(pauser), can_pause) {
            (false, true) => self.pauser_count.set(checked(checked_add(count, U256::ONE))?),
            (true, false) => self.pauser_count.set(checked(checked_sub(count, U256::ONE))?),
            _ => {}
        }
        self.pausers.setter(pauser).set(can_pause);
        let event = Event::new(&PauserStatusChanged::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(&pauser).word(&U256::from(can_pause)));
        Ok(())
    }

    fn change_unpauser(&mut self, unpauser: Address) {
        self.emit_unpauser(&UnpauserChanged::SIGNATURE_HASH, &unpauser);
        self.unpauser.set(unpauser);
    }

    fn emit_unpauser(&self, topic: &B256, to: &Address) {
        emit(self.vm(), &Event::new(topic, 2).address(&self.unpauser.get()).address(to));
    }
}
