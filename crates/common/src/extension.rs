//! Code of a contract that does not fit its program: a second program with the same storage, run by delegatecall for the
//! functions the first one does not know.

use alloc::vec::Vec;

use abi::{Fault, Result};
use alloy_primitives::{hex, Address, B256};
use stylus_sdk::call::RawCall;
use stylus_sdk::host::VM;

use crate::routing::answer;

/// Hash of the code that may be the extension, given (`option_env!`) when the first program is built; without it there is none
/// that may. Whoever wires a contract first cannot have it run code of their own on its storage.
///
/// # Panics
/// While building, if what was given is no hash.
pub const fn built_in(hash: Option<&str>) -> Option<B256> {
    match hash {
        Some(hash) => match hex::const_decode_to_array(hash.as_bytes()) {
            Ok(hash) => Some(B256::new(hash)),
            Err(_) => panic!("the code hash of an extension is no hash"),
        },
        None => None,
    }
}

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
