//! When blocks are made, and the transactions that wait for one.

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;
use alloy_primitives::{Address, B256};
use tokio::sync::watch;

use super::config::Mining;
use super::error::NodeError;
use super::node::Node;

impl Node {
    /// When blocks are made at present.
    pub fn mining(&self) -> Mining {
        *self.mining.borrow()
    }

    /// Chooses when blocks are made. Making them at once mines what was waiting.
    pub fn set_mining(&mut self, mining: Mining) {
        self.mining.send_replace(mining);
        self.mine_overdue();
    }

    /// Mines what waits, where every transaction gets its block at once: the next one's nonce counts on that.
    pub(super) fn mine_overdue(&mut self) {
        if self.mining() == Mining::Instant && !self.pool.is_empty() {
            self.mine_pool();
        }
    }

    /// Chooses whether every transaction gets a block at once. Turning it off leaves an interval as it is.
    pub fn set_automine(&mut self, on: bool) {
        match (on, self.mining()) {
            (true, _) => self.set_mining(Mining::Instant),
            (false, Mining::Instant) => self.set_mining(Mining::Manual),
            (false, _) => {}
        }
    }

    /// Tells whoever makes the blocks that are due by time what [`Node::set_mining`] chose.
    pub(crate) fn follow_mining(&self) -> watch::Receiver<Mining> {
        self.mining.subscribe()
    }

    /// Mines `count` blocks, `interval` seconds apart when given. Waiting transactions go into the first.
    pub fn mine(&mut self, count: u64, interval: Option<u64>) {
        for _ in 0..count {
            if let Some(interval) = interval {
                self.at_least_after(interval);
            }
            self.mine_pool();
        }
    }

    /// Transactions waiting for a block, in the order they will run.
    pub fn pending_transactions(&self) -> &[Recovered<TxEnvelope>] {
        &self.pool
    }

    /// Number of an account's transactions that wait for a block.
    pub(super) fn waiting(&self, sender: Address) -> u64 {
        self.pool.iter().filter(|tx| tx.signer() == sender).count() as u64
    }

    /// Drops a waiting transaction, and tells whether it was there. One that others of its sender wait behind stays:
    /// the gap it left would drop them too.
    pub fn drop_transaction(&mut self, hash: B256) -> Result<bool, NodeError> {
        let Some(place) = self.pool.iter().position(|tx| *tx.tx_hash() == hash) else { return Ok(false) };
        let sender = self.pool[place].signer();
        let behind = self.pool.iter().skip(place + 1).filter(|tx| tx.signer() == sender).count();
        if behind > 0 {
            return Err(NodeError::NotLast { hash, sender, behind });
        }
        self.pool.remove(place);
        Ok(true)
    }

    /// Drops all waiting transactions.
    pub fn drop_all_transactions(&mut self) {
        self.pool.clear();
    }
}
