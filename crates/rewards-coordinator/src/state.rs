//! Storage of the RewardsCoordinator. Times and durations are seconds, amounts token units.

use alloy_primitives::{Address, B256};
use common::map::Map;
use common::packed::{field, Packed, Slot};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageB256, StorageBool, StorageU256};

/// Rewards in, claims out.
#[storage]
#[entrypoint]
pub struct RewardsCoordinator {
    /// What submitting a root reads and writes.
    pub(crate) globals: Slot<Globals>,
    /// What submissions are held to.
    pub(crate) limits: Slot<Limits>,
    /// Knows which strategies may earn.
    pub(crate) strategy_manager: StorageAddress,
    /// May change the updater and the activation delay.
    pub(crate) owner: StorageAddress,
    /// AVS → submissions made.
    pub(crate) nonces: Map<Address, StorageU256>,
    /// AVS → hash → whether it was submitted.
    pub(crate) submissions: Map<Address, Map<B256, StorageBool>>,
    /// index → distribution root.
    pub(crate) roots: Map<u32, StorageB256>,
    /// index → the rest of a distribution root.
    pub(crate) root_states: Map<u32, Slot<RootState>>,
    /// earner → who may claim; zero: the earner itself.
    pub(crate) claimers: Map<Address, StorageAddress>,
    /// earner → token → paid so far.
    pub(crate) claimed: Map<Address, Map<Address, StorageU256>>,
}

/// The rewards updater, and everything a new root is checked against.
#[derive(Clone, Copy)]
pub(crate) struct Globals {
    pub(crate) rewards_updater: Address,
    /// From submitting a root to when it can be claimed against.
    pub(crate) activation_delay: u32,
    /// Up to when the last root counts earnings.
    pub(crate) calculation_end: u32,
    pub(crate) root_count: u32,
}

impl Packed for Globals {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            rewards_updater: field::address(word, 0),
            activation_delay: field::u32(word, 20),
            calculation_end: field::u32(word, 24),
            root_count: field::u32(word, 28),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.rewards_updater.as_slice());
        field::put(&mut word, 20, &self.activation_delay.to_be_bytes());
        field::put(&mut word, 24, &self.calculation_end.to_be_bytes());
        field::put(&mut word, 28, &self.root_count.to_be_bytes());
        word
    }
}

/// What starts and durations of submissions are held to; set once.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    /// What starts and durations are multiples of.
    pub(crate) calculation_interval: u32,
    pub(crate) max_duration: u32,
    pub(crate) max_retroactive_length: u32,
    pub(crate) max_future_length: u32,
    /// The earliest start ever.
    pub(crate) genesis: u32,
}

impl Packed for Limits {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            calculation_interval: field::u32(word, 0),
            max_duration: field::u32(word, 4),
            max_retroactive_length: field::u32(word, 8),
            max_future_length: field::u32(word, 12),
            genesis: field::u32(word, 16),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.calculation_interval.to_be_bytes());
        field::put(&mut word, 4, &self.max_duration.to_be_bytes());
        field::put(&mut word, 8, &self.max_retroactive_length.to_be_bytes());
        field::put(&mut word, 12, &self.max_future_length.to_be_bytes());
        field::put(&mut word, 16, &self.genesis.to_be_bytes());
        word
    }
}

/// A distribution root but for the root itself. `activated_at` is zero where no root was submitted, and only there.
#[derive(Clone, Copy)]
pub(crate) struct RootState {
    /// Up to when it counts earnings.
    pub(crate) calculation_end: u32,
    pub(crate) activated_at: u32,
    pub(crate) disabled: bool,
}

impl Packed for RootState {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            calculation_end: field::u32(word, 28),
            activated_at: field::u32(word, 24),
            disabled: field::u32(word, 20) != 0,
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 20, &u32::from(self.disabled).to_be_bytes());
        field::put(&mut word, 24, &self.activated_at.to_be_bytes());
        field::put(&mut word, 28, &self.calculation_end.to_be_bytes());
        word
    }
}
