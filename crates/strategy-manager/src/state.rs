//! Storage of the StrategyManager.

use alloy_primitives::{Address, B256, U256};
use common::list::List;
use common::map::Map;
use common::ownable::Ownership;
use common::packed::{field, Packed, Peer, Slot, Words};
use common::pausing::Pausing;
use math::shares::ScalingFactor;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageU256};

/// Deposits, deposit shares and booked slashes.
#[storage]
#[entrypoint]
pub struct StrategyManager {
    /// The peer every deposit calls, the resolution delay and the pause bits.
    pub(crate) delegation: Slot<Peer>,
    /// The Slasher's address; knows who receives a slash.
    pub(crate) allocation_manager: StorageAddress,
    /// May change the whitelister.
    pub(crate) ownership: Ownership,
    /// Pausing.
    pub(crate) pausing: Pausing,
    /// May open and close strategies for deposits.
    pub(crate) whitelister: StorageAddress,
    /// Which strategies take deposits, and their numbers.
    pub(crate) whitelist: Map<Address, Slot<Listing>>,
    /// zero → strategies by number.
    pub(crate) numbered: Map<Address, List>,
    /// staker → deposit signatures used.
    pub(crate) nonces: Map<Address, StorageU256>,
    /// staker → strategy → shares, scaling factor and place.
    pub(crate) positions: Map<Address, Map<Address, Slot<Position>>>,
    /// staker → strategies with shares, at most 32.
    pub(crate) strategy_lists: Map<Address, List>,
    /// zero → operator sets that were slashed at least once.
    pub(crate) slashed_sets: Map<Address, List>,
    /// operator set → slash ids that were booked and are cleared.
    pub(crate) cleared: Map<B256, StorageU256>,
    /// operator set → slash id → what is booked and waits to be cleared (see `bookings.rs`).
    pub(crate) bookings: Map<B256, Map<U256, Words>>,
}

/// A staker's deposit shares in a strategy, their scaling factor, and the strategy's place on the staker's list (from 1;
/// 0 when no shares).
#[derive(Clone, Copy)]
pub(crate) struct Position {
    pub(crate) shares: u128,
    /// At most 1e36 WAD: fifteen bytes hold it.
    pub(crate) factor: ScalingFactor,
    /// A list has 32 places at most.
    pub(crate) place: u8,
}

impl Position {
    /// No shares.
    pub(crate) const EMPTY: Self = Self { shares: 0, factor: ScalingFactor::ONE, place: 0 };
}

impl Packed for Position {
    fn unpack(word: &[u8; 32]) -> Self {
        let factor = ScalingFactor::from_stored(field::u128(word, 0).wrapping_shr(8));
        Self { factor, place: field::u8(word, 15), shares: field::u128(word, 16) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.factor.to_stored().wrapping_shl(8).to_be_bytes());
        field::put(&mut word, 15, &[self.place]);
        field::put(&mut word, 16, &self.shares.to_be_bytes());
        word
    }
}

/// What is known of a strategy: whether it takes deposits, and its number (from 1; 0 for none) in bookings.
#[derive(Clone, Copy)]
pub(crate) struct Listing {
    pub(crate) open: bool,
    pub(crate) number: u32,
}

impl Packed for Listing {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { open: field::u8(word, 31) != 0, number: field::u32(word, 24) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 24, &self.number.to_be_bytes());
        field::put(&mut word, 31, &[u8::from(self.open)]);
        word
    }
}
