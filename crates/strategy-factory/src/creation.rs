//! New strategies.

use alloc::vec::Vec;

use abi::{Event, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::emit;
use common::pausing::require_open;
use interfaces::peers::{strategy, strategy_manager};
use interfaces::require;
use interfaces::sol::IStrategyFactory::{
    BlacklistedToken, StrategyAlreadyExists, StrategyCreationFailed, StrategySetForToken,
};
use stylus_sdk::deploy::RawDeploy;
use stylus_sdk::prelude::*;

use crate::{StrategyFactory, NEW_STRATEGIES};

/// What returns the code behind it as a new contract's: PUSH32 (and the code's length, which comes next), DUP1, PUSH1 43,
/// PUSH1 0, CODECOPY, PUSH1 0, RETURN, and a version byte.
const PUSH32: u8 = 0x7f;
const RETURN_THE_REST: [u8; 10] = [0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00];

impl StrategyFactory {
    /// Anyone: creates the strategy of `token`, wires it and opens it for deposits.
    pub(crate) fn deploy(&mut self, token: Address) -> Result<Address> {
        let manager = self.strategy_manager.get();
        require_open(manager.paused, NEW_STRATEGIES)?;
        require::<BlacklistedToken>(!self.blacklist.get(token))?;
        require::<StrategyAlreadyExists>(self.strategies.get(token).is_zero())?;
        let created = self.create(&token)?;
        // Before anything foreign runs: wiring asks the token for its decimals.
        self.strategies.setter(token).set(created);
        let event = Event::new(&StrategySetForToken::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(&token).address(&created));
        let wire = strategy::wire(&manager.address, &token, &self.pauser_registry.get());
        calls::call(self.vm(), &created, &wire)?;
        self.whitelist(&[created])?;
        Ok(created)
    }

    /// A copy of the implementation's code at an address that follows from the token. Programs are activated by their
    /// code, so that the copy runs at once.
    fn create(&self, token: &Address) -> Result<Address> {
        let code = self.vm().code(self.implementation.get());
        // An account without code would answer every call with success.
        require::<StrategyCreationFailed>(!code.is_empty())?;
        let mut creation = Vec::with_capacity(code.len().saturating_add(43));
        creation.push(PUSH32);
        creation.extend_from_slice(&U256::from(code.len()).to_be_bytes::<32>());
        creation.extend_from_slice(&RETURN_THE_REST);
        creation.extend_from_slice(&code);
        let deploy = RawDeploy::new().salt(token.into_word()).flush_storage_cache();
        // SAFETY: the created code runs for the first time in a call after this one, and no storage accessor is held.
        let created = unsafe { deploy.deploy(self.vm(), &creation, U256::ZERO) };
        let created = created.unwrap_or_default();
        require::<StrategyCreationFailed>(!created.is_zero())?;
        Ok(created)
    }

    /// Opens strategies for deposits.
    pub(crate) fn whitelist(&self, strategies: &[Address]) -> Result<()> {
        let call = strategy_manager::add_to_whitelist(strategies);
        calls::call(self.vm(), &self.strategy_manager.get().address, &call).map(|_| ())
    }
}
