//! Calls of the DelegationManager.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::{Address, B256, U256};

use crate::CallId;
use crate::sol::IDelegationManager::{
    delegateForCall, getMaxMagnitudesAtBlockCall, getStakesCall, increaseSharesCall, isOperatorCall,
    slashOperatorSharesCall,
};
use crate::types::{OperatorSet, SignatureWithExpiry};

/// `increaseShares(staker, strategy, prevDepositShares, addedShares, scalingFactor)`; answers with the new factor.
pub fn increase_shares(
    staker: &Address,
    strategy: &Address,
    before: &U256,
    added: &U256,
    factor: &U256,
) -> Vec<u8> {
    let mut call = Writer::call(increaseSharesCall::ID, 5);
    call.address(staker);
    call.address(strategy);
    call.word(before);
    call.word(added);
    call.word(factor);
    call.finish()
}

/// `delegateFor(staker, operator, approverSignatureAndExpiry, approverSalt)`.
#[inline(never)]
pub fn delegate_for(
    staker: &Address,
    operator: &Address,
    approval: &SignatureWithExpiry<'_>,
    salt: &B256,
) -> Vec<u8> {
    let words = approval.signature.len().checked_div(abi::WORD).unwrap_or(0).saturating_add(8);
    let mut call = Writer::call(delegateForCall::ID, words);
    let tuple = call.here();
    call.address(staker);
    call.address(operator);
    let approval_slot = call.offset(tuple);
    call.b256(salt);
    let inner = call.tail(approval_slot);
    let signature_slot = call.offset(inner);
    call.word(&approval.expiry);
    call.tail(signature_slot);
    call.bytes(approval.signature);
    call.finish()
}

/// `isOperator(operator)`; answers with a bool.
pub fn is_operator(operator: &Address) -> Vec<u8> {
    let mut call = Writer::call(isOperatorCall::ID, 1);
    call.address(operator);
    call.finish()
}

/// `slashOperatorShares(operator, set, slashId, strategies, previous, new)`; answers with three `uint256[]`, by strategy: the
/// shares booked, and the operator's before and after.
#[inline(never)]
pub fn slash_operator_shares(
    operator: &Address,
    set: &OperatorSet,
    slash_id: u64,
    strategies: &[Address],
    previous: &[u64],
    new: &[u64],
) -> Vec<u8> {
    let mut call =
        Writer::call(slashOperatorSharesCall::ID, strategies.len().saturating_mul(3).saturating_add(10));
    let tuple = call.here();
    call.address(operator);
    set.encode(&mut call);
    call.u64(slash_id);
    let strategies_slot = call.offset(tuple);
    let previous_slot = call.offset(tuple);
    let new_slot = call.offset(tuple);
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.tail(previous_slot);
    call.u64s(previous);
    call.tail(new_slot);
    call.u64s(new);
    call.finish()
}

/// `getStakes(operators, strategies)`; answers with a `uint256[]` and a `uint64[]`: shares and maximum magnitudes, operator by
/// operator.
#[inline(never)]
pub fn get_stakes(operators: &[Address], strategies: &[Address]) -> Vec<u8> {
    let words = operators.len().saturating_add(strategies.len()).saturating_add(4);
    let mut call = Writer::call(getStakesCall::ID, words);
    let tuple = call.here();
    let operators_slot = call.offset(tuple);
    let strategies_slot = call.offset(tuple);
    call.tail(operators_slot);
    call.addresses(operators);
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.finish()
}

/// `getMaxMagnitudesAtBlock(operator, strategies, block)`; answers with a `uint64[]`.
#[inline(never)]
pub fn get_max_magnitudes_at_block(operator: &Address, strategies: &[Address], block: u32) -> Vec<u8> {
    let mut call = Writer::call(getMaxMagnitudesAtBlockCall::ID, strategies.len().saturating_add(4));
    let tuple = call.here();
    call.address(operator);
    let strategies_slot = call.offset(tuple);
    call.u64(u64::from(block));
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.finish()
}
