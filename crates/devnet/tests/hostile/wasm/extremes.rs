//! Modules at a limit, just beyond it, or far beyond it.

use crate::dice::Dice;

/// A program with far too much of something, or only just enough.
pub fn module(dice: &mut Dice) -> Vec<u8> {
    let kind = dice.below(KINDS.len());
    let (limit, write) = KINDS[kind];
    let count = match dice.below(4) {
        0 => limit,
        1 => limit + 1,
        2 => limit.saturating_mul(2),
        _ => dice.skewed(limit),
    };
    wat::parse_str(write(count)).unwrap_or_default()
}

/// What there can be too much of, about how much is allowed, and the program that has so much.
type Kind = (usize, fn(usize) -> String);

const KINDS: [Kind; 17] = [
    (513, |count| plain(&r#"(import "vm_hooks" "read_args" (func (param i32)))"#.repeat(count), "", "")),
    (4_096, |count| plain("", &"(func)".repeat(count), "")),
    (4_096, |count| plain("", &format!("(table {count} {count} funcref)"), "")),
    (32_768, |count| plain("", &"(global i32 (i32.const 1))".repeat(count), "")),
    (1_022, |count| {
        plain("", &(0..count).map(|i| format!("(func (export \"f{i}\"))")).collect::<String>(), "")
    }),
    (128, |count| {
        plain("", &format!("(table 1 1 funcref) (func $f) {}", "(elem (i32.const 0) $f)".repeat(count)), "")
    }),
    (4_096, |count| {
        plain(
            "",
            &format!("(table 4096 4096 funcref) (func $f) (elem (i32.const 0) {})", "$f ".repeat(count)),
            "",
        )
    }),
    (128, |count| plain("", &"(data (i32.const 0) \"x\")".repeat(count), "")),
    (65_536, |count| plain("", &format!("(data (i32.const 0) \"{}\")", "x".repeat(count)), "")),
    (348, |count| plain("", "", &format!("(local {})", "i32 ".repeat(count)))),
    (4_096, |count| plain("", "", &format!("{} {}", "(i32.const 1)".repeat(count), "(drop)".repeat(count)))),
    (10_000, |count| plain("", "", &"(i32.const 1) (drop)".repeat(count))),
    (2_000, |count| plain("", "", &format!("{} {}", "(block ".repeat(count), ")".repeat(count)))),
    (2_000, |count| plain("", "", &format!("{} {}", "(loop ".repeat(count), ")".repeat(count)))),
    (1_500, |count| {
        plain("", "", &format!("{} {}", "(local.get 0) (if (then ".repeat(count), "))".repeat(count)))
    }),
    (30_000, |count| plain("", "", &format!("(block (br_table {} (local.get 0)))", "0 ".repeat(count)))),
    (1_000, |count| plain("", &format!("(type $t (func (param {})))", "i64 ".repeat(count)), "")),
];

fn plain(imports: &str, items: &str, body: &str) -> String {
    format!(
        r#"(module {imports} (memory (export "memory") 1 1) {items}
            (func (export "user_entrypoint") (param i32) (result i32) {body} (i32.const 0)))"#
    )
}

/// Locals that overflow any counter that is too narrow: two groups of them whose sum is a little above 2^32.
pub fn overflowing_locals() -> Vec<u8> {
    let mut wasm = wat::parse_str(plain("", "", "(local i32) (local i64)")).unwrap();
    // Groups of one i32 and one i64, at the beginning of the one body.
    let groups = [2, 1, 0x7f, 1, 0x7e];
    let at = wasm.windows(groups.len()).position(|bytes| bytes == groups).expect("the locals are there");
    let huge = [2, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x7f, 0x80, 0x80, 0x80, 0x80, 0x08, 0x7e];
    wasm.splice(at..at + groups.len(), huge);
    let grown = u8::try_from(huge.len() - groups.len()).unwrap();
    // The sizes of the body, and of the section before its count of bodies.
    wasm[at - 1] += grown;
    wasm[at - 3] += grown;
    wasm
}
