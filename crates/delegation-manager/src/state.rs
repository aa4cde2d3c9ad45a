//! Storage of the DelegationManager.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::{Address, B256, U256};
use common::checkpoints::Checkpoints;
use common::map::Map;
use common::packed::{field, Packed, Peer, Slot, Words};
use common::pausing::Pausing;
use math::wad::WAD;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageBool, StorageU256};

/// Operators, delegation and the withdrawal queue. Both programs of the contract work on it.
#[storage]
#[entrypoint]
pub struct DelegationManager {
    /// The peer every share movement calls or is called by, the withdrawal delay and the pause bits.
    pub(crate) strategy_manager: Slot<Peer>,
    /// The Slasher's address; the only one that slashes.
    pub(crate) allocation_manager: StorageAddress,
    /// Knows who may act for an operator.
    pub(crate) permission_controller: StorageAddress,
    /// The second program: runs what this one does not know.
    pub(crate) extension: StorageAddress,
    /// Pausing.
    pub(crate) pausing: Pausing,
    /// account → its operator, or its approver if it is one; withdrawals queued; who may complete them.
    pub(crate) accounts: Map<Address, Slot<Account>>,
    /// operator → strategy → shares, magnitude and lengths of both histories.
    pub(crate) stakes: Map<Address, Map<Address, Slot<Stake>>>,
    /// operator → strategy → maximum magnitude (WAD) by block; empty until the first slash.
    pub(crate) magnitudes: Map<Address, Map<Address, Checkpoints>>,
    /// operator → strategy → all scaled shares ever queued, an entry for each time.
    pub(crate) queued: Map<Address, Map<Address, Checkpoints>>,
    /// withdrawal root → whose it is, and which; empty when not in the queue.
    pub(crate) pending: Map<B256, Slot<Pending>>,
    /// staker → nonce → the withdrawal with that nonce (see `record.rs`).
    pub(crate) records: Map<Address, Map<U256, Words>>,
    /// staker → nonce / 256 → a bit for each nonce whose withdrawal is in the queue.
    pub(crate) pending_nonces: Map<Address, Map<U256, StorageU256>>,
    /// approver → salt → used, or taken back.
    pub(crate) spent_salts: Map<Address, Map<B256, StorageBool>>,
}

/// What belongs to an account, staker or operator. An operator is delegated to itself, so that its slot has room for its
/// approver instead.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Account {
    /// The operator it is delegated to (zero for none); for an operator who must approve delegations (zero when nobody).
    pub(crate) peer: Address,
    /// How many withdrawals it has queued: the next one's nonce.
    pub(crate) nonce: u64,
    /// Whether it is an operator.
    pub(crate) is_operator: bool,
    /// Whether anyone may complete its withdrawals, as tokens to it.
    pub(crate) completed_by_anyone: bool,
}

impl Account {
    /// Delegated to an operator, or to none.
    pub(crate) fn delegated(self, operator: Address) -> Self {
        Self { peer: operator, ..self }
    }

    /// The operator of this account, which is `own`.
    fn operator_of(&self, own: Address) -> Address {
        if self.is_operator {
            own
        } else {
            self.peer
        }
    }

    /// Who approves delegations to this account; zero for nobody.
    pub(crate) fn approver(&self) -> Address {
        if self.is_operator {
            self.peer
        } else {
            Address::ZERO
        }
    }
}

impl Packed for Account {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            peer: field::address(word, 0),
            nonce: field::u64(word, 20),
            is_operator: field::u8(word, 28) != 0,
            completed_by_anyone: field::u8(word, 29) != 0,
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.peer.as_slice());
        field::put(&mut word, 20, &self.nonce.to_be_bytes());
        field::put(&mut word, 28, &[u8::from(self.is_operator), u8::from(self.completed_by_anyone)]);
        word
    }
}

/// Whose withdrawal a root is (zero for none), and which of its withdrawals.
#[derive(Clone, Copy)]
pub(crate) struct Pending {
    pub(crate) staker: Address,
    pub(crate) nonce: u64,
}

impl Pending {
    /// Not in the queue.
    pub(crate) const NONE: Self = Self { staker: Address::ZERO, nonce: 0 };

    /// Whether it is in the queue.
    pub(crate) fn is_some(&self) -> bool {
        !self.staker.is_zero()
    }
}

impl Packed for Pending {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { staker: field::address(word, 0), nonce: field::u64(word, 20) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.staker.as_slice());
        field::put(&mut word, 20, &self.nonce.to_be_bytes());
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
    /// What belongs to `account`.
    pub(crate) fn account(&self, account: Address) -> Account {
        self.accounts.getter(account).get()
    }

    /// Overwrites what belongs to `account`.
    pub(crate) fn set_account(&mut self, account: Address, to: &Account) {
        self.accounts.setter(account).set(to);
    }

    /// The operator `staker` is delegated to; zero for none.
    #[inline(never)]
    pub(crate) fn operator_of(&self, staker: Address) -> Address {
        self.account(staker).operator_of(staker)
    }

    /// Whether `account` is an operator.
    pub(crate) fn is_operator(&self, account: Address) -> bool {
        self.account(account).is_operator
    }

    /// What `operator` has in `strategy`; [`Stake::NONE`] without an operator.
    #[inline(never)]
    pub(crate) fn stake_of(&self, operator: Address, strategy: Address) -> Stake {
        if operator.is_zero() {
            return Stake::NONE;
        }
        self.stakes.getter(operator).getter(strategy).get()
    }

    /// Shares and maximum magnitudes of many operators in many strategies, encoded as a `uint256[]` and a `uint64[]`.
    pub(crate) fn stakes_of(&self, operators: &[Address], strategies: &[Address]) -> Vec<u8> {
        let (mut shares, mut magnitudes) = (Vec::new(), Vec::new());
        for operator in operators {
            for strategy in strategies {
                let stake = self.stake_of(*operator, *strategy);
                shares.push(U256::from(stake.shares));
                magnitudes.push(U256::from(stake.max_magnitude()));
            }
        }
        Writer::word_arrays(&[&shares, &magnitudes])
    }

    /// Overwrites what `operator` has in `strategy`.
    #[inline(never)]
    pub(crate) fn set_stake(&mut self, operator: Address, strategy: Address, stake: &Stake) {
        self.stakes.setter(operator).setter(strategy).set(stake);
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
