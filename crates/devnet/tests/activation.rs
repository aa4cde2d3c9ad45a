//! Activating programs, and what it costs.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_rpc_types::state::StateOverridesBuilder;
use alloy_sol_types::{SolCall, SolError, SolEvent};
use common::{GAS, LATEST, Lab, ether, evm, halted, reverted, wasm, word};
use devnet::chain::{ArbOsVersion, CallStatus, Config};
use devnet::precompiles::{ARB_OWNER_PUBLIC, ARB_WASM, ArbOwnerPublic, ArbWasm};
use devnet::wasm::code::compress;

const DAY: u64 = 86_400;

fn activation(program: Address) -> Vec<u8> {
    ArbWasm::activateProgramCall { program }.abi_encode()
}

#[test]
fn activation_charges_the_data_fee_and_returns_the_rest() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let before = lab.balance(lab.me);
    let tx = lab.activate(program);
    let result = ArbWasm::activateProgramCall::abi_decode_returns(&tx.outcome.output).unwrap();
    assert_eq!(result.version, 2);
    assert!(result.dataFee > U256::from(4e13) && result.dataFee < U256::from(1e14), "{}", result.dataFee);
    assert_eq!(before - lab.balance(lab.me), result.dataFee + tx.fee());
    assert_eq!(lab.balance(ARB_WASM), U256::ZERO);
}

#[test]
fn activation_emits_its_event_with_the_module_s_hash() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let tx = lab.activate(program);
    let [log] = tx.receipt.logs() else { panic!("one log expected") };
    let event = ArbWasm::ProgramActivated::decode_log(log).unwrap();
    assert_eq!(event.address, ARB_WASM);
    assert_eq!((event.program, event.version), (program, 2));
    assert_eq!(event.codehash, keccak256(lab.node.code(program, LATEST).unwrap()));
    assert!(!event.moduleHash.is_zero());
}

#[test]
fn activation_gas_has_a_fixed_part_and_one_for_the_program_s_size() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let gas = lab.activate(program).gas_used;
    assert!((1_659_168 + 21_000..2_500_000).contains(&gas), "{gas}");
}

#[test]
fn a_program_is_activated_once_for_all_copies_of_its_code() {
    let mut lab = Lab::new();
    let first = lab.program(&wasm::store());
    let copy = lab.deploy_program(&wasm::store());
    for program in [first, copy] {
        let outcome = lab.activate(program).outcome.clone();
        assert_eq!(reverted(&outcome)[..4], ArbWasm::ProgramUpToDate::SELECTOR);
    }
    lab.must(copy, word(1));
    assert_eq!((lab.slot(first, 0), lab.slot(copy, 0)), (U256::ZERO, U256::ONE));
}

#[test]
fn too_little_value_names_the_fee_and_activates_nothing() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let tx = lab.submit(lab.request(ARB_WASM.into(), activation(program)).value(U256::from(5)));
    let error = ArbWasm::ProgramInsufficientValue::abi_decode(reverted(&tx.outcome)).unwrap();
    assert_eq!(error.have, U256::from(5));
    let tx = lab.submit(lab.request(ARB_WASM.into(), activation(program)).value(error.want));
    assert!(tx.succeeded());
}

#[test]
fn a_reverted_activation_leaves_nothing_behind() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let forwarder = lab.program(&wasm::forwarder());
    let data = wasm::to(wasm::CALL, wasm::REVERT, ARB_WASM, &activation(program));
    let tx = lab.submit(lab.request(forwarder.into(), data).value(ether(1)));
    assert_eq!(tx.outcome.status, CallStatus::Revert);
    assert!(halted(&lab.call(program, [])).contains("not activated"));
    assert!(lab.activate(program).succeeded());
}

#[test]
fn only_programs_can_be_activated() {
    let mut lab = Lab::new();
    for address in [lab.deploy(&evm::store()), Address::repeat_byte(0x77)] {
        let outcome = lab.activate(address).outcome.clone();
        assert_eq!(reverted(&outcome)[..4], ArbWasm::ProgramNotWasm::SELECTOR);
    }
}

#[test]
fn a_program_that_breaks_a_rule_takes_all_gas_and_says_why() {
    let mut lab = Lab::new();
    let growing = r#"(module (memory (export "memory") 1)
        (func (export "user_entrypoint") (param i32) (result i32) (i32.const 0)))"#;
    let program = lab.deploy_program(growing);
    let tx = lab.activate(program);
    assert!(reverted(&tx.outcome).is_empty());
    assert_eq!(tx.gas_used, GAS);
    let request = lab.request(ARB_WASM.into(), activation(program)).value(ether(1));
    let failure = lab.node.call(&request, LATEST, None).unwrap().into_result().unwrap_err();
    assert!(failure.message.contains("program activation failed"), "{failure}");
    assert!(failure.message.contains("pay_for_memory_grow"), "{failure}");
}

#[test]
fn a_program_can_be_checked_with_overrides_before_it_is_deployed() {
    let lab = Lab::new();
    let code = compress(&::wat::parse_str(wasm::store()).unwrap()).unwrap();
    let (program, nobody) = (Address::repeat_byte(0x51), Address::repeat_byte(0x52));
    let overrides = StateOverridesBuilder::default()
        .with_balance(nobody, U256::MAX)
        .with_code(program, Bytes::from(code))
        .build();
    let mut request = lab.request(ARB_WASM.into(), activation(program)).value(ether(1));
    (request.from, request.gas) = (Some(nobody), None);
    let output = lab.node.call(&request, LATEST, Some(&overrides.into())).unwrap().into_result().unwrap();
    assert_eq!(ArbWasm::activateProgramCall::abi_decode_returns(&output).unwrap().version, 2);
    assert!(lab.node.code(program, LATEST).unwrap().is_empty());
}

#[test]
fn programs_expire_after_a_year_and_can_be_kept_alive_after_a_month() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let codehash = keccak256(lab.node.code(program, LATEST).unwrap());
    let keep_alive = ArbWasm::codehashKeepaliveCall { codehash }.abi_encode();
    let extend = |lab: &mut Lab| {
        let request = lab.request(ARB_WASM.into(), keep_alive.clone()).value(ether(1));
        lab.submit(request).outcome.clone()
    };
    assert_eq!(reverted(&extend(&mut lab))[..4], ArbWasm::ProgramKeepaliveTooSoon::SELECTOR);
    lab.node.increase_time(32 * DAY);
    let extended = extend(&mut lab);
    assert!(extended.is_success());
    assert_eq!(extended.logs[0].topics()[0], ArbWasm::ProgramLifetimeExtended::SIGNATURE_HASH);
    lab.node.increase_time(364 * DAY);
    lab.must(program, word(1));
    lab.node.increase_time(2 * DAY);
    lab.node.mine(1, None);
    assert!(halted(&lab.call(program, [])).contains("expired"));
    let version = lab.call(ARB_WASM, ArbWasm::codehashVersionCall { codehash }.abi_encode());
    assert_eq!(reverted(&version)[..4], ArbWasm::ProgramExpired::SELECTOR);
    assert!(lab.activate(program).succeeded());
    lab.must(program, word(2));
}

#[test]
fn views_of_a_program_that_is_not_active_give_its_error() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let codehash = keccak256(lab.node.code(program, LATEST).unwrap());
    for data in [
        ArbWasm::codehashVersionCall { codehash }.abi_encode(),
        ArbWasm::programVersionCall { program }.abi_encode(),
        ArbWasm::programInitGasCall { program }.abi_encode(),
        ArbWasm::programTimeLeftCall { program }.abi_encode(),
    ] {
        let outcome = lab.call(ARB_WASM, data);
        assert_eq!(reverted(&outcome)[..], ArbWasm::ProgramNotActivated::SELECTOR);
    }
}

#[test]
fn views_of_an_active_program_tell_its_costs() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let codehash = keccak256(lab.node.code(program, LATEST).unwrap());
    let output = lab.call(ARB_WASM, ArbWasm::programInitGasCall { program }.abi_encode()).output;
    let gas = ArbWasm::programInitGasCall::abi_decode_returns(&output).unwrap();
    assert!(gas.gas - gas.gasWhenCached > 69 * 128 && gas.gasWhenCached > 11 * 32);
    let output = lab.call(ARB_WASM, ArbWasm::codehashAsmSizeCall { codehash }.abi_encode()).output;
    let size = ArbWasm::codehashAsmSizeCall::abi_decode_returns(&output).unwrap();
    assert!(size > 512_000 && size % 1_024 == 0, "{size}");
    for data in [
        ArbWasm::codehashVersionCall { codehash }.abi_encode(),
        ArbWasm::programVersionCall { program }.abi_encode(),
    ] {
        assert_eq!(*lab.call(ARB_WASM, data).output, word(2));
    }
    let output = lab.call(ARB_WASM, ArbWasm::programMemoryFootprintCall { program }.abi_encode()).output;
    assert_eq!(ArbWasm::programMemoryFootprintCall::abi_decode_returns(&output).unwrap(), 1);
    let output = lab.call(ARB_WASM, ArbWasm::programTimeLeftCall { program }.abi_encode()).output;
    let left = ArbWasm::programTimeLeftCall::abi_decode_returns(&output).unwrap();
    assert!(left > 364 * DAY && left <= 365 * DAY);
}

#[test]
fn a_program_in_two_fragments_is_activated_and_called() {
    let mut lab = Lab::new();
    let wasm = ::wat::parse_str(wasm::store()).unwrap();
    let (root, _) = lab.deploy_fragmented(&wasm);
    assert!(lab.activate(root).succeeded());
    lab.must(root, word(6));
    assert_eq!(lab.slot(root, 0), U256::from(6));
}

#[test]
fn a_fragment_alone_cannot_be_activated() {
    let mut lab = Lab::new();
    let fragment = lab.deploy(&[0xef, 0xf0, 0x01, 0x00]);
    let tx = lab.activate(fragment);
    assert!(reverted(&tx.outcome).is_empty());
    assert!(tx.outcome.notes[0].contains("activate its root"), "{:?}", tx.outcome.notes);
}

#[test]
fn reading_fragments_is_charged_for_access_and_words() {
    let mut lab = Lab::new();
    let wasm = ::wat::parse_str(wasm::store()).unwrap();
    let whole = lab.deploy_program(&wasm::store());
    let gas_whole = lab.activate(whole).gas_used;
    let mut other = Lab::new();
    let root = other.deploy_fragmented(&wasm);
    let words: u64 = root.1.iter().map(|code| code.len().div_ceil(32) as u64).sum();
    assert_eq!(other.activate(root.0).gas_used - gas_whole, 2 * 2_600 + 3 * words);
}

#[test]
fn a_second_program_right_after_a_first_pays_more_and_later_less_again() {
    let mut lab = Lab::new();
    let fee = |lab: &mut Lab, wat: &str| {
        let program = lab.deploy_program(wat);
        let tx = lab.activate(program);
        ArbWasm::activateProgramCall::abi_decode_returns(&tx.outcome.output).unwrap().dataFee
    };
    let size = |wat: &str| {
        let wasm = ::wat::parse_str(wat).unwrap();
        devnet::wasm::activate(&wasm, &devnet::wasm::Rules::default()).unwrap().asm_estimate
    };
    let (first, second, third) = (wasm::store(), wasm::logger(), wasm::transient());
    let alone = |wat: &str| U256::from(82_928_201_u64 * 10_073 / 10_000 * size(wat));
    assert_eq!(fee(&mut lab, &first), alone(&first));
    assert!(fee(&mut lab, &second) > alone(&second) + alone(&second) / U256::from(500));
    lab.node.increase_time(10);
    assert_eq!(fee(&mut lab, &third), alone(&third));
}

#[test]
fn fragments_do_not_exist_before_their_version() {
    let mut lab = Lab::with(Config { arbos_version: ArbOsVersion::V51, ..Config::default() });
    let request = lab.request(alloy_primitives::TxKind::Create, evm::init_code(&[0xef, 0xf0, 0x01, 0x00]));
    assert!(halted(&lab.submit(request).outcome).contains("EF"));
    let count = lab.call(ARB_OWNER_PUBLIC, ArbOwnerPublic::getMaxStylusContractFragmentsCall {}.abi_encode());
    assert!(reverted(&count).is_empty());
    assert!(count.notes.iter().any(|note| note.contains("from ArbOS 60 on")), "{:?}", count.notes);
}
