//! What wallets read of positions.

use alloc::vec::Vec;

use abi::{Result, Writer};
use alloy_primitives::{Address, U256};
use common::arithmetic::{checked, some};
use common::calls;
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::InputArrayLengthMismatch;
use math::shares::{deposit_shares_for_down, withdrawable_shares_down, ScalingFactor};
use math::slash::slashed_queue_shares_down;
use stylus_sdk::prelude::*;

use crate::shares::scaling_fault;
use crate::DelegationManager;

impl DelegationManager {
    /// The deposit scaling factor (WAD) of a staker in a strategy.
    pub(crate) fn scaling_factor(&self, staker: Address, strategy: Address) -> Result<U256> {
        some(self.positions_of(&staker, &[strategy])?.1.pop())
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
        let (_, factors) = self.positions_of(&staker, strategies)?;
        let mut out = Vec::with_capacity(strategies.len());
        for ((strategy, factor), wanted) in strategies.iter().zip(factors).zip(withdrawable) {
            let magnitude = self.stake_of(operator, *strategy).max_magnitude();
            let factor = ScalingFactor::from_wad(factor).map_err(scaling_fault)?;
            out.push(checked(deposit_shares_for_down(*wanted, factor, magnitude))?);
        }
        Ok(out)
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
        let mut withdrawable = Vec::with_capacity(strategies.len());
        let (shares, factors) = self.positions_of(&staker, strategies)?;
        for (strategy, (shares, factor)) in strategies.iter().zip(shares.iter().zip(factors)) {
            let factor = ScalingFactor::from_wad(factor).map_err(scaling_fault)?;
            let magnitude = self.stake_of(operator, *strategy).max_magnitude();
            withdrawable.push(checked(withdrawable_shares_down(*shares, factor, magnitude))?);
        }
        Ok(Writer::word_arrays(&[&withdrawable, &shares]))
    }

    /// Deposit shares and scaling factors (WAD) of `staker`, by the StrategyManager.
    pub(crate) fn positions_of(
        &self,
        staker: &Address,
        strategies: &[Address],
    ) -> Result<(Vec<U256>, Vec<U256>)> {
        let ask = strategy_manager::get_positions(staker, strategies);
        let answer = calls::view(self.vm(), &self.strategy_manager.get().address, &ask)?;
        strategy_manager::positions(&answer)
    }

    /// What a slash of everything would book of the queue.
    pub(crate) fn most_slashable_in_queue(&self, operator: Address, strategy: Address) -> Result<U256> {
        let stake = self.stake_of(operator, strategy);
        let queue = self.slashable_in_queue(operator, strategy, &stake)?;
        match stake.max_magnitude() {
            0 => Ok(U256::ZERO),
            all => checked(slashed_queue_shares_down(queue.shares, queue.withdrawals, all, 0)),
        }
    }

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
}
