//! Starting, ending and failing.

use alloy_primitives::Bytes;

use super::chain::{CallContext, PageCounters, Status, Step};
use super::testing::{DATA, MemoryChain, context, program, program_with, run, run_in};
use super::{Program, Rules, WasmCall};

fn chain() -> MemoryChain {
    MemoryChain::default()
}

/// Runs with exactly `gas`, of which the start is paid.
fn run_exact(
    chain: &mut MemoryChain,
    program: &std::sync::Arc<Program>,
    context: CallContext,
    gas: u64,
) -> Step {
    WasmCall::start(program.clone(), Default::default(), Bytes::new(), gas, context).run(chain)
}

fn done(step: Step) -> super::chain::Outcome {
    match step {
        Step::Done(outcome) => outcome,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_program_echoes_its_calldata() {
    let echo = program(
        "(call $read_args (i32.const 0)) (call $write_result (i32.const 0) (local.get $len)) (i32.const 0)",
    );
    let outcome = run_in(&mut chain(), context(), &echo, b"hello", 10_000);
    assert_eq!((outcome.status, outcome.output), (Status::Success, Bytes::from_static(b"hello")));
    assert!(outcome.gas_left > 0 && outcome.gas_left < 10_000);
}

#[test]
fn a_status_other_than_zero_reverts_with_the_output() {
    let program = program("(call $write_result (i32.const 0) (i32.const 3)) (i32.const 7)");
    let outcome = run(&mut chain(), &program);
    assert_eq!((outcome.status, outcome.output), (Status::Revert, Bytes::from_static(&[0; 3])));
}

#[test]
fn exit_early_ends_with_its_status_and_the_output_so_far() {
    let body = |status| {
        format!(
            "(call $write_result (i32.const 0) (i32.const 1)) (call $exit_early (i32.const {status})) unreachable"
        )
    };
    assert_eq!(run(&mut chain(), &program(&body(0))).status, Status::Success);
    let reverted = run(&mut chain(), &program(&body(1)));
    assert_eq!((reverted.status, reverted.output.len()), (Status::Revert, 1));
}

#[test]
fn every_trap_is_a_revert_without_data_that_keeps_the_gas() {
    for trap in [
        "unreachable",
        "(i32.div_u (i32.const 1) (i32.const 0))",
        "(i32.load (i32.const 65536))",
        "(call $write_result (i32.const 65535) (i32.const 2)) (i32.const 0)",
        "(call $read_args (i32.const -1)) (call $msg_value (i32.const 65505)) (i32.const 0)",
    ] {
        let program = program(&format!("(call $write_result (i32.const 0) (i32.const 9)) {trap}"));
        let outcome = run(&mut chain(), &program);
        assert_eq!(outcome.status, Status::Revert, "{trap}");
        assert!(outcome.output.is_empty() && outcome.refund == 0, "{trap}");
        assert!(outcome.gas_left > 9_999_900, "{trap}: {} gas left", outcome.gas_left);
        assert!(outcome.reason.is_some(), "{trap}");
    }
}

#[test]
fn an_endless_loop_runs_out_of_ink_and_loses_all_gas() {
    let outcome = run_in(&mut chain(), context(), &program("(loop (br 0)) (i32.const 0)"), &[], 200_000);
    assert_eq!((outcome.status, outcome.gas_left), (Status::OutOfInk, 0));
}

#[test]
fn too_little_gas_in_a_host_function_loses_all_gas() {
    let outcome =
        run_in(&mut chain(), context(), &program("(call $msg_value (i32.const 0)) (i32.const 0)"), &[], 1);
    assert_eq!((outcome.status, outcome.gas_left), (Status::OutOfInk, 0));
}

#[test]
fn endless_recursion_meets_the_stack_counter() {
    let program = program_with("(func $f (call $f))", "(call $f) (i32.const 0)");
    let outcome = run(&mut chain(), &program);
    assert_eq!((outcome.status, outcome.gas_left), (Status::StackOverflow, 0));
}

#[test]
fn the_stack_counter_allows_exactly_twenty_two_thousand_words() {
    // A frame of $f is 2 values, 1 local and 4 words; the entry point's is 1, 1 and 4: 22,000 words leave 3,141 calls.
    let depth = |n: u32| {
        program_with(
            "(func $f (param i32)
               (if (local.get 0) (then (call $f (i32.sub (local.get 0) (i32.const 1))))))",
            &format!("(call $f (i32.const {n})) (i32.const 0)"),
        )
    };
    assert_eq!(run(&mut chain(), &depth(3_140)).status, Status::Success);
    assert_eq!(run(&mut chain(), &depth(3_141)).status, Status::StackOverflow);
}

#[test]
fn every_way_out_of_a_function_gives_its_frame_back() {
    for leave in ["(return)", "(br 0)", "(block (br 1))", "(br_table 0 0 (i32.const 0))", "nop"] {
        let program = program_with(
            &format!("(func $f {leave})"),
            "(local $i i32)
             (loop $again
               (call $f)
               (local.set $i (i32.add (local.get $i) (i32.const 1)))
               (br_if $again (i32.lt_u (local.get $i) (i32.const 6000))))
             (i32.const 0)",
        );
        assert_eq!(run(&mut chain(), &program).status, Status::Success, "{leave}");
    }
}

#[test]
fn starting_costs_the_cached_price_and_the_full_price_when_not_cached() {
    let program = program("(i32.const 0)");
    let cost = program.activated().start_cost(&Rules::default());
    assert!(cost.cached_gas > 352 && cost.init_gas > 8_832);
    for cached in [true, false] {
        let context = CallContext { cached, ..context() };
        let enough = done(run_exact(&mut chain(), &program, context, cost.gas(cached) + 1));
        assert_eq!((enough.status, enough.gas_left), (Status::Success, 0), "cached: {cached}");
        let short = done(run_exact(&mut chain(), &program, context, cost.gas(cached) - 1));
        assert_eq!((short.status, short.gas_left), (Status::OutOfInk, 0), "cached: {cached}");
    }
}

#[test]
fn starting_pays_for_pages_and_ending_gives_them_back() {
    let program = program("(i32.const 0)");
    let start = program.activated().start_cost(&Rules::default()).cached_gas;
    let mut chain = MemoryChain { pages: PageCounters { open: 2, ever: 2 }, ..chain() };
    let outcome = done(run_exact(&mut chain, &program, context(), start + 1_000 + 10));
    assert_eq!((outcome.status, outcome.gas_left), (Status::Success, 9));
    assert_eq!(chain.pages, PageCounters { open: 2, ever: 3 });

    let mut poor = MemoryChain { pages: PageCounters { open: 2, ever: 2 }, ..MemoryChain::default() };
    assert_eq!(done(run_exact(&mut poor, &program, context(), start + 999)).status, Status::OutOfInk);
    assert_eq!(poor.pages, PageCounters { open: 2, ever: 2 }, "a program that cannot start opens nothing");
}

#[test]
fn growing_memory_charges_its_pages_before_it_grows() {
    let grow = |pages| program(&format!("(drop (memory.grow (i32.const {pages}))) (i32.const 0)"));
    let mut grown = chain();
    let outcome = run(&mut grown, &grow(3));
    // Pages 1 to 4, two of them free; the block costs less than a gas and a half.
    assert_eq!(10_000_000 - outcome.gas_left, 2_000 + 2);
    assert_eq!(grown.pages, PageCounters { open: 0, ever: 4 });
    assert_eq!(run_in(&mut chain(), context(), &grow(3), &[], 1_900).status, Status::OutOfInk);
    assert_eq!(run(&mut chain(), &grow(128)).status, Status::OutOfInk, "129 pages cannot be paid for");
    assert_eq!(run(&mut chain(), &grow(65_536)).status, Status::OutOfInk, "nor can a number above 16 bits");
}

#[test]
fn returning_much_data_costs_at_least_what_the_evm_takes_for_it() {
    let program = program("(call $write_result (i32.const 0) (i32.const 65536)) (i32.const 0)");
    let outcome = run(&mut chain(), &program);
    let start = program.activated().start_cost(&Rules::default()).cached_gas;
    assert_eq!(outcome.gas_left, 10_000_000 + start - (3 * 2_048 + 2_048 * 2_048 / 512));
    let poor = run_in(&mut chain(), context(), &program, &[], 10_000);
    assert_eq!((poor.status, poor.output.len()), (Status::OutOfInk, 0));
}

#[test]
fn each_call_starts_from_a_fresh_instance() {
    let program = program_with(
        "(global $g (mut i32) (i32.const 5))",
        "(i32.store8 (i32.const 0) (i32.add (i32.load8_u (i32.const 0)) (global.get $g)))
         (global.set $g (i32.const 9))
         (call $write_result (i32.const 0) (i32.const 1)) (i32.const 0)",
    );
    for _ in 0..3 {
        assert_eq!(run(&mut chain(), &program).output, Bytes::from_static(&[5]));
    }
}

#[test]
fn a_fault_of_the_database_is_no_business_of_the_program() {
    let program = program("(call $storage_load_bytes32 (i32.const 0) (i32.const 32)) (i32.const 0)");
    let outcome = run(&mut MemoryChain { broken: true, ..chain() }, &program);
    assert_eq!(outcome.status, Status::Fault);
    assert!(outcome.reason.unwrap().contains("disk on fire"));
}

#[test]
fn a_call_that_ended_cannot_be_run_again() {
    let mut call =
        WasmCall::start(program("(i32.const 0)"), Default::default(), Bytes::new(), 100_000, context());
    assert_eq!(done(call.run(&mut chain())).status, Status::Success);
    assert_eq!(done(call.run(&mut chain())).status, Status::Fault);
}

#[test]
fn programs_print_for_free() {
    let program = program_with(
        &format!("(data (i32.const {DATA}) \"hi there\")"),
        &format!(
            "(call $log_txt (i32.const {DATA}) (i32.const 8))
             (call $log_i32 (i32.const -3))
             (drop (call $tee_i64 (i64.const -4)))
             (call $log_txt (i32.const 65530) (i32.const 6))
             (i32.const 0)"
        ),
    );
    let mut chain = chain();
    let outcome = run(&mut chain, &program);
    assert_eq!(chain.printed, ["hi there", "-3", "-4", "\0\0\0\0\0\0"]);
    // Five blocks: four calls and the end.
    let ink = 5 * 2_450 + 4 * 3_800 + 6 + 9 + 2;
    assert_eq!(outcome.gas_left, (10_000_000u64 * 10_000 - ink) / 10_000);
}

#[test]
fn suspended_calls_can_move_between_threads() {
    fn sendable<T: Send>() {}
    sendable::<WasmCall>();
    sendable::<super::ModuleCache>();
}

/// The engine passes control from operator to operator without returning, so an operator that used native stack would
/// exhaust it in a long loop. Every kind of operator takes part here, fifty thousand times.
#[test]
fn long_loops_of_any_operators_do_not_use_up_the_native_stack() {
    let mut operators = String::new();
    let binary =
        "add sub mul and or xor shl shr_s shr_u rotl rotr eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u";
    for ty in ["i32", "i64"] {
        let drops = |op: &str| {
            !matches!(op, "add" | "sub" | "mul" | "and" | "or" | "xor" | "shl" | "rotl" | "rotr")
                && !op.starts_with("shr")
        };
        for op in binary.split(' ') {
            let value = format!(
                "({ty}.{op} (local.get ${ty}) ({ty}.const 3)) ({ty}.{op} (local.get ${ty}) (local.get ${ty}))"
            );
            let sink = if drops(op) { "drop drop" } else { &format!("drop local.set ${ty}") };
            operators.push_str(&format!("{value} {sink}\n"));
        }
        for op in ["div_u", "div_s", "rem_u", "rem_s"] {
            operators.push_str(&format!("(local.set ${ty} ({ty}.{op} (local.get ${ty}) ({ty}.const 7)))\n"));
        }
        for op in ["clz", "ctz", "popcnt", "extend8_s", "extend16_s"] {
            operators.push_str(&format!("(local.set ${ty} ({ty}.{op} (local.get ${ty})))\n"));
        }
        for bits in ["", "8", "16"] {
            let sign = if bits.is_empty() { "" } else { "_u" };
            let load = format!("({ty}.load{bits}{sign} (i32.const 8))");
            operators
                .push_str(&format!("({ty}.store{bits} (local.get $at) {load}) (local.set ${ty} {load})\n"));
        }
    }
    let program = program_with(
        "(table 1 funcref) (elem (i32.const 0) $f) (type $t (func (param i32) (result i32)))
         (global $g (mut i64) (i64.const 1))
         (func $f (type $t) (block (block (br_table 0 1 (local.get 0)))) (i32.const 5))",
        &format!(
            "(local $i i32) (local $at i32) (local $i32 i32) (local $i64 i64)
             (loop $again
               {operators}
               (local.set $i32 (select (i32.wrap_i64 (local.get $i64)) (local.get $i32) (local.get $i)))
               (local.set $i64 (i64.extend_i32_s (local.get $i32)))
               (global.set $g (i64.add (global.get $g) (i64.extend_i32_u (local.tee $at (i32.const 16)))))
               (drop (memory.size))
               (memory.fill (i32.const 64) (i32.const 1) (i32.const 2))
               (memory.copy (i32.const 80) (i32.const 64) (i32.const 2))
               (if (i32.eqz (local.get $i)) (then nop) (else (drop (call $f (i32.const 1)))))
               (drop (call_indirect (type $t) (i32.const 1) (i32.const 0)))
               (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 50000))))
             (i32.const 0)"
        ),
    );
    let outcome = run_in(&mut chain(), context(), &program, &[], 10_000_000_000);
    assert_eq!(outcome.status, Status::Success, "{:?}", outcome.reason);
}
