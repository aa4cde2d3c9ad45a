//! ERC-20 calls that hold for tokens which return true, and for those that return nothing.

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

/// Makes the call and takes no for an answer: success is an answer of true, or none at all from a contract. A revert
/// without data becomes `TokenCallFailed`, so that every failure has a name.
#[inline(never)]
fn transferred(vm: &VM, token: &Address, data: &[u8]) -> Result<()> {
    let answer = match calls::call(vm, token, data) {
        Err(Fault::Bubbled(data)) if data.is_empty() => return Err(TokenCallFailed::FAULT),
        other => other?,
    };
    let succeeded = if answer.is_empty() {
        vm.code_size(*token) != 0
    } else {
        matches!(Reader::new(&answer).boolean(), Ok(true))
    };
    interfaces::require::<TokenCallFailed>(succeeded)
}
