//! Who may act for an account.

use abi::Result;
use alloy_primitives::Address;
use interfaces::peers::permission_controller;
use interfaces::sol::IDelegationManager::InvalidPermissions;
use stylus_sdk::host::VM;

use crate::calls;

/// Whether `caller` may call `selector` of `target` for `account`, by the PermissionController.
#[inline(never)]
pub fn can_call(
    vm: &VM,
    controller: &Address,
    account: &Address,
    caller: &Address,
    target: &Address,
    selector: u32,
) -> Result<bool> {
    calls::view_boolean(vm, controller, &permission_controller::can_call(account, caller, target, selector))
}

/// As [`can_call`], reverting with `InvalidPermissions` when not.
pub fn require(
    vm: &VM,
    controller: &Address,
    account: &Address,
    caller: &Address,
    target: &Address,
    selector: u32,
) -> Result<()> {
    interfaces::require::<InvalidPermissions>(can_call(vm, controller, account, caller, target, selector)?)
}
