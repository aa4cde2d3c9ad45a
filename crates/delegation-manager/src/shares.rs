//! Operator shares and deposit scaling factors: what every movement of deposit shares does to them.

use abi::{Event, Fault, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, overflow, some};
use common::host::{block_number, caller, emit};
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    DepositScalingFactorUpdated, FullySlashed, InvalidDepositScalingFactor, OnlyStrategyManager,
    OperatorSharesDecreased, OperatorSharesIncreased,
};
use interfaces::ErrorId;
use math::shares::{completed_shares_down, next_scaling_factor_down, scaled_shares_down, ScalingFactor};
use math::wide::{checked_add, to_u128};
use math::ScalingError;
use stylus_sdk::prelude::*;

use crate::state::Stake;
use crate::DelegationManager;

/// Deposit shares of a staker in a strategy, and the scaling factor they have.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    pub(crate) staker: Address,
    pub(crate) strategy: Address,
    pub(crate) shares: U256,
    pub(crate) factor: ScalingFactor,
}

/// Deposit shares on their way into the queue.
pub(crate) struct Removed {
    /// Deposit shares × scaling factor: what the withdrawal keeps.
    pub(crate) scaled: U256,
    /// What they are worth at the current magnitude: what the operator loses.
    pub(crate) withdrawable: U256,
}

impl DelegationManager {
    /// StrategyManager: a staker gained deposit shares. Returns its scaling factor (WAD).
    pub(crate) fn increase_shares(
        &mut self,
        staker: Address,
        strategy: Address,
        before: U256,
        added: U256,
        factor: U256,
    ) -> Result<U256> {
        self.require_strategy_manager()?;
        let operator = self.operator_of(staker);
        let factor = ScalingFactor::from_wad(factor).map_err(scaling_fault)?;
        let position = Position { staker, strategy, shares: before, factor };
        Ok(self.increase_delegation(operator, &position, added)?.wad())
    }

    /// Reverts unless the StrategyManager calls.
    pub(crate) fn require_strategy_manager(&self) -> Result<()> {
        require::<OnlyStrategyManager>(caller(self.vm()) == self.strategy_manager.get().address)
    }

    /// Counts `added` deposit shares of a position: adjusts the scaling factor so that they count in full, and raises the
    /// operator's shares. Returns the factor, for the StrategyManager to keep. Adding none changes nothing.
    #[inline(never)]
    pub(crate) fn increase_delegation(
        &mut self,
        operator: Address,
        position: &Position,
        added: U256,
    ) -> Result<ScalingFactor> {
        let Position { staker, strategy, shares, factor } = *position;
        let stake = self.stake_of(operator, strategy);
        let next =
            next_scaling_factor_down(factor, shares, added, stake.max_magnitude()).map_err(scaling_fault)?;
        if added.is_zero() {
            return Ok(factor);
        }
        self.emit_factor(&staker, &strategy, next);
        if !operator.is_zero() {
            let shares = some(stake.shares.checked_add(checked(to_u128(added))?))?;
            self.set_stake(operator, strategy, &Stake { shares, ..stake });
            let topic = &OperatorSharesIncreased::SIGNATURE_HASH;
            self.emit_operator_shares(topic, &operator, &staker, &strategy, &added);
        }
        Ok(next)
    }

    /// Takes deposit shares, already debited, into the queue: `position.shares` of them, at its factor. Out of the
    /// operator's shares, into its history of queued shares. With none `left`, the StrategyManager has started the
    /// factor anew.
    #[inline(never)]
    pub(crate) fn remove_shares(
        &mut self,
        operator: Address,
        position: &Position,
        left: U256,
    ) -> Result<Removed> {
        let Position { staker, strategy, shares, factor } = *position;
        let stake = self.stake_of(operator, strategy);
        let scaled = checked(scaled_shares_down(shares, factor))?;
        let withdrawable = checked(completed_shares_down(scaled, stake.max_magnitude()))?;
        if !operator.is_zero() {
            let total =
                checked(checked_add(self.latest_queued(operator, strategy, stake.queue_entries), scaled))?;
            let now = block_number(self.vm());
            let mut history = self.queued.setter(operator);
            // An entry for each withdrawal, also within a block: a slash must know how many there are.
            let queue_entries = some(history.setter(strategy).append(stake.queue_entries, now, &total))?;
            self.decrease_stake(operator, staker, strategy, withdrawable, Stake { queue_entries, ..stake })?;
        }
        if left.is_zero() {
            self.emit_factor(&staker, &strategy, ScalingFactor::ONE);
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

    #[inline(never)]
    fn emit_factor(&self, staker: &Address, strategy: &Address, factor: ScalingFactor) {
        let event = Event::new(&DepositScalingFactorUpdated::SIGNATURE_HASH, 3);
        emit(self.vm(), &event.address(staker).address(strategy).word(&factor.wad()));
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
pub(crate) fn scaling_fault(error: ScalingError) -> Fault {
    match error {
        ScalingError::FullySlashed => FullySlashed::FAULT,
        ScalingError::InvalidDepositScalingFactor => InvalidDepositScalingFactor::FAULT,
        ScalingError::Arithmetic(_) => overflow(),
    }
}
