//! Calls of an AVS's registrar: foreign code.

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::Address;

use crate::CallId;
use crate::sol::IAVSRegistrar::{deregisterOperatorCall, registerOperatorCall, supportsAVSCall};

/// `registerOperator(operator, avs, ids, data)`.
#[inline(never)]
pub fn register_operator(operator: &Address, avs: &Address, ids: &[u32], data: &[u8]) -> Vec<u8> {
    let words = data.len().checked_div(abi::WORD).unwrap_or(0).saturating_add(ids.len()).saturating_add(7);
    let mut call = Writer::call(registerOperatorCall::ID, words);
    let tuple = call.here();
    call.address(operator);
    call.address(avs);
    let ids_slot = call.offset(tuple);
    let data_slot = call.offset(tuple);
    call.tail(ids_slot);
    call.u32s(ids);
    call.tail(data_slot);
    call.bytes(data);
    call.finish()
}

/// `deregisterOperator(operator, avs, ids)`.
#[inline(never)]
pub fn deregister_operator(operator: &Address, avs: &Address, ids: &[u32]) -> Vec<u8> {
    let mut call = Writer::call(deregisterOperatorCall::ID, ids.len().saturating_add(4));
    let tuple = call.here();
    call.address(operator);
    call.address(avs);
    let ids_slot = call.offset(tuple);
    call.tail(ids_slot);
    call.u32s(ids);
    call.finish()
}

/// `supportsAVS(avs)`; answers with a bool.
pub fn supports_avs(avs: &Address) -> Vec<u8> {
    let mut call = Writer::call(supportsAVSCall::ID, 1);
    call.address(avs);
    call.finish()
}
