//! A running program as its host sees it: memory and ink.

use alloy_primitives::{Address, B256, U256};
use wasmi::{Global, Memory, StoreContextMut, Val};

use super::{Frame, Halt};
use crate::wasm::prices::{gas_to_ink, ink_to_gas_floor};

/// Where a program's memory and meters are found in its store.
#[derive(Clone, Copy, Debug)]
pub struct Handles {
    /// The program's memory.
    pub memory: Memory,
    /// Ink left.
    pub ink: Global,
    /// Not zero when a basic block could not be paid for.
    pub status: Global,
    /// Stack words left; zero when they were exhausted.
    pub stack: Global,
}

/// A program that waits for a host function: its memory, its ink and its call's [`Frame`].
pub struct Guest<'a> {
    pub(super) store: StoreContextMut<'a, Frame>,
    handles: Handles,
}

impl<'a> Guest<'a> {
    /// The program of a store, if its instance exists.
    pub fn new(store: impl Into<StoreContextMut<'a, Frame>>) -> Option<Self> {
        let store = store.into();
        let handles = store.data().handles?;
        Some(Self { store, handles })
    }

    /// Ink left.
    pub fn ink_left(&self) -> u64 {
        match self.handles.ink.get(&self.store) {
            Val::I64(ink) => ink.cast_unsigned(),
            _ => 0,
        }
    }

    /// Ink one gas buys.
    fn ink_price(&self) -> u32 {
        self.frame().rules.ink_price
    }

    /// Whole gas left, rounded down.
    pub fn gas_left(&self) -> u64 {
        ink_to_gas_floor(self.ink_left(), self.ink_price())
    }

    /// Sets the ink left.
    pub fn set_ink(&mut self, ink: u64) -> Result<(), Halt> {
        let value = Val::I64(ink.cast_signed());
        self.handles.ink.set(&mut self.store, value).map_err(|error| Halt::Failure(error.to_string()))
    }

    /// Takes `ink`, or ends the run.
    pub fn buy_ink(&mut self, ink: u64) -> Result<(), Halt> {
        let left = self.ink_left().checked_sub(ink).ok_or(Halt::OutOfInk)?;
        self.set_ink(left)
    }

    /// Takes the ink of `gas`, or ends the run.
    pub fn buy_gas(&mut self, gas: u64) -> Result<(), Halt> {
        self.buy_ink(gas_to_ink(gas, self.ink_price()))
    }

    /// Ends the run unless `gas` could be paid; takes nothing.
    pub fn require_gas(&self, gas: u64) -> Result<(), Halt> {
        if self.ink_left() < gas_to_ink(gas, self.ink_price()) { Err(Halt::OutOfInk) } else { Ok(()) }
    }

    /// Bytes of the program's memory.
    pub fn read(&self, ptr: u32, len: u32) -> Result<&[u8], Halt> {
        let range = range(ptr, len)?;
        self.handles.memory.data(&self.store).get(range).ok_or_else(|| out_of_bounds(ptr, len))
    }

    /// A fixed number of bytes of the program's memory.
    pub fn read_array<const N: usize>(&self, ptr: u32) -> Result<[u8; N], Halt> {
        let bytes = self.read(ptr, u32::try_from(N).unwrap_or(u32::MAX))?;
        bytes.try_into().map_err(|_| out_of_bounds(ptr, 0))
    }

    /// An address.
    pub fn read_address(&self, ptr: u32) -> Result<Address, Halt> {
        Ok(Address::new(self.read_array(ptr)?))
    }

    /// A 256-bit big-endian number.
    pub fn read_word(&self, ptr: u32) -> Result<U256, Halt> {
        Ok(U256::from_be_bytes(self.read_array::<32>(ptr)?))
    }

    /// Copies bytes into the program's memory.
    pub fn write(&mut self, ptr: u32, bytes: &[u8]) -> Result<(), Halt> {
        let len = u32::try_from(bytes.len()).map_err(|_| out_of_bounds(ptr, u32::MAX))?;
        let range = range(ptr, len)?;
        let memory = self.handles.memory.data_mut(&mut self.store);
        memory.get_mut(range).ok_or_else(|| out_of_bounds(ptr, len))?.copy_from_slice(bytes);
        Ok(())
    }

    /// Writes a 256-bit number, big-endian.
    pub fn write_word(&mut self, ptr: u32, value: U256) -> Result<(), Halt> {
        self.write(ptr, &value.to_be_bytes::<32>())
    }

    /// Writes a hash.
    pub fn write_hash(&mut self, ptr: u32, value: B256) -> Result<(), Halt> {
        self.write(ptr, value.as_slice())
    }

    /// Writes a 32-bit number, little-endian as WASM does.
    pub fn write_u32(&mut self, ptr: u32, value: u32) -> Result<(), Halt> {
        self.write(ptr, &value.to_le_bytes())
    }
}

fn range(ptr: u32, len: u32) -> Result<std::ops::Range<usize>, Halt> {
    let start = usize::try_from(ptr).ok();
    let end = usize::try_from(u64::from(ptr) + u64::from(len)).ok();
    start.zip(end).map(|(start, end)| start..end).ok_or_else(|| out_of_bounds(ptr, len))
}

fn out_of_bounds(ptr: u32, len: u32) -> Halt {
    Halt::Failure(format!("a host function was given {len} bytes at {ptr:#x}, which are outside the memory"))
}
