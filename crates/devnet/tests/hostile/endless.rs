//! Programs that would never end: out of gas after the work their gas buys, and nothing left of what they did.

use std::time::{Duration, Instant};

use devnet::chain::CallStatus;

use crate::common::Lab;
use crate::runs;

/// How many times as long as an empty loop one may take for the same gas: what is cheap must be quick, and a host
/// function that leaves the engine for nothing is not. The dearest in time is a hash, about five times an empty loop.
const MOST_TIMES: u32 = 10;

/// A program that stores something and then goes round and round.
fn program(items: &str, each: &str) -> String {
    format!(
        r#"(module
            (import "vm_hooks" "storage_cache_bytes32" (func $cache (param i32 i32)))
            (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
            (import "vm_hooks" "evm_ink_left" (func $ink (result i64)))
            (import "vm_hooks" "msg_sender" (func $sender (param i32)))
            (import "vm_hooks" "math_mul_mod" (func $mul_mod (param i32 i32 i32)))
            (import "vm_hooks" "native_keccak256" (func $keccak (param i32 i32 i32)))
            (import "vm_hooks" "read_args" (func $args (param i32)))
            (import "vm_hooks" "account_balance" (func $balance (param i32 i32)))
            (import "vm_hooks" "account_code_size" (func $code_size (param i32) (result i32)))
            (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
            (import "vm_hooks" "return_data_size" (func $returned (result i32)))
            (import "vm_hooks" "pay_for_memory_grow" (func $grow (param i32)))
            (import "console" "log_i32" (func $print (param i32)))
            (import "console" "log_txt" (func $print_text (param i32 i32)))
            (memory (export "memory") 2 2)
            {items}
            (func (export "user_entrypoint") (param $len i32) (result i32)
                (local $i i32) (local $a i64) (local $b i64) (local $c i64)
                (i64.store (i32.const 0) (i64.const 7))
                (call $cache (i32.const 32) (i32.const 0))
                (call $flush (i32.const 0))
                (local.set $a (i64.const 0x9e3779b97f4a7c15))
                (loop $again {each} (br $again))
                (unreachable)))"#
    )
}

/// 64 by 64 bits to 128, as compilers for WASM write it: the step of which a 256-bit multiplication takes sixteen.
const WIDE: &str = "
    (func $low (param $x i64) (param $y i64) (result i64)
        (i64.and (i64.mul
            (i64.and (local.get $x) (i64.const 0xffffffff)) (i64.and (local.get $y) (i64.const 0xffffffff)))
            (i64.const -1)))
    (func $step (param $at i32) (param $x i64) (param $y i64) (param $carry i64) (result i64)
        (local $xl i64) (local $xh i64) (local $yl i64) (local $yh i64) (local $mid i64) (local $low i64) (local $sum i64)
        (local.set $xl (i64.and (local.get $x) (i64.const 0xffffffff)))
        (local.set $xh (i64.shr_u (local.get $x) (i64.const 32)))
        (local.set $yl (i64.and (local.get $y) (i64.const 0xffffffff)))
        (local.set $yh (i64.shr_u (local.get $y) (i64.const 32)))
        (local.set $mid (i64.add (i64.mul (local.get $xh) (local.get $yl))
            (i64.shr_u (i64.mul (local.get $xl) (local.get $yl)) (i64.const 32))))
        (local.set $low (i64.mul (local.get $x) (local.get $y)))
        (local.set $sum (i64.add (i64.load (local.get $at)) (local.get $low)))
        (local.set $sum (i64.add (local.get $sum) (local.get $carry)))
        (i64.store (local.get $at) (local.get $sum))
        (i64.add (i64.add (i64.mul (local.get $xh) (local.get $yh)) (i64.shr_u (local.get $mid) (i64.const 32)))
            (i64.extend_i32_u (i64.lt_u (local.get $sum) (local.get $low)))))
    (func $row (param $at i32) (param $x i64)
        (local $carry i64)
        (local.set $carry (call $step (local.get $at) (local.get $x) (i64.load (i32.const 64)) (local.get $carry)))
        (local.set $carry (call $step (i32.add (local.get $at) (i32.const 8)) (local.get $x)
            (i64.load (i32.const 72)) (local.get $carry)))
        (local.set $carry (call $step (i32.add (local.get $at) (i32.const 16)) (local.get $x)
            (i64.load (i32.const 80)) (local.get $carry)))
        (drop (call $step (i32.add (local.get $at) (i32.const 24)) (local.get $x)
            (i64.load (i32.const 88)) (local.get $carry))))";

/// The loops, by name: what is around them, and what each turn does.
pub fn loops() -> Vec<(&'static str, String)> {
    let table = "(type $f (func (param i64) (result i64))) (table 1 1 funcref) (elem (i32.const 0) $g)
        (func $g (type $f) (i64.add (local.get 0) (i64.const 1)))";
    let arithmetic = "(local.set $a (i64.add (i64.mul (local.get $a) (local.get $a)) (i64.const 13)))
        (local.set $b (i64.xor (local.get $b) (i64.rotl (local.get $a) (i64.const 5))))
        (local.set $c (i64.sub (local.get $c) (i64.shr_u (local.get $b) (i64.const 3))))";
    let multiply = "(call $row (i32.const 256) (i64.load (i32.const 96))) (call $row (i32.const 264) (i64.load (i32.const 104)))
        (call $row (i32.const 272) (i64.load (i32.const 112))) (call $row (i32.const 280) (i64.load (i32.const 120)))";
    let memory = "(i64.store (i32.and (local.get $i) (i32.const 0xfff8))
            (i64.add (i64.load offset=8 (i32.and (local.get $i) (i32.const 0xfff8))) (i64.const 1)))
        (local.set $i (i32.add (local.get $i) (i32.const 8)))";
    let branches = "(if (i32.and (local.get $i) (i32.const 1)) (then nop) (else nop))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))";
    [
        ("empty", "", ""),
        ("arithmetic", "", arithmetic),
        ("256-bit multiply", WIDE, multiply),
        ("memory", "", memory),
        ("branches", "", branches),
        ("call", "(func $f)", "(call $f)"),
        ("call_indirect", table, "(local.set $a (call_indirect (type $f) (local.get $a) (i32.const 0)))"),
        ("fill", "", "(memory.fill (i32.const 0) (i32.const 1) (i32.const 0x1ffff))"),
        ("evm_ink_left", "", "(drop (call $ink))"),
        ("msg_sender", "", "(call $sender (i32.const 128))"),
        ("read_args", "", "(call $args (i32.const 128))"),
        ("math_mul_mod", "", "(call $mul_mod (i32.const 0) (i32.const 32) (i32.const 64))"),
        ("native_keccak256", "", "(call $keccak (i32.const 0) (i32.const 64) (i32.const 64))"),
        ("storage_load_bytes32", "", "(call $load (i32.const 32) (i32.const 64))"),
        ("storage_flush_cache", "", "(call $flush (i32.const 0))"),
        ("return_data_size", "", "(drop (call $returned))"),
        ("pay_for_memory_grow", "", "(call $grow (i32.const 0))"),
        ("account_code_size", "", "(drop (call $code_size (i32.const 32)))"),
        ("account_balance", "", "(call $balance (i32.const 32) (i32.const 64))"),
        ("print", "", "(call $print (i32.const 1))"),
        ("print much", "", "(call $print_text (i32.const 0) (i32.const 0x1ffff))"),
    ]
    .map(|(name, items, each)| (name, program(items, each)))
    .to_vec()
}

/// Processor time of this thread, where the system tells; else the time of the clock.
fn processor_time(begun: Instant) -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanos = told.and_then(|text| text.split(' ').next()?.parse().ok());
    nanos.map_or_else(|| begun.elapsed(), Duration::from_nanos)
}

#[test]
fn a_loop_without_end_runs_out_of_gas_in_time_and_leaves_nothing() {
    let mut lab = Lab::new();
    let begun = Instant::now();
    let mut most = Duration::MAX;
    for (name, text) in loops() {
        let program = lab.program(&text);
        let before = processor_time(begun);
        let mut request = lab.request(program.into(), []);
        request.gas = Some(runs::gas());
        let tx = lab.submit(request);
        let took = processor_time(begun).saturating_sub(before);
        println!("{name:>20} {:>7} ms", took.as_millis());
        assert!(
            matches!(&tx.outcome.status, CallStatus::Halt(why) if why.contains("out of ink")),
            "{name}: {tx:?}"
        );
        assert_eq!(tx.gas_used, runs::gas(), "{name}");
        assert!(lab.slot(program, 0).is_zero(), "{name} left something");
        assert!(took < most, "{name} took {took:?}, {MOST_TIMES} empty loops {most:?}");
        if name == "empty" {
            most = took * MOST_TIMES;
        }
    }
}
