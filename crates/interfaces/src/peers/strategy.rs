//! Calls of a Strategy.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::{Address, U256};

use crate::CallId;
use crate::sol::IStrategy::{depositCall, underlyingTokenCall, withdrawCall};

/// `deposit(token, amount)`; answers with the new shares.
pub fn deposit(token: &Address, amount: &U256) -> Vec<u8> {
    let mut call = Writer::call(depositCall::ID, 2);
    call.address(token);
    call.word(amount);
    call.finish()
}

/// `withdraw(recipient, token, shares)`; answers with the token units paid.
pub fn withdraw(recipient: &Address, token: &Address, shares: &U256) -> Vec<u8> {
    let mut call = Writer::call(withdrawCall::ID, 3);
    call.address(recipient);
    call.address(token);
    call.word(shares);
    call.finish()
}

/// `underlyingToken()`; answers with an address.
pub fn underlying_token() -> Vec<u8> {
    Writer::call(underlyingTokenCall::ID, 0).finish()
}
