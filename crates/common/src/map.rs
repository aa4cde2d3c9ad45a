//! Mappings, in the same slots as the SDK's and Solidity's, at a tenth of the gas for finding a slot.

use core::marker::PhantomData;

use abi::word::{from_word, to_word};
use alloy_primitives::{Address, B256, U256};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageGuard, StorageGuardMut};

use crate::host::keccak;

/// A key of a mapping.
pub trait Key: Copy {
    /// As a word, padded as Solidity does.
    fn word(self) -> [u8; 32];
}

impl Key for Address {
    fn word(self) -> [u8; 32] {
        self.into_word().0
    }
}

impl Key for B256 {
    fn word(self) -> [u8; 32] {
        self.0
    }
}

impl Key for U256 {
    fn word(self) -> [u8; 32] {
        to_word(&self)
    }
}

impl Key for u32 {
    fn word(self) -> [u8; 32] {
        to_word(&U256::from(self))
    }
}

/// A mapping from keys to storage: the value of a key starts in slot keccak256(key ‖ slot of the mapping).
pub struct Map<K, V> {
    slot: U256,
    host: VM,
    holds: PhantomData<(K, V)>,
}

impl<K: Key, V: StorageType> Map<K, V> {
    /// Where in its slot a value that is smaller starts: at the end, as in Solidity.
    const OFFSET: u8 = 32_usize.saturating_sub(V::SLOT_BYTES) as u8;

    /// The storage of `key`, to read.
    pub fn getter(&self, key: K) -> StorageGuard<'_, V> {
        StorageGuard::new(self.value(key))
    }

    /// The storage of `key`, to write.
    pub fn setter(&mut self, key: K) -> StorageGuardMut<'_, V> {
        StorageGuardMut::new(self.value(key))
    }

    /// The value of `key`; zero when never written.
    pub fn get(&self, key: K) -> V::Wraps<'_> {
        self.value(key).load()
    }

    fn value(&self, key: K) -> V {
        let slot = derive(&self.host, &key.word(), &self.slot);
        // SAFETY: no other storage is rooted at this hash; readers borrow the mapping, and a writer borrows it for itself.
        unsafe { V::new(slot, Self::OFFSET, self.host.clone()) }
    }
}

/// keccak256(key ‖ slot).
#[inline(never)]
fn derive(vm: &VM, key: &[u8; 32], slot: &U256) -> U256 {
    let mut preimage = [0; 64];
    preimage[..32].copy_from_slice(key);
    preimage[32..].copy_from_slice(&to_word(slot));
    from_word(&keccak(vm, &preimage).0)
}

impl<K: Key, V: StorageType> StorageType for Map<K, V> {
    type Wraps<'a>
        = StorageGuard<'a, Self>
    where
        Self: 'a;
    type WrapsMut<'a>
        = StorageGuardMut<'a, Self>
    where
        Self: 'a;

    const SLOT_BYTES: usize = 32;
    const REQUIRED_SLOTS: usize = 1;

    unsafe fn new(slot: U256, _offset: u8, host: VM) -> Self {
        Self { slot, host, holds: PhantomData }
    }

    fn load<'s>(self) -> Self::Wraps<'s>
    where
        Self: 's,
    {
        StorageGuard::new(self)
    }

    fn load_mut<'s>(self) -> Self::WrapsMut<'s>
    where
        Self: 's,
    {
        StorageGuardMut::new(self)
    }
}
