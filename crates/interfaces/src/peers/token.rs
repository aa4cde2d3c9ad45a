//! Calls of an ERC-20 token and of wrapped ETH.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::{Address, U256};

use crate::CallId;
use crate::sol::IERC20::{balanceOfCall, decimalsCall, transferCall, transferFromCall};
use crate::sol::IWrappedETH;

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
