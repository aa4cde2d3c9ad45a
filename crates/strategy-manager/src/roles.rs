//! Wiring, owner and whitelister.

use abi::{Event, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::host::{caller, emit};
use common::packed::Peer;
use interfaces::require;
use interfaces::sol::IStrategyManager::{
    AlreadyWired, InputAddressZero, OnlyOwner, OnlyStrategyWhitelister, OwnershipTransferred,
    StrategyAddedToDepositWhitelist, StrategyRemovedFromDepositWhitelist, StrategyWhitelisterChanged,
};
use stylus_sdk::prelude::*;

use crate::StrategyManager;

impl StrategyManager {
    /// Sets peers, roles and the resolution delay (blocks), once.
    pub(crate) fn wire(
        &mut self,
        delegation: Address,
        allocation_manager: Address,
        owner: Address,
        whitelister: Address,
        resolution_delay: u32,
    ) -> Result<()> {
        require::<AlreadyWired>(self.delegation.get().address.is_zero())?;
        require::<InputAddressZero>(
            !delegation.is_zero() && !allocation_manager.is_zero() && !owner.is_zero(),
        )?;
        self.delegation.set(&Peer { address: delegation, delay: resolution_delay });
        self.allocation_manager.set(allocation_manager);
        self.change_owner(owner);
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
            if self.whitelist.get(*strategy) != open {
                self.whitelist.setter(*strategy).set(open);
                emit(self.vm(), &Event::new(&topic, 1).address(strategy));
            }
        }
        Ok(())
    }

    /// Owner: names another whitelister.
    pub(crate) fn set_whitelister(&mut self, whitelister: Address) -> Result<()> {
        self.require_owner()?;
        self.change_whitelister(whitelister);
        Ok(())
    }

    /// Owner: hands the role over.
    pub(crate) fn transfer_ownership(&mut self, owner: Address) -> Result<()> {
        self.require_owner()?;
        require::<InputAddressZero>(!owner.is_zero())?;
        self.change_owner(owner);
        Ok(())
    }

    fn require_owner(&self) -> Result<()> {
        require::<OnlyOwner>(caller(self.vm()) == self.owner.get())
    }

    fn change_owner(&mut self, owner: Address) {
        let event = Event::new(&OwnershipTransferred::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.topic_address(&self.owner.get()).topic_address(&owner));
        self.owner.set(owner);
    }

    fn change_whitelister(&mut self, whitelister: Address) {
        let event = Event::new(&StrategyWhitelisterChanged::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(&self.whitelister.get()).address(&whitelister));
        self.whitelister.set(whitelister);
    }
}
