//! Tokens in, deposit shares out.

use abi::{Event, Reader, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::checked;
use common::host::{caller, emit, this};
use common::pausing::require_open;
use common::{calls, token};
use interfaces::peers::{delegation_manager, strategy as strategy_calls};
use interfaces::require;
use interfaces::sol::IStrategyManager::{Deposit, StrategyNotWhitelisted, TokenCallFailed};
use math::shares::ScalingFactor;
use stylus_sdk::prelude::*;

use crate::{Position, StrategyManager, DEPOSITS};

impl StrategyManager {
    /// Takes tokens from the caller's allowance, straight into the strategy, and credits `staker`.
    #[inline(never)]
    pub(crate) fn deposit(
        &mut self,
        staker: Address,
        strategy: Address,
        underlying: Address,
        amount: U256,
    ) -> Result<U256> {
        self.require_open_for_deposits(strategy)?;
        let held = token::balance_of(self.vm(), &underlying, &strategy)?;
        token::transfer_from(self.vm(), &underlying, &caller(self.vm()), &strategy, &amount)?;
        self.credit_deposit(staker, strategy, underlying, held)
    }

    /// Wraps the ETH sent in the strategy's token and deposits it for the caller.
    #[inline(never)]
    pub(crate) fn deposit_eth(&mut self, strategy: Address) -> Result<U256> {
        self.require_open_for_deposits(strategy)?;
        let amount = self.vm().msg_value();
        let underlying = calls::view_address(self.vm(), &strategy, &strategy_calls::underlying_token())?;
        let mine = token::balance_of(self.vm(), &underlying, &this(self.vm()))?;
        token::wrap(self.vm(), &underlying, amount)?;
        // A token that takes ETH without giving as much of itself in return must not pass for wrapped ETH.
        let wrapped = token::balance_of(self.vm(), &underlying, &this(self.vm()))?.checked_sub(mine);
        require::<TokenCallFailed>(wrapped == Some(amount))?;
        let held = token::balance_of(self.vm(), &underlying, &strategy)?;
        token::transfer(self.vm(), &underlying, &strategy, &amount)?;
        self.credit_deposit(caller(self.vm()), strategy, underlying, held)
    }

    /// Reverts when deposits are paused, or closed for this strategy.
    pub(crate) fn require_open_for_deposits(&self, strategy: Address) -> Result<()> {
        require_open(self.delegation.get().paused, DEPOSITS)?;
        require::<StrategyNotWhitelisted>(self.whitelist.getter(strategy).get().open)
    }

    /// Turns tokens that arrived in the strategy since it `held` so many into deposit shares, and has the
    /// DelegationManager count them.
    fn credit_deposit(
        &mut self,
        staker: Address,
        strategy: Address,
        underlying: Address,
        held: U256,
    ) -> Result<U256> {
        let deposit = strategy_calls::deposit_received(&underlying, &held);
        let shares = calls::call_word(self.vm(), &strategy, &deposit)?;
        let position = self.credited(staker, strategy, shares)?;
        let (before, factor) = (U256::from(position.before), position.after.factor.wad());
        let increase = delegation_manager::increase_shares(&staker, &strategy, &before, &shares, &factor);
        let factor = calls::call(self.vm(), &self.delegation.get().address, &increase)?;
        let factor = checked_factor(Reader::new(&factor).word()?)?;
        self.positions.setter(staker).setter(strategy).set(&Position { factor, ..position.after });
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

/// A scaling factor (WAD) the DelegationManager gave.
pub(crate) fn checked_factor(wad: U256) -> Result<ScalingFactor> {
    checked(ScalingFactor::from_wad(wad).map_err(|_| math::MathError::Overflow))
}
