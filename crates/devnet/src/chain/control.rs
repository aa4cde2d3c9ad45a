//! What a dev node lets people do to a chain: travel, edit and take back.

use std::time::{SystemTime, UNIX_EPOCH};

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;
use alloy_primitives::{Address, Bytes, U256};
use revm::state::Bytecode;

use super::config::Clock;
use super::error::NodeError;
use super::node::Node;
use super::state::Mark;

/// Where to go back to. Reverting to one discards it and all later ones; ids are never reused.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    mark: Mark,
    block_number: u64,
    time_shift: u64,
    next_timestamp: Option<u64>,
    pool: Vec<Recovered<TxEnvelope>>,
    id: u64,
}

impl Node {
    /// Remembers the present state. Nothing is copied but the transactions waiting for a block.
    pub fn snapshot(&mut self) -> u64 {
        self.last_snapshot_id = self.last_snapshot_id.saturating_add(1);
        self.snapshots.push(Snapshot {
            mark: self.state.mark(),
            block_number: self.block_number(),
            time_shift: self.time_shift,
            next_timestamp: self.next_timestamp,
            pool: self.pool.clone(),
            id: self.last_snapshot_id,
        });
        self.last_snapshot_id
    }

    /// Goes back to a snapshot and discards it together with all later ones.
    pub fn revert(&mut self, id: u64) -> Result<(), NodeError> {
        let position = self
            .snapshots
            .iter()
            .position(|snapshot| snapshot.id == id)
            .ok_or(NodeError::UnknownSnapshot(id))?;
        let Some(snapshot) = self.snapshots.drain(position..).next() else {
            return Err(NodeError::UnknownSnapshot(id));
        };
        self.state.rollback(snapshot.mark);
        self.blocks.truncate(snapshot.block_number);
        self.time_shift = snapshot.time_shift;
        self.next_timestamp = snapshot.next_timestamp;
        self.pool = snapshot.pool;
        Ok(())
    }

    /// Mines `count` blocks, `interval` seconds apart when given. Waiting transactions go into the first.
    pub fn mine(&mut self, count: u64, interval: Option<u64>) {
        for _ in 0..count {
            if let Some(interval) = interval {
                let next = self.latest().header.timestamp.saturating_add(interval);
                self.next_timestamp = Some(self.next_timestamp.map_or(next, |set| set.max(next)));
            }
            self.mine_pool();
        }
    }

    /// Moves the clock of all later blocks forward by `seconds`, and returns the total shift.
    pub fn increase_time(&mut self, seconds: u64) -> u64 {
        self.time_shift = self.time_shift.saturating_add(seconds);
        if let (Clock::Step(_), Some(next)) = (self.config.clock, self.next_timestamp.as_mut()) {
            *next = next.saturating_add(seconds);
        } else if let Clock::Step(_) = self.config.clock {
            self.next_timestamp = Some(self.next_time().saturating_add(seconds));
        }
        self.time_shift
    }

    /// Sets the time of the next block, in seconds since 1970. Later blocks follow it.
    pub fn set_next_block_timestamp(&mut self, timestamp: u64) -> Result<(), NodeError> {
        let latest = self.latest().header.timestamp;
        if timestamp < latest {
            return Err(NodeError::TimeRunsBackwards { asked: timestamp, latest });
        }
        self.next_timestamp = Some(timestamp);
        Ok(())
    }

    /// Time the next block will have.
    pub fn next_time(&self) -> u64 {
        let latest = self.blocks.latest().map_or(self.config.genesis_timestamp, |b| b.header.timestamp);
        if let Some(set) = self.next_timestamp {
            return set.max(latest);
        }
        match self.config.clock {
            Clock::Step(seconds) => latest.saturating_add(seconds),
            Clock::System => system_time().saturating_add(self.time_shift).max(latest),
        }
    }

    /// Sets an account's balance in wei.
    pub fn set_balance(&mut self, address: Address, balance: U256) {
        self.state.update_info(address, |info| info.balance = balance);
    }

    /// Sets an account's code. Programs deployed this way need activation like any other.
    pub fn set_code(&mut self, address: Address, code: Bytes) -> Result<(), NodeError> {
        let code = Bytecode::new_raw_checked(code).map_err(|e| NodeError::BadRequest(e.to_string()))?;
        self.state.set_code(address, code);
        Ok(())
    }

    /// Sets an account's nonce.
    pub fn set_nonce(&mut self, address: Address, nonce: u64) {
        self.state.update_info(address, |info| info.nonce = nonce);
    }

    /// Sets a storage slot.
    pub fn set_storage_at(&mut self, address: Address, key: U256, value: U256) {
        self.state.set_slot(address, key, value);
    }

    /// Lets anyone send transactions from this account.
    pub fn impersonate(&mut self, address: Address) {
        self.impersonated.insert(address);
    }

    /// Takes back [`Node::impersonate`].
    pub fn stop_impersonating(&mut self, address: Address) {
        self.impersonated.remove(&address);
    }

    /// Lets anyone send transactions from every account, or no longer.
    pub const fn impersonate_all(&mut self, on: bool) {
        self.impersonate_all = on;
    }

    /// Sets the base fee of later blocks in wei per gas.
    pub const fn set_base_fee(&mut self, base_fee: u64) {
        self.config.base_fee = base_fee;
    }

    /// Chooses whether programs called before in the same block start at the cached price.
    pub const fn set_block_cache(&mut self, on: bool) {
        self.config.block_cache = on;
    }

    /// Chooses whether every transaction gets a block at once. Turning it on mines what was waiting.
    pub fn set_automine(&mut self, on: bool) {
        self.config.automine = on;
        if on && !self.pool.is_empty() {
            self.mine_pool();
        }
    }
}

pub(super) fn system_time() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
