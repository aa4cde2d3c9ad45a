//! Several fields in one storage slot.

use core::marker::PhantomData;

use alloy_primitives::{B256, U256};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageGuard, StorageGuardMut};

/// A value that fits one 32-byte slot. All zero bytes must mean "never written".
pub trait Packed: Copy {
    /// Takes the slot apart.
    fn unpack(word: &[u8; 32]) -> Self;
    /// Puts the slot together.
    fn pack(&self) -> [u8; 32];
}

/// A storage slot that holds a [`Packed`] value: one load reads all fields, one store writes them.
pub struct Slot<T> {
    slot: U256,
    host: VM,
    holds: PhantomData<T>,
}

impl<T: Packed> Slot<T> {
    /// The value; zero fields when never written.
    pub fn get(&self) -> T {
        T::unpack(&load(&self.host, &self.slot))
    }

    /// Overwrites the value.
    pub fn set(&mut self, value: &T) {
        store(&self.host, &self.slot, &value.pack());
    }
}

/// Reads a slot.
#[inline(never)]
pub(crate) fn load(vm: &VM, slot: &U256) -> [u8; 32] {
    vm.storage_load_bytes32(*slot).0
}

/// Writes a slot.
#[inline(never)]
pub(crate) fn store(vm: &VM, slot: &U256, word: &[u8; 32]) {
    // SAFETY: the slot belongs to the one `Slot` or `List` it was made for; both are reached only through `&mut`.
    unsafe { vm.storage_cache_bytes32(*slot, B256::from(*word)) }
}

impl<T: Packed> StorageType for Slot<T> {
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

impl<T> HostAccess for Slot<T> {
    type Host = VM;

    fn vm(&self) -> &VM {
        &self.host
    }
}

/// Byte fields of a slot, big-endian, for [`Packed`] implementations.
pub mod field {
    use alloy_primitives::Address;

    /// Eight bytes at `at`.
    #[inline(never)]
    pub fn u64(word: &[u8; 32], at: usize) -> u64 {
        word.get(at..).and_then(|rest| rest.first_chunk::<8>()).map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// Four bytes at `at`.
    #[inline(never)]
    pub fn u32(word: &[u8; 32], at: usize) -> u32 {
        word.get(at..).and_then(|rest| rest.first_chunk::<4>()).map_or(0, |bytes| u32::from_be_bytes(*bytes))
    }

    /// Sixteen bytes at `at`.
    #[inline(never)]
    pub fn u128(word: &[u8; 32], at: usize) -> u128 {
        word.get(at..)
            .and_then(|rest| rest.first_chunk::<16>())
            .map_or(0, |bytes| u128::from_be_bytes(*bytes))
    }

    /// Twenty bytes at `at`.
    #[inline(never)]
    pub fn address(word: &[u8; 32], at: usize) -> Address {
        word.get(at..)
            .and_then(|rest| rest.first_chunk::<20>())
            .map_or(Address::ZERO, |bytes| Address::from(*bytes))
    }

    /// Writes `bytes` at `at`.
    #[inline(never)]
    pub fn put(word: &mut [u8; 32], at: usize, bytes: &[u8]) {
        if let Some(place) = word.get_mut(at..).and_then(|rest| rest.get_mut(..bytes.len())) {
            place.copy_from_slice(bytes);
        }
    }
}
