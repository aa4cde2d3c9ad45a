//! What a slash does to shares.

use alloc::vec::Vec;

use abi::{Event, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::calls;
use common::host::{block_number, caller, emit};
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    InputArrayLengthMismatch, MaxMagnitudeMismatch, OnlyAllocationManager, OperatorSharesSlashed,
};
use interfaces::types::OperatorSet;
use math::delay::newest_unslashable_block;
use math::slash::{queued_slashable_down, slashed_shares_down};
use math::wad::WAD;
use math::wide::checked_add;
use stylus_sdk::prelude::*;

use crate::state::Stake;
use crate::DelegationManager;

/// One slash: who, for which set, under which id.
pub(crate) struct Slash {
    pub(crate) operator: Address,
    pub(crate) set: OperatorSet,
    pub(crate) id: u64,
}

impl DelegationManager {
    /// Slasher: the operator's maximum magnitude fell from `previous` to `new` (WAD) in every strategy. Shrinks its
    /// shares and the queued shares still slashable alike, and books both. Returns the shares booked.
    pub(crate) fn slash(
        &mut self,
        slash: Slash,
        strategies: &[Address],
        previous: &[u64],
        new: &[u64],
    ) -> Result<Vec<U256>> {
        require::<OnlyAllocationManager>(caller(self.vm()) == self.allocation_manager.get())?;
        require::<InputArrayLengthMismatch>(
            strategies.len() == previous.len() && strategies.len() == new.len(),
        )?;
        let mut booked = Vec::with_capacity(strategies.len());
        for (strategy, (previous, new)) in strategies.iter().zip(previous.iter().zip(new)) {
            booked.push(self.slash_one(slash.operator, *strategy, *previous, *new)?);
        }
        if !booked.is_empty() {
            let book = strategy_manager::book_slash(&slash.set, slash.id, strategies, &booked);
            calls::call(self.vm(), &self.strategy_manager.get().address, &book)?;
        }
        Ok(booked)
    }

    /// Slashes one strategy and records the new magnitude in this block.
    fn slash_one(&mut self, operator: Address, strategy: Address, previous: u64, new: u64) -> Result<U256> {
        let stake = self.stake_of(operator, strategy);
        // Both keep the same number. Should they ever differ, going on would slash by a wrong proportion.
        require::<MaxMagnitudeMismatch>(previous == stake.max_magnitude())?;
        let from_operator = checked(slashed_shares_down(U256::from(stake.shares), previous, new))?;
        let queued = self.slashable_in_queue(operator, strategy, &stake)?;
        let from_queue = checked(slashed_shares_down(queued, previous, new))?;
        let total = checked(checked_add(from_operator, from_queue))?;
        let now = block_number(self.vm());
        let mut history = self.magnitudes.setter(operator);
        let magnitude_entries =
            some(history.setter(strategy).push(stake.magnitude_entries, now, &U256::from(new)))?;
        let stake = Stake { spent: some(WAD.checked_sub(new))?, magnitude_entries, ..stake };
        self.decrease_stake(operator, Address::ZERO, strategy, from_operator, stake)?;
        let event = Event::new(&OperatorSharesSlashed::SIGNATURE_HASH, 3).topic_address(&operator);
        emit(self.vm(), &event.address(&strategy).word(&total));
        Ok(total)
    }

    /// Shares in the queue, at the operator's magnitude, that a slash in this block reaches: those queued within the
    /// withdrawal delay.
    #[inline(never)]
    pub(crate) fn slashable_in_queue(
        &self,
        operator: Address,
        strategy: Address,
        stake: &Stake,
    ) -> Result<U256> {
        let entries = stake.queue_entries;
        let until = newest_unslashable_block(block_number(self.vm()), self.strategy_manager.get().delay);
        let history = self.queued.getter(operator);
        let before = history.getter(strategy).at(entries, until).unwrap_or_default();
        let now = self.latest_queued(operator, strategy, entries);
        checked(queued_slashable_down(now, before, stake.max_magnitude()))
    }
}
