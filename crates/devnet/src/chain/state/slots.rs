//! The storage of an account: most have a few slots, and a map for those takes twice their size.

use alloy_primitives::U256;
use revm::primitives::StorageKeyMap;

/// Slots that are looked through one by one.
const FEW: usize = 8;

/// Slots that are not zero, by their keys.
#[derive(Debug)]
pub(in crate::chain) enum Slots {
    Few(Box<[(U256, U256)]>),
    Many(Box<StorageKeyMap<U256>>),
}

impl Default for Slots {
    fn default() -> Self {
        Self::Few(Box::default())
    }
}

impl Slots {
    /// What a slot holds.
    pub(super) fn get(&self, key: U256) -> U256 {
        match self {
            Self::Few(few) => few.iter().find(|(at, _)| *at == key).map(|(_, value)| *value),
            Self::Many(many) => many.get(&key).copied(),
        }
        .unwrap_or_default()
    }

    /// Writes a slot and returns what it held.
    pub(super) fn set(&mut self, key: U256, value: U256) -> U256 {
        match self {
            Self::Many(many) if value.is_zero() => many.remove(&key).unwrap_or_default(),
            Self::Many(many) => many.insert(key, value).unwrap_or_default(),
            Self::Few(few) => match few.iter_mut().find(|(at, _)| *at == key) {
                Some((_, held)) if !value.is_zero() => std::mem::replace(held, value),
                Some((_, held)) => {
                    let held = *held;
                    *few = few.iter().copied().filter(|(at, _)| *at != key).collect();
                    held
                }
                None => {
                    self.add(key, value);
                    U256::ZERO
                }
            },
        }
    }

    /// Adds a slot that holds nothing.
    fn add(&mut self, key: U256, value: U256) {
        let Self::Few(few) = self else { return };
        if value.is_zero() {
            return;
        }
        let one = std::iter::once((key, value));
        *self = if few.len() < FEW {
            // Exactly as long as it is: growing ahead would cost what this saves.
            Self::Few(few.iter().copied().chain(one).collect())
        } else {
            Self::Many(Box::new(few.iter().copied().chain(one).collect()))
        };
    }

    /// True when every slot is zero.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Few(few) => few.is_empty(),
            Self::Many(many) => many.is_empty(),
        }
    }

    /// All slots in the order of their keys.
    pub(in crate::chain) fn sorted(&self) -> Vec<(U256, U256)> {
        let mut all: Vec<(U256, U256)> = match self {
            Self::Few(few) => few.to_vec(),
            Self::Many(many) => many.iter().map(|(key, value)| (*key, *value)).collect(),
        };
        all.sort_unstable();
        all
    }

    /// Bytes they take beside this.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Few(few) => few.len() * size_of::<(U256, U256)>(),
            Self::Many(many) => many.capacity() * (size_of::<(U256, U256)>() + 1) * 8 / 7,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn slots_hold_what_a_map_holds_few_or_many(writes in prop::collection::vec((0..14u8, 0..3u8), 0..80)) {
            let (mut slots, mut map) = (Slots::default(), BTreeMap::new());
            for (key, value) in writes {
                let (key, value) = (U256::from(key), U256::from(value));
                let held = if value.is_zero() { map.remove(&key) } else { map.insert(key, value) };
                prop_assert_eq!(slots.set(key, value), held.unwrap_or_default());
                prop_assert_eq!(slots.get(key), value);
                prop_assert_eq!(slots.sorted(), map.clone().into_iter().collect::<Vec<_>>());
                prop_assert_eq!(slots.is_empty(), map.is_empty());
            }
        }
    }
}
