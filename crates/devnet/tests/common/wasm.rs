//! Small programs, written by hand.

use alloy_primitives::Address;

/// A program of the given functions, with one page of memory and the imports it may need.
fn program(body: &str) -> String {
    format!(
        r#"(module
            (import "vm_hooks" "read_args" (func $read_args (param i32)))
            (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
            (import "vm_hooks" "storage_cache_bytes32" (func $cache (param i32 i32)))
            (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
            (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
            (import "vm_hooks" "transient_load_bytes32" (func $tload (param i32 i32)))
            (import "vm_hooks" "transient_store_bytes32" (func $tstore (param i32 i32)))
            (import "vm_hooks" "call_contract"
                (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
            (import "vm_hooks" "delegate_call_contract"
                (func $delegate (param i32 i32 i32 i64 i32) (result i32)))
            (import "vm_hooks" "static_call_contract"
                (func $static (param i32 i32 i32 i64 i32) (result i32)))
            (import "vm_hooks" "create1" (func $create1 (param i32 i32 i32 i32 i32)))
            (import "vm_hooks" "read_return_data" (func $read_return (param i32 i32 i32) (result i32)))
            (import "vm_hooks" "emit_log" (func $emit_log (param i32 i32 i32)))
            (import "vm_hooks" "msg_reentrant" (func $msg_reentrant (result i32)))
            (import "vm_hooks" "msg_value" (func $msg_value (param i32)))
            (import "vm_hooks" "msg_sender" (func $msg_sender (param i32)))
            (import "vm_hooks" "block_number" (func $block_number (result i64)))
            (memory (export "memory") 1 1)
            {body})"#
    )
}

fn entrypoint(body: &str) -> String {
    program(&format!(r#"(func (export "user_entrypoint") (param $len i32) (result i32) {body})"#))
}

/// Stores the first word of calldata in slot 0, or returns slot 0 when there is none. As [`super::evm::store`].
pub fn store() -> String {
    entrypoint(
        "(if (local.get $len)
            (then
                (call $read_args (i32.const 64))
                (call $cache (i32.const 0) (i32.const 64))
                (call $flush (i32.const 1)))
            (else
                (call $load (i32.const 0) (i32.const 64))
                (call $write_result (i32.const 64) (i32.const 32))))
        (i32.const 0)",
    )
}

/// What a forwarder does after its call.
pub const PASS_ON: u8 = 0;
/// Returns the status of the call in one byte, and succeeds.
pub const REPORT: u8 = 1;
/// Reverts whatever the call did.
pub const REVERT: u8 = 2;

/// Ways to call.
pub const CALL: u8 = 0;
pub const DELEGATE: u8 = 1;
pub const STATIC: u8 = 2;

/// Calls another contract as [`to`] says, with the value it was sent, and does what `to` says with the result.
pub fn forwarder() -> String {
    entrypoint(
        "(local $status i32) (local $data i32) (local $size i32) (local $gas i64)
        (call $read_args (i32.const 1024))
        (call $msg_value (i32.const 0))
        (local.set $data (i32.const 1056))
        (local.set $size (i32.sub (local.get $len) (i32.const 32)))
        (local.set $gas (i64.load (i32.const 1046)))
        (if (i32.eq (i32.load8_u (i32.const 1024)) (i32.const 0)) (then (local.set $status
            (call $call (i32.const 1026) (local.get $data) (local.get $size) (i32.const 0)
                (local.get $gas) (i32.const 64)))))
        (if (i32.eq (i32.load8_u (i32.const 1024)) (i32.const 1)) (then (local.set $status
            (call $delegate (i32.const 1026) (local.get $data) (local.get $size) (local.get $gas)
                (i32.const 64)))))
        (if (i32.eq (i32.load8_u (i32.const 1024)) (i32.const 2)) (then (local.set $status
            (call $static (i32.const 1026) (local.get $data) (local.get $size) (local.get $gas)
                (i32.const 64)))))
        (if (i32.eq (i32.load8_u (i32.const 1025)) (i32.const 1)) (then
            (i32.store8 (i32.const 96) (local.get $status))
            (call $write_result (i32.const 96) (i32.const 1))
            (return (i32.const 0))))
        (call $write_result (i32.const 4096)
            (call $read_return (i32.const 4096) (i32.const 0) (i32.load (i32.const 64))))
        (i32.or (local.get $status) (i32.eq (i32.load8_u (i32.const 1025)) (i32.const 2)))",
    )
}

/// Calldata of a forwarder, giving all gas.
pub fn to(how: u8, after: u8, target: Address, data: &[u8]) -> Vec<u8> {
    to_with_gas(how, after, target, u64::MAX, data)
}

/// Calldata of a forwarder.
pub fn to_with_gas(how: u8, after: u8, target: Address, gas: u64, data: &[u8]) -> Vec<u8> {
    [&[how, after], target.as_slice(), &gas.to_le_bytes(), &[0, 0], data].concat()
}

/// Reverts with the four bytes `deadbeef`.
pub fn reverter() -> String {
    entrypoint(
        "(i32.store (i32.const 0) (i32.const 0xefbeadde))
        (call $write_result (i32.const 0) (i32.const 4))
        (i32.const 1)",
    )
}

/// Never ends.
pub fn endless() -> String {
    entrypoint("(loop $again (br $again)) (unreachable)")
}

/// Calls its own function until the stack is exhausted.
pub fn recursive() -> String {
    program(
        r#"(func $deeper (param $n i32) (result i32)
            (i32.add (i32.const 1) (call $deeper (i32.add (local.get $n) (i32.const 1)))))
        (func (export "user_entrypoint") (param $len i32) (result i32) (call $deeper (local.get $len)))"#,
    )
}

/// Traps.
pub fn trapping() -> String {
    entrypoint("(unreachable)")
}

/// Creates a contract from the init code in calldata and returns its address.
pub fn creator() -> String {
    entrypoint(
        "(call $read_args (i32.const 1024))
        (call $create1 (i32.const 1024) (local.get $len) (i32.const 0) (i32.const 76) (i32.const 32))
        (call $write_result (i32.const 64) (i32.const 32))
        (i32.const 0)",
    )
}

/// Stores the first word of calldata in transient slot 0 if there is one, and returns that slot.
pub fn transient() -> String {
    entrypoint(
        "(if (local.get $len) (then
            (call $read_args (i32.const 64))
            (call $tstore (i32.const 0) (i32.const 64))))
        (call $tload (i32.const 0) (i32.const 96))
        (call $write_result (i32.const 96) (i32.const 32))
        (i32.const 0)",
    )
}

/// Emits its calldata as a log with the first word as topic.
pub fn logger() -> String {
    entrypoint(
        "(call $read_args (i32.const 64))
        (call $emit_log (i32.const 64) (local.get $len) (i32.const 1))
        (i32.const 0)",
    )
}

/// Returns in one byte whether it was entered again. Called with calldata, it forwards that to itself first, as a
/// call to the address in the first 20 bytes.
pub fn reentrant() -> String {
    entrypoint(
        "(if (local.get $len) (then
            (call $read_args (i32.const 64))
            (drop (call $call (i32.const 64) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const -1)
                (i32.const 32)))
            (drop (call $read_return (i32.const 128) (i32.const 0) (i32.const 1)))
            (call $write_result (i32.const 128) (i32.const 1))
            (return (i32.const 0))))
        (i32.store8 (i32.const 0) (call $msg_reentrant))
        (call $write_result (i32.const 0) (i32.const 1))
        (i32.const 0)",
    )
}

/// Returns the block number it sees in eight bytes, little-endian.
pub fn block_number() -> String {
    entrypoint(
        "(i64.store (i32.const 0) (call $block_number))
        (call $write_result (i32.const 0) (i32.const 8))
        (i32.const 0)",
    )
}

/// Stores the first argument of any call in slot 0; without one, or when it is zero, reverts with `deadbeef`.
pub fn constructed() -> String {
    entrypoint(
        "(call $read_args (i32.const 60))
        (if (i64.eqz (i64.load (i32.const 88))) (then
            (i32.store (i32.const 0) (i32.const 0xefbeadde))
            (call $write_result (i32.const 0) (i32.const 4))
            (return (i32.const 1))))
        (call $cache (i32.const 0) (i32.const 64))
        (call $flush (i32.const 1))
        (i32.const 0)",
    )
}

/// Prints the calldata it is given, as often as its last byte says.
pub fn printer() -> String {
    r#"(module
        (import "vm_hooks" "read_args" (func $read_args (param i32)))
        (import "console" "log_txt" (func $print (param i32 i32)))
        (memory (export "memory") 1 1)
        (func (export "user_entrypoint") (param $len i32) (result i32)
            (local $left i32)
            (call $read_args (i32.const 0))
            (local.set $left (i32.load8_u (i32.sub (local.get $len) (i32.const 1))))
            (loop $again
                (call $print (i32.const 0) (i32.sub (local.get $len) (i32.const 1)))
                (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
            (i32.const 0)))"#
        .to_owned()
}
