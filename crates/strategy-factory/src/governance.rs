//! Wiring, the blacklist, and opening and closing strategies.

use alloc::vec::Vec;

use abi::{Event, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::emit;
use common::ownable::{require_owner, set_owner};
use common::packed::Peer;
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IStrategyFactory::{
    AlreadyBlacklisted, AlreadyWired, InputAddressZero, TokenBlacklisted,
};
use stylus_sdk::prelude::*;

use crate::StrategyFactory;

impl StrategyFactory {
    /// Sets peers and owner, once.
    pub(crate) fn wire(
        &mut self,
        strategy_manager: Address,
        pauser_registry: Address,
        implementation: Address,
        owner: Address,
    ) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().address.is_zero())?;
        let all = [strategy_manager, pauser_registry, implementation, owner];
        require::<InputAddressZero>(all.iter().all(|address| !address.is_zero()))?;
        self.strategy_manager.set(&Peer::new(strategy_manager, 0));
        self.pauser_registry.set(pauser_registry);
        self.implementation.set(implementation);
        self.pausing.wire(pauser_registry);
        set_owner(self, owner);
        Ok(())
    }

    /// Owner: these tokens get no strategy any more, and one that exists takes no more deposits. For good.
    pub(crate) fn blacklist_tokens(&mut self, tokens: &[Address]) -> Result<()> {
        require_owner(self)?;
        let mut closed = Vec::new();
        for token in tokens {
            require::<AlreadyBlacklisted>(!self.blacklist.get(*token))?;
            self.blacklist.setter(*token).set(true);
            emit(self.vm(), &Event::new(&TokenBlacklisted::SIGNATURE_HASH, 1).address(token));
            let strategy = self.strategies.get(*token);
            if !strategy.is_zero() {
                closed.push(strategy);
            }
        }
        if closed.is_empty() {
            return Ok(());
        }
        self.close(&closed)
    }

    /// Owner: opens or closes strategies for deposits.
    pub(crate) fn set_whitelisted(&mut self, strategies: &[Address], open: bool) -> Result<()> {
        require_owner(self)?;
        if open {
            self.whitelist(strategies)
        } else {
            self.close(strategies)
        }
    }

    fn close(&self, strategies: &[Address]) -> Result<()> {
        let call = strategy_manager::remove_from_whitelist(strategies);
        calls::call(self.vm(), &self.strategy_manager.get().address, &call).map(|_| ())
    }
}
