//! Storage of the StrategyManager.

use alloy_primitives::{Address, B256, U256};
use common::list::List;
use common::packed::{field, Packed, Peer, Slot};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageBool, StorageMap};

/// Deposits, deposit shares and booked slashes.
#[storage]
#[entrypoint]
pub struct StrategyManager {
    /// The peer every deposit calls, and the resolution delay.
    pub(crate) delegation: Slot<Peer>,
    /// The Slasher's address; knows who receives a slash.
    pub(crate) allocation_manager: StorageAddress,
    /// May change the whitelister.
    pub(crate) owner: StorageAddress,
    /// May open and close strategies for deposits.
    pub(crate) whitelister: StorageAddress,
    /// Strategies that take deposits.
    pub(crate) whitelist: StorageMap<Address, StorageBool>,
    /// staker → strategy → shares and place.
    pub(crate) positions: StorageMap<Address, StorageMap<Address, Slot<Position>>>,
    /// staker → strategies with shares, at most 32.
    pub(crate) strategy_lists: StorageMap<Address, List>,
    /// operator set → slash id → strategies that wait to be cleared.
    pub(crate) booked_lists: StorageMap<B256, StorageMap<U256, List>>,
    /// operator set → slash id → strategy → what is booked.
    pub(crate) bookings: StorageMap<B256, StorageMap<U256, StorageMap<Address, Slot<Booking>>>>,
}

/// A staker's deposit shares in a strategy, and the strategy's place on the staker's list (from 1; 0 when no shares).
#[derive(Clone, Copy)]
pub(crate) struct Position {
    pub(crate) shares: u128,
    pub(crate) place: u64,
}

impl Packed for Position {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { shares: field::u128(word, 16), place: field::u64(word, 8) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 8, &self.place.to_be_bytes());
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
