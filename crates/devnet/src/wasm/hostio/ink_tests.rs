//! What each host function charges, held against the published table.

use alloy_primitives::{Address, Bytes};

use super::{HOOKS, VM_HOOKS};
use crate::wasm::chain::{Status, Step, SubOutcome, SubStatus};
use crate::wasm::testing::{
    DATA, DEST, MemoryChain, Probed, context, probe, probe_ink, program, run, run_in, run_nested,
};

const GAS: u64 = 10_000;

fn ink(hook: &str, args: &[i64]) -> u64 {
    probe_ink(&mut MemoryChain::default(), hook, args, "").ink
}

#[test]
fn functions_without_gas_charge_the_published_ink() {
    // read(n) = 16381 + 55 (n-32), write(n) = 5040 + 30 (n-32), keccak(n) = 121800 + 21000 (words-2)
    let table: &[(&str, &[i64], u64)] = &[
        ("read_args", &[DEST], 8_400 + 5_040),
        ("write_result", &[DATA, 0], 8_400 + 2 * 16_381),
        ("write_result", &[DATA, 33], 8_400 + 2 * (16_381 + 55)),
        ("write_result", &[DATA, 1_032], 8_400 + 2 * (16_381 + 55_000)),
        ("read_return_data", &[DEST, 0, 99], 68_073 + 5_040),
        ("return_data_size", &[], 8_400),
        ("evm_gas_left", &[], 8_400),
        ("evm_ink_left", &[], 8_400),
        ("block_basefee", &[DEST], 13_440),
        ("block_coinbase", &[DEST], 13_440),
        ("block_gas_limit", &[], 8_400),
        ("block_number", &[], 8_400),
        ("block_timestamp", &[], 8_400),
        ("chainid", &[], 8_400),
        ("contract_address", &[DEST], 13_440),
        ("math_div", &[DEST, DATA], 43_520),
        ("math_mod", &[DEST, DATA], 43_520),
        ("math_pow", &[DEST, DATA], 23_520 + 3_000 + 17_500),
        ("math_add_mod", &[DEST, DATA, DATA], 49_560),
        ("math_mul_mod", &[DEST, DATA, DATA], 52_660),
        ("msg_reentrant", &[], 8_400),
        ("msg_sender", &[DEST], 13_440),
        ("msg_value", &[DEST], 13_440),
        ("native_keccak256", &[DATA, 0, DEST], 121_800),
        ("native_keccak256", &[DATA, 64, DEST], 121_800),
        ("native_keccak256", &[DATA, 65, DEST], 121_800 + 21_000),
        ("native_keccak256", &[DATA, 1_024, DEST], 121_800 + 30 * 21_000),
        ("tx_gas_price", &[DEST], 13_440),
        ("tx_ink_price", &[], 8_400),
        ("tx_origin", &[DEST], 13_440),
        ("pay_for_memory_grow", &[0], 8_400),
        ("pay_for_memory_grow", &[1], 0),
        ("pay_for_memory_grow", &[3], 2_000 * GAS),
        ("log_i32", &[1], 0),
    ];
    for (hook, args, expected) in table {
        assert_eq!(ink(hook, args), *expected, "{hook} {args:?}");
    }
}

#[test]
fn functions_that_touch_state_charge_the_published_ink_and_gas() {
    let log = |topics: u64, data: u64| 375 * (1 + topics) + 8 * data;
    let table: &[(&str, &[i64], u64)] = &[
        ("storage_load_bytes32", &[DATA, DEST], 18_480 + (2_100 + 5) * GAS),
        ("storage_cache_bytes32", &[DATA, DEST], 18_480),
        ("storage_flush_cache", &[0], 68_073),
        ("transient_load_bytes32", &[DATA, DEST], 78_153 + 100 * GAS),
        ("transient_store_bytes32", &[DATA, DEST], 78_153 + 100 * GAS),
        ("emit_log", &[DATA, 0, 0], 68_073 + 16_381 + log(0, 0) * GAS),
        ("emit_log", &[DATA, 100, 2], 68_073 + 16_381 + 55 * 68 + log(2, 36) * GAS),
        ("account_balance", &[DATA, DEST], 78_153 + 2_600 * GAS),
        ("account_codehash", &[DATA, DEST], 78_153 + 2_600 * GAS),
        ("account_code", &[DATA, 0, 9, DEST], 68_073 + 5_040 + (700 + 2_600) * GAS),
        ("account_code_size", &[DATA], 68_073 + (700 + 2_600) * GAS),
    ];
    for (hook, args, expected) in table {
        assert_eq!(ink(hook, args), *expected, "{hook} {args:?}");
    }
}

#[test]
fn warm_state_is_cheaper() {
    let mut chain = MemoryChain::default();
    for (first, second, hook, args) in [
        (2_105, 105, "storage_load_bytes32", &[DATA, DEST][..]),
        (2_600, 100, "account_balance", &[DATA, DEST]),
    ] {
        for gas in [first, second] {
            let found = probe_ink(&mut chain, hook, args, "").ink;
            assert_eq!(
                found / GAS,
                gas + u64::from(hook == "account_balance") * 7 + u64::from(hook != "account_balance")
            );
        }
    }
    let code = probe_ink(&mut chain, "account_code_size", &[DATA], "").ink;
    assert_eq!(code, 68_073 + 800 * GAS, "the account was touched before");
}

#[test]
fn reading_the_same_code_twice_in_a_row_is_free() {
    let mut chain = MemoryChain::default();
    chain.codes.insert(Address::ZERO, Bytes::from(vec![7; 40]));
    let before = format!("(drop (call $account_code_size (i32.const {DATA})))");
    let program = probe("account_code", &[DATA, 0, 40, DEST], "", &before);
    let found = Probed::of("account_code", &run(&mut chain, &program));
    assert_eq!(found.ink, 68_073 + 5_040 + 30 * 8);
    assert_eq!((found.result, &found.dest[..40]), (40, &[7; 40][..]));
}

#[test]
fn calldata_is_charged_by_its_length() {
    let program = probe("read_args", &[DEST], "", "");
    let outcome = run_in(&mut MemoryChain::default(), context(), &program, &[1; 132], 1_000_000);
    assert_eq!(Probed::of("read_args", &outcome).ink, 8_400 + 5_040 + 30 * 100);
}

#[test]
fn return_data_is_charged_by_the_bytes_copied() {
    let call = format!(
        "(drop (call $static_call_contract
            (i32.const {DATA}) (i32.const 0) (i32.const 0) (i64.const 0) (i32.const {DEST})))"
    );
    let copied = |offset: i64, size: i64| {
        let program = probe("read_return_data", &[DEST, offset, size], "", &call);
        let outcome =
            run_nested(&mut MemoryChain::default(), context(), &program, &[], 1_000_000, |_| SubOutcome {
                status: SubStatus::Revert,
                output: Bytes::from(vec![3; 50]),
                gas_left: 0,
                refund: 0,
                created: None,
            });
        let found = Probed::of("read_return_data", &outcome);
        (found.ink - 68_073, found.result)
    };
    assert_eq!(copied(0, 50), (5_040 + 30 * 18, 50));
    assert_eq!(copied(0, 1_000), (5_040 + 30 * 18, 50));
    assert_eq!(copied(45, 1_000), (5_040, 5));
    assert_eq!(copied(50, 1), (5_040, 0));
    assert_eq!(copied(-1, -1), (5_040, 0));
}

#[test]
fn powers_cost_by_the_significant_bytes_of_the_exponent() {
    let exponent =
        |text: &str| probe_ink(&mut MemoryChain::default(), "math_pow", &[DEST, DATA], text).ink - 23_520;
    let zeros = |n| "\\00".repeat(n);
    assert_eq!(exponent(&zeros(32)), 3_000 + 17_500);
    assert_eq!(exponent(&format!("{}\\05", zeros(31))), 3_000 + 2 * 17_500);
    assert_eq!(exponent(&format!("{}\\01\\00", zeros(30))), 3_000 + 3 * 17_500);
    assert_eq!(exponent(&"\\ff".repeat(32)), 3_000 + 33 * 17_500);
}

#[test]
fn calls_and_creates_charge_their_ink_before_anything_else() {
    let table: &[(&str, &[i64], u64)] = &[
        ("call_contract", &[DATA, DATA, 132, DATA, 0, DEST], 83_193 + 2 * (16_381 + 5_500) + 2_600 * GAS),
        ("delegate_call_contract", &[DATA, DATA, 0, 0, DEST], 83_193 + 2 * 16_381 + 2_600 * GAS),
        ("static_call_contract", &[DATA, DATA, 0, 0, DEST], 83_193 + 2 * 16_381 + 2_600 * GAS),
        ("create1", &[DATA, 132, DATA, DEST, DEST + 32], 83_193 + 2 * (16_381 + 5_500) + 32_000 * GAS),
        ("create2", &[DATA, 65, DATA, DATA, DEST, DEST + 32], 88_233 + 2 * (16_381 + 55 * 33) + 32_018 * GAS),
    ];
    for (hook, args, expected) in table {
        let program = probe(hook, args, "", "");
        let outcome = run_nested(&mut MemoryChain::default(), context(), &program, &[], 10_000_000, |step| {
            let gas_left = match step {
                Step::Call(request) => request.gas_limit,
                Step::Create(request) => request.gas_limit,
                Step::Done(_) => panic!("{hook} asks for a frame"),
            };
            SubOutcome {
                status: SubStatus::Success,
                output: Bytes::new(),
                gas_left,
                refund: 0,
                created: None,
            }
        });
        assert_eq!(Probed::of(hook, &outcome).ink, *expected, "{hook}");
    }
}

#[test]
fn state_functions_demand_the_gas_of_their_worst_case() {
    let cases = [
        ("(call $storage_load_bytes32 (i32.const 0) (i32.const 32))", 2_115),
        ("(call $storage_cache_bytes32 (i32.const 0) (i32.const 32))", 2_310),
        ("(call $storage_flush_cache (i32.const 0))", 2_300),
        ("(call $account_balance (i32.const 0) (i32.const 32))", 2_600),
        ("(call $account_codehash (i32.const 0) (i32.const 32))", 2_600),
        ("(drop (call $account_code_size (i32.const 0)))", 2_600),
    ];
    for (call, demand) in cases {
        let program = program(&format!("{call} unreachable"));
        let ends_with = |gas| {
            // Warm, so that what is demanded is more than what is charged.
            let mut chain = MemoryChain::default();
            chain.warm_accounts.insert(Address::ZERO);
            chain.warm_slots.insert((context().acting, Default::default()));
            run_in(&mut chain, context(), &program, &[], gas).status
        };
        assert_eq!(ends_with(demand), Status::OutOfInk, "{call}");
        assert_eq!(ends_with(demand + 10), Status::Revert, "{call} reaches the end");
    }
}

#[test]
fn every_function_of_the_chain_ends_out_of_ink_when_there_is_none() {
    for def in HOOKS.iter().filter(|def| def.module == VM_HOOKS && def.name != "exit_early") {
        let args: String = def.params.iter().map(|ty| format!("({ty}.const 9) ")).collect();
        let drop = if def.result.is_some() { "drop" } else { "" };
        let block = 2_450 + def.params.len() as u64 + 3_800;
        let program = program(&format!("{args} (call ${}) {drop} (i32.const 0)", def.name));
        assert!(block < GAS, "one gas pays for the block");
        let outcome = run_in(&mut MemoryChain::default(), context(), &program, &[], 1);
        assert_eq!((outcome.status, outcome.gas_left), (Status::OutOfInk, 0), "{}", def.name);
    }
}
