//! A chain as bytes: accounts, code, storage, the undo log, blocks with their receipts, waiting transactions, the clock.
//!
//! The form is this devnet's own: a line of JSON that says what it is ([`envelope`]), then records ([`record`]), each a
//! line of JSON, compressed together with brotli. In a state file, records of what happened later follow in pieces
//! ([`frame`]). Impersonation, snapshots and what a chain is configured with are no part of it.

mod envelope;
mod frame;
mod read;
mod record;
#[cfg(test)]
mod tests;
mod write;

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;

pub use self::envelope::DumpError;
use self::envelope::Opened;
use self::read::{Chain, Rebuilt};
use self::record::Record;
use super::block::BlockStore;
use super::node::Node;
use super::redo::Unsaved;
use super::state::State;
use super::time::Time;

/// What is dumped of a chain.
#[derive(Clone, Copy, Debug)]
struct Parts<'a> {
    time: Time,
    state: &'a State,
    blocks: &'a BlockStore,
    pool: &'a [Recovered<TxEnvelope>],
}

/// How far a state file is whole, and how far it is a dump.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Extent {
    pub(crate) dump: u64,
    pub(crate) whole: u64,
}

impl Extent {
    /// All of a dump.
    pub(crate) const fn of(dump: &[u8]) -> Self {
        Self { dump: dump.len() as u64, whole: dump.len() as u64 }
    }
}

impl Node {
    /// The chain as bytes that [`Node::load`] takes.
    ///
    /// # Errors
    /// [`DumpError::Unwritable`] when it cannot be encoded.
    pub fn dump(&self) -> Result<Vec<u8>, DumpError> {
        let parts = Parts { time: self.time, state: &self.state, blocks: &self.blocks, pool: &self.pool };
        envelope::seal(self.config.chain_id, |push| write::records(parts, push))
    }

    /// Becomes the chain that was dumped, under this node's own configuration; bytes that are refused change nothing.
    /// Snapshots are discarded. Transactions that waited are mined where each gets its block at once.
    ///
    /// # Errors
    /// [`DumpError`] when the bytes are no dump of a chain with this id.
    pub fn load(&mut self, bytes: &[u8]) -> Result<(), DumpError> {
        let (chain, extent) = rebuild(bytes, self.config.chain_id, |_| Ok(()))?;
        if extent.whole < bytes.len() as u64 {
            return Err(DumpError::Damaged("it ends too early".into()));
        }
        self.state.redo.note_loaded(bytes);
        self.become_loaded(chain);
        Ok(())
    }

    /// Becomes the chain in a state file, and notes from there on what happens. A last piece that is not whole is left
    /// out.
    pub(crate) fn resume(&mut self, file: &[u8]) -> Result<Extent, DumpError> {
        let (chain, extent) = rebuild(file, self.config.chain_id, |_| Ok(()))?;
        (self.time, self.pool) = (chain.time, chain.pool.clone());
        self.note_what_happens();
        self.become_loaded(chain);
        Ok(extent)
    }

    fn become_loaded(&mut self, chain: Chain) {
        self.state.replace(chain.state);
        self.blocks.replace(chain.blocks);
        self.time = chain.time;
        self.pool = chain.pool;
        self.snapshots.clear();
        self.forget_old();
        self.mine_overdue();
    }
}

impl Unsaved {
    /// What happened, as a piece to be added to a state file.
    pub(crate) fn piece(&self) -> Result<Vec<u8>, DumpError> {
        frame::seal(&envelope::pack(|push| write::acts(&self.acts, push))?)
    }
}

/// A state file of the same chain with nothing added to it, and with blocks older than the `history` gone. None once
/// `go_on` says no, which is asked between records.
pub(crate) fn compact(
    file: &[u8],
    chain_id: u64,
    history: Option<u64>,
    go_on: impl Fn() -> bool,
) -> Result<Option<Vec<u8>>, DumpError> {
    let ask =
        |_: &Record| if go_on() { Ok(()) } else { Err(DumpError::Unwritable("it was given up".into())) };
    let dump = rebuild(file, chain_id, ask).and_then(|(chain, _)| {
        let Chain { time, mut state, mut blocks, pool } = chain;
        if let Some(forgotten) = history.and_then(|count| blocks.keep(count)) {
            state.forget_before(forgotten);
        }
        let parts = Parts { time, state: &state, blocks: &blocks, pool: &pool };
        envelope::seal(chain_id, |push| {
            write::records(parts, &mut |record| ask(record).and_then(|()| push(record)))
        })
    });
    if go_on() { dump.map(Some) } else { Ok(None) }
}

/// The chain in a state file; `before` each record something can be done.
fn rebuild(
    file: &[u8],
    chain_id: u64,
    before: impl Fn(&Record) -> Result<(), DumpError>,
) -> Result<(Chain, Extent), DumpError> {
    let mut rebuilt = Rebuilt::default();
    let mut take = |record| before(&record).and_then(|()| rebuilt.take(record));
    let Opened { records, later } = envelope::open(file, chain_id)?;
    envelope::unpack(records, &mut take)?;
    let mut rest = later;
    while let Some(piece) = frame::first(rest)? {
        envelope::unpack(piece.content, &mut take)?;
        rest = piece.behind;
    }
    let length = |behind: &[u8]| file.len().saturating_sub(behind.len()) as u64;
    Ok((rebuilt.finish()?, Extent { dump: length(later), whole: length(rest) }))
}
