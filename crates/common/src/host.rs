//! What contracts ask of the chain.

use abi::Event;
use alloy_primitives::{Address, B256};
use stylus_sdk::prelude::*;

pub use stylus_sdk::host::VM;

/// The block number as contracts on this chain see it (on Arbitrum: the estimate of the L1 block), as the protocol keeps
/// it. Stops at the largest 32-bit number instead of wrapping.
#[inline(never)]
pub fn block_number(vm: &VM) -> u32 {
    u32::try_from(vm.block_number()).unwrap_or(u32::MAX)
}

/// The block's time in seconds, as the protocol keeps it. Stops at the largest 32-bit number instead of wrapping.
#[inline(never)]
pub fn timestamp(vm: &VM) -> u32 {
    u32::try_from(vm.block_timestamp()).unwrap_or(u32::MAX)
}

/// Who called.
#[inline(never)]
pub fn caller(vm: &VM) -> Address {
    vm.msg_sender()
}

/// This contract.
#[inline(never)]
pub fn this(vm: &VM) -> Address {
    vm.contract_address()
}

/// keccak256, by the host.
#[inline(never)]
pub fn keccak(vm: &VM, data: &[u8]) -> B256 {
    vm.native_keccak256(data)
}

/// Emits an event.
#[inline(never)]
pub fn emit(vm: &VM, event: &Event) {
    let (buffer, topics) = event.parts();
    vm.emit_log(buffer, topics);
}
