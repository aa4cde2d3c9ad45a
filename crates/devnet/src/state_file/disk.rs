//! The state file as the system has it.

use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::chain::Extent;

/// The file, and how far it is whole.
#[derive(Debug)]
pub(super) struct Disk {
    path: PathBuf,
    pub(super) file: File,
    extent: Extent,
    /// Counts how often the file became another one.
    turn: u64,
}

/// The first part of the file, as it was when this was made.
#[derive(Debug)]
pub(super) struct Part {
    end: u64,
    turn: u64,
}

impl Disk {
    /// The file as it is.
    pub(super) fn open(path: &Path, extent: Extent) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), file: to_append(path)?, extent, turn: 0 })
    }

    /// A new file with this dump.
    pub(super) fn create(path: &Path, dump: &[u8]) -> io::Result<Self> {
        put(path, dump)?;
        Self::open(path, Extent::of(dump))
    }

    /// Makes a dump all there is.
    pub(super) fn replace(&mut self, dump: &[u8]) -> io::Result<()> {
        let turn = self.turn.saturating_add(1);
        *self = Self { turn, ..Self::create(&self.path, dump)? };
        Ok(())
    }

    /// Adds a piece. It is safe when this returns.
    pub(super) fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        // What a devnet that was killed, or a write that failed, left behind.
        self.file.set_len(self.extent.whole)?;
        self.file.write_all(piece)?;
        self.file.sync_data()?;
        self.extent.whole = self.extent.whole.saturating_add(piece.len() as u64);
        Ok(())
    }

    /// What a new dump is to be made of, once the pieces are longer than the one there is, and than `least`.
    pub(super) fn to_shorten(&self, least: u64) -> Option<Part> {
        let Extent { dump, whole } = self.extent;
        let due = whole.saturating_sub(dump) > dump.max(least);
        due.then_some(Part { end: whole, turn: self.turn })
    }

    /// Puts `new`, a file with a dump, in place of a part, unless the file has become another one since.
    pub(super) fn replace_part(&mut self, part: &Part, mut new: File) -> io::Result<()> {
        if part.turn != self.turn {
            return Ok(());
        }
        let dump = new.metadata()?.len();
        let later = self.extent.whole.saturating_sub(part.end);
        let mut old = File::open(&self.path)?;
        old.seek(SeekFrom::Start(part.end))?;
        io::copy(&mut old.take(later), &mut new)?;
        new.sync_all()?;
        rename(&beside(&self.path, "shorter"), &self.path)?;
        let extent = Extent { dump, whole: dump.saturating_add(later) };
        *self = Self { turn: self.turn.saturating_add(1), ..Self::open(&self.path, extent)? };
        Ok(())
    }
}

impl Part {
    /// Its bytes.
    pub(super) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(self.end).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// Writes a dump to a file that [`Disk::replace_part`] takes.
pub(super) fn shorter(path: &Path, dump: &[u8]) -> io::Result<File> {
    let mut file = File::create(beside(path, "shorter"))?;
    file.write_all(dump)?;
    file.sync_all()?;
    Ok(file)
}

/// Locks a file beside the state file, as the state file itself may become another one. None when it is locked.
pub(super) fn lock(path: &Path) -> io::Result<Option<File>> {
    let lock = File::options().create(true).truncate(false).write(true).open(beside(path, "lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn to_append(path: &Path) -> io::Result<File> {
    File::options().append(true).open(path)
}

/// Gives a file this content such that at every moment it has either the old or the new one, also after a power cut.
fn put(path: &Path, content: &[u8]) -> io::Result<()> {
    let new = beside(path, "new");
    let mut file = File::create(&new)?;
    file.write_all(content)?;
    file.sync_all()?;
    rename(&new, path)
}

fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
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
