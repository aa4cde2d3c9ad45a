//! Calls of an ERC-20 token and of wrapped ETH.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::{Address, U256};

use crate::CallId;
use crate::sol::IERC20::{balanceOfCall, decimalsCall, permitCall, transferCall, transferFromCall};
use crate::sol::IWrappedETH;
use crate::types::Permit;

/// `balanceOf(account)`; answers with token units.
pub fn balance_of(account: &Address) -> Vec<u8> {
    let mut call = Writer::call(balanceOfCall::ID, 1);
    call.address(account);
    call.finish()
}

/// `decimals()`.
pub fn decimals() -> Vec<u8> {
    Writer::call(decimalsCall::ID, 0).finish()
}

/// `transfer(to, amount)`.
pub fn transfer(to: &Address, amount: &U256) -> Vec<u8> {
    let mut call = Writer::call(transferCall::ID, 2);
    call.address(to);
    call.word(amount);
    call.finish()
}

/// `transferFrom(from, to, amount)`.
pub fn transfer_from(from: &Address, to: &Address, amount: &U256) -> Vec<u8> {
    let mut call = Writer::call(transferFromCall::ID, 3);
    call.address(from);
    call.address(to);
    call.word(amount);
    call.finish()
}

/// `deposit()` of wrapped ETH.
pub fn wrap() -> Vec<u8> {
    Writer::call(IWrappedETH::depositCall::ID, 0).finish()
}

/// `withdrawTo(account, amount)` of wrapped ETH.
pub fn unwrap_to(account: &Address, amount: &U256) -> Vec<u8> {
    let mut call = Writer::call(IWrappedETH::withdrawToCall::ID, 2);
    call.address(account);
    call.word(amount);
    call.finish()
}

/// `permit(owner, spender, value, deadline, v, r, s)`.
#[inline(never)]
pub fn permit(owner: &Address, spender: &Address, value: &U256, permit: &Permit) -> Vec<u8> {
    let mut call = Writer::call(permitCall::ID, 7);
    call.address(owner);
    call.address(spender);
    call.word(value);
    call.word(&permit.deadline);
    call.u64(u64::from(permit.v));
    call.b256(&permit.r);
    call.b256(&permit.s);
    call.finish()
}
