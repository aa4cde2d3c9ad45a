//! A chain as bytes: accounts, code, storage, the undo log, blocks with their receipts, waiting transactions, the clock.
//!
//! The form is this devnet's own: a line of JSON that says what it is ([`envelope`]), then records ([`record`]), each a
//! line of JSON, compressed together with brotli. Impersonation, snapshots and what a chain is configured with are no
//! part of it.

mod envelope;
mod read;
mod record;
mod write;

use alloy_primitives::B256;

pub use self::envelope::DumpError;
use self::read::Rebuilt;
use super::config::Mining;
use super::node::Node;
use super::time::Time;
use crate::evm::RecentPrograms;

/// Tells whether a chain is as it was when it was dumped last.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    writes: u64,
    latest: B256,
    time: Time,
    waiting: Vec<B256>,
}

impl Node {
    /// The chain as bytes that [`Node::load`] takes.
    ///
    /// # Errors
    /// [`DumpError::Unwritable`] when it cannot be encoded.
    pub fn dump(&self) -> Result<Vec<u8>, DumpError> {
        envelope::seal(self.config.chain_id, |push| write::records(self, push))
    }

    /// Becomes the chain that was dumped, under this node's own configuration; bytes that are refused change nothing.
    /// Snapshots are discarded. Transactions that waited are mined where each gets its block at once.
    ///
    /// # Errors
    /// [`DumpError`] when the bytes are no dump of a chain with this id.
    pub fn load(&mut self, bytes: &[u8]) -> Result<(), DumpError> {
        let mut rebuilt = Rebuilt::default();
        envelope::open(bytes, self.config.chain_id, |record| rebuilt.take(record))?;
        let chain = rebuilt.finish()?;
        self.state.replace(chain.state);
        self.blocks.replace(chain.blocks);
        self.time = chain.time;
        self.pool = chain.pool;
        self.snapshots.clear();
        self.recent = RecentPrograms::default();
        self.forget_old();
        if self.mining() == Mining::Instant {
            self.set_mining(Mining::Instant);
        }
        Ok(())
    }

    /// What is another one after every change to what [`Node::dump`] gives.
    pub(crate) fn stamp(&self) -> Stamp {
        Stamp {
            writes: self.state.writes(),
            latest: self.latest().hash,
            time: self.time,
            waiting: self.pool.iter().map(|tx| *tx.tx_hash()).collect(),
        }
    }
}
