//! Deposit shares: who holds how many, and the list of strategies of each staker.

use alloc::vec::Vec;

use abi::{Result, Writer};
use alloy_primitives::{Address, U256};
use common::arithmetic::{checked, some};
use common::host::caller;
use common::list::{address_of, element_of};
use interfaces::require;
use interfaces::sol::IStrategyManager::{
    InputArrayLengthMismatch, MaxStrategiesExceeded, OnlyDelegationManager, SharesAmountTooHigh,
    SharesAmountZero, StakerAddressZero,
};
use math::shares::ScalingFactor;
use math::wide::{checked_add, checked_sub, to_u128};
use stylus_sdk::prelude::*;

use crate::deposits::checked_factor;
use crate::state::Position;
use crate::StrategyManager;

/// Strategies a staker may be in at once: bounds what undelegating and views must walk through.
const MAX_STAKER_STRATEGIES: u64 = 32;

/// A position that gained shares.
pub(crate) struct Credited {
    /// Shares before.
    pub(crate) before: u128,
    /// The position now.
    pub(crate) after: Position,
}

impl StrategyManager {
    /// A staker's position with `shares` more, listed but not written: whoever calls writes it, with the factor that
    /// follows.
    #[inline(never)]
    pub(crate) fn credited(&mut self, staker: Address, strategy: Address, shares: U256) -> Result<Credited> {
        require::<StakerAddressZero>(!staker.is_zero())?;
        require::<SharesAmountZero>(!shares.is_zero())?;
        let mut after = self.positions.getter(staker).getter(strategy).get();
        let before = after.shares;
        if before == 0 {
            let mut list = self.strategy_lists.setter(staker);
            require::<MaxStrategiesExceeded>(list.len() < MAX_STAKER_STRATEGIES)?;
            after.place = place_of(list.push(&element_of(&strategy)))?;
        }
        after.shares = checked(to_u128(checked(checked_add(U256::from(before), shares))?))?;
        self.emit_deposit(&staker, &strategy, &shares);
        Ok(Credited { before, after })
    }

    /// DelegationManager: gives shares in several strategies; returns what was held before, and the scaling factors.
    pub(crate) fn credit(
        &mut self,
        staker: Address,
        strategies: &[Address],
        shares: &[U256],
    ) -> Result<Vec<u8>> {
        self.each(strategies, shares, |this, strategy, shares| {
            let Credited { before, after } = this.credited(staker, strategy, shares)?;
            this.positions.setter(staker).setter(strategy).set(&after);
            Ok((before, after.factor))
        })
    }

    /// DelegationManager: takes shares in several strategies; returns what is left, and the scaling factors they had.
    pub(crate) fn debit(
        &mut self,
        staker: Address,
        strategies: &[Address],
        shares: &[U256],
    ) -> Result<Vec<u8>> {
        self.each(strategies, shares, |this, strategy, shares| this.debit_one(staker, strategy, shares))
    }

    /// DelegationManager: does the same in several strategies, and encodes the shares and factors that gives.
    fn each(
        &mut self,
        strategies: &[Address],
        words: &[U256],
        mut rule: impl FnMut(&mut Self, Address, U256) -> Result<(u128, ScalingFactor)>,
    ) -> Result<Vec<u8>> {
        self.require_delegation_manager()?;
        require::<InputArrayLengthMismatch>(strategies.len() == words.len())?;
        let (mut shares, mut factors) = (Vec::new(), Vec::new());
        for (strategy, word) in strategies.iter().zip(words) {
            let (counted, factor) = rule(self, *strategy, *word)?;
            shares.push(U256::from(counted));
            factors.push(factor.wad());
        }
        Ok(Writer::word_arrays(&[&shares, &factors]))
    }

    fn debit_one(
        &mut self,
        staker: Address,
        strategy: Address,
        shares: U256,
    ) -> Result<(u128, ScalingFactor)> {
        require::<SharesAmountZero>(!shares.is_zero())?;
        let position = self.positions.getter(staker).getter(strategy).get();
        require::<SharesAmountTooHigh>(shares <= U256::from(position.shares))?;
        let left = checked(to_u128(checked(checked_sub(U256::from(position.shares), shares))?))?;
        if left == 0 {
            self.leave(staker, position.place);
        }
        // An empty position forgets its factor with everything else.
        let after = if left == 0 { Position::EMPTY } else { Position { shares: left, ..position } };
        self.positions.setter(staker).setter(strategy).set(&after);
        Ok((left, position.factor))
    }

    /// DelegationManager: overwrites scaling factors (WAD).
    pub(crate) fn set_factors(
        &mut self,
        staker: Address,
        strategies: &[Address],
        factors: &[U256],
    ) -> Result<()> {
        self.require_delegation_manager()?;
        require::<InputArrayLengthMismatch>(strategies.len() == factors.len())?;
        for (strategy, factor) in strategies.iter().zip(factors) {
            let mut positions = self.positions.setter(staker);
            let mut slot = positions.setter(*strategy);
            let position = slot.get();
            slot.set(&Position { factor: checked_factor(*factor)?, ..position });
        }
        Ok(())
    }

    /// Takes the strategy at `place` off the staker's list; the one that moves into the gap learns its new place.
    fn leave(&mut self, staker: Address, place: u8) {
        if let Some(moved) = self.strategy_lists.setter(staker).remove(u64::from(place)) {
            let mut positions = self.positions.setter(staker);
            let mut slot = positions.setter(address_of(&moved));
            let position = slot.get();
            slot.set(&Position { place, ..position });
        }
    }

    /// Reverts unless the DelegationManager calls.
    pub(crate) fn require_delegation_manager(&self) -> Result<()> {
        require::<OnlyDelegationManager>(caller(self.vm()) == self.delegation.get().address)
    }
}

/// A place on a staker's list, which has 32 at most.
fn place_of(place: u64) -> Result<u8> {
    some(u8::try_from(place).ok())
}
