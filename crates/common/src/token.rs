//! ERC-20 calls that hold for tokens which return true, and for those that return nothing.

use alloc::vec::Vec;

use abi::{Fault, Reader, Result};
use alloy_primitives::{Address, U256};
use interfaces::peers::token;
use interfaces::sol::IStrategyManager::TokenCallFailed;
use interfaces::ErrorId;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::calls;

/// Token units `account` holds.
pub fn balance_of(vm: &VM, token: &Address, account: &Address) -> Result<U256> {
    calls::view_word(vm, token, &token::balance_of(account))
}

/// Pays `amount` of `token` from this contract.
pub fn transfer(vm: &VM, token: &Address, to: &Address, amount: &U256) -> Result<()> {
    transferred(vm, token, &token::transfer(to, amount))
}

/// Moves `amount` of `token` out of an allowance for this contract.
pub fn transfer_from(vm: &VM, token: &Address, from: &Address, to: &Address, amount: &U256) -> Result<()> {
    transferred(vm, token, &token::transfer_from(from, to, amount))
}

/// Wraps `amount` wei of this contract's.
pub fn wrap(vm: &VM, token: &Address, amount: U256) -> Result<()> {
    named(calls::call_with_value(vm, token, amount, &token::wrap())).map(|_| ())
}

/// Unwraps `amount` of this contract's to `to`.
pub fn unwrap_to(vm: &VM, token: &Address, to: &Address, amount: &U256) -> Result<()> {
    named(calls::call(vm, token, &token::unwrap_to(to, amount))).map(|_| ())
}

/// The answer of a token; a revert without data becomes `TokenCallFailed`, so that every failure has a name.
fn named(answer: Result<Vec<u8>>) -> Result<Vec<u8>> {
    match answer {
        Err(Fault::Bubbled(data)) if data.is_empty() => Err(TokenCallFailed::FAULT),
        other => other,
    }
}

/// Makes the call and takes no for an answer: success is an answer of true, or none at all from a contract.
#[inline(never)]
fn transferred(vm: &VM, token: &Address, data: &[u8]) -> Result<()> {
    let answer = named(calls::call(vm, token, data))?;
    let succeeded = if answer.is_empty() {
        vm.code_size(*token) != 0
    } else {
        matches!(Reader::new(&answer).boolean(), Ok(true))
    };
    interfaces::require::<TokenCallFailed>(succeeded)
}
