//! Accounts and storage with an undo log.
//!
//! Every change is recorded with the value it replaced. A snapshot is a position in that log, and so is the state
//! after any block: nothing is ever copied to take one. Reverting undoes changes back to the position; reading an
//! old block collects, for what changed since, the oldest replaced value. Positions count from the chain's start,
//! also once the oldest entries of the log were forgotten.

use std::collections::VecDeque;

use alloy_primitives::map::AddressMap;
use alloy_primitives::{Address, B256, Keccak256, U256};
use revm::state::{AccountInfo, Bytecode, EvmState};
use serde::{Deserialize, Serialize};

use super::redo::{Act, Redo};

mod account;
#[cfg(test)]
mod capacity_tests;
mod digest;
mod past;
mod slots;

pub(super) use self::account::Info;
use self::account::{Account, Codes};
pub(super) use self::slots::Slots;

/// A position in the undo log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Mark(u64);

/// A change, as what it replaced.
#[derive(Debug)]
pub(super) enum Change {
    Info { address: Address, old: Option<Box<Info>> },
    Slot { address: Address, key: U256, old: U256 },
}

/// All accounts.
#[derive(Debug, Default)]
pub(super) struct State {
    accounts: AddressMap<Account>,
    codes: Codes,
    log: VecDeque<Change>,
    /// Position of the oldest entry of the log.
    first: Mark,
    /// Every change as what it made, for a state file.
    pub(super) redo: Redo,
}

impl State {
    /// The account, unless it does not exist.
    pub(super) fn info(&self, address: Address) -> Option<AccountInfo> {
        self.accounts.get(&address)?.info.as_ref().map(Info::unpack)
    }

    /// A storage slot, zero unless written.
    pub(super) fn slot(&self, address: Address, key: U256) -> U256 {
        self.accounts.get(&address).map(|account| account.storage.get(key)).unwrap_or_default()
    }

    /// The present position of the undo log.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.first.0.saturating_add(self.log.len() as u64))
    }

    /// Becomes another state, with its undo log.
    pub(super) fn replace(&mut self, other: Self) {
        *self = Self { redo: std::mem::take(&mut self.redo), ..other };
    }

    /// All accounts with their storage, in the order of their addresses.
    pub(super) fn accounts(&self) -> impl Iterator<Item = (Address, Option<AccountInfo>, &Slots)> {
        let mut all: Vec<_> = self.accounts.iter().collect();
        all.sort_unstable_by_key(|(address, _)| **address);
        all.into_iter().map(|(at, account)| (*at, account.info.as_ref().map(Info::unpack), &account.storage))
    }

    /// The undo log, oldest entry first, and the position of that.
    pub(super) fn log(&self) -> (Mark, impl Iterator<Item = &Change>) {
        (self.first, self.log.iter())
    }

    /// Puts an account there without a trace in the undo log.
    pub(super) fn restore_info(&mut self, address: Address, info: AccountInfo) {
        let info = self.codes.pack(info);
        self.accounts.entry(address).or_default().info = Some(info);
    }

    /// Puts slots there without a trace in the undo log.
    pub(super) fn restore_slots(&mut self, address: Address, slots: impl IntoIterator<Item = (U256, U256)>) {
        let account = self.accounts.entry(address).or_default();
        for (key, value) in slots {
            account.storage.set(key, value);
        }
    }

    /// Begins an undo log whose first entry will have this position.
    pub(super) fn begin_log(&mut self, first: Mark) {
        self.log.clear();
        self.first = first;
    }

    /// Adds an entry to the undo log without changing the account it is about.
    pub(super) fn restore_old_info(&mut self, address: Address, old: Option<AccountInfo>) {
        let old = old.map(|old| Box::new(self.codes.pack(old)));
        self.log.push_back(Change::Info { address, old });
    }

    /// Adds an entry to the undo log without changing the slot it is about.
    pub(super) fn restore_old_slot(&mut self, address: Address, key: U256, old: U256) {
        self.log.push_back(Change::Slot { address, key, old });
    }

    /// Forgets how to go back behind `mark`.
    pub(super) fn forget_before(&mut self, mark: Mark) {
        self.log.drain(..self.entries_before(mark));
        self.first = self.first.max(mark);
    }

    /// Number of entries of the log that are older than `mark`.
    fn entries_before(&self, mark: Mark) -> usize {
        let entries = usize::try_from(mark.0.saturating_sub(self.first.0)).unwrap_or(usize::MAX);
        entries.min(self.log.len())
    }

    /// Replaces an account's balance, nonce and code; none removes the account, but not its storage.
    pub(super) fn set_info(&mut self, address: Address, info: Option<AccountInfo>) {
        let account = self.accounts.entry(address).or_default();
        let same = match (&account.info, &info) {
            (Some(present), Some(info)) => present.is(info),
            (present, info) => present.is_none() && info.is_none(),
        };
        if same {
            return;
        }
        self.redo.note(|| Act::Info(address, info.clone().map(Box::new)));
        let info = info.map(|info| self.codes.pack(info));
        let old = std::mem::replace(&mut account.info, info).map(Box::new);
        self.log.push_back(Change::Info { address, old });
    }

    /// Changes an account in place, starting from an empty one when it does not exist.
    pub(super) fn update_info(&mut self, address: Address, change: impl FnOnce(&mut AccountInfo)) {
        let mut info = self.info(address).unwrap_or_default();
        change(&mut info);
        self.set_info(address, Some(info));
    }

    /// Sets an account's code.
    pub(super) fn set_code(&mut self, address: Address, code: Bytecode) {
        self.update_info(address, |info| {
            info.code_hash = code.hash_slow();
            info.code = Some(code);
        });
    }

    /// Writes a storage slot.
    pub(super) fn set_slot(&mut self, address: Address, key: U256, value: U256) {
        let old = self.accounts.entry(address).or_default().storage.set(key, value);
        if old != value {
            self.redo.note(|| Act::Slot(address, key, value));
            self.log.push_back(Change::Slot { address, key, old });
        }
    }

    /// Takes over the changes of an executed transaction.
    pub(super) fn apply(&mut self, changes: EvmState) {
        // In order, so that the same transaction leaves the same log and digest on every node.
        let mut changes: Vec<_> = changes.into_iter().collect();
        changes.sort_unstable_by_key(|(address, _)| *address);
        for (address, account) in changes {
            if !account.is_touched() {
                continue;
            }
            if account.is_selfdestructed() {
                self.clear_storage(address);
                self.set_info(address, None);
                continue;
            }
            if account.is_created() {
                self.clear_storage(address);
            }
            let mut slots: Vec<_> = account.storage.iter().collect();
            slots.sort_unstable_by_key(|(key, _)| **key);
            for (key, slot) in slots {
                if slot.is_changed() || account.is_created() {
                    self.set_slot(address, *key, slot.present_value);
                }
            }
            let exists = !account.is_empty();
            self.set_info(address, exists.then_some(account.info));
        }
    }

    fn clear_storage(&mut self, address: Address) {
        let slots = self.accounts.get(&address).map(|account| account.storage.sorted());
        for (key, _) in slots.unwrap_or_default() {
            self.set_slot(address, key, U256::ZERO);
        }
    }

    /// Undoes all changes since `mark`, which must not be forgotten.
    pub(super) fn rollback(&mut self, mark: Mark) {
        let kept = self.entries_before(mark);
        while self.log.len() > kept {
            match self.log.pop_back() {
                Some(Change::Info { address, old }) => {
                    self.accounts.entry(address).or_default().info = old.map(|info| *info);
                }
                Some(Change::Slot { address, key, old }) => {
                    self.accounts.entry(address).or_default().storage.set(key, old);
                }
                None => break,
            }
        }
    }

    /// Hash over the parent's root and everything that changed since `mark`, in place of a state root.
    pub(super) fn digest(&self, parent: B256, mark: Mark) -> B256 {
        let mut hasher = Keccak256::new();
        hasher.update(parent);
        for change in self.log.range(self.entries_before(mark)..) {
            match change {
                Change::Info { address, .. } => {
                    hasher.update(address);
                    if let Some(info) = self.info(*address) {
                        hasher.update(info.balance.to_be_bytes::<32>());
                        hasher.update(info.nonce.to_be_bytes());
                        hasher.update(info.code_hash);
                    }
                }
                Change::Slot { address, key, .. } => {
                    hasher.update(address);
                    hasher.update(key.to_be_bytes::<32>());
                    hasher.update(self.slot(*address, *key).to_be_bytes::<32>());
                }
            }
        }
        hasher.finalize()
    }
}
