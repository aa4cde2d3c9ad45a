//! Small programs with one thing wrong, or just not wrong.

use crate::dice::Dice;

const ENTRY: &str = r#"(func (export "user_entrypoint") (param i32) (result i32) (i32.const 0))"#;
const READ: &str = r#"(import "vm_hooks" "read_args" (func (param i32)))"#;
const MEMORY: &str = r#"(memory (export "memory") 1 1)"#;

/// A program that uses a little of everything: most host functions, a table, a memory that grows, and a loop.
pub fn everything() -> String {
    r#"(module
        (import "vm_hooks" "pay_for_memory_grow" (func $pay (param i32)))
        (import "vm_hooks" "read_args" (func $args (param i32)))
        (import "vm_hooks" "write_result" (func $result (param i32 i32)))
        (import "vm_hooks" "storage_load_bytes32" (func $load (param i32 i32)))
        (import "vm_hooks" "storage_cache_bytes32" (func $cache (param i32 i32)))
        (import "vm_hooks" "storage_flush_cache" (func $flush (param i32)))
        (import "vm_hooks" "static_call_contract" (func $static (param i32 i32 i32 i64 i32) (result i32)))
        (import "vm_hooks" "create2" (func $create (param i32 i32 i32 i32 i32 i32)))
        (import "vm_hooks" "read_return_data" (func $returned (param i32 i32 i32) (result i32)))
        (import "vm_hooks" "emit_log" (func $log (param i32 i32 i32)))
        (import "vm_hooks" "account_code" (func $code (param i32 i32 i32 i32) (result i32)))
        (import "vm_hooks" "evm_ink_left" (func $ink (result i64)))
        (import "vm_hooks" "math_mul_mod" (func $mul_mod (param i32 i32 i32)))
        (import "vm_hooks" "native_keccak256" (func $keccak (param i32 i32 i32)))
        (import "vm_hooks" "exit_early" (func $exit (param i32)))
        (type $binary (func (param i64 i64) (result i64)))
        (table 3 3 funcref)
        (elem (i32.const 0) $add $mix)
        (memory (export "memory") 1 4)
        (global $count (mut i64) (i64.const 3))
        (data (i32.const 40) "0123456789abcdef")
        (func $add (type $binary) (i64.add (local.get 0) (local.get 1)))
        (func $mix (type $binary)
            (i64.xor (i64.rotl (local.get 0) (i64.const 7)) (i64.mul (local.get 1) (i64.const 31))))
        (func (export "user_entrypoint") (param $len i32) (result i32)
            (local $i i32) (local $sum i64)
            (call $args (i32.const 0))
            (drop (memory.grow (i32.const 1)))
            (loop $again
                (local.set $sum (call_indirect (type $binary) (local.get $sum)
                    (i64.load (local.get $i)) (i32.and (local.get $i) (i32.const 1))))
                (local.set $i (i32.add (local.get $i) (i32.const 8)))
                (br_if $again (i32.lt_u (local.get $i) (i32.const 200))))
            (global.set $count (i64.add (global.get $count) (local.get $sum)))
            (i64.store (i32.const 256) (global.get $count))
            (block $none (block $one (block $two
                (br_table $one $two $none (i32.and (local.get $len) (i32.const 3))))
                (call $cache (i32.const 0) (i32.const 32))
                (call $flush (i32.const 1)))
                (call $keccak (i32.const 0) (i32.const 256) (i32.const 256))
                (drop (call $static (i32.const 256) (i32.const 0) (i32.const 64) (i64.const -1) (i32.const 300))))
            (call $log (i32.const 0) (i32.const 96) (i32.const 2))
            (call $mul_mod (i32.const 0) (i32.const 32) (i32.const 64))
            (memory.copy (i32.const 512) (i32.const 0) (i32.const 256))
            (memory.fill (i32.const 768) (i32.const 7) (i32.const 64))
            (call $result (i32.const 0) (i32.const 288))
            (i64.gt_u (call $ink) (i64.const 100))
            (i32.and (i32.eqz (local.get $len)))))"#
        .into()
}

/// A program with something about it.
pub fn module(dice: &mut Dice) -> Vec<u8> {
    let text = match dice.below(7) {
        0 => with(&import(dice), MEMORY, ENTRY),
        1 => with("", &memory(dice), ENTRY),
        2 => with("", MEMORY, &entry(dice)),
        3 => with(&import(dice), &memory(dice), &entry(dice)),
        4 => with(READ, MEMORY, &format!(r#"{ENTRY} (func (export "a__read_args"))"#)),
        5 => with("", MEMORY, &format!("{ENTRY} {}", addition(dice))),
        _ => with("", MEMORY, &body(dice)),
    };
    // Some of what is written here is refused by the assembler already.
    wat::parse_str(&text).unwrap_or_default()
}

fn with(imports: &str, memory: &str, rest: &str) -> String {
    format!("(module {imports} {memory} {rest})")
}

fn import(dice: &mut Dice) -> String {
    let module = dice.pick(&["vm_hooks", "vm_hooks", "vm_hooks", "console", "debug", "env", ""]);
    let name = dice.pick(&[
        "read_args",
        "pay_for_memory_grow",
        "write_result",
        "log_f64",
        "call_contract",
        "no_such_function",
        "stylus_ink_left",
        "",
    ]);
    let what = dice.pick(&[
        "(func (param i32))",
        "(func (param i32 i32))",
        "(func (param f64))",
        "(func (param i32) (result i32))",
        "(func)",
        "(global i32)",
        "(memory 1)",
        "(table 1 funcref)",
    ]);
    format!(r#"(import "{module}" "{name}" {what})"#)
}

fn memory(dice: &mut Dice) -> String {
    dice.pick(&[
        r#"(memory (export "memory") 0 0)"#,
        r#"(memory (export "memory") 1)"#,
        r#"(memory (export "memory") 1 2)"#,
        r#"(memory (export "memory") 128 128)"#,
        r#"(memory (export "memory") 129 129)"#,
        r#"(memory (export "memory") 65536 65536)"#,
        r#"(memory (export "Memory") 1 1)"#,
        r#"(memory 1 1)"#,
        r#"(memory (export "memory") 1 1) (memory 1 1)"#,
        r#"(memory (export "memory") i64 1 1)"#,
        r#"(memory (export "memory") 1 1 shared)"#,
        "",
    ])
    .into()
}

fn entry(dice: &mut Dice) -> String {
    let name = dice.pick(&["user_entrypoint", "user_entrypoint", "user_entry", "a__user_entrypoint"]);
    let ty = dice.pick(&[
        "(param i32) (result i32) (local.get 0)",
        "(param i64) (result i32) (i32.const 0)",
        "(param i32)",
        "(result i32) (i32.const 0)",
        "(param i32 i32) (result i32) (local.get 0)",
        "(param f32) (result i32) (i32.const 0)",
        "(param i32) (result i32 i32) (local.get 0) (local.get 0)",
    ]);
    format!(r#"(func (export "{name}") {ty})"#)
}

fn addition(dice: &mut Dice) -> String {
    let fitting = dice.skewed(80_000);
    match dice.below(12) {
        0 => "(func $begin) (start $begin)".into(),
        1 => format!(
            r#"(func (export "{}"))"#,
            dice.pick(&["stylus_ink_left", "stylus", "a__stylus_x", "Stylus"])
        ),
        2 => format!(r#"(global (export "{}") i32 (i32.const 1))"#, "x".repeat(dice.skewed(2_000))),
        3 => format!("(global {} (f64.const 1))", dice.pick(&["f64", "(mut f64)"])),
        4 => "(global (mut i64) (i64.const 5)) (global externref (ref.null extern))".into(),
        5 => format!("(data (i32.const {fitting}) \"0123456789\")"),
        6 => format!("(table 5 5 funcref) (func $f) (elem (i32.const {}) $f $f)", dice.below(8)),
        7 => format!("(table {fitting} funcref)"),
        8 => "(data \"passive\") (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 1)))".into(),
        9 => "(tag) (func (throw 0))".into(),
        10 => r#"(@custom "name" "\00\ff\ff\ff\ff\0f") (func $named)"#.into(),
        _ => "(func (local v128)) (func (local f32)) (func (param f32))".into(),
    }
}

fn body(dice: &mut Dice) -> String {
    let body = dice.pick(&[
        "(drop (f64.add (f64.const 1) (f64.const 2))) (i32.const 0)",
        "(loop $l (br $l)) (i32.const 0)",
        "(call 0 (local.get 0))",
        "(i32.div_s (i32.const 1) (i32.const 0))",
        "(i32.load (i32.const 65533))",
        "(i32.load offset=4294967295 (i32.const 1))",
        "(block (result i32) (i32.const 1) (br 0))",
        "(drop (select (result i32) (i32.const 1) (i32.const 2) (i32.const 3))) (i32.const 0)",
        "(memory.fill (i32.const 1) (i32.const 2) (i32.const -1)) (i32.const 0)",
        "(drop (memory.grow (i32.const 1))) (i32.const 0)",
        "(i32.const 1) (i32.const 2)",
        "(i64.const 1)",
        "(return_call 0 (local.get 0))",
        "(local.get 0) (if (result i32) (then (i32.const 1)) (else unreachable))",
    ]);
    format!(r#"(func (export "user_entrypoint") (param i32) (result i32) {body})"#)
}
