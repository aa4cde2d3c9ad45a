//! Shares paid out, as tokens or ETH.

use alloc::vec::Vec;

use abi::Result;
use alloy_primitives::{Address, U256};
use common::arithmetic::some;
use common::host::this;
use common::{calls, token};
use interfaces::peers::strategy as strategy_calls;
use interfaces::require;
use interfaces::sol::IStrategyManager::{InputArrayLengthMismatch, TokenCallFailed};
use stylus_sdk::prelude::*;

use crate::StrategyManager;

/// Shares that were debited when they were queued, strategy by strategy.
pub(crate) struct Payment {
    pub(crate) recipient: Address,
    pub(crate) strategies: Vec<Address>,
    pub(crate) tokens: Vec<Address>,
    pub(crate) shares: Vec<U256>,
}

impl StrategyManager {
    /// DelegationManager: pays tokens. Returns token units.
    pub(crate) fn pay(&mut self, payment: &Payment) -> Result<Vec<U256>> {
        self.pay_each(payment, |this, strategy, token, shares| {
            this.withdraw(strategy, &payment.recipient, token, shares)
        })
    }

    /// DelegationManager: pays wrapped ETH, unwrapped. Returns wei.
    pub(crate) fn pay_ether(&mut self, payment: &Payment) -> Result<Vec<U256>> {
        self.pay_each(payment, |this, strategy, token, shares| {
            let (vm, me) = (this.vm(), self::this(this.vm()));
            let held = token::balance_of(vm, token, &me)?;
            let amount = this.withdraw(strategy, &me, token, shares)?;
            token::unwrap_to(vm, token, &payment.recipient, &amount)?;
            // A token whose fallback accepts the call without unwrapping anything must not keep the staker's tokens here.
            require::<TokenCallFailed>(token::balance_of(vm, token, &me)? == held)?;
            Ok(amount)
        })
    }

    fn pay_each(
        &self,
        payment: &Payment,
        mut pay: impl FnMut(&Self, &Address, &Address, &U256) -> Result<U256>,
    ) -> Result<Vec<U256>> {
        self.require_delegation_manager()?;
        let Payment { strategies, tokens, shares, .. } = payment;
        require::<InputArrayLengthMismatch>(
            strategies.len() == shares.len() && tokens.len() == shares.len(),
        )?;
        let mut amounts = Vec::with_capacity(strategies.len());
        for (index, strategy) in strategies.iter().enumerate() {
            amounts.push(pay(self, strategy, some(tokens.get(index))?, some(shares.get(index))?)?);
        }
        Ok(amounts)
    }

    /// Has a strategy pay shares out; returns token units.
    pub(crate) fn withdraw(
        &self,
        strategy: &Address,
        recipient: &Address,
        token: &Address,
        shares: &U256,
    ) -> Result<U256> {
        calls::call_word(self.vm(), strategy, &strategy_calls::withdraw(recipient, token, shares))
    }
}
