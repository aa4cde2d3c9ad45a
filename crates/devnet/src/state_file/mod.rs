//! The file a chain outlives its devnet in.
//!
//! It is a dump of the chain, and after that what happened later, added piece by piece: within a fifth of a second of
//! every change, and when the devnet stops. What a write costs depends on what happened, not on how much there is, and
//! requests do not wait for it. Whoever kills the devnet loses what happened since the last piece and nothing else: a
//! piece that is not whole does not count.
//!
//! Once the pieces are longer than the dump, a new dump is made of both, from the file alone, beside requests.

mod disk;
mod keep;
#[cfg(test)]
mod tests;

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use self::disk::Disk;
pub(crate) use self::keep::{keep, keep_short};
use crate::chain::{self, DumpError, Node, Unsaved};

/// Pieces are never taken into a new dump before they are this long.
const LEAST: u64 = 16 << 20;

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateFileError {
    /// Another devnet has it.
    #[error("state file {path}: another devnet uses it; stop that one, or name another file with --state")]
    InUse {
        /// The file.
        path: PathBuf,
    },
    /// The operating system refuses.
    #[error("state file {path}: {source}; name a file in a folder that can be written with --state")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// It holds no state this devnet can take.
    #[error("state file {path}: {source}; the file is left as it is, --state names another")]
    Refused {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: DumpError,
    },
    /// A request panicked half-way through changing the chain: what it left behind is not kept.
    #[error(
        "state file {path}: it holds the state before a request failed inside the devnet; start it again"
    )]
    Broken {
        /// The file.
        path: PathBuf,
    },
}

/// A state file that no other devnet uses.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    chain_id: u64,
    history: Option<u64>,
    /// Locked while it is written, so that writes follow each other.
    written: Mutex<Written>,
    /// Length of the pieces from which on a new dump is made.
    least: u64,
    /// Locked while a new dump is made.
    shortening: Mutex<()>,
    /// The devnet ends: no new dump is made any more.
    ending: AtomicBool,
    /// Keeps other devnets out until it is closed, be it because the process was killed.
    _lock: File,
}

/// What the file holds, and what it does not hold yet.
#[derive(Debug)]
struct Written {
    disk: Disk,
    unsaved: Unsaved,
}

impl StateFile {
    /// Takes possession of the file and loads what it holds into `node`, or writes it when it does not exist.
    pub(crate) fn open(path: &Path, node: &RwLock<Node>) -> Result<Self, StateFileError> {
        let path = path.to_owned();
        let io = |source| StateFileError::Io { path: path.clone(), source };
        let refused = |source| StateFileError::Refused { path: path.clone(), source };
        let lock =
            disk::lock(&path).map_err(io)?.ok_or_else(|| StateFileError::InUse { path: path.clone() })?;
        let mut node = node.write().map_err(|_| StateFileError::Broken { path: path.clone() })?;
        let disk = match fs::read(&path) {
            Ok(bytes) => Disk::open(&path, node.resume(&bytes).map_err(refused)?).map_err(io)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                node.note_what_happens();
                Disk::create(&path, &node.dump().map_err(refused)?).map_err(io)?
            }
            Err(source) => return Err(io(source)),
        };
        Ok(Self {
            chain_id: node.config().chain_id,
            history: node.config().history,
            written: Mutex::new(Written { disk, unsaved: Unsaved::default() }),
            least: LEAST,
            shortening: Mutex::default(),
            ending: AtomicBool::new(false),
            _lock: lock,
            path,
        })
    }

    /// Adds what happened since the last time. What cannot be written is tried again the next time.
    pub(crate) fn save(&self, node: &RwLock<Node>) -> Result<(), StateFileError> {
        let mut written = self.written();
        let happened = {
            let node = node.read().map_err(|_| StateFileError::Broken { path: self.path.clone() })?;
            node.take_unsaved()
        };
        let Written { disk, unsaved } = &mut *written;
        unsaved.add(happened);
        if let Some(dump) = &unsaved.loaded {
            disk.replace(dump).map_err(|source| self.io(source))?;
            unsaved.loaded = None;
        }
        if !unsaved.is_empty() {
            let piece = unsaved.piece().map_err(|source| self.refused(source))?;
            disk.append(&piece).map_err(|source| self.io(source))?;
            *unsaved = Unsaved::default();
        }
        Ok(())
    }

    /// Makes a new dump of all that is in the file, when it is due. Neither requests nor writes wait for that.
    pub(crate) fn shorten(&self) -> Result<(), StateFileError> {
        let _one_at_a_time = self.shortening.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(part) = self.written().disk.to_shorten(self.least) else { return Ok(()) };
        let bytes = part.read(&self.path).map_err(|source| self.io(source))?;
        let Some(dump) = chain::compact(&bytes, self.chain_id, self.history, || !self.ends())
            .map_err(|source| self.refused(source))?
        else {
            return Ok(());
        };
        drop(bytes);
        let new = disk::shorter(&self.path, &dump).map_err(|source| self.io(source))?;
        self.written().disk.replace_part(&part, new).map_err(|source| self.io(source))
    }

    /// Makes no new dump any more, and gives up one that is being made.
    fn end(&self) {
        self.ending.store(true, Ordering::Relaxed);
    }

    fn ends(&self) -> bool {
        self.ending.load(Ordering::Relaxed)
    }

    /// Writes what is not written yet, after which nothing is written any more.
    pub(crate) fn close(&self, node: &RwLock<Node>) -> Result<(), StateFileError> {
        self.end();
        drop(self.shortening.lock());
        self.save(node)
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn io(&self, source: io::Error) -> StateFileError {
        StateFileError::Io { path: self.path.clone(), source }
    }

    fn refused(&self, source: DumpError) -> StateFileError {
        StateFileError::Refused { path: self.path.clone(), source }
    }
}
