//! What anyone reads.

use alloc::vec::Vec;

use abi::{Result, Writer};
use alloy_primitives::{Address, U256};
use common::arithmetic::checked;
use common::calls;
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::InputArrayLengthMismatch;
use math::shares::{deposit_shares_for_down, withdrawable_shares_down};
use stylus_sdk::prelude::*;

use crate::DelegationManager;

impl DelegationManager {
    /// The operator's shares in every strategy.
    #[inline(never)]
    pub(crate) fn operator_shares(&self, operator: Address, strategies: &[Address]) -> Vec<U256> {
        strategies.iter().map(|strategy| U256::from(self.stake_of(operator, *strategy).shares)).collect()
    }

    /// A row of shares per operator, encoded as a `uint256[][]`.
    pub(crate) fn operators_shares(&self, operators: &[Address], strategies: &[Address]) -> Vec<u8> {
        let words = strategies.len().saturating_add(2).saturating_mul(operators.len()).saturating_add(2);
        let mut out = Writer::new(words);
        let rows = out.offset(0);
        out.tail(rows);
        out.length(operators.len());
        let start = out.here();
        let slots: Vec<_> = operators.iter().map(|_| out.offset(start)).collect();
        for (slot, operator) in slots.into_iter().zip(operators) {
            out.tail(slot);
            out.words(&self.operator_shares(*operator, strategies));
        }
        out.finish()
    }

    /// The operator's maximum magnitudes (WAD) as of `block`.
    pub(crate) fn max_magnitudes_at(
        &self,
        operator: Address,
        strategies: &[Address],
        block: u32,
    ) -> Vec<u64> {
        strategies.iter().map(|strategy| self.max_magnitude_at(operator, *strategy, block)).collect()
    }

    /// The shares `staker` could take out of every strategy now, and its deposit shares: two arrays, encoded.
    pub(crate) fn withdrawable_shares(&self, staker: Address, strategies: &[Address]) -> Result<Vec<u8>> {
        let operator = self.operator_of(staker);
        let manager = self.strategy_manager.get().address;
        let (mut withdrawable, mut deposited) = (Vec::new(), Vec::new());
        for strategy in strategies {
            let ask = strategy_manager::staker_deposit_shares(&staker, strategy);
            let shares = calls::view_word(self.vm(), &manager, &ask)?;
            let magnitude = self.stake_of(operator, *strategy).max_magnitude();
            let factor = self.factor_of(staker, *strategy);
            withdrawable.push(checked(withdrawable_shares_down(shares, factor, magnitude))?);
            deposited.push(shares);
        }
        let mut out = Writer::new(strategies.len().saturating_mul(2).saturating_add(4));
        let (first, second) = (out.offset(0), out.offset(0));
        out.tail(first);
        out.words(&withdrawable);
        out.tail(second);
        out.words(&deposited);
        Ok(out.finish())
    }

    /// The deposit shares to queue in order to withdraw about `withdrawable` shares of every strategy.
    pub(crate) fn deposit_shares_for(
        &self,
        staker: Address,
        strategies: &[Address],
        withdrawable: &[U256],
    ) -> Result<Vec<U256>> {
        require::<InputArrayLengthMismatch>(strategies.len() == withdrawable.len())?;
        let operator = self.operator_of(staker);
        let mut out = Vec::with_capacity(strategies.len());
        for (strategy, wanted) in strategies.iter().zip(withdrawable) {
            let magnitude = self.stake_of(operator, *strategy).max_magnitude();
            let factor = self.factor_of(staker, *strategy);
            out.push(checked(deposit_shares_for_down(*wanted, factor, magnitude))?);
        }
        Ok(out)
    }
}
