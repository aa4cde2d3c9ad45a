//! What a dev node lets people do to a chain: edit and take back.

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;
use alloy_primitives::{Address, Bytes, U256};
use revm::state::Bytecode;

use super::block::BlockStore;
use super::error::NodeError;
use super::node::Node;
use super::redo::Act;
use super::state::{Mark, State};
use super::time::Time;

/// Where to go back to. Reverting to one discards it and all later ones; ids are never reused.
#[derive(Clone, Debug)]
pub(super) struct Snapshot {
    mark: Mark,
    block_number: u64,
    time: Time,
    pool: Vec<Recovered<TxEnvelope>>,
    id: u64,
}

impl Node {
    /// Goes back to the genesis block, and to everything the chain was started with.
    pub fn reset(&mut self) {
        self.config = self.started_with.clone();
        self.blocks.replace(BlockStore::default());
        self.state.replace(State::default());
        self.state.redo.note_reset();
        self.pool.clear();
        self.impersonated.clear();
        self.impersonate_all = false;
        self.snapshots.clear();
        self.time = Time::default();
        self.begin();
        self.set_mining(self.config.mining);
    }

    /// Remembers the present state. Nothing is copied but the transactions waiting for a block.
    pub fn snapshot(&mut self) -> u64 {
        self.last_snapshot_id = self.last_snapshot_id.saturating_add(1);
        self.snapshots.push(Snapshot {
            mark: self.state.mark(),
            block_number: self.block_number(),
            time: self.time,
            pool: self.pool.clone(),
            id: self.last_snapshot_id,
        });
        self.last_snapshot_id
    }

    /// Goes back to a snapshot and discards it together with all later ones. Returns the number of its latest block.
    /// Transactions that waited are mined where each gets its block at once.
    pub fn revert(&mut self, id: u64) -> Result<u64, NodeError> {
        if id != 0 && id <= self.last_forgotten_snapshot {
            return Err(NodeError::ForgottenSnapshot { id, oldest: self.blocks.first() });
        }
        let position = self.snapshots.iter().position(|snapshot| snapshot.id == id);
        let snapshot = position.and_then(|position| self.snapshots.drain(position..).next());
        let snapshot = snapshot.ok_or(NodeError::UnknownSnapshot(id))?;
        self.state.rollback(snapshot.mark);
        self.blocks.truncate(snapshot.block_number);
        self.state.redo.note(|| Act::Revert(snapshot.mark, snapshot.block_number));
        self.time = snapshot.time;
        self.pool = snapshot.pool;
        self.mine_overdue();
        Ok(snapshot.block_number)
    }

    /// Drops what is older than the history the chain keeps: blocks, the undo log and snapshots.
    pub(super) fn forget_old(&mut self) {
        let Some(forgotten) = self.config.history.and_then(|blocks| self.blocks.keep(blocks)) else { return };
        self.state.forget_before(forgotten);
        let oldest = self.blocks.first();
        let kept = self.snapshots.iter().position(|snapshot| snapshot.block_number >= oldest);
        let mut gone = self.snapshots.drain(..kept.unwrap_or(self.snapshots.len()));
        if let Some(last) = gone.next_back() {
            self.last_forgotten_snapshot = last.id;
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
}
