//! The storage cache of one program call.

use std::collections::BTreeMap;

use alloy_primitives::U256;

/// A storage word the program has read or written.
#[derive(Clone, Copy, Debug)]
struct Slot {
    value: U256,
    /// The value on chain, when the program has seen it.
    known: Option<U256>,
}

impl Slot {
    /// A word written without having been read counts as changed, whatever is on chain.
    fn is_dirty(self) -> bool {
        self.known != Some(self.value)
    }
}

/// Storage words read and written by one program call, and how often it asked.
///
/// Writes reach the chain when they are flushed; what is never flushed is lost.
#[derive(Debug, Default)]
pub struct StorageCache {
    slots: BTreeMap<U256, Slot>,
    reads: u32,
    writes: u32,
}

impl StorageCache {
    /// Counts a read and returns its gas: 32 are free, 96 cost 2, then each costs 10.
    pub fn read_gas(&mut self) -> u64 {
        self.reads = self.reads.saturating_add(1);
        match self.reads {
            0..=32 => 0,
            33..=128 => 2,
            _ => 10,
        }
    }

    /// Counts a write and returns its gas: 8 are free, 56 cost 7, then each costs 10.
    pub fn write_gas(&mut self) -> u64 {
        self.writes = self.writes.saturating_add(1);
        match self.writes {
            0..=8 => 0,
            9..=64 => 7,
            _ => 10,
        }
    }

    /// The cached value of a word.
    #[must_use]
    pub fn get(&self, key: U256) -> Option<U256> {
        self.slots.get(&key).map(|slot| slot.value)
    }

    /// Remembers a word as it is on chain.
    pub fn insert_known(&mut self, key: U256, value: U256) {
        self.slots.insert(key, Slot { value, known: Some(value) });
    }

    /// Writes a word.
    pub fn write(&mut self, key: U256, value: U256) {
        self.slots.entry(key).and_modify(|slot| slot.value = value).or_insert(Slot { value, known: None });
    }

    /// Takes the words that must be written to the chain, by key, and counts them as written.
    pub fn take_dirty(&mut self) -> Vec<(U256, U256)> {
        let dirty = self.slots.iter_mut().filter(|(_, slot)| slot.is_dirty());
        dirty
            .map(|(key, slot)| {
                slot.known = Some(slot.value);
                (*key, slot.value)
            })
            .collect()
    }

    /// Forgets all words, but not how often the program asked.
    pub fn clear(&mut self) {
        self.slots.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(value: u64) -> U256 {
        U256::from(value)
    }

    #[test]
    fn reads_and_writes_become_dearer_in_steps() {
        let mut cache = StorageCache::default();
        let reads: u64 = (0..130).map(|_| cache.read_gas()).sum();
        assert_eq!(reads, 96 * 2 + 2 * 10);
        let writes: u64 = (0..70).map(|_| cache.write_gas()).sum();
        assert_eq!(writes, 56 * 7 + 6 * 10);
    }

    #[test]
    fn a_word_written_back_to_its_known_value_is_clean() {
        let mut cache = StorageCache::default();
        cache.insert_known(n(1), n(5));
        cache.write(n(1), n(6));
        cache.write(n(1), n(5));
        assert!(cache.take_dirty().is_empty());
    }

    #[test]
    fn a_blind_write_is_dirty_once() {
        let mut cache = StorageCache::default();
        cache.write(n(2), n(0));
        assert_eq!(cache.get(n(2)), Some(n(0)));
        assert_eq!(cache.take_dirty(), [(n(2), n(0))]);
        assert!(cache.take_dirty().is_empty());
    }

    #[test]
    fn clearing_forgets_words_but_not_counts() {
        let mut cache = StorageCache::default();
        (0..32).for_each(|_| assert_eq!(cache.read_gas(), 0));
        cache.insert_known(n(1), n(5));
        cache.clear();
        assert_eq!(cache.get(n(1)), None);
        assert_eq!(cache.read_gas(), 2);
    }
}
