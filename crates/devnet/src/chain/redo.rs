//! What happens to a chain, for its state file: written there act by act, it makes the same chain again.
//!
//! Nothing is noted until someone asks for it. Taking what was noted copies nothing but transactions that wait, so
//! the node is held for a moment only, however much there is to write.

use std::sync::{Arc, Mutex, PoisonError};

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;
use alloy_primitives::{Address, B256, Bytes, U256};
use revm::state::AccountInfo;

use super::block::Block;
use super::node::Node;
use super::state::Mark;
use super::time::Time;

/// Something that happened to a chain.
#[derive(Debug)]
pub(super) enum Act {
    /// All there was is gone.
    Reset,
    /// An account became this, or was removed.
    Info(Address, Option<Box<AccountInfo>>),
    /// A slot became this.
    Slot(Address, U256, U256),
    /// The state went back to a mark, and the blocks above a number are gone.
    Revert(Mark, u64),
    /// A block was made.
    Block(Arc<Block>),
    /// The times of later blocks were set.
    Time(Time),
    /// No transaction waits.
    NoneWaits,
    /// A transaction waits behind all others.
    Waits(Box<Recovered<TxEnvelope>>),
}

/// What happened since this was taken last, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Unsaved {
    /// A chain as [`Node::load`] took it; what happened before is gone.
    pub(crate) loaded: Option<Bytes>,
    pub(super) acts: Vec<Act>,
}

/// Notes what happens.
#[derive(Debug, Default)]
pub(super) struct Redo {
    on: bool,
    /// Locked so that what was noted can be taken beside calls that take long: whoever had to wait for their end
    /// would have all later requests wait, too.
    noted: Mutex<Noted>,
}

#[derive(Debug, Default)]
struct Noted {
    unsaved: Unsaved,
    /// As last told.
    time: Option<Time>,
    /// Hashes of the transactions that waited, as last told.
    waiting: Option<Vec<B256>>,
}

impl Unsaved {
    /// Adds what happened later.
    pub(crate) fn add(&mut self, later: Self) {
        if later.loaded.is_some() {
            *self = later;
        } else {
            self.acts.extend(later.acts);
        }
    }

    /// True when nothing happened.
    pub(crate) const fn is_empty(&self) -> bool {
        self.loaded.is_none() && self.acts.is_empty()
    }
}

impl Redo {
    /// Notes what `act` gives, if anyone asked for it.
    pub(super) fn note(&mut self, act: impl FnOnce() -> Act) {
        if self.on {
            self.noted().unsaved.acts.push(act());
        }
    }

    /// Notes that the chain was replaced by the one in a dump.
    pub(super) fn note_loaded(&mut self, dump: &[u8]) {
        if self.on {
            let unsaved = Unsaved { loaded: Some(Bytes::copy_from_slice(dump)), acts: Vec::new() };
            *self.noted() = Noted { unsaved, ..Noted::default() };
        }
    }

    /// Notes that the chain began anew, and forgets what happened before.
    pub(super) fn note_reset(&mut self) {
        if self.on {
            let loaded = self.noted().unsaved.loaded.take();
            let unsaved = Unsaved { loaded, acts: vec![Act::Reset] };
            *self.noted() = Noted { unsaved, ..Noted::default() };
        }
    }

    fn noted(&mut self) -> &mut Noted {
        self.noted.get_mut().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Noted {
    fn note_time(&mut self, time: Time) {
        if self.time.replace(time) != Some(time) {
            self.unsaved.acts.push(Act::Time(time));
        }
    }

    /// Tells of those that came, and of all when others went.
    fn note_pool(&mut self, pool: &[Recovered<TxEnvelope>]) {
        let still = |told: &Vec<B256>| {
            told.len() <= pool.len() && pool.iter().zip(told).all(|(tx, hash)| tx.tx_hash() == hash)
        };
        let mut told = self.waiting.take().filter(still).unwrap_or_else(|| {
            self.unsaved.acts.push(Act::NoneWaits);
            Vec::new()
        });
        for tx in pool.iter().skip(told.len()) {
            told.push(*tx.tx_hash());
            self.unsaved.acts.push(Act::Waits(Box::new(tx.clone())));
        }
        self.waiting = Some(told);
    }
}

impl Node {
    /// Begins to note what happens, which [`Node::take_unsaved`] then gives.
    pub(crate) fn note_what_happens(&mut self) {
        self.take_unsaved();
        self.state.redo.on = true;
    }

    /// What happened since this was called last.
    pub(crate) fn take_unsaved(&self) -> Unsaved {
        let mut noted = self.state.redo.noted.lock().unwrap_or_else(PoisonError::into_inner);
        noted.note_time(self.time);
        noted.note_pool(&self.pool);
        std::mem::take(&mut noted.unsaved)
    }
}
