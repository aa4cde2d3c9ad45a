//! Storage of the StrategyManager.

use alloy_primitives::{Address, B256, U256};
use common::list::List;
use common::map::Map;
use common::ownable::Ownership;
use common::packed::{field, Packed, Peer, Slot};
use common::pausing::Pausing;
use math::shares::ScalingFactor;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageBool, StorageU256};

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
    /// Strategies that take deposits.
    pub(crate) whitelist: Map<Address, StorageBool>,
    /// staker → deposit signatures used.
    pub(crate) nonces: Map<Address, StorageU256>,
    /// staker → strategy → shares, scaling factor and place.
    pub(crate) positions: Map<Address, Map<Address, Slot<Position>>>,
    /// staker → strategies with shares, at most 32.
    pub(crate) strategy_lists: Map<Address, List>,
    /// zero → operator sets that were slashed at least once.
    pub(crate) slashed_sets: Map<Address, List>,
    /// operator set → slash id → strategies that wait to be cleared.
    pub(crate) booked_lists: Map<B256, Map<U256, List>>,
    /// operator set → slash id → strategy → what is booked.
    pub(crate) bookings: Map<B256, Map<U256, Map<Address, Slot<Booking>>>>,
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

/// Slashed shares of a strategy under one slash id: how many, the place on the slash's list (from 1; 0 when not booked),
/// and the block after which they may be cleared.
#[derive(Clone, Copy)]
pub(crate) struct Booking {
    pub(crate) shares: u128,
    pub(crate) place: u64,
    pub(crate) resolution_block: u32,
}

impl Packed for Booking {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            shares: field::u128(word, 16),
            place: field::u64(word, 8),
            resolution_block: field::u32(word, 4),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 4, &self.resolution_block.to_be_bytes());
        field::put(&mut word, 8, &self.place.to_be_bytes());
        field::put(&mut word, 16, &self.shares.to_be_bytes());
        word
    }
}
