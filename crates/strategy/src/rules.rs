//! Deposit, withdrawal and wiring.

use abi::{Event, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::checked;
use common::host::{caller, emit, this};
use common::{calls, token};
use interfaces::require;
use interfaces::sol::IStrategy::{
    AlreadyWired, ExchangeRateEmitted, InputAddressZero, NewSharesZero, OnlyStrategyManager,
    OnlyUnderlyingToken, StrategyTokenSet, TotalSharesExceedsMax, WithdrawalAmountExceedsTotalDeposits,
};
use math::strategy::{exchange_rate_down, shares_to_tokens_down, tokens_to_shares_down, MAX_TOTAL_SHARES};
use math::wide::{checked_add, checked_sub};
use stylus_sdk::prelude::*;

use crate::Strategy;

impl Strategy {
    /// Sets manager and token, once.
    pub(crate) fn wire(&mut self, strategy_manager: Address, underlying: Address) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().is_zero())?;
        require::<InputAddressZero>(!strategy_manager.is_zero() && !underlying.is_zero())?;
        self.strategy_manager.set(strategy_manager);
        self.token.set(underlying);
        let decimals = calls::view_word(self.vm(), &underlying, &interfaces::peers::token::decimals())?;
        emit(
            self.vm(),
            &Event::new(&StrategyTokenSet::SIGNATURE_HASH, 2).address(&underlying).word(&decimals),
        );
        Ok(())
    }

    /// Credits tokens that have arrived. Shares are rounded down, so that a deposit never costs those already in.
    pub(crate) fn deposit(&mut self, underlying: Address, amount: U256) -> Result<U256> {
        require::<OnlyStrategyManager>(caller(self.vm()) == self.strategy_manager.get())?;
        require::<OnlyUnderlyingToken>(underlying == self.token.get())?;
        let balance = self.balance()?;
        let before = checked(checked_sub(balance, amount))?;
        let total = self.total();
        let shares = checked(tokens_to_shares_down(amount, total, before))?;
        require::<NewSharesZero>(!shares.is_zero())?;
        let total = checked(checked_add(total, shares))?;
        require::<TotalSharesExceedsMax>(total <= U256::from(MAX_TOTAL_SHARES))?;
        self.total_shares.set(total);
        self.emit_rate(total, balance)?;
        Ok(shares)
    }

    /// Pays shares out. Tokens are rounded down, so that a withdrawal never costs those who stay.
    pub(crate) fn withdraw(&mut self, recipient: Address, underlying: Address, shares: U256) -> Result<U256> {
        require::<OnlyStrategyManager>(caller(self.vm()) == self.strategy_manager.get())?;
        require::<OnlyUnderlyingToken>(underlying == self.token.get())?;
        let total = self.total();
        require::<WithdrawalAmountExceedsTotalDeposits>(shares <= total)?;
        let balance = self.balance()?;
        let amount = checked(shares_to_tokens_down(shares, total, balance))?;
        let left = checked(checked_sub(total, shares))?;
        self.total_shares.set(left);
        // The virtual tokens can make the last shares worth more than the vault holds: the token then refuses.
        self.emit_rate(left, balance.saturating_sub(amount))?;
        token::transfer(self.vm(), &underlying, &recipient, &amount)?;
        Ok(amount)
    }

    /// Token units this vault holds.
    pub(crate) fn balance(&self) -> Result<U256> {
        token::balance_of(self.vm(), &self.token.get(), &this(self.vm()))
    }

    /// All shares.
    pub(crate) fn total(&self) -> U256 {
        self.total_shares.get()
    }

    fn emit_rate(&self, total: U256, balance: U256) -> Result<()> {
        let rate = checked(exchange_rate_down(total, balance))?;
        emit(self.vm(), &Event::new(&ExchangeRateEmitted::SIGNATURE_HASH, 1).word(&rate));
        Ok(())
    }
}
