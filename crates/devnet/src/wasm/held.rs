//! The programs a cache holds.

use std::collections::HashMap;
use std::sync::Arc;

use alloy_primitives::B256;

use super::engine::Program;

/// Programs held unless told otherwise.
const DEFAULT_CAPACITY: usize = 256;

/// Programs, the least recently used ones dropped.
pub(super) struct Held {
    programs: HashMap<B256, Entry>,
    uses: u64,
    capacity: usize,
}

struct Entry {
    program: Arc<Program>,
    last_use: u64,
}

impl Default for Held {
    fn default() -> Self {
        Self { programs: HashMap::new(), uses: 0, capacity: DEFAULT_CAPACITY }
    }
}

impl Held {
    /// From now on holds no more than so many.
    pub(super) const fn set_capacity(&mut self, capacity: usize) {
        self.capacity = capacity;
    }

    pub(super) fn len(&self) -> usize {
        self.programs.len()
    }

    /// The program under a hash, which counts as a use of it.
    pub(super) fn get(&mut self, hash: B256) -> Option<Arc<Program>> {
        self.uses = self.uses.saturating_add(1);
        let entry = self.programs.get_mut(&hash)?;
        entry.last_use = self.uses;
        Some(Arc::clone(&entry.program))
    }

    /// Puts a program there and gives it back, or the one that is there, when another was faster.
    pub(super) fn put(&mut self, hash: B256, program: Arc<Program>) -> Arc<Program> {
        if let Some(faster) = self.get(hash) {
            return faster;
        }
        if self.programs.len() >= self.capacity {
            self.drop_least_recent();
        }
        self.programs.insert(hash, Entry { program: Arc::clone(&program), last_use: self.uses });
        program
    }

    fn drop_least_recent(&mut self) {
        let oldest = self.programs.iter().min_by_key(|(_, entry)| entry.last_use).map(|(hash, _)| *hash);
        oldest.map(|hash| self.programs.remove(&hash));
    }
}
