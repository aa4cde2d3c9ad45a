//! Calls of AvsDirectory.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::Address;

use crate::CallId;
use crate::sol::IAvsDirectory::{forwardCall, getAVSRegistrarCall, slashContextCall, slashableOperatorsCall};
use crate::types::OperatorSet;

/// `forward(caller, data)`; answers with `bytes`.
#[inline(never)]
pub fn forward(caller: &Address, data: &[u8]) -> Vec<u8> {
    let words = data.len().checked_div(abi::WORD).unwrap_or(0).saturating_add(4);
    let mut call = Writer::call(forwardCall::ID, words);
    let tuple = call.here();
    call.address(caller);
    let slot = call.offset(tuple);
    call.tail(slot);
    call.bytes(data);
    call.finish()
}

/// `slashContext(set, operator, strategies)`.
#[inline(never)]
pub fn slash_context(set: &OperatorSet, operator: &Address, strategies: &[Address]) -> Vec<u8> {
    let mut call = Writer::call(slashContextCall::ID, strategies.len().saturating_add(5));
    let tuple = call.here();
    set.encode(&mut call);
    call.address(operator);
    let slot = call.offset(tuple);
    call.tail(slot);
    call.addresses(strategies);
    call.finish()
}

/// The answer of [`slash_context`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlashContext {
    /// Who may slash for the set now.
    pub slasher: Address,
    /// Whether the operator is registered, or within the delay after leaving.
    pub slashable: bool,
    /// Per strategy asked for: whether the set has it.
    pub in_set: Vec<bool>,
}

impl SlashContext {
    /// Reads the answer.
    #[inline(never)]
    pub fn decode(answer: &[u8]) -> Result<Self> {
        let mut answer = Reader::new(answer);
        Ok(Self { slasher: answer.address()?, slashable: answer.boolean()?, in_set: answer.booleans()? })
    }
}

/// `slashableOperators(set, operators)`; answers with a `bool[]`.
#[inline(never)]
pub fn slashable_operators(set: &OperatorSet, operators: &[Address]) -> Vec<u8> {
    let mut call = Writer::call(slashableOperatorsCall::ID, operators.len().saturating_add(4));
    let tuple = call.here();
    set.encode(&mut call);
    let slot = call.offset(tuple);
    call.tail(slot);
    call.addresses(operators);
    call.finish()
}

/// `getAVSRegistrar(avs)`; answers with an address.
pub fn get_avs_registrar(avs: &Address) -> Vec<u8> {
    let mut call = Writer::call(getAVSRegistrarCall::ID, 1);
    call.address(avs);
    call.finish()
}
