//! Slashed shares: booked by a slash, cleared to their recipient by anyone after the resolution delay.

use alloc::vec::Vec;

use abi::{Event, Result};
use alloy_primitives::{address, Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::checked;
use common::calls;
use common::host::{block_number, emit};
use common::list::{address_of, element_of};
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

use crate::state::Booking;
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
        let now = block_number(self.vm());
        let resolution_block = checked(delay::last_block(now, self.delegation.get().delay))?;
        if slash_id == U256::ONE {
            // The set's first slash, told even if it took nothing: from now on it may have some that wait to be cleared.
            self.slashed_sets.setter(Address::ZERO).push(&set.key());
        }
        for (strategy, shares) in strategies.iter().zip(shares) {
            let booked = self.bookings.getter(set.key()).getter(slash_id).getter(*strategy).get();
            require::<StrategyAlreadyInSlash>(booked.place == 0)?;
            let place = self.booked_lists.setter(set.key()).setter(slash_id).push(&element_of(strategy));
            let booking = Booking { shares: checked(to_u128(*shares))?, place, resolution_block };
            self.bookings.setter(set.key()).setter(slash_id).setter(*strategy).set(&booking);
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
        let strategies = self.booked_strategies(&set, slash_id);
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
        let booking = self.bookings.getter(set.key()).getter(slash_id).getter(strategy).get();
        if booking.place == 0 {
            return Ok(U256::ZERO);
        }
        let now = block_number(self.vm());
        require::<SlashResolutionDelayNotElapsed>(delay::is_past(now, booking.resolution_block))?;
        self.unbook(set, slash_id, strategy, booking.place);
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

    /// Removes a booking and its list entry.
    fn unbook(&mut self, set: &OperatorSet, slash_id: U256, strategy: Address, place: u64) {
        let mut bookings = self.bookings.setter(set.key());
        let mut bookings = bookings.setter(slash_id);
        bookings.setter(strategy).set(&Booking { shares: 0, place: 0, resolution_block: 0 });
        if let Some(moved) = self.booked_lists.setter(set.key()).setter(slash_id).remove(place) {
            let mut slot = bookings.setter(address_of(&moved));
            let booking = slot.get();
            slot.set(&Booking { place, ..booking });
        }
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
