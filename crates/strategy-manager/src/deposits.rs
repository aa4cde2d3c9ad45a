//! Tokens in, deposit shares out.

use abi::{Event, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::host::{caller, emit, this};
use common::{calls, token};
use interfaces::peers::{delegation_manager, strategy as strategy_calls, token as token_calls};
use interfaces::require;
use interfaces::sol::IStrategyManager::{Deposit, StrategyNotWhitelisted};
use stylus_sdk::prelude::*;

use crate::StrategyManager;

impl StrategyManager {
    /// Takes tokens from the caller's allowance, straight into the strategy.
    pub(crate) fn deposit(&mut self, strategy: Address, underlying: Address, amount: U256) -> Result<U256> {
        require::<StrategyNotWhitelisted>(self.whitelist.get(strategy))?;
        let staker = caller(self.vm());
        token::transfer_from(self.vm(), &underlying, &staker, &strategy, &amount)?;
        self.credit_deposit(staker, strategy, underlying, amount)
    }

    /// Wraps the ETH sent in the strategy's token and deposits it.
    pub(crate) fn deposit_eth(&mut self, strategy: Address) -> Result<U256> {
        require::<StrategyNotWhitelisted>(self.whitelist.get(strategy))?;
        let (staker, amount) = (caller(self.vm()), self.vm().msg_value());
        let underlying = calls::view_address(self.vm(), &strategy, &strategy_calls::underlying_token())?;
        let held = token::balance_of(self.vm(), &underlying, &this(self.vm()))?;
        calls::call_with_value(self.vm(), &underlying, amount, &token_calls::wrap())?;
        // A token that takes ETH without giving as much of itself in return must not pass for wrapped ETH.
        let wrapped = token::balance_of(self.vm(), &underlying, &this(self.vm()))?.checked_sub(held);
        require::<interfaces::sol::IStrategyManager::TokenCallFailed>(wrapped == Some(amount))?;
        token::transfer(self.vm(), &underlying, &strategy, &amount)?;
        self.credit_deposit(staker, strategy, underlying, amount)
    }

    /// Turns tokens that arrived in the strategy into deposit shares, and tells the DelegationManager.
    fn credit_deposit(
        &mut self,
        staker: Address,
        strategy: Address,
        underlying: Address,
        amount: U256,
    ) -> Result<U256> {
        let deposit = strategy_calls::deposit(&underlying, &amount);
        let shares = calls::call_word(self.vm(), &strategy, &deposit)?;
        let before = self.credit(staker, strategy, shares)?;
        let increase = delegation_manager::increase_delegated_shares(&staker, &strategy, &before, &shares);
        calls::call(self.vm(), &self.delegation.get().address, &increase)?;
        Ok(shares)
    }

    /// Emits that `staker` gained deposit shares.
    pub(crate) fn emit_deposit(&self, staker: &Address, strategy: &Address, shares: &U256) {
        emit(
            self.vm(),
            &Event::new(&Deposit::SIGNATURE_HASH, 3).address(staker).address(strategy).word(shares),
        );
    }
}
