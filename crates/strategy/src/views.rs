//! Conversions between shares and tokens.

use abi::Result;
use alloy_primitives::{Address, U256};
use common::arithmetic::checked;
use common::{calls, host};
use interfaces::peers::strategy_manager;
use math::strategy::{shares_to_tokens_down, tokens_to_shares_down};
use stylus_sdk::prelude::*;

use crate::Strategy;

impl Strategy {
    /// Token units `shares` are worth.
    pub(crate) fn tokens_of(&self, shares: U256) -> Result<U256> {
        checked(shares_to_tokens_down(shares, self.total(), self.balance()?))
    }

    /// Shares `amount` token units would buy.
    pub(crate) fn shares_for(&self, amount: U256) -> Result<U256> {
        checked(tokens_to_shares_down(amount, self.total(), self.balance()?))
    }

    /// Deposit shares of `user` here, as the StrategyManager keeps them.
    pub(crate) fn shares_of(&self, user: Address) -> Result<U256> {
        let vm = self.vm();
        let ask = strategy_manager::staker_deposit_shares(&user, &host::this(vm));
        calls::view_word(vm, &self.strategy_manager.get(), &ask)
    }
}
