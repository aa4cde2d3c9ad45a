//! Calls to other contracts.

use alloc::vec::Vec;

use abi::{Fault, Reader, Result};
use alloy_primitives::{Address, U256};
use stylus_sdk::call::RawCall;
use stylus_sdk::host::VM;

/// Calls `to`. What it returns, or its revert data as the fault. All storage writes are flushed before, and nothing read
/// before is trusted after: hold values, not storage accessors, across a call.
#[inline(never)]
pub fn call(vm: &VM, to: &Address, data: &[u8]) -> Result<Vec<u8>> {
    // SAFETY: the cache is flushed and cleared, and callers hold no storage accessor across the call.
    unsafe { RawCall::new(vm).clear_storage_cache().call(*to, data) }.map_err(Fault::Bubbled)
}

/// As [`call`], sending `value` wei.
#[inline(never)]
pub fn call_with_value(vm: &VM, to: &Address, value: U256, data: &[u8]) -> Result<Vec<u8>> {
    // SAFETY: as in `call`.
    unsafe { RawCall::new_with_value(vm, value).clear_storage_cache().call(*to, data) }
        .map_err(Fault::Bubbled)
}

/// Calls `to` without letting it change anything.
#[inline(never)]
pub fn view(vm: &VM, to: &Address, data: &[u8]) -> Result<Vec<u8>> {
    // SAFETY: a static call changes no storage; what was written before is flushed so that callbacks see it.
    unsafe { RawCall::new_static(vm).flush_storage_cache().call(*to, data) }.map_err(Fault::Bubbled)
}

/// A view that answers with one `bool`.
#[inline(never)]
pub fn view_boolean(vm: &VM, to: &Address, data: &[u8]) -> Result<bool> {
    Reader::new(&view(vm, to, data)?).boolean()
}

/// A view that answers with one `address`.
#[inline(never)]
pub fn view_address(vm: &VM, to: &Address, data: &[u8]) -> Result<Address> {
    Reader::new(&view(vm, to, data)?).address()
}

/// A view that answers with one `uint256`.
#[inline(never)]
pub fn view_word(vm: &VM, to: &Address, data: &[u8]) -> Result<U256> {
    Reader::new(&view(vm, to, data)?).word()
}

/// A call that answers with one `uint256`.
#[inline(never)]
pub fn call_word(vm: &VM, to: &Address, data: &[u8]) -> Result<U256> {
    Reader::new(&call(vm, to, data)?).word()
}
