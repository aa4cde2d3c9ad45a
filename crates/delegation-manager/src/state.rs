//! Storage of the DelegationManager.

use alloy_primitives::{Address, B256, U256};
use common::checkpoints::Checkpoints;
use common::packed::{field, Packed, Peer, Slot};
use math::shares::ScalingFactor;
use math::wad::WAD;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageBool, StorageMap};

/// Operators, delegation and the withdrawal queue.
#[storage]
#[entrypoint]
pub struct DelegationManager {
    /// The peer every share movement calls or is called by, and the withdrawal delay.
    pub(crate) strategy_manager: Slot<Peer>,
    /// The Slasher's address; the only one that slashes.
    pub(crate) allocation_manager: StorageAddress,
    /// Knows who may act for an operator.
    pub(crate) permission_controller: StorageAddress,
    /// staker → operator and number of withdrawals queued.
    pub(crate) stakers: StorageMap<Address, Slot<Staker>>,
    /// operator → who must approve delegations; zero when anyone may delegate.
    pub(crate) approvers: StorageMap<Address, StorageAddress>,
    /// staker → strategy → deposit scaling factor.
    pub(crate) factors: StorageMap<Address, StorageMap<Address, Slot<Factor>>>,
    /// operator → strategy → shares, magnitude and lengths of both histories.
    pub(crate) stakes: StorageMap<Address, StorageMap<Address, Slot<Stake>>>,
    /// operator → strategy → maximum magnitude (WAD) by block; empty until the first slash.
    pub(crate) magnitudes: StorageMap<Address, StorageMap<Address, Checkpoints>>,
    /// operator → strategy → all scaled shares ever queued, by block.
    pub(crate) queued: StorageMap<Address, StorageMap<Address, Checkpoints>>,
    /// withdrawal root → queued and not completed.
    pub(crate) pending: StorageMap<B256, StorageBool>,
    /// approver → salt → used.
    pub(crate) spent_salts: StorageMap<Address, StorageMap<B256, StorageBool>>,
}

/// A staker's operator (zero for none), and how many withdrawals it has queued: the next one's nonce.
#[derive(Clone, Copy)]
pub(crate) struct Staker {
    pub(crate) operator: Address,
    pub(crate) nonce: u64,
}

impl Packed for Staker {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { operator: field::address(word, 0), nonce: field::u64(word, 20) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.operator.as_slice());
        field::put(&mut word, 20, &self.nonce.to_be_bytes());
        word
    }
}

/// A deposit scaling factor as a slot.
#[derive(Clone, Copy)]
pub(crate) struct Factor(pub(crate) ScalingFactor);

impl Packed for Factor {
    fn unpack(word: &[u8; 32]) -> Self {
        Self(ScalingFactor::from_stored(field::u128(word, 16)))
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 16, &self.0.to_stored().to_be_bytes());
        word
    }
}

/// What an operator has in a strategy.
#[derive(Clone, Copy)]
pub(crate) struct Stake {
    /// Delegated shares.
    pub(crate) shares: u128,
    /// Magnitude (WAD) lost to slashing: 1e18 less the maximum magnitude.
    pub(crate) spent: u64,
    /// Entries of the history of maximum magnitudes.
    pub(crate) magnitude_entries: u32,
    /// Entries of the history of queued scaled shares.
    pub(crate) queue_entries: u32,
}

impl Stake {
    /// Nothing delegated and never slashed: what a staker without an operator is measured by.
    pub(crate) const NONE: Self = Self { shares: 0, spent: 0, magnitude_entries: 0, queue_entries: 0 };

    /// The maximum magnitude (WAD).
    pub(crate) fn max_magnitude(&self) -> u64 {
        WAD.saturating_sub(self.spent)
    }
}

impl Packed for Stake {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            magnitude_entries: field::u32(word, 0),
            queue_entries: field::u32(word, 4),
            spent: field::u64(word, 8),
            shares: field::u128(word, 16),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.magnitude_entries.to_be_bytes());
        field::put(&mut word, 4, &self.queue_entries.to_be_bytes());
        field::put(&mut word, 8, &self.spent.to_be_bytes());
        field::put(&mut word, 16, &self.shares.to_be_bytes());
        word
    }
}

impl DelegationManager {
    /// The operator `staker` is delegated to; zero for none.
    pub(crate) fn operator_of(&self, staker: Address) -> Address {
        self.stakers.getter(staker).get().operator
    }

    /// Whether `account` is an operator: delegated to itself.
    pub(crate) fn is_operator(&self, account: Address) -> bool {
        !account.is_zero() && self.operator_of(account) == account
    }

    /// Sets the staker's operator and keeps its nonce.
    pub(crate) fn set_operator(&mut self, staker: Address, operator: Address) {
        let mut slot = self.stakers.setter(staker);
        let staker = slot.get();
        slot.set(&Staker { operator, ..staker });
    }

    /// What `operator` has in `strategy`; [`Stake::NONE`] without an operator.
    #[inline(never)]
    pub(crate) fn stake_of(&self, operator: Address, strategy: Address) -> Stake {
        if operator.is_zero() {
            return Stake::NONE;
        }
        self.stakes.getter(operator).getter(strategy).get()
    }

    /// Overwrites what `operator` has in `strategy`.
    #[inline(never)]
    pub(crate) fn set_stake(&mut self, operator: Address, strategy: Address, stake: &Stake) {
        self.stakes.setter(operator).setter(strategy).set(stake);
    }

    /// The deposit scaling factor of a staker in a strategy.
    #[inline(never)]
    pub(crate) fn factor_of(&self, staker: Address, strategy: Address) -> ScalingFactor {
        self.factors.getter(staker).getter(strategy).get().0
    }

    /// The operator's maximum magnitude (WAD) as of `block`; 1e18 without an operator.
    #[inline(never)]
    pub(crate) fn max_magnitude_at(&self, operator: Address, strategy: Address, block: u32) -> u64 {
        let entries = self.stake_of(operator, strategy).magnitude_entries;
        if entries == 0 {
            return WAD;
        }
        let history = self.magnitudes.getter(operator);
        history.getter(strategy).at(entries, block).map_or(WAD, |value| value.saturating_to())
    }

    /// The scaled shares queued from `operator` in `strategy` until the last entry.
    pub(crate) fn latest_queued(&self, operator: Address, strategy: Address, entries: u32) -> U256 {
        self.queued.getter(operator).getter(strategy).latest(entries).unwrap_or_default()
    }
}
