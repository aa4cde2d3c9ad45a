//! Operator shares and deposit scaling factors: what every movement of deposit shares does to them.

use abi::{Event, Fault, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, overflow, some};
use common::host::{block_number, caller, emit};
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    DepositScalingFactorUpdated, FullySlashed, InvalidDepositScalingFactor,
    OnlyStrategyManagerOrEigenPodManager, OperatorSharesDecreased, OperatorSharesIncreased,
};
use interfaces::ErrorId;
use math::shares::{completed_shares_down, next_scaling_factor_down, scaled_shares_down, ScalingFactor};
use math::wide::{checked_add, to_u128};
use math::ScalingError;
use stylus_sdk::prelude::*;

use crate::state::{Factor, Stake};
use crate::DelegationManager;

/// Deposit shares on their way into the queue.
pub(crate) struct Removed {
    /// Deposit shares × scaling factor: what the withdrawal keeps.
    pub(crate) scaled: U256,
    /// What they are worth at the current magnitude: what the operator loses.
    pub(crate) withdrawable: U256,
}

impl DelegationManager {
    /// StrategyManager: a staker gained deposit shares.
    pub(crate) fn increase_delegated_shares(
        &mut self,
        staker: Address,
        strategy: Address,
        before: U256,
        added: U256,
    ) -> Result<()> {
        require::<OnlyStrategyManagerOrEigenPodManager>(
            caller(self.vm()) == self.strategy_manager.get().address,
        )?;
        let operator = self.operator_of(staker);
        self.increase_delegation(operator, staker, strategy, before, added)
    }

    /// Counts `added` deposit shares of a staker that held `before`: adjusts the scaling factor so that they count in
    /// full, and raises the operator's shares. Adding none changes nothing.
    #[inline(never)]
    pub(crate) fn increase_delegation(
        &mut self,
        operator: Address,
        staker: Address,
        strategy: Address,
        before: U256,
        added: U256,
    ) -> Result<()> {
        let stake = self.stake_of(operator, strategy);
        let factor = self.factor_of(staker, strategy);
        let next =
            next_scaling_factor_down(factor, before, added, stake.max_magnitude()).map_err(scaling_fault)?;
        if added.is_zero() {
            return Ok(());
        }
        self.set_factor(staker, strategy, factor, next);
        if !operator.is_zero() {
            let shares = some(stake.shares.checked_add(checked(to_u128(added))?))?;
            self.set_stake(operator, strategy, &Stake { shares, ..stake });
            self.emit_operator_shares(
                &OperatorSharesIncreased::SIGNATURE_HASH,
                &operator,
                &staker,
                &strategy,
                &added,
            );
        }
        Ok(())
    }

    /// Takes `shares` deposit shares, already debited, into the queue: out of the operator's shares, into its history of
    /// queued shares. With none `left`, the scaling factor starts anew.
    #[inline(never)]
    pub(crate) fn remove_shares(
        &mut self,
        operator: Address,
        staker: Address,
        strategy: Address,
        shares: U256,
        left: U256,
    ) -> Result<Removed> {
        let stake = self.stake_of(operator, strategy);
        let factor = self.factor_of(staker, strategy);
        let scaled = checked(scaled_shares_down(shares, factor))?;
        let withdrawable = checked(completed_shares_down(scaled, stake.max_magnitude()))?;
        if !operator.is_zero() {
            let total =
                checked(checked_add(self.latest_queued(operator, strategy, stake.queue_entries), scaled))?;
            let now = block_number(self.vm());
            let mut history = self.queued.setter(operator);
            let queue_entries = some(history.setter(strategy).push(stake.queue_entries, now, &total))?;
            self.decrease_stake(operator, staker, strategy, withdrawable, Stake { queue_entries, ..stake })?;
        }
        if left.is_zero() {
            self.set_factor(staker, strategy, factor, ScalingFactor::ONE);
        }
        Ok(Removed { scaled, withdrawable })
    }

    /// Writes `stake` less `shares`.
    #[inline(never)]
    pub(crate) fn decrease_stake(
        &mut self,
        operator: Address,
        staker: Address,
        strategy: Address,
        shares: U256,
        stake: Stake,
    ) -> Result<()> {
        let left = some(stake.shares.checked_sub(checked(to_u128(shares))?))?;
        self.set_stake(operator, strategy, &Stake { shares: left, ..stake });
        self.emit_operator_shares(
            &OperatorSharesDecreased::SIGNATURE_HASH,
            &operator,
            &staker,
            &strategy,
            &shares,
        );
        Ok(())
    }

    /// Reports the scaling factor, and writes it if it changed: most never leave 1e18 and cost no slot.
    #[inline(never)]
    fn set_factor(
        &mut self,
        staker: Address,
        strategy: Address,
        before: ScalingFactor,
        after: ScalingFactor,
    ) {
        if before != after {
            self.factors.setter(staker).setter(strategy).set(&Factor(after));
        }
        let event = Event::new(&DepositScalingFactorUpdated::SIGNATURE_HASH, 3);
        emit(self.vm(), &event.address(&staker).address(&strategy).word(&after.wad()));
    }

    #[inline(never)]
    fn emit_operator_shares(
        &self,
        topic: &B256,
        operator: &Address,
        staker: &Address,
        strategy: &Address,
        shares: &U256,
    ) {
        let event = Event::new(topic, 4).topic_address(operator);
        emit(self.vm(), &event.address(staker).address(strategy).word(shares));
    }
}

/// The ABI's error for a scaling factor that cannot be.
fn scaling_fault(error: ScalingError) -> Fault {
    match error {
        ScalingError::FullySlashed => FullySlashed::FAULT,
        ScalingError::InvalidDepositScalingFactor => InvalidDepositScalingFactor::FAULT,
        ScalingError::Arithmetic(_) => overflow(),
    }
}
