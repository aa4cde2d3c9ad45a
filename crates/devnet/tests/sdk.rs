//! Plain contracts, in Rust with the SDK's own macros and in Solidity, in every combination.
//!
//! Both kinds have the same ABI; `./scripts/build` makes them.
#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use alloy_primitives::{Address, Bytes, TxKind, U256, hex};
use alloy_sol_types::{SolCall, SolError, SolEvent, SolValue, sol};
use common::{Lab, ether, halted, reverted};
use devnet::chain::MinedTx;
use devnet::wasm::code::compress;

sol! {
    interface ICounter {
        event NumberSet(address indexed by, uint256 number);
        error NumberTooLow(uint256 current, uint256 given);
        function number() external view returns (uint256);
        function setNumber(uint256 number) external;
        function increment() external;
        function raiseTo(uint256 number) external;
        function deposit() external payable;
        function deposited(address account) external view returns (uint256);
        function spin() external view returns (uint256);
    }
    interface ICaller {
        function numberOf(address counter) external view returns (uint256);
        function setNumberOf(address counter, uint256 number) external returns (uint256);
        function raiseOtherTo(address counter, uint256 number) external;
        function tryRaiseOtherTo(address counter, uint256 number) external returns (bool, bytes);
        function depositInto(address counter) external payable;
        function callWith(address target, bytes data) external payable returns (bytes);
        function staticCallWith(address target, bytes data) external view returns (bytes);
        function delegateTo(address target, bytes data) external returns (bytes);
    }
}

fn built(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn read(path: &str) -> Vec<u8> {
    fs::read(built(path)).unwrap_or_else(|error| panic!("{path}: {error}; run ./scripts/build"))
}

/// A fixture program, deployed and activated.
fn rust(lab: &mut Lab, name: &str) -> Address {
    let wasm = read(&format!("target/programs/fixture-{}.wasm", name.to_lowercase()));
    let address = lab.deploy(&compress(&wasm).unwrap());
    let tx = lab.activate(address);
    assert!(tx.succeeded(), "{:?} {:?}", tx.outcome.status, tx.outcome.notes);
    address
}

/// Its Solidity twin.
fn solidity(lab: &mut Lab, name: &str) -> Address {
    let artifact = read(&format!("contracts/out/{name}.sol/{name}.json"));
    let artifact: serde_json::Value = serde_json::from_slice(&artifact).unwrap();
    let code = hex::decode(artifact["bytecode"]["object"].as_str().unwrap()).unwrap();
    lab.submit(lab.request(TxKind::Create, code)).contract_address.unwrap()
}

/// A caller and a counter.
struct Pair {
    lab: Lab,
    caller: Address,
    counter: Address,
}

/// Runs a rule on all four pairs of a caller and a counter.
fn on_every_pair(rule: impl Fn(Pair)) {
    for (caller_is_rust, counter_is_rust) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut lab = Lab::new();
        let caller = if caller_is_rust { rust(&mut lab, "Caller") } else { solidity(&mut lab, "Caller") };
        let counter = if counter_is_rust { rust(&mut lab, "Counter") } else { solidity(&mut lab, "Counter") };
        println!("caller in Rust: {caller_is_rust}, counter in Rust: {counter_is_rust}");
        rule(Pair { lab, caller, counter });
    }
}

impl Pair {
    fn must<C: SolCall>(&mut self, to: Address, call: C) -> Arc<MinedTx> {
        self.lab.must(to, call.abi_encode())
    }

    fn ask<C: SolCall>(&mut self, to: Address, call: C) -> C::Return {
        let outcome = self.lab.call(to, call.abi_encode());
        assert_eq!(outcome.status, devnet::chain::CallStatus::Success, "{:?}", outcome.notes);
        C::abi_decode_returns(&outcome.output).unwrap()
    }

    fn number(&mut self) -> U256 {
        let counter = self.counter;
        self.ask(counter, ICounter::numberCall {})
    }
}

fn number(value: u64) -> U256 {
    U256::from(value)
}

fn too_low(current: u64, given: u64) -> Vec<u8> {
    ICounter::NumberTooLow { current: number(current), given: number(given) }.abi_encode()
}

#[test]
fn a_caller_sets_and_reads_a_counter_whose_event_names_it() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        let tx = pair.must(caller, ICaller::setNumberOfCall { counter, number: number(41) });
        assert_eq!(U256::abi_decode(&tx.outcome.output).unwrap(), number(41));
        assert_eq!(tx.outcome.logs.len(), 1);
        assert_eq!(tx.outcome.logs[0].address, counter);
        let event = ICounter::NumberSet::decode_log_data(&tx.outcome.logs[0].data).unwrap();
        assert_eq!((event.by, event.number), (caller, number(41)));
        pair.must(counter, ICounter::incrementCall {});
        assert_eq!(pair.ask(caller, ICaller::numberOfCall { counter }), number(42));
    });
}

#[test]
fn a_custom_error_comes_back_through_its_caller_and_undoes_the_write() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        pair.must(counter, ICounter::setNumberCall { number: number(5) });
        let raise = ICaller::raiseOtherToCall { counter, number: number(3) }.abi_encode();
        let tx = pair.lab.send(caller, raise);
        assert_eq!(reverted(&tx.outcome).as_ref(), too_low(5, 3));
        assert_eq!(pair.number(), number(5));
    });
}

#[test]
fn a_caught_error_is_data_and_undoes_only_the_failed_call() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        pair.must(counter, ICounter::setNumberCall { number: number(5) });
        let low = ICaller::tryRaiseOtherToCall { counter, number: number(5) };
        let tx = pair.must(caller, low);
        assert_eq!(tx.outcome.output, <(bool, Bytes)>::abi_encode_params(&(false, too_low(5, 5).into())));
        assert_eq!((pair.number(), tx.outcome.logs.len()), (number(5), 0));
        let tx = pair.must(caller, ICaller::tryRaiseOtherToCall { counter, number: number(6) });
        assert_eq!(tx.outcome.output, <(bool, Bytes)>::abi_encode_params(&(true, Bytes::new())));
        assert_eq!(pair.number(), number(6));
    });
}

#[test]
fn ether_passes_through_a_caller_to_a_payable_method() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        let data = ICaller::depositIntoCall { counter }.abi_encode();
        let tx = pair.lab.submit(pair.lab.request(caller.into(), data).value(ether(3)));
        assert!(tx.succeeded(), "{:?}", tx.outcome.notes);
        assert_eq!(pair.ask(counter, ICounter::depositedCall { account: caller }), ether(3));
        assert_eq!(pair.lab.balance(counter), ether(3));
        assert_eq!(pair.lab.balance(caller), U256::ZERO);
    });
}

#[test]
fn a_method_that_takes_no_ether_refuses_it() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        let data = ICounter::setNumberCall { number: number(1) }.abi_encode().into();
        let call = ICaller::callWithCall { target: counter, data }.abi_encode();
        let tx = pair.lab.submit(pair.lab.request(caller.into(), call).value(ether(1)));
        reverted(&tx.outcome);
        assert_eq!((pair.number(), pair.lab.balance(counter)), (U256::ZERO, U256::ZERO));
    });
}

#[test]
fn an_unknown_selector_is_refused() {
    on_every_pair(|mut pair| {
        let counter = pair.counter;
        assert!(reverted(&pair.lab.call(counter, [0xff; 4])).is_empty());
        assert!(reverted(&pair.lab.call(counter, [])).is_empty());
    });
}

#[test]
fn a_static_call_reads_and_cannot_write() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        pair.must(counter, ICounter::setNumberCall { number: number(8) });
        let data: Bytes = ICounter::numberCall {}.abi_encode().into();
        let read = pair.ask(caller, ICaller::staticCallWithCall { target: counter, data });
        assert_eq!(U256::abi_decode(&read).unwrap(), number(8));
        let data: Bytes = ICounter::setNumberCall { number: number(9) }.abi_encode().into();
        let write = ICaller::staticCallWithCall { target: counter, data }.abi_encode();
        reverted(&pair.lab.call(caller, write));
        assert_eq!(pair.number(), number(8));
    });
}

#[test]
fn a_delegated_counter_writes_its_caller_s_storage_in_either_layout() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        let data: Bytes = ICounter::setNumberCall { number: number(12) }.abi_encode().into();
        let tx = pair.must(caller, ICaller::delegateToCall { target: counter, data });
        assert_eq!(tx.outcome.logs[0].address, caller);
        assert_eq!(pair.lab.slot(caller, 0), number(12));
        assert_eq!(pair.ask(caller, ICounter::numberCall {}), number(12));
        assert_eq!(pair.number(), U256::ZERO);
    });
}

#[test]
fn an_endless_loop_spends_its_gas_and_leaves_its_caller_the_rest() {
    on_every_pair(|mut pair| {
        let (caller, counter) = (pair.caller, pair.counter);
        let spin: Bytes = ICounter::spinCall {}.abi_encode().into();
        let mut request = pair.lab.request(counter.into(), spin.clone());
        request.gas = Some(300_000);
        let tx = pair.lab.submit(request);
        halted(&tx.outcome);
        assert_eq!(tx.outcome.gas_used, 300_000);
        let mut request = pair
            .lab
            .request(caller.into(), ICaller::callWithCall { target: counter, data: spin }.abi_encode());
        request.gas = Some(1_000_000);
        let tx = pair.lab.submit(request);
        assert!(reverted(&tx.outcome).is_empty(), "the caller still had gas to revert with");
        assert!(tx.outcome.gas_used < 1_000_000);
    });
}

#[test]
fn the_sdk_s_guard_refuses_re_entry_and_solidity_has_none() {
    let mut lab = Lab::new();
    for (caller, guarded) in [(rust(&mut lab, "Caller"), true), (solidity(&mut lab, "Caller"), false)] {
        let data: Bytes = ICounter::numberCall {}.abi_encode().into();
        let again = ICaller::staticCallWithCall { target: caller, data }.abi_encode();
        let outcome = lab.call(caller, again);
        if guarded {
            reverted(&outcome);
        } else {
            assert_eq!(outcome.status, devnet::chain::CallStatus::Success);
        }
    }
}
