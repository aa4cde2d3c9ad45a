//! One re-entry lock per contract, in transient storage.
//!
//! The lock stops a token, a registrar or a receiver from entering a function that moves shares or tokens while one is
//! running. Views stay open: a callback may read. Transient storage is undone with a reverting frame and gone after the
//! transaction, so a lock can never stay shut.

use abi::Result;
use interfaces::require;
use interfaces::sol::IStrategyManager::Reentered;
use stylus_sdk::host::VM;

#[link(wasm_import_module = "vm_hooks")]
extern "C" {
    /// Not declared by the SDK: reads a transient word at `key` into `dest`, 32 bytes each.
    fn transient_load_bytes32(key: *const u8, dest: *mut u8);
    /// Not declared by the SDK: writes the transient word at `key`, 32 bytes each.
    fn transient_store_bytes32(key: *const u8, value: *const u8);
}

/// The transient slot of the lock: every contract has transient storage of its own.
const KEY: [u8; 32] = [0; 32];

/// Runs `body` with the lock held. Reverts with `Reentered` when it is held already.
pub fn locked<C, T>(contract: &mut C, body: impl FnOnce(&mut C) -> Result<T>) -> Result<T>
where
    C: stylus_sdk::prelude::HostAccess<Host = VM>,
{
    require::<Reentered>(!is_held())?;
    set_held(true);
    let out = body(contract)?;
    set_held(false);
    Ok(out)
}

#[inline(never)]
fn is_held() -> bool {
    let mut word = [0; 32];
    // SAFETY: both pointers are to 32 bytes that live through the call.
    unsafe { transient_load_bytes32(KEY.as_ptr(), word.as_mut_ptr()) };
    word[31] != 0
}

#[inline(never)]
fn set_held(held: bool) {
    let mut word = [0; 32];
    word[31] = u8::from(held);
    // SAFETY: both pointers are to 32 bytes that live through the call.
    unsafe { transient_store_bytes32(KEY.as_ptr(), word.as_ptr()) };
}
