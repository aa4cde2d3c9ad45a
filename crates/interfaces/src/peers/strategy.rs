//! Calls of a Strategy.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::{Address, U256};

use crate::CallId;
use crate::sol::IStrategy::{depositReceivedCall, underlyingTokenCall, wireCall, withdrawCall};

/// `depositReceived(token, balanceBefore)`; answers with the new shares.
pub fn deposit_received(token: &Address, balance_before: &U256) -> Vec<u8> {
    let mut call = Writer::call(depositReceivedCall::ID, 2);
    call.address(token);
    call.word(balance_before);
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

/// `wire(strategyManager, underlyingToken, pauserRegistry)`.
pub fn wire(strategy_manager: &Address, token: &Address, pauser_registry: &Address) -> Vec<u8> {
    let mut call = Writer::call(wireCall::ID, 3);
    call.address(strategy_manager);
    call.address(token);
    call.address(pauser_registry);
    call.finish()
}
