//! What a slash does to shares.

use alloc::vec::Vec;

use abi::{Event, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{at, checked, some};
use common::calls;
use common::host::{block_number, caller, emit};
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    InputArrayLengthMismatch, MaxMagnitudeMismatch, OnlyAllocationManager, OperatorSharesSlashed,
};
use interfaces::types::OperatorSet;
use math::delay::newest_unslashable_block;
use math::slash::{queued_slashable_down, slashed_queue_shares_down, slashed_shares_down};
use math::wad::WAD;
use math::wide::{checked_add, checked_sub};
use stylus_sdk::prelude::*;

use crate::state::Stake;
use crate::DelegationManager;

/// One slash: who, for which set, under which id.
pub(crate) struct Slash {
    pub(crate) operator: Address,
    pub(crate) set: OperatorSet,
    pub(crate) id: u64,
}

/// What a slash did to shares, by strategy.
#[derive(Default)]
pub(crate) struct Slashed {
    /// Booked: taken from the operator and from the queue.
    pub(crate) booked: Vec<U256>,
    /// The operator's before.
    pub(crate) previous: Vec<U256>,
    /// The operator's after.
    pub(crate) new: Vec<U256>,
}

impl DelegationManager {
    /// Slasher: the operator's maximum magnitude fell from `previous` to `new` (WAD) in every strategy. Shrinks its
    /// shares and the queued shares still slashable alike, and books both.
    pub(crate) fn slash(
        &mut self,
        slash: Slash,
        strategies: &[Address],
        previous: &[u64],
        new: &[u64],
    ) -> Result<Slashed> {
        require::<OnlyAllocationManager>(caller(self.vm()) == self.allocation_manager.get())?;
        require::<InputArrayLengthMismatch>(
            strategies.len() == previous.len() && strategies.len() == new.len(),
        )?;
        let mut slashed = Slashed::default();
        for (index, strategy) in strategies.iter().enumerate() {
            self.slash_one(slash.operator, *strategy, at(previous, index)?, at(new, index)?, &mut slashed)?;
        }
        if !strategies.is_empty() || slash.id == 1 {
            let book = strategy_manager::book_slash(&slash.set, slash.id, strategies, &slashed.booked);
            calls::call(self.vm(), &self.strategy_manager.get().address, &book)?;
        }
        Ok(slashed)
    }

    /// Slashes one strategy and records the new magnitude in this block.
    fn slash_one(
        &mut self,
        operator: Address,
        strategy: Address,
        previous: u64,
        new: u64,
        slashed: &mut Slashed,
    ) -> Result<()> {
        let stake = self.stake_of(operator, strategy);
        // Both keep the same number. Should they ever differ, going on would slash by a wrong proportion.
        require::<MaxMagnitudeMismatch>(previous == stake.max_magnitude())?;
        let shares = U256::from(stake.shares);
        let from_operator = checked(slashed_shares_down(shares, previous, new))?;
        let queued = self.slashable_in_queue(operator, strategy, &stake)?;
        let from_queue =
            checked(slashed_queue_shares_down(queued.shares, queued.withdrawals, previous, new))?;
        let total = checked(checked_add(from_operator, from_queue))?;
        let now = block_number(self.vm());
        let mut history = self.magnitudes.setter(operator);
        let magnitude_entries =
            some(history.setter(strategy).push(stake.magnitude_entries, now, &U256::from(new)))?;
        let stake = Stake { spent: some(WAD.checked_sub(new))?, magnitude_entries, ..stake };
        self.decrease_stake(operator, Address::ZERO, strategy, from_operator, stake)?;
        let event = Event::new(&OperatorSharesSlashed::SIGNATURE_HASH, 3).topic_address(&operator);
        emit(self.vm(), &event.address(&strategy).word(&total));
        slashed.booked.push(total);
        slashed.previous.push(shares);
        slashed.new.push(checked(checked_sub(shares, from_operator))?);
        Ok(())
    }

    /// What of the queue a slash in this block reaches: what was queued within the withdrawal delay.
    #[inline(never)]
    pub(crate) fn slashable_in_queue(
        &self,
        operator: Address,
        strategy: Address,
        stake: &Stake,
    ) -> Result<SlashableQueue> {
        let entries = stake.queue_entries;
        let until = newest_unslashable_block(block_number(self.vm()), self.strategy_manager.get().delay);
        let history = self.queued.getter(operator);
        let history = history.getter(strategy);
        let past = history.count_at(entries, until);
        let before = history.latest(past).unwrap_or_default();
        let now = history.latest(entries).unwrap_or_default();
        let shares = checked(queued_slashable_down(now, before, stake.max_magnitude()))?;
        Ok(SlashableQueue { shares, withdrawals: entries.saturating_sub(past) })
    }
}

/// The part of an operator's queue in a strategy that can still be slashed.
pub(crate) struct SlashableQueue {
    /// Shares at the operator's magnitude.
    pub(crate) shares: U256,
    /// Of so many withdrawals.
    pub(crate) withdrawals: u32,
}
