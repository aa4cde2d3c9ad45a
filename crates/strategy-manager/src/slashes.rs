//! Slashed shares: booked by a slash, cleared to their recipient by anyone after the resolution delay.

use alloc::vec::Vec;

use abi::{Event, Result};
use alloy_primitives::{address, Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::checked;
use common::calls;
use common::host::{block_number, emit};
use common::pausing::require_open;
use interfaces::peers::{slasher, strategy as strategy_calls};
use interfaces::require;
use interfaces::sol::IStrategyManager::{
    BurnOrRedistributableSharesDecreased, BurnOrRedistributableSharesIncreased, BurnableSharesDecreased,
    InputArrayLengthMismatch, SlashResolutionDelayNotElapsed, StrategyAlreadyInSlash,
};
use interfaces::types::OperatorSet;
use math::delay;
use math::wide::to_u128;
use stylus_sdk::prelude::*;

use crate::bookings::Booking;
use crate::{StrategyManager, CLEARING};

/// Where slashed shares of sets that redistribute nothing go: an address nobody owns.
pub(crate) const DEFAULT_BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");

impl StrategyManager {
    /// DelegationManager: books what a slash took. Zero shares are booked too, so that the slash id shows what it hit.
    pub(crate) fn book_slash(
        &mut self,
        set: OperatorSet,
        slash_id: U256,
        strategies: &[Address],
        shares: &[U256],
    ) -> Result<()> {
        self.require_delegation_manager()?;
        require::<InputArrayLengthMismatch>(strategies.len() == shares.len())?;
        let (key, now) = (set.key(), block_number(self.vm()));
        let resolution_block = checked(delay::last_block(now, self.delegation.get().delay))?;
        if slash_id == U256::ONE {
            // The set's first slash, told even if it took nothing: from now on it may have some that wait to be cleared.
            self.slashed_sets.setter(Address::ZERO).push(&key);
        }
        for (strategy, shares) in strategies.iter().zip(shares) {
            require::<StrategyAlreadyInSlash>(self.booking_of(&key, slash_id, *strategy).is_none())?;
            let (number, shares_booked) = (self.number(*strategy)?, checked(to_u128(*shares))?);
            let booking = Booking { strategy: number, shares: shares_booked, resolution_block };
            self.push_booking(&key, slash_id, booking)?;
            self.emit_booked(
                BurnOrRedistributableSharesIncreased::SIGNATURE_HASH,
                &set,
                &slash_id,
                strategy,
                shares,
            );
        }
        Ok(())
    }

    /// Anyone: clears every strategy of a slash. An unknown slash is an empty one.
    pub(crate) fn clear_slash(&mut self, set: OperatorSet, slash_id: U256) -> Result<Vec<U256>> {
        let bookings = self.bookings_of(&set.key(), slash_id).into_iter();
        let strategies: Vec<_> = bookings.map(|(strategy, _)| strategy).collect();
        self.clear(set, slash_id, &strategies)
    }

    /// Anyone: clears one strategy of a slash. Returns the token units paid; zero for what is not booked.
    pub(crate) fn clear_slash_of(
        &mut self,
        set: OperatorSet,
        slash_id: U256,
        strategy: Address,
    ) -> Result<U256> {
        Ok(self.clear(set, slash_id, &[strategy])?.pop().unwrap_or_default())
    }

    fn clear(&mut self, set: OperatorSet, slash_id: U256, strategies: &[Address]) -> Result<Vec<U256>> {
        require_open(self.delegation.get().paused, CLEARING)?;
        let (mut recipient, mut amounts) = (None, Vec::with_capacity(strategies.len()));
        for strategy in strategies {
            let shares = self.take_booking(&set, slash_id, *strategy)?;
            if shares.is_zero() {
                amounts.push(shares);
                continue;
            }
            let to = match recipient {
                Some(recipient) => recipient,
                None => self.recipient_of(&set)?,
            };
            recipient = Some(to);
            let token = calls::view_address(self.vm(), strategy, &strategy_calls::underlying_token())?;
            amounts.push(self.withdraw(strategy, &to, &token, &shares)?);
        }
        Ok(amounts)
    }

    /// Takes a booking off the books; its shares, or zero for what is not booked.
    fn take_booking(&mut self, set: &OperatorSet, slash_id: U256, strategy: Address) -> Result<U256> {
        let Some((index, booking)) = self.booking_of(&set.key(), slash_id, strategy) else {
            return Ok(U256::ZERO);
        };
        let now = block_number(self.vm());
        require::<SlashResolutionDelayNotElapsed>(delay::is_past(now, booking.resolution_block))?;
        self.remove_booking(&set.key(), slash_id, index)?;
        let shares = U256::from(booking.shares);
        if !shares.is_zero() {
            let topic = BurnOrRedistributableSharesDecreased::SIGNATURE_HASH;
            self.emit_booked(topic, set, &slash_id, &strategy, &shares);
        }
        Ok(shares)
    }

    fn recipient_of(&self, set: &OperatorSet) -> Result<Address> {
        let ask = slasher::get_redistribution_recipient(set);
        calls::view_address(self.vm(), &self.allocation_manager.get(), &ask)
    }

    /// Anyone: there are no shares of an older kind to burn, which the event says.
    pub(crate) fn burn_shares(&self, strategy: &Address) {
        let event = Event::new(&BurnableSharesDecreased::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(strategy).word(&U256::ZERO));
    }

    fn emit_booked(
        &self,
        topic: alloy_primitives::B256,
        set: &OperatorSet,
        slash_id: &U256,
        strategy: &Address,
        shares: &U256,
    ) {
        let mut event = Event::new(&topic, 5);
        set.encode(event.data());
        emit(self.vm(), &event.word(slash_id).address(strategy).word(shares));
    }
}
