//! Several fields in one storage slot.

use core::marker::PhantomData;

use alloy_primitives::{Address, B256, U256};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

/// Makes a type one of the SDK's storage types: it starts in a slot of its own, and is made from that slot and the host.
macro_rules! whole_slot {
    ([$($param:ident: $bound:ident)?] $type:ty, |$slot:ident, $host:ident| $new:expr) => {
        impl$(<$param: $bound>)? stylus_sdk::storage::StorageType for $type {
            type Wraps<'a>
                = stylus_sdk::storage::StorageGuard<'a, Self>
            where
                Self: 'a;
            type WrapsMut<'a>
                = stylus_sdk::storage::StorageGuardMut<'a, Self>
            where
                Self: 'a;

            const SLOT_BYTES: usize = 32;
            const REQUIRED_SLOTS: usize = 1;

            unsafe fn new($slot: alloy_primitives::U256, _offset: u8, $host: stylus_sdk::host::VM) -> Self {
                $new
            }

            fn load<'s>(self) -> Self::Wraps<'s>
            where
                Self: 's,
            {
                stylus_sdk::storage::StorageGuard::new(self)
            }

            fn load_mut<'s>(self) -> Self::WrapsMut<'s>
            where
                Self: 's,
            {
                stylus_sdk::storage::StorageGuardMut::new(self)
            }
        }
    };
}
pub(crate) use whole_slot;

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

whole_slot!([T: Packed] Slot<T>, |slot, host| Self { slot, host, holds: PhantomData });

impl<T> HostAccess for Slot<T> {
    type Host = VM;

    fn vm(&self) -> &VM {
        &self.host
    }
}

/// A peer and a delay (blocks) that is read together with it.
#[derive(Clone, Copy)]
pub struct Peer {
    /// The peer.
    pub address: Address,
    /// The delay, in blocks.
    pub delay: u32,
}

impl Packed for Peer {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { address: field::address(word, 0), delay: field::u32(word, 20) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.address.as_slice());
        field::put(&mut word, 20, &self.delay.to_be_bytes());
        word
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
