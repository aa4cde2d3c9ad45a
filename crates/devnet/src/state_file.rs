//! The file a chain outlives its devnet in.
//!
//! It is written at the start, when the devnet stops, and while it runs after every change, at most five times a second
//! and for at most a tenth of the time. A write goes to a file beside it that then takes its name, so that at every
//! moment the file is whole: whoever kills the devnet loses what happened since the last write and nothing else.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::chain::{DumpError, Node, Stamp};

/// Shortest time between two writes.
const PAUSE: Duration = Duration::from_millis(200);
/// How many times longer than a write the devnet then goes on without one.
const REST: u32 = 9;

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
    /// A request panicked half-way: what it left behind is not kept.
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
    /// What the file holds. Locked while it is written, so that writes follow each other.
    saved: Mutex<Option<Stamp>>,
    /// Keeps other devnets out until it is closed, be it because the process was killed.
    _lock: File,
}

impl StateFile {
    /// Takes possession of the file, loads what it holds into `node` if it exists, and writes it.
    pub(crate) fn open(path: &Path, node: &Mutex<Node>) -> Result<Self, StateFileError> {
        let path = path.to_owned();
        let lock = lock(&path)?;
        match fs::read(&path) {
            Ok(bytes) => {
                let mut node = node.lock().map_err(|_| StateFileError::Broken { path: path.clone() })?;
                let refused = |source| StateFileError::Refused { path: path.clone(), source };
                node.load(&bytes).map_err(refused)?;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(source) => return Err(StateFileError::Io { path, source }),
        }
        let file = Self { path, saved: Mutex::default(), _lock: lock };
        file.save(node)?;
        Ok(file)
    }

    /// Writes the chain, unless the file holds it already.
    pub(crate) fn save(&self, node: &Mutex<Node>) -> Result<(), StateFileError> {
        let mut saved = self.saved.lock().unwrap_or_else(PoisonError::into_inner);
        let (stamp, dump) = {
            let node = node.lock().map_err(|_| StateFileError::Broken { path: self.path.clone() })?;
            let stamp = node.stamp();
            if saved.as_ref() == Some(&stamp) {
                return Ok(());
            }
            let refused = |source| StateFileError::Refused { path: self.path.clone(), source };
            (stamp, node.dump().map_err(refused)?)
        };
        replace(&self.path, &dump)
            .map_err(|source| StateFileError::Io { path: self.path.clone(), source })?;
        *saved = Some(stamp);
        Ok(())
    }
}

/// Keeps the file up to date for as long as this runs. A write that fails is tried again, and told once on standard
/// error, since no request waits for it.
pub(crate) async fn keep(file: Arc<StateFile>, node: Arc<Mutex<Node>>) {
    let mut told = String::new();
    let mut pause = PAUSE;
    loop {
        tokio::time::sleep(pause).await;
        let (file, node) = (Arc::clone(&file), Arc::clone(&node));
        let started = Instant::now();
        let saved = tokio::task::spawn_blocking(move || file.save(&node)).await;
        pause = PAUSE.max(started.elapsed().saturating_mul(REST));
        match saved {
            Ok(Err(error)) if error.to_string() != told => {
                told = error.to_string();
                eprintln!("warning: {told}");
            }
            Ok(Err(_)) | Err(_) => {}
            Ok(Ok(())) => told.clear(),
        }
    }
}

/// Locks a file beside the state file: the state file itself is another one after each write.
fn lock(path: &Path) -> Result<File, StateFileError> {
    let io = |source| StateFileError::Io { path: path.to_owned(), source };
    let lock =
        File::options().create(true).truncate(false).write(true).open(beside(path, "lock")).map_err(io)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(StateFileError::InUse { path: path.to_owned() }),
        Err(TryLockError::Error(source)) => Err(io(source)),
    }
}

/// Gives a file this content such that at every moment it has either the old or the new one, also after a power cut.
fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = beside(path, "new");
    let mut file = File::create(&new)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&new, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Not every system can open a folder; the new content is safe there once the system writes its name.
    File::open(folder).map_or(Ok(()), |folder| folder.sync_all())
}

/// The file in the same folder whose name has one more part.
fn beside(path: &Path, part: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(part);
    name.into()
}
