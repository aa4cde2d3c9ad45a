//! Ink of basic blocks, computed by hand.

use alloy_primitives::Bytes;

use crate::wasm::chain::{CallContext, Status, Step};
use crate::wasm::testing::{MemoryChain, assemble, module_text};
use crate::wasm::{ModuleCache, Rules, WasmCall};

/// Ink a module's entry point uses on `input`, measured with one gas for one ink.
fn ink_of(items: &str, body: &str, input: &[u8]) -> u64 {
    let (status, left) = run_with_ink(items, body, input, 10_000_000);
    assert_eq!(status, Status::Success);
    10_000_000 - left
}

fn run_with_ink(items: &str, body: &str, input: &[u8], ink: u64) -> (Status, u64) {
    let rules = Rules { ink_price: 1, ..Rules::default() };
    let text = module_text(&format!(
        "{items} (func (export \"user_entrypoint\") (param $len i32) (result i32) {body})"
    ));
    let program = ModuleCache::new().unwrap().compile(&rules, &assemble(&text)).unwrap();
    let gas = ink + program.activated().start_cost(&rules).cached_gas;
    let context = CallContext { cached: true, ..CallContext::default() };
    let input = Bytes::copy_from_slice(input);
    match WasmCall::start(program, rules.into(), input, gas, context).run(&mut MemoryChain::default()) {
        Step::Done(outcome) => (outcome.status, outcome.gas_left),
        other => panic!("{other:?}"),
    }
}

const HEADER: u64 = 2_450;

#[test]
fn a_straight_body_is_one_block() {
    assert_eq!(ink_of("", "(i32.const 0)", b""), HEADER + 1 + 1);
    assert_eq!(ink_of("", "(i32.add (i32.const 1) (i32.const -1))", b""), HEADER + 1 + 1 + 70 + 1);
}

#[test]
fn only_the_branch_taken_is_charged() {
    let body = "(if (local.get $len) (then nop) (else (drop (i32.const 1)))) (i32.const 0)";
    let (condition, tail) = (HEADER + 75 + 765, HEADER + 1 + 1);
    assert_eq!(ink_of("", body, b"x"), condition + (HEADER + 1 + 1) + tail, "nop and else");
    assert_eq!(ink_of("", body, b""), condition + (HEADER + 1 + 9 + 1) + tail, "const, drop and end");
}

#[test]
fn a_loop_is_charged_each_time_around() {
    let body = "(local $i i32)
        (loop $again
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br_if $again (i32.lt_u (local.get $i) (i32.const 10))))
        (i32.const 0)";
    let round = HEADER + 75 + 1 + 70 + 210 + 75 + 1 + 170 + 765;
    assert_eq!(ink_of("", body, b""), (HEADER + 1) + 10 * round + (HEADER + 1) + (HEADER + 1 + 1));
}

#[test]
fn calls_end_a_block_and_the_callee_has_its_own() {
    let direct = ink_of("(func $f nop)", "(call $f) (i32.const 0)", b"");
    assert_eq!(direct, (HEADER + 3_800) + (HEADER + 1 + 1) + (HEADER + 1 + 1));
    let indirect = ink_of(
        "(table 1 funcref) (elem (i32.const 0) $f) (type $t (func (param i32 i64))) (func $f (type $t))",
        "(call_indirect (type $t) (i32.const 1) (i64.const 2) (i32.const 0)) (i32.const 0)",
        b"",
    );
    assert_eq!(indirect, (HEADER + 3 + 13_610 + 2 * 650) + (HEADER + 1) + (HEADER + 1 + 1));
}

#[test]
fn a_branch_table_costs_by_its_targets() {
    let ink = ink_of("", "(block (block (br_table 0 1 0 (local.get $len)))) (i32.const 0)", b"");
    // Target 0 leaves the inner block only: one end in between.
    let table = HEADER + 1 + 1 + 75 + 2_400 + 2 * 325;
    assert_eq!(ink, table + (HEADER + 1) + (HEADER + 1 + 1));
}

#[test]
fn filling_and_copying_cost_by_the_byte() {
    for op in ["memory.fill", "memory.copy"] {
        let body = |bytes| format!("({op} (i32.const 0) (i32.const 9) (i32.const {bytes})) (i32.const 0)");
        let fixed = HEADER + 3 + 950 + 1 + 1;
        assert_eq!(ink_of("", &body(0), b""), fixed, "{op}");
        assert_eq!(ink_of("", &body(100), b""), fixed + 100 * 100, "{op}");
        assert_eq!(run_with_ink("", &body(100), b"", fixed + 9_999).0, Status::OutOfInk, "{op}");
        assert_eq!(run_with_ink("", &body(-1), b"", 1_000_000).0, Status::OutOfInk, "{op} of 4 GiB");
    }
}

#[test]
fn exactly_the_ink_of_the_blocks_is_enough_and_one_less_is_not() {
    let needed = ink_of("", "(i32.const 0)", b"");
    assert_eq!(run_with_ink("", "(i32.const 0)", b"", needed), (Status::Success, 0));
    assert_eq!(run_with_ink("", "(i32.const 0)", b"", needed - 1), (Status::OutOfInk, 0));
}

#[test]
fn a_block_is_paid_before_anything_in_it_happens() {
    // The block that stores cannot be paid for, so nothing is printed from the one before either way.
    let body = "(call $log_i32 (i32.const 1)) (i32.store (i32.const 0) (i32.const 1)) unreachable";
    let first = HEADER + 1 + 3_800;
    assert_eq!(run_with_ink("", body, b"", first - 1).0, Status::OutOfInk);
    assert_eq!(run_with_ink("", body, b"", first).0, Status::OutOfInk);
    assert_eq!(run_with_ink("", body, b"", first + HEADER + 1 + 1 + 825 + 1 + 1).0, Status::Revert);
}

#[test]
fn functions_of_several_results_are_wrapped_with_a_type_of_their_own() {
    let text = module_text(
        "(func $pair (param i32) (result i32 i32)
           (if (i32.eqz (local.get 0)) (then (br 1 (i32.const 0) (i32.const 0))))
           (i32.const 1) (i32.const 0))
         (func (export \"user_entrypoint\") (param i32) (result i32) (drop (call $pair (local.get 0))))",
    );
    let wasm = assemble(&text);
    let cache = ModuleCache::new().unwrap();
    let program = cache.compile(&Rules::at_version(51), &wasm).unwrap();
    for (input, expected) in [(&b""[..], Status::Success), (b"x", Status::Revert)] {
        let input = Bytes::copy_from_slice(input);
        let mut call =
            WasmCall::start(program.clone(), Default::default(), input, 100_000, CallContext::default());
        let Step::Done(outcome) = call.run(&mut MemoryChain::default()) else { panic!("done") };
        assert_eq!(outcome.status, expected);
    }
    assert!(cache.compile(&Rules::at_version(61), &wasm).is_err());
}

#[test]
fn only_what_a_call_needs_is_exported() {
    let text = module_text(
        "(func (export \"helper\")) (global (export \"counter\") (mut i32) (i32.const 0))
         (func (export \"user_entrypoint\") (param i32) (result i32) (i32.const 0))",
    );
    let activated = crate::wasm::activate(&assemble(&text), &Rules::default()).unwrap();
    let mut names = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(&activated.wasm) {
        if let wasmparser::Payload::ExportSection(section) = payload.unwrap() {
            names.extend(section.into_iter().map(|export| export.unwrap().name.to_owned()));
        }
    }
    names.sort();
    assert_eq!(
        names,
        [
            "memory",
            "stylus_ink_left",
            "stylus_ink_status",
            "stylus_scratch_global",
            "stylus_stack_left",
            "user_entrypoint"
        ]
    );
}
