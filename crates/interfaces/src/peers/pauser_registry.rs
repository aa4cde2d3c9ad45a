//! Calls of the PauserRegistry.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::Address;

use crate::CallId;
use crate::sol::IPauserRegistry::{isPauserCall, unpauserCall};

/// `isPauser(account)`; answers with a bool.
pub fn is_pauser(account: &Address) -> Vec<u8> {
    let mut call = Writer::call(isPauserCall::ID, 1);
    call.address(account);
    call.finish()
}

/// `unpauser()`; answers with an address.
pub fn unpauser() -> Vec<u8> {
    Writer::call(unpauserCall::ID, 0).finish()
}
