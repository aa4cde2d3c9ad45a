//! What is booked under a slash id: records one after the other, one slot for each strategy.
//!
//! A strategy stands in them by its number, which it has from its first whitelisting or booking on: four bytes instead of
//! twenty leave room for shares and block. The first record also says how many there are; when one goes, the last takes its
//! place.

use alloc::vec::Vec;

use abi::Result;
use alloy_primitives::{Address, B256, U256};
use common::arithmetic::{checked, some};
use common::list::{address_of, element_of};
use common::packed::{field, Packed, Words};

use math::wide::checked_add;

use crate::state::Listing;
use crate::StrategyManager;

/// Slashed shares of a strategy under one slash id, and the block after which they may be cleared.
#[derive(Clone, Copy)]
pub(crate) struct Booking {
    /// The strategy's number.
    pub(crate) strategy: u32,
    pub(crate) shares: u128,
    pub(crate) resolution_block: u32,
}

/// A booking, and in the first one the number of all.
#[derive(Clone, Copy)]
struct Record {
    booking: Booking,
    count: u32,
}

impl Packed for Record {
    fn unpack(word: &[u8; 32]) -> Self {
        let booking = Booking {
            strategy: field::u32(word, 8),
            shares: field::u128(word, 16),
            resolution_block: field::u32(word, 4),
        };
        Self { booking, count: field::u32(word, 0) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.count.to_be_bytes());
        field::put(&mut word, 4, &self.booking.resolution_block.to_be_bytes());
        field::put(&mut word, 8, &self.booking.strategy.to_be_bytes());
        field::put(&mut word, 16, &self.booking.shares.to_be_bytes());
        word
    }
}

fn record(records: &Words, index: usize) -> Record {
    Record::unpack(&records.get(index))
}

fn count(records: &Words) -> usize {
    record(records, 0).count as usize
}

/// Overwrites the booking at `index`, and the number of all.
fn write(records: &mut Words, index: usize, booking: Booking, count: usize) -> Result<()> {
    let count = some(u32::try_from(count).ok())?;
    if index != 0 {
        let first = record(records, 0);
        records.set(0, &Record { count, ..first }.pack());
    }
    records.set(index, &Record { booking, count: if index == 0 { count } else { 0 } }.pack());
    Ok(())
}

impl StrategyManager {
    /// The number of a strategy; a new one if it has none yet.
    pub(crate) fn number(&mut self, strategy: Address) -> Result<u32> {
        let listing = self.whitelist.getter(strategy).get();
        if listing.number != 0 {
            return Ok(listing.number);
        }
        let place = self.numbered.setter(Address::ZERO).push(&element_of(&strategy));
        let number = some(u32::try_from(place).ok())?;
        self.whitelist.setter(strategy).set(&Listing { number, ..listing });
        Ok(number)
    }

    /// The strategy with a number.
    fn numbered(&self, number: u32) -> Address {
        address_of(&self.numbered.getter(Address::ZERO).get(u64::from(number)))
    }

    /// Whether anything is booked.
    pub(crate) fn has_bookings(&self, set: &B256, slash_id: U256) -> bool {
        count(&self.bookings.getter(*set).getter(slash_id)) != 0
    }

    /// All that is booked.
    pub(crate) fn bookings_of(&self, set: &B256, slash_id: U256) -> Vec<(Address, Booking)> {
        let records = self.bookings.getter(*set);
        let records = records.getter(slash_id);
        let bookings = (0..count(&records)).map(|index| record(&records, index).booking);
        bookings.map(|booking| (self.numbered(booking.strategy), booking)).collect()
    }

    /// What is booked of a strategy, and where.
    pub(crate) fn booking_of(
        &self,
        set: &B256,
        slash_id: U256,
        strategy: Address,
    ) -> Option<(usize, Booking)> {
        let number = self.whitelist.getter(strategy).get().number;
        let records = self.bookings.getter(*set);
        let records = records.getter(slash_id);
        let mut bookings = (0..count(&records)).map(|index| (index, record(&records, index).booking));
        bookings.find(|(_, booking)| booking.strategy == number)
    }

    /// Books one more.
    pub(crate) fn push_booking(&mut self, set: &B256, slash_id: U256, booking: Booking) -> Result<()> {
        let mut records = self.bookings.setter(*set);
        let mut records = records.setter(slash_id);
        let index = count(&records);
        write(&mut records, index, booking, index.saturating_add(1))
    }

    /// Takes the one at `index` off the books.
    pub(crate) fn remove_booking(&mut self, set: &B256, slash_id: U256, index: usize) -> Result<()> {
        let mut records = self.bookings.setter(*set);
        let mut records = records.setter(slash_id);
        let last = some(count(&records).checked_sub(1))?;
        let moved = record(&records, last).booking;
        write(&mut records, index, moved, last)?;
        // The last one's slot is free now, be it where it was or alone.
        records.set(last, &[0; 32]);
        if last == 0 {
            let mut cleared = self.cleared.setter(*set);
            let more = checked(checked_add(cleared.get(), U256::ONE))?;
            cleared.set(more);
        }
        Ok(())
    }
}
