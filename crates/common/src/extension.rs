//! Code of a contract that does not fit its program: a second program with the same storage, run by delegatecall for the
//! functions the first one does not know.

use alloc::vec::Vec;

use abi::{Fault, Result};
use alloy_primitives::Address;
use stylus_sdk::call::RawCall;
use stylus_sdk::host::VM;

use crate::routing::answer;

/// Runs `calldata` in the code at `extension`. `None` when there is no extension yet.
pub fn run(vm: &VM, extension: Address, calldata: &[u8]) -> Option<stylus_sdk::ArbResult> {
    (!extension.is_zero()).then(|| answer(delegate(vm, extension, calldata)))
}

/// Runs `calldata` in the code at `code`, which must be one of the contract's own programs, on the contract's storage.
#[inline(never)]
pub fn delegate(vm: &VM, code: Address, calldata: &[u8]) -> Result<Vec<u8>> {
    // SAFETY: the cache is flushed and cleared, and no storage accessor is held.
    unsafe { RawCall::new_delegate(vm).clear_storage_cache().call(code, calldata) }.map_err(Fault::Bubbled)
}
