//! What anyone reads.

use alloc::vec::Vec;

use abi::{Result, Writer};
use alloy_primitives::{Address, U256};
use common::arithmetic::{checked, some};
use common::calls;
use common::list::address_of;
use interfaces::peers::slasher;
use interfaces::types::OperatorSet;
use math::wide::{checked_sub, to_u64};
use stylus_sdk::prelude::*;

use crate::StrategyManager;

impl StrategyManager {
    /// Deposit shares of `staker` in `strategy`.
    pub(crate) fn shares_of(&self, staker: Address, strategy: Address) -> U256 {
        U256::from(self.positions.getter(staker).getter(strategy).get().shares)
    }

    /// Deposit shares and scaling factors (WAD) of `staker`, encoded.
    pub(crate) fn positions_of(&self, staker: Address, strategies: &[Address]) -> Vec<u8> {
        let positions = self.positions.getter(staker);
        let (mut shares, mut factors) = (Vec::new(), Vec::new());
        for strategy in strategies {
            let position = positions.getter(*strategy).get();
            shares.push(U256::from(position.shares));
            factors.push(position.factor.wad());
        }
        Writer::word_arrays(&[&shares, &factors])
    }

    /// The staker's strategies.
    pub(crate) fn strategies_of(&self, staker: Address) -> Vec<Address> {
        self.strategy_lists.getter(staker).addresses()
    }

    /// The staker's strategies and shares in each.
    pub(crate) fn deposits_of(&self, staker: Address) -> (Vec<Address>, Vec<U256>) {
        let strategies = self.strategies_of(staker);
        let shares = strategies.iter().map(|strategy| self.shares_of(staker, *strategy)).collect();
        (strategies, shares)
    }

    /// The strategy at `index` (from 0) of the staker's list; reverts past its end.
    pub(crate) fn strategy_at(&self, staker: Address, index: U256) -> Result<Address> {
        let list = self.strategy_lists.getter(staker);
        let index = some(u64::try_from(index).ok().filter(|index| *index < list.len()))?;
        Ok(address_of(&list.get(index.saturating_add(1))))
    }

    /// Whether each of the strategies takes deposits.
    pub(crate) fn are_whitelisted(&self, strategies: &[Address]) -> Vec<bool> {
        strategies.iter().map(|strategy| self.whitelist.getter(*strategy).get().open).collect()
    }

    /// Strategies and shares of a booked slash that are not cleared yet.
    pub(crate) fn booked(&self, set: &OperatorSet, slash_id: U256) -> (Vec<Address>, Vec<U256>) {
        let bookings = self.bookings_of(&set.key(), slash_id).into_iter();
        bookings.map(|(strategy, booking)| (strategy, U256::from(booking.shares))).unzip()
    }

    /// How many slashes of `set` are not cleared: all that were booked, but for those that are.
    fn pending_slashes(&self, set: &OperatorSet) -> Result<usize> {
        let booked = self.ask_slasher(&slasher::get_booked_slash_count(set))?;
        let pending = checked(checked_sub(booked, self.cleared.get(set.key())))?;
        some(usize::try_from(pending).ok())
    }

    /// Slashes of `set` that are not cleared: ids count from 1 to the number the Slasher has. The latest are most likely to
    /// wait, so the search begins with them.
    pub(crate) fn pending_slash_ids(&self, set: &OperatorSet) -> Result<Vec<U256>> {
        let (key, pending) = (set.key(), self.pending_slashes(set)?);
        let count = checked(to_u64(self.ask_slasher(&slasher::get_slash_count(set))?))?;
        let ids = (1..=count).rev().map(U256::from).filter(|id| self.has_bookings(&key, *id));
        let mut ids: Vec<_> = ids.take(pending).collect();
        ids.reverse();
        Ok(ids)
    }

    fn ask_slasher(&self, ask: &[u8]) -> Result<U256> {
        calls::view_word(self.vm(), &self.allocation_manager.get(), ask)
    }

    /// Sets with slashes that are not cleared, encoded.
    pub(crate) fn pending_sets(&self) -> Result<Vec<u8>> {
        let mut sets = Vec::new();
        for key in self.slashed_sets.getter(Address::ZERO).to_vec() {
            let set = OperatorSet::from_key(&key);
            if self.pending_slashes(&set)? != 0 {
                sets.push(set);
            }
        }
        Ok(OperatorSet::one_array(&sets))
    }

    /// Booked shares of one strategy.
    pub(crate) fn booked_of(&self, set: &OperatorSet, slash_id: U256, strategy: Address) -> U256 {
        let booking = self.booking_of(&set.key(), slash_id, strategy);
        booking.map_or(U256::ZERO, |(_, booking)| U256::from(booking.shares))
    }

    /// The block after which what is still booked may be cleared; zero when nothing is.
    pub(crate) fn resolution_block(&self, set: &OperatorSet, slash_id: U256) -> u32 {
        self.bookings_of(&set.key(), slash_id).first().map_or(0, |(_, booking)| booking.resolution_block)
    }
}
