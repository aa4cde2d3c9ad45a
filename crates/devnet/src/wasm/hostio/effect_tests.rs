//! What each host function does, and when it refuses.

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};

use crate::wasm::chain::{CallContext, Environment, Status};
use crate::wasm::testing::{
    DATA, DEST, MemoryChain, Probed, SELF, context, probe, probe_ink, program, run, run_in,
};

fn static_context() -> CallContext {
    CallContext { is_static: true, ..context() }
}

fn word(value: u64) -> [u8; 32] {
    U256::from(value).to_be_bytes()
}

/// A 32-byte big-endian number as a WAT string.
fn text(value: U256) -> String {
    value.to_be_bytes::<32>().iter().map(|byte| format!("\\{byte:02x}")).collect()
}

#[test]
fn the_environment_is_told_as_it_is() {
    let environment = Environment {
        block_number: 11,
        block_timestamp: 12,
        block_basefee: U256::from(13),
        block_coinbase: Address::repeat_byte(14),
        block_gas_limit: 15,
        chain_id: 16,
        tx_origin: Address::repeat_byte(17),
        tx_gas_price: U256::from(18),
    };
    let context = CallContext { value: U256::from(19), reentrant: true, ..context() };
    let find = |hook: &str, args: &[i64]| {
        let mut chain = MemoryChain { environment, ..MemoryChain::default() };
        Probed::of(hook, &run_in(&mut chain, context, &probe(hook, args, "", ""), &[], 100_000))
    };
    for (hook, value) in [
        ("block_number", 11),
        ("block_timestamp", 12),
        ("block_gas_limit", 15),
        ("chainid", 16),
        ("msg_reentrant", 1),
        ("tx_ink_price", 10_000),
    ] {
        assert_eq!(find(hook, &[]).result, value, "{hook}");
    }
    for (hook, value) in [("block_basefee", 13), ("tx_gas_price", 18), ("msg_value", 19)] {
        assert_eq!(find(hook, &[DEST]).dest[..32], word(value), "{hook}");
    }
    for (hook, byte) in
        [("block_coinbase", 14), ("tx_origin", 17), ("contract_address", 0x5e), ("msg_sender", 0xca)]
    {
        let dest = find(hook, &[DEST]).dest;
        assert_eq!((&dest[..20], dest[20]), (&[byte; 20][..], 0), "{hook}");
    }
}

#[test]
fn gas_and_ink_left_are_told_after_their_own_charge() {
    let program = program(
        "(i64.store (i32.const 0) (call $evm_ink_left)) (i64.store (i32.const 8) (call $evm_gas_left))
         (call $write_result (i32.const 0) (i32.const 16)) (i32.const 0)",
    );
    let output = run_in(&mut MemoryChain::default(), context(), &program, &[], 1_000).output;
    let number = |at: usize| u64::from_le_bytes(output[at..at + 8].try_into().unwrap());
    let ink = 10_000_000 - (2_450 + 1 + 3_800) - 8_400;
    assert_eq!(number(0), ink);
    assert_eq!(number(8), (ink - (2_450 + 950 + 1 + 3_800) - 8_400) / 10_000);
}

#[test]
fn arithmetic_follows_the_evm() {
    let max = U256::MAX;
    let n = U256::from::<u64>;
    let two = |hook: &str, a: U256, b: U256| {
        let data = text(a) + &text(b);
        // The first operand is where the result goes.
        let copy = format!("(memory.copy (i32.const {DEST}) (i32.const {DATA}) (i32.const 32))");
        let program = probe(hook, &[DEST, DATA + 32], &data, &copy);
        let found = Probed::of(hook, &run(&mut MemoryChain::default(), &program));
        U256::from_be_slice(&found.dest[..32])
    };
    assert_eq!(two("math_div", n(17), n(5)), n(3));
    assert_eq!(two("math_div", n(17), n(0)), n(0));
    assert_eq!(two("math_mod", n(17), n(5)), n(2));
    assert_eq!(two("math_mod", n(17), n(0)), n(0));
    assert_eq!(two("math_pow", n(3), n(5)), n(243));
    assert_eq!(two("math_pow", n(2), n(256)), n(0), "powers wrap");
    assert_eq!(two("math_pow", n(0), n(0)), n(1));
    let three = |hook: &str, a: U256, b: U256, m: U256| {
        let data = text(a) + &text(b) + &text(m);
        let copy = format!("(memory.copy (i32.const {DEST}) (i32.const {DATA}) (i32.const 32))");
        let program = probe(hook, &[DEST, DATA + 32, DATA + 64], &data, &copy);
        let found = Probed::of(hook, &run(&mut MemoryChain::default(), &program));
        U256::from_be_slice(&found.dest[..32])
    };
    assert_eq!(three("math_add_mod", max, max, n(10)), n(0), "2 (2^256 - 1) ends in 0");
    assert_eq!(three("math_mul_mod", max, max, n(10)), n(5), "the square of a number ending in 5 does too");
    assert_eq!(three("math_add_mod", n(1), n(2), n(0)), n(0));
    assert_eq!(three("math_mul_mod", n(1), n(2), n(0)), n(0));
}

#[test]
fn hashing_is_keccak() {
    let found = probe_ink(&mut MemoryChain::default(), "native_keccak256", &[DATA, 3, DEST], "abc");
    assert_eq!(found.dest[..32], keccak256("abc")[..]);
}

#[test]
fn logs_split_topics_from_data() {
    let data = "\\01".repeat(32) + &"\\02".repeat(32) + "data";
    let mut chain = MemoryChain::default();
    probe_ink(&mut chain, "emit_log", &[DATA, 68, 2], &data);
    let topics = vec![B256::repeat_byte(1), B256::repeat_byte(2)];
    assert_eq!(chain.logs, [(SELF, topics, Bytes::from_static(b"data"))]);
}

#[test]
fn malformed_logs_are_failures() {
    for (len, topics) in [(160, 5), (31, 1), (64, 3), (0, -1), (64, 0x0800_0001)] {
        let program = program(&format!(
            "(call $emit_log (i32.const 0) (i32.const {len}) (i32.const {topics})) (i32.const 0)"
        ));
        let mut chain = MemoryChain::default();
        assert_eq!(run(&mut chain, &program).status, Status::Revert, "{len} bytes, {topics} topics");
        assert!(chain.logs.is_empty());
    }
}

#[test]
fn accounts_are_told_as_they_are() {
    let mut chain = MemoryChain::default();
    let other = Address::repeat_byte(9);
    chain.balances.insert(other, U256::from(77));
    chain.codes.insert(other, Bytes::from_static(b"\xef\xf0\0\0code"));
    let address = "\\09".repeat(20);
    let mut find = |hook: &str, args: &[i64]| probe_ink(&mut chain, hook, args, &address);
    assert_eq!(find("account_balance", &[DATA, DEST]).dest[..32], word(77));
    assert_eq!(find("account_codehash", &[DATA, DEST]).dest[..32], keccak256(b"\xef\xf0\0\0code")[..]);
    assert_eq!(find("account_code_size", &[DATA]).result, 8);
    let part = find("account_code", &[DATA, 2, 4, DEST]);
    assert_eq!((part.result, &part.dest[..6]), (4, &b"\0\0co\0\0"[..]));
    let past = find("account_code", &[DATA, 9, 4, DEST]);
    assert_eq!((past.result, past.dest[0]), (0, 0));
}

const KEY: &str = "(i32.const 0)";

/// Writes `value` as the word at 32, then caches it under the zero key.
fn write(value: u8) -> String {
    format!(
        "(i32.store8 (i32.const 63) (i32.const {value})) (call $storage_cache_bytes32 {KEY} (i32.const 32))"
    )
}

fn slot(chain: &MemoryChain) -> U256 {
    chain.storage.get(&(SELF, U256::ZERO)).copied().unwrap_or_default()
}

#[test]
fn writes_reach_the_chain_when_flushed_and_are_lost_otherwise() {
    let mut chain = MemoryChain::default();
    run(&mut chain, &program(&format!("{} (i32.const 0)", write(5))));
    assert_eq!(slot(&chain), U256::ZERO);
    let flushed = program(&format!("{} (call $storage_flush_cache (i32.const 0)) (i32.const 0)", write(5)));
    let outcome = run(&mut chain, &flushed);
    assert_eq!(slot(&chain), U256::from(5));
    // 22,100 for a new cold slot; the ink of everything else is below 16 gas.
    assert!((22_100..22_116).contains(&(10_000_000 - outcome.gas_left)), "{}", outcome.gas_left);
}

#[test]
fn a_program_reads_its_own_unflushed_writes() {
    let mut chain = MemoryChain::default();
    let before = write(6);
    let program = probe("storage_load_bytes32", &[0, DEST], "", &before);
    let found = Probed::of("storage_load_bytes32", &run(&mut chain, &program));
    assert_eq!((found.ink, &found.dest[..32]), (18_480, &word(6)[..]), "a hit costs no gas");
}

#[test]
fn clearing_the_cache_makes_the_next_read_ask_the_chain() {
    let mut chain = MemoryChain::default();
    for (clear, gas) in [(0, 0), (1, 105)] {
        let before = format!("{} (call $storage_flush_cache (i32.const {clear}))", write(6));
        let program = probe("storage_load_bytes32", &[0, DEST], "", &before);
        let found = Probed::of("storage_load_bytes32", &run(&mut chain, &program));
        assert_eq!(found.ink, 18_480 + gas * 10_000, "clear: {clear}");
        assert_eq!(found.dest[..32], word(6));
    }
}

#[test]
fn a_word_written_back_to_what_was_read_costs_nothing_to_flush() {
    let mut chain = MemoryChain::default();
    chain.storage.insert((SELF, U256::ZERO), U256::from(5));
    let read = format!("(call $storage_load_bytes32 {KEY} (i32.const 96)) {} {}", write(9), write(5));
    let program = probe("storage_flush_cache", &[0], "", &read);
    assert_eq!(Probed::of("storage_flush_cache", &run(&mut chain, &program)).ink, 68_073);
    // Without the read the same write is blind, and is sent: 100 for no change.
    let blind = probe("storage_flush_cache", &[0], "", &write(5));
    assert_eq!(Probed::of("storage_flush_cache", &run(&mut chain, &blind)).ink, 68_073 + 100 * 10_000);
}

#[test]
fn refunds_of_flushed_writes_count_when_the_program_succeeds() {
    let clear = |status: u8| {
        program(&format!("{} (call $storage_flush_cache (i32.const 0)) (i32.const {status})", write(0)))
    };
    for (status, refund) in [(0, 4_800), (1, 0)] {
        let mut chain = MemoryChain::default();
        chain.storage.insert((SELF, U256::ZERO), U256::from(5));
        assert_eq!(run(&mut chain, &clear(status)).refund, refund);
    }
}

#[test]
fn a_flush_that_cannot_be_paid_loses_all_gas() {
    let flush = program(&format!("{} (call $storage_flush_cache (i32.const 0)) (i32.const 0)", write(5)));
    let outcome = run_in(&mut MemoryChain::default(), context(), &flush, &[], 20_000);
    assert_eq!((outcome.status, outcome.gas_left, outcome.refund), (Status::OutOfInk, 0, 0));
}

#[test]
fn transient_storage_keeps_its_words() {
    let store = format!("(call $transient_store_bytes32 (i32.const {DEST}) (i32.const {DATA}))");
    // The key is 32 zero bytes, the value is read back over it.
    let program = probe("transient_load_bytes32", &[DEST, DEST], &text(U256::from(8)), &store);
    let mut chain = MemoryChain::default();
    let found = Probed::of("transient_load_bytes32", &run(&mut chain, &program));
    assert_eq!(found.dest[..32], word(8));
    assert!(chain.storage.is_empty());
}

#[test]
fn nothing_changes_state_in_a_static_call() {
    for change in [
        format!("{} (call $storage_flush_cache (i32.const 0))", write(5)),
        "(call $transient_store_bytes32 (i32.const 0) (i32.const 0))".into(),
        "(call $emit_log (i32.const 0) (i32.const 0) (i32.const 0))".into(),
        "(call $create1 (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))".into(),
    ] {
        let mut chain = MemoryChain::default();
        let program = program(&format!("{change} (i32.const 0)"));
        let outcome = run_in(&mut chain, static_context(), &program, &[], 100_000);
        assert_eq!(outcome.status, Status::Revert, "{change}");
        assert!(outcome.gas_left > 0 && outcome.reason.unwrap().contains("static"), "{change}");
        assert!(chain.storage.is_empty() && chain.transient.is_empty() && chain.logs.is_empty());
    }
    let reads = program(&format!("{} (call $storage_load_bytes32 {KEY} {KEY}) (i32.const 0)", write(5)));
    let outcome = run_in(&mut MemoryChain::default(), static_context(), &reads, &[], 100_000);
    assert_eq!(outcome.status, Status::Success, "an unflushed write changes nothing");
    let clean = program("(call $storage_flush_cache (i32.const 1)) (i32.const 0)");
    let outcome = run_in(&mut MemoryChain::default(), static_context(), &clean, &[], 100_000);
    assert_eq!(outcome.status, Status::Success, "nor does flushing nothing");
}

#[test]
fn what_a_call_knows_of_itself_needs_no_chain() {
    let knows = program(&format!(
        "{} (call $storage_load_bytes32 {KEY} (i32.const 96)) (call $msg_sender (i32.const 0))
         (drop (call $evm_ink_left)) (call $math_div (i32.const 0) (i32.const 32))
         (call $native_keccak256 (i32.const 0) (i32.const 64) (i32.const 0))
         (drop (call $return_data_size)) (call $write_result (i32.const 96) (i32.const 32)) (i32.const 0)",
        write(5)
    ));
    let broken = || MemoryChain { broken: true, ..MemoryChain::default() };
    let outcome = run(&mut broken(), &knows);
    assert_eq!((outcome.status, &outcome.output[..]), (Status::Success, &word(5)[..]));
    let clean = program("(call $storage_flush_cache (i32.const 1)) (i32.const 0)");
    assert_eq!(run(&mut broken(), &clean).status, Status::Success);
    let asks = program(&format!("(call $storage_load_bytes32 {KEY} (i32.const 96)) (i32.const 0)"));
    assert_eq!(run(&mut broken(), &asks).status, Status::Fault);
}

#[test]
fn a_chain_that_keeps_no_more_lines_is_not_asked_again() {
    let lines = "(call $log_i32 (i32.const 1)) (call $log_txt (i32.const 0) (i32.const 0))";
    let printing = |end: &str| program(&format!("{lines} (call $log_i64 (i64.const 5)) {end}"));
    let tee = "(call $tee_i32 (i32.const 0))";
    for (most_printed, kept) in [(1, 1), (2, 2), (0, 4)] {
        let mut chain = MemoryChain { most_printed, ..MemoryChain::default() };
        assert_eq!(
            run(&mut chain, &printing(tee)).status,
            Status::Success,
            "a tee still gives its value back"
        );
        assert_eq!(chain.printed.len(), kept);
        let outside = printing("(call $log_txt (i32.const 65535) (i32.const 2)) (i32.const 0)");
        let mut chain = MemoryChain { most_printed, ..MemoryChain::default() };
        assert_eq!(run(&mut chain, &outside).status, Status::Revert, "and text outside the memory fails");
    }
}
