//! Wiring and whitelister.

use abi::{Event, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::host::{caller, emit};
use common::ownable::{require_owner, set_owner};
use common::packed::Peer;
use interfaces::require;
use interfaces::sol::IStrategyManager::{
    AlreadyWired, InputAddressZero, OnlyStrategyWhitelister, StrategyAddedToDepositWhitelist,
    StrategyRemovedFromDepositWhitelist, StrategyWhitelisterChanged,
};
use stylus_sdk::prelude::*;

use crate::state::Listing;
use crate::StrategyManager;

impl StrategyManager {
    /// Sets peers, roles and the resolution delay (blocks), once.
    pub(crate) fn wire(
        &mut self,
        delegation: Address,
        allocation_manager: Address,
        pauser_registry: Address,
        owner: Address,
        whitelister: Address,
        resolution_delay: u32,
    ) -> Result<()> {
        require::<AlreadyWired>(self.delegation.get().address.is_zero())?;
        require::<InputAddressZero>(
            !delegation.is_zero()
                && !allocation_manager.is_zero()
                && !pauser_registry.is_zero()
                && !owner.is_zero(),
        )?;
        self.delegation.set(&Peer::new(delegation, resolution_delay));
        self.allocation_manager.set(allocation_manager);
        self.pausing.wire(pauser_registry);
        set_owner(self, owner);
        self.change_whitelister(whitelister);
        Ok(())
    }

    /// Whitelister: opens or closes strategies for deposits. What does not change emits nothing.
    pub(crate) fn set_whitelisted(&mut self, strategies: &[Address], open: bool) -> Result<()> {
        require::<OnlyStrategyWhitelister>(caller(self.vm()) == self.whitelister.get())?;
        let topic = if open {
            StrategyAddedToDepositWhitelist::SIGNATURE_HASH
        } else {
            StrategyRemovedFromDepositWhitelist::SIGNATURE_HASH
        };
        for strategy in strategies {
            if self.whitelist.getter(*strategy).get().open != open {
                let number = self.number(*strategy)?;
                self.whitelist.setter(*strategy).set(&Listing { open, number });
                emit(self.vm(), &Event::new(&topic, 1).address(strategy));
            }
        }
        Ok(())
    }

    /// Owner: names another whitelister. In one step, since the owner can name the right one again.
    pub(crate) fn set_whitelister(&mut self, whitelister: Address) -> Result<()> {
        require_owner(self)?;
        self.change_whitelister(whitelister);
        Ok(())
    }

    fn change_whitelister(&mut self, whitelister: Address) {
        let event = Event::new(&StrategyWhitelisterChanged::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(&self.whitelister.get()).address(&whitelister));
        self.whitelister.set(whitelister);
    }
}
