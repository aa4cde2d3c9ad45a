//! Gas and results of nested calls and creates.

use alloy_primitives::{Address, B256, Bytes, U256};

use crate::wasm::chain::{CallContext, CallKind, Outcome, Status, Step, SubOutcome, SubStatus};
use crate::wasm::testing::{
    DATA, DEST, MemoryChain, Probed, SELF, context, probe, program, run_in, run_nested,
};

const TARGET: Address = Address::repeat_byte(0x42);
/// The target's address, then a value of one wei at `DATA + 32`, then input.
const MEMORY: &str = "\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\\42\
    \\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\
    \\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\01input";
const VALUE: i64 = DATA + 32;
const NO_VALUE: i64 = DATA + 200;
const INPUT: i64 = DATA + 64;

fn result(status: SubStatus, output: &'static [u8], gas_left: u64) -> SubOutcome {
    SubOutcome { status, output: Bytes::from_static(output), gas_left, refund: 7, created: None }
}

/// Calls the target once with `gas` requested and returns the request, and what the program saw.
fn call(
    chain: &mut MemoryChain,
    context: CallContext,
    (hook, value, gas): (&str, i64, i64),
    answer: impl Fn(u64) -> SubOutcome,
) -> (Option<crate::wasm::chain::CallRequest>, Probed, Outcome) {
    let args = match hook {
        "call_contract" => vec![DATA, INPUT, 5, value, gas, DEST],
        _ => vec![DATA, INPUT, 5, gas, DEST],
    };
    let program = probe(hook, &args, MEMORY, "");
    let mut seen = None;
    let outcome = run_nested(chain, context, &program, &[], 1_000_000, |step| match step {
        Step::Call(request) => {
            let answer = answer(request.gas_limit);
            seen = Some(request);
            answer
        }
        other => panic!("{other:?}"),
    });
    let probed = Probed::of(hook, &outcome);
    (seen, probed, outcome)
}

/// Gas of a call beyond the host function's own ink.
fn gas_of(probed: &Probed) -> u64 {
    (probed.ink - 83_193 - 2 * 16_381) / 10_000
}

#[test]
fn a_call_carries_what_the_program_gave() {
    let (request, probed, outcome) =
        call(&mut MemoryChain::default(), context(), ("call_contract", NO_VALUE, 5_000), |gas| {
            result(SubStatus::Success, b"result", gas - 1_000)
        });
    let request = request.unwrap();
    assert_eq!(
        (request.kind, request.caller, request.target, request.code_address),
        (CallKind::Call, SELF, TARGET, TARGET)
    );
    assert_eq!(
        (request.input, request.value, request.gas_limit, request.is_static),
        (Bytes::from_static(b"input"), U256::ZERO, 5_000, false)
    );
    assert_eq!((probed.result, probed.dest[0], gas_of(&probed)), (0, 6, 2_600 + 1_000));
    assert_eq!(outcome.refund, 7, "the refund of a nested frame that succeeded counts");
}

#[test]
fn a_delegate_call_keeps_the_caller_the_value_and_the_account() {
    let context = CallContext { value: U256::from(5), ..context() };
    let (request, ..) =
        call(&mut MemoryChain::default(), context, ("delegate_call_contract", 0, -1), |gas| {
            result(SubStatus::Success, b"", gas)
        });
    let request = request.unwrap();
    assert_eq!(
        (request.kind, request.caller, request.value),
        (CallKind::Delegate, context.caller, U256::from(5))
    );
    assert_eq!((request.target, request.code_address), (SELF, TARGET));
}

#[test]
fn a_static_call_and_whatever_a_static_frame_calls_is_static() {
    for (hook, context, expected) in [
        ("static_call_contract", context(), true),
        ("call_contract", CallContext { is_static: true, ..context() }, true),
        ("delegate_call_contract", CallContext { is_static: true, ..context() }, true),
        ("delegate_call_contract", context(), false),
    ] {
        let (request, ..) = call(&mut MemoryChain::default(), context, (hook, NO_VALUE, -1), |gas| {
            result(SubStatus::Success, b"", gas)
        });
        assert_eq!(request.unwrap().is_static, expected, "{hook}");
    }
}

#[test]
fn calls_cost_by_coldness_value_and_emptiness() {
    let full = |gas| result(SubStatus::Success, b"", gas);
    let mut chain = MemoryChain::default();
    let mut cost = |value| gas_of(&call(&mut chain, context(), ("call_contract", value, 0), full).1);
    assert_eq!(cost(NO_VALUE), 2_600, "cold");
    assert_eq!(cost(NO_VALUE), 100, "warm");
    assert_eq!(cost(VALUE), 100 + 9_000 + 25_000, "value to an empty account");
    chain.balances.insert(TARGET, U256::from(1));
    let (request, probed, _) = call(&mut chain, context(), ("call_contract", VALUE, 0), full);
    assert_eq!(gas_of(&probed), 100 + 9_000, "value to an account that exists");
    let request = request.unwrap();
    assert_eq!((request.value, request.gas_limit), (U256::from(1), 2_300), "the stipend comes on top");
}

#[test]
fn one_part_in_sixty_four_stays_behind() {
    let mut chain = MemoryChain::default();
    chain.warm_accounts.insert(TARGET);
    let (request, probed, _) = call(&mut chain, context(), ("call_contract", NO_VALUE, -1), |_| {
        result(SubStatus::Failure, b"lost", 0)
    });
    let given = request.unwrap().gas_limit;
    // What was left before the call: everything but the ink of two host functions and two blocks, below 20 gas.
    let left = (given * 64).div_ceil(63) + 100;
    assert!((1_000_000 - 20..1_000_000).contains(&left), "{left}");
    assert_eq!(given, 63 * (left - 100) / 64);
    assert_eq!((probed.result, probed.dest[0]), (2, 0), "a failure has no return data");
}

#[test]
fn a_revert_gives_its_data_and_its_gas_back() {
    let (_, probed, outcome) =
        call(&mut MemoryChain::default(), context(), ("call_contract", NO_VALUE, 9_000), |_| {
            result(SubStatus::Revert, b"no", 8_999)
        });
    assert_eq!((probed.result, probed.dest[0], gas_of(&probed)), (2, 2, 2_601));
    assert_eq!(outcome.refund, 0);
}

#[test]
fn sending_value_from_a_static_call_fails_for_free() {
    let context = CallContext { is_static: true, ..context() };
    let (request, probed, _) =
        call(&mut MemoryChain::default(), context, ("call_contract", VALUE, -1), |_| {
            panic!("nothing is executed")
        });
    assert!(request.is_none());
    assert_eq!((probed.result, probed.ink), (2, 83_193 + 2 * 16_381));
}

#[test]
fn a_call_whose_base_cannot_be_paid_takes_all_gas_and_fails() {
    let program = program(&format!(
        "(local $status i32)
         (local.set $status (call $call_contract (i32.const {DATA}) (i32.const 0) (i32.const 0) (i32.const 0)
            (i64.const -1) (i32.const {DEST})))
         (local.get $status)"
    ));
    let outcome = run_in(&mut MemoryChain::default(), context(), &program, &[], 2_000);
    // All whole gas is gone; the fraction left lets this short program report the failure as its own.
    assert_eq!((outcome.status, outcome.gas_left), (Status::Revert, 0));
    assert_eq!(outcome.reason, None, "it returned by itself");
}

/// Creates once and returns the request's gas and salt, and what the program saw.
fn create(hook: &str, answer: impl Fn(u64) -> SubOutcome) -> (u64, Option<B256>, Probed) {
    let args = match hook {
        "create1" => vec![INPUT, 5, VALUE, DEST, DEST + 32],
        _ => vec![INPUT, 5, VALUE, VALUE, DEST, DEST + 32],
    };
    let mut seen = None;
    let program = probe(hook, &args, MEMORY, "");
    let outcome =
        run_nested(&mut MemoryChain::default(), context(), &program, &[], 1_000_000, |step| match step {
            Step::Create(request) => {
                assert_eq!((request.caller, request.value), (SELF, U256::from(1)));
                assert_eq!(request.init_code, Bytes::from_static(b"input"));
                seen = Some((request.gas_limit, request.salt));
                answer(request.gas_limit)
            }
            other => panic!("{other:?}"),
        });
    let (gas, salt) = seen.unwrap();
    (gas, salt, Probed::of(hook, &outcome))
}

#[test]
fn creates_give_all_but_one_part_in_sixty_four() {
    for (hook, own, base, salt) in
        [("create1", 83_193, 32_000, None), ("create2", 88_233, 32_006, Some(B256::from(U256::from(1))))]
    {
        let (gas, found_salt, probed) = create(hook, |gas| SubOutcome {
            created: Some(TARGET),
            ..result(SubStatus::Success, b"code", gas - 500)
        });
        assert_eq!(found_salt, salt);
        assert_eq!((probed.ink - own - 2 * 16_381) / 10_000, base + 500, "{hook}");
        let left = gas * 64 / 63;
        assert!((1_000_000 - base - 30..1_000_000 - base).contains(&left), "{hook}: {left}");
        assert_eq!(&probed.dest[..20], TARGET.as_slice());
        assert_eq!(probed.dest[32..36], [0; 4], "the code is no return data");
    }
}

#[test]
fn a_create_that_fails_gives_the_zero_address_and_data_only_when_it_reverted() {
    for (status, length) in [(SubStatus::Revert, 3), (SubStatus::Failure, 0)] {
        let (_, _, probed) =
            create("create1", |_| SubOutcome { created: Some(TARGET), ..result(status, b"why", 0) });
        assert_eq!(probed.dest[..20], [0; 20]);
        assert_eq!(probed.dest[32], length);
    }
}

#[test]
fn a_create_whose_base_cannot_be_paid_is_a_failure() {
    let program = program(
        "(call $create1 (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0)) (i32.const 0)",
    );
    let outcome = run_in(&mut MemoryChain::default(), context(), &program, &[], 30_000);
    assert_eq!(outcome.status, Status::Revert);
    assert!(outcome.gas_left > 29_900);
}

#[test]
fn return_data_is_replaced_by_each_call() {
    let call = |ptr: i64| {
        format!(
            "(drop (call $call_contract (i32.const {DATA}) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const 9)
               (i32.const {ptr})))"
        )
    };
    let program = program(&format!(
        "{} {} (i32.store (i32.const {}) (call $return_data_size))
         (drop (call $read_return_data (i32.const {}) (i32.const 1) (i32.const 9)))
         (call $write_result (i32.const {DEST}) (i32.const 16)) (i32.const 0)",
        call(DEST),
        call(DEST + 4),
        DEST + 8,
        DEST + 12,
    ));
    let mut outputs = [&b"first one"[..], b"2nd"].into_iter();
    let outcome = run_nested(&mut MemoryChain::default(), context(), &program, &[], 1_000_000, |_| {
        result(SubStatus::Success, outputs.next().unwrap(), 0)
    });
    assert_eq!(outcome.output[..], *b"\x09\0\0\0\x03\0\0\0\x03\0\0\0nd\0\0");
}

#[test]
fn gas_left_after_a_call_is_without_what_the_call_used() {
    let left = "(call $evm_gas_left)";
    let call = format!(
        "(drop (call $call_contract (i32.const {DATA}) (i32.const 0) (i32.const 0) (i32.const 0) (i64.const -1)
           (i32.const {DEST})))"
    );
    let program = program(&format!(
        "(local $before i64) (local.set $before {left}) {call}
         (i64.store (i32.const 0) (i64.sub (local.get $before) {left}))
         (call $write_result (i32.const 0) (i32.const 8)) (i32.const 0)"
    ));
    let outcome =
        run_nested(&mut MemoryChain::default(), context(), &program, &[], 1_000_000, |step| match step {
            Step::Call(request) => result(SubStatus::Success, b"", request.gas_limit - 70_000),
            other => panic!("{other:?}"),
        });
    let used = u64::from_le_bytes(outcome.output[..8].try_into().unwrap());
    // The cold account and the callee's gas; the ink of everything else is below 16 gas.
    assert!((72_600..72_616).contains(&used), "{used}");
}
