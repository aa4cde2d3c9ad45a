//! Deposit, withdrawal and wiring.

use abi::{Event, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::checked;
use common::host::{caller, emit, keccak, this};
use common::pausing::{require_exit_open, require_open};
use common::{calls, token};
use interfaces::require;
use interfaces::sol::IStrategy::{
    AlreadyWired, ExchangeRateEmitted, InputAddressZero, NewSharesZero, OnlyStrategyManager,
    OnlyUnderlyingToken, StrategyTokenSet, TotalSharesExceedsMax, WithdrawalAmountExceedsTotalDeposits,
};
use math::strategy::{exchange_rate_down, shares_to_tokens_down, tokens_to_shares_down, MAX_TOTAL_SHARES};
use math::wide::{checked_add, checked_sub, to_u128};
use stylus_sdk::prelude::*;

use crate::state::{binding_preimage, Vault};
use crate::{Strategy, DEPOSITS, WITHDRAWALS};

impl Strategy {
    /// Sets manager, token and PauserRegistry, once.
    pub(crate) fn wire(
        &mut self,
        strategy_manager: Address,
        underlying: Address,
        pauser_registry: Address,
    ) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().is_zero())?;
        require::<InputAddressZero>(
            !strategy_manager.is_zero() && !underlying.is_zero() && !pauser_registry.is_zero(),
        )?;
        self.strategy_manager.set(strategy_manager);
        self.token.set(underlying);
        self.pausing.wire(pauser_registry);
        let binding = self.binding_of(&strategy_manager, &underlying);
        self.vault.set(&Vault { binding, flags: 0, total: 0 });
        let decimals = calls::view_word(self.vm(), &underlying, &interfaces::peers::token::decimals())?;
        emit(
            self.vm(),
            &Event::new(&StrategyTokenSet::SIGNATURE_HASH, 2).address(&underlying).word(&decimals),
        );
        Ok(())
    }

    /// Credits the tokens that arrived since the balance was `before`. Shares are rounded down, so that a deposit never
    /// costs those already in.
    pub(crate) fn deposit(&mut self, underlying: Address, before: U256) -> Result<U256> {
        let vault = self.vault.get();
        require_open(vault.flags, DEPOSITS)?;
        self.require_bound(&vault, &underlying)?;
        let balance = self.balance_of(&underlying)?;
        let amount = balance.saturating_sub(before);
        if vault.flags & Vault::LIMITED != 0 {
            self.require_within_limits(amount, balance)?;
        }
        let shares = checked(tokens_to_shares_down(amount, U256::from(vault.total), before))?;
        require::<NewSharesZero>(!shares.is_zero())?;
        let total = checked(checked_add(U256::from(vault.total), shares))?;
        require::<TotalSharesExceedsMax>(total <= U256::from(MAX_TOTAL_SHARES))?;
        self.vault.set(&Vault { total: checked(to_u128(total))?, ..vault });
        self.emit_rate(total, balance)?;
        Ok(shares)
    }

    /// Pays shares out. Tokens are rounded down, so that a withdrawal never costs those who stay.
    pub(crate) fn withdraw(&mut self, recipient: Address, underlying: Address, shares: U256) -> Result<U256> {
        let vault = self.vault.get();
        require_exit_open(self, vault.flags, WITHDRAWALS)?;
        self.require_bound(&vault, &underlying)?;
        let total = U256::from(vault.total);
        require::<WithdrawalAmountExceedsTotalDeposits>(shares <= total)?;
        let balance = self.balance_of(&underlying)?;
        let amount = checked(shares_to_tokens_down(shares, total, balance))?;
        let left = checked(checked_sub(total, shares))?;
        self.vault.set(&Vault { total: checked(to_u128(left))?, ..vault });
        // The virtual tokens can make the last shares worth more than the vault holds: the token then refuses.
        self.emit_rate(left, balance.saturating_sub(amount))?;
        token::transfer(self.vm(), &underlying, &recipient, &amount)?;
        Ok(amount)
    }

    /// Token units this vault holds.
    pub(crate) fn balance(&self) -> Result<U256> {
        self.balance_of(&self.token.get())
    }

    fn balance_of(&self, underlying: &Address) -> Result<U256> {
        token::balance_of(self.vm(), underlying, &this(self.vm()))
    }

    /// All shares.
    pub(crate) fn total(&self) -> U256 {
        U256::from(self.vault.get().total)
    }

    /// Reverts unless the manager calls and names the vault's token.
    fn require_bound(&self, vault: &Vault, underlying: &Address) -> Result<()> {
        let caller = caller(self.vm());
        if self.binding_of(&caller, underlying) == vault.binding {
            return Ok(());
        }
        require::<OnlyStrategyManager>(caller == self.strategy_manager.get())?;
        require::<OnlyUnderlyingToken>(false)
    }

    fn binding_of(&self, manager: &Address, underlying: &Address) -> [u8; 15] {
        let hash = keccak(self.vm(), &binding_preimage(manager, underlying));
        let mut binding = [0; 15];
        binding.copy_from_slice(&hash[..15]);
        binding
    }

    fn emit_rate(&self, total: U256, balance: U256) -> Result<()> {
        let rate = checked(exchange_rate_down(total, balance))?;
        emit(self.vm(), &Event::new(&ExchangeRateEmitted::SIGNATURE_HASH, 1).word(&rate));
        Ok(())
    }
}
