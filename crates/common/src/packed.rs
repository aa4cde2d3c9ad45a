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

/// A run of slots of any length, one after the other.
pub struct Words {
    slot: U256,
    host: VM,
}

impl Words {
    /// The word at `index`.
    pub fn get(&self, index: usize) -> [u8; 32] {
        load(&self.host, &self.slot_of(index))
    }

    /// Overwrites the word at `index`.
    pub fn set(&mut self, index: usize, word: &[u8; 32]) {
        store(&self.host, &self.slot_of(index), word);
    }

    /// The slot of a word. Slots wrap around the end of the address space as Solidity's do.
    fn slot_of(&self, index: usize) -> U256 {
        self.slot.wrapping_add(U256::from(index))
    }
}

// Runs belong in maps: their words follow the slot they are rooted at.
whole_slot!([] Words, |slot, host| Self { slot, host });

/// A peer, and what is read together with it: a delay (blocks) and the pause bits.
#[derive(Clone, Copy)]
pub struct Peer {
    /// The peer.
    pub address: Address,
    /// The delay, in blocks.
    pub delay: u32,
    /// The lowest eight pause bits of this contract.
    pub paused: u8,
}

impl Peer {
    /// A peer with its delay (blocks), and nothing paused.
    pub const fn new(address: Address, delay: u32) -> Self {
        Self { address, delay, paused: 0 }
    }
}

impl Packed for Peer {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { address: field::address(word, 0), delay: field::u32(word, 20), paused: field::u8(word, 24) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.address.as_slice());
        field::put(&mut word, 20, &self.delay.to_be_bytes());
        field::put(&mut word, 24, &[self.paused]);
        word
    }
}

/// Byte fields of a slot, big-endian, for [`Packed`] implementations.
pub mod field {
    use alloy_primitives::Address;

    /// The byte at `at`.
    #[inline(never)]
    pub fn u8(word: &[u8; 32], at: usize) -> u8 {
        word.get(at).copied().unwrap_or(0)
    }

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
