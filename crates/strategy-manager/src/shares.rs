//! Deposit shares: who holds how many, and the list of strategies of each staker.

use alloc::vec::Vec;

use abi::Result;
use alloy_primitives::{Address, U256};
use common::arithmetic::{checked, some};
use common::calls;
use common::host::caller;
use common::list::{address_of, element_of};
use interfaces::peers::strategy as strategy_calls;
use interfaces::require;
use interfaces::sol::IStrategyManager::{
    InputArrayLengthMismatch, MaxStrategiesExceeded, OnlyDelegationManager, SharesAmountTooHigh,
    SharesAmountZero, StakerAddressZero,
};
use math::wide::{checked_add, checked_sub, to_u128};
use stylus_sdk::prelude::*;

use crate::state::Position;
use crate::StrategyManager;

/// Strategies a staker may be in at once: bounds what undelegating and views must walk through.
const MAX_STAKER_STRATEGIES: u64 = 32;

impl StrategyManager {
    /// Gives deposit shares; returns what was held before.
    pub(crate) fn credit(&mut self, staker: Address, strategy: Address, shares: U256) -> Result<U256> {
        require::<StakerAddressZero>(!staker.is_zero())?;
        require::<SharesAmountZero>(!shares.is_zero())?;
        let Position { shares: before, mut place } = self.positions.getter(staker).getter(strategy).get();
        if before == 0 {
            let mut list = self.strategy_lists.setter(staker);
            require::<MaxStrategiesExceeded>(list.len() < MAX_STAKER_STRATEGIES)?;
            place = list.push(&element_of(&strategy));
        }
        let before = U256::from(before);
        let after = checked(to_u128(checked(checked_add(before, shares))?))?;
        self.positions.setter(staker).setter(strategy).set(&Position { shares: after, place });
        self.emit_deposit(&staker, &strategy, &shares);
        Ok(before)
    }

    /// DelegationManager: gives shares in several strategies.
    pub(crate) fn credit_all(
        &mut self,
        staker: Address,
        strategies: &[Address],
        shares: &[U256],
    ) -> Result<Vec<U256>> {
        self.require_delegation_manager()?;
        require::<InputArrayLengthMismatch>(strategies.len() == shares.len())?;
        strategies
            .iter()
            .zip(shares)
            .map(|(strategy, shares)| self.credit(staker, *strategy, *shares))
            .collect()
    }

    /// DelegationManager: takes shares in several strategies; returns what is left in each.
    pub(crate) fn debit(
        &mut self,
        staker: Address,
        strategies: &[Address],
        shares: &[U256],
    ) -> Result<Vec<U256>> {
        self.require_delegation_manager()?;
        require::<InputArrayLengthMismatch>(strategies.len() == shares.len())?;
        strategies
            .iter()
            .zip(shares)
            .map(|(strategy, shares)| self.debit_one(staker, *strategy, *shares))
            .collect()
    }

    fn debit_one(&mut self, staker: Address, strategy: Address, shares: U256) -> Result<U256> {
        require::<SharesAmountZero>(!shares.is_zero())?;
        let Position { shares: before, place } = self.positions.getter(staker).getter(strategy).get();
        require::<SharesAmountTooHigh>(shares <= U256::from(before))?;
        let left = checked(to_u128(checked(checked_sub(U256::from(before), shares))?))?;
        if left == 0 {
            self.leave(staker, place);
        }
        let place = if left == 0 { 0 } else { place };
        self.positions.setter(staker).setter(strategy).set(&Position { shares: left, place });
        Ok(U256::from(left))
    }

    /// Takes the strategy at `place` off the staker's list; the one that moves into the gap learns its new place.
    fn leave(&mut self, staker: Address, place: u64) {
        if let Some(moved) = self.strategy_lists.setter(staker).remove(place) {
            let mut positions = self.positions.setter(staker);
            let mut slot = positions.setter(address_of(&moved));
            let position = slot.get();
            slot.set(&Position { place, ..position });
        }
    }

    /// DelegationManager: pays out shares that were debited when they were queued.
    pub(crate) fn pay(
        &mut self,
        recipient: Address,
        strategies: &[Address],
        tokens: &[Address],
        shares: &[U256],
    ) -> Result<Vec<U256>> {
        self.require_delegation_manager()?;
        require::<InputArrayLengthMismatch>(
            strategies.len() == shares.len() && tokens.len() == shares.len(),
        )?;
        let mut amounts = Vec::with_capacity(strategies.len());
        for (index, strategy) in strategies.iter().enumerate() {
            let (token, shares) = (some(tokens.get(index))?, some(shares.get(index))?);
            amounts.push(calls::call_word(
                self.vm(),
                strategy,
                &strategy_calls::withdraw(&recipient, token, shares),
            )?);
        }
        Ok(amounts)
    }

    /// Reverts unless the DelegationManager calls.
    pub(crate) fn require_delegation_manager(&self) -> Result<()> {
        require::<OnlyDelegationManager>(caller(self.vm()) == self.delegation.get().address)
    }
}
