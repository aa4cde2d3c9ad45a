//! Calls of the PermissionController.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::Address;

use crate::CallId;
use crate::sol::IPermissionController::canCallCall;

/// `canCall(account, caller, target, selector)`; answers with a bool.
#[inline(never)]
pub fn can_call(account: &Address, caller: &Address, target: &Address, selector: u32) -> Vec<u8> {
    let mut call = Writer::call(canCallCall::ID, 4);
    call.address(account);
    call.address(caller);
    call.address(target);
    call.selector(selector);
    call.finish()
}
