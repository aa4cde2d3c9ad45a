//! Activating programs, what it costs, and the precompiles around it.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_rpc_types::state::StateOverridesBuilder;
use alloy_sol_types::{SolCall, SolError, SolEvent};
use common::{GAS, LATEST, Lab, ether, evm, halted, reverted, wasm, word};
use devnet::chain::{ArbOsVersion, CallStatus, Config};
use devnet::precompiles::{
    ARB_GAS_INFO, ARB_INFO, ARB_OWNER_PUBLIC, ARB_SYS, ARB_WASM, ARB_WASM_CACHE, ArbGasInfo, ArbInfo,
    ArbOwnerPublic, ArbSys, ArbWasm, ArbWasmCache,
};
use devnet::wasm::code::{FRAGMENT_PREFIX, ROOT_PREFIX, compress};

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
    for code in [evm::store(), vec![0xef, 0xf0, 0x01, 0x00]] {
        let address = lab.deploy(&code);
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
    let mut lab = Lab::new();
    let code = compress(&::wat::parse_str(wasm::store()).unwrap()).unwrap();
    let (program, nobody) = (Address::repeat_byte(0x51), Address::repeat_byte(0x52));
    let overrides = StateOverridesBuilder::default()
        .with_balance(nobody, U256::MAX)
        .with_code(program, Bytes::from(code))
        .build();
    let mut request = lab.request(ARB_WASM.into(), activation(program)).value(ether(1));
    (request.from, request.gas) = (Some(nobody), None);
    let output = lab.node.call(&request, LATEST, Some(&overrides)).unwrap().into_result().unwrap();
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
    let output = lab.call(ARB_WASM, ArbWasm::programInitGasCall { program }.abi_encode()).output;
    let gas = ArbWasm::programInitGasCall::abi_decode_returns(&output).unwrap();
    assert!(gas.gas > 69 * 128 && gas.gasWhenCached > 11 * 32);
    let output = lab.call(ARB_WASM, ArbWasm::programMemoryFootprintCall { program }.abi_encode()).output;
    assert_eq!(ArbWasm::programMemoryFootprintCall::abi_decode_returns(&output).unwrap(), 1);
    let output = lab.call(ARB_WASM, ArbWasm::programTimeLeftCall { program }.abi_encode()).output;
    let left = ArbWasm::programTimeLeftCall::abi_decode_returns(&output).unwrap();
    assert!(left > 364 * DAY && left <= 365 * DAY);
}

#[test]
fn a_cached_program_saves_its_init_gas_in_every_transaction() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let output = lab.call(ARB_WASM, ArbWasm::programInitGasCall { program }.abi_encode()).output;
    let init_gas = ArbWasm::programInitGasCall::abi_decode_returns(&output).unwrap().gas;
    let uncached = lab.must(program, []).gas_used;
    let cache = ArbWasmCache::cacheProgramCall { program }.abi_encode();
    let event = lab.must(ARB_WASM_CACHE, cache.clone()).receipt.logs()[0].clone();
    assert!(ArbWasmCache::UpdateProgramCache::decode_log(&event).unwrap().cached);
    assert_eq!(uncached - lab.must(program, []).gas_used, init_gas);
    assert!(lab.must(ARB_WASM_CACHE, cache).receipt.logs().is_empty());
    let codehash = keccak256(lab.node.code(program, LATEST).unwrap());
    lab.must(ARB_WASM_CACHE, ArbWasmCache::evictCodehashCall { codehash }.abi_encode());
    assert_eq!(lab.must(program, []).gas_used, uncached);
}

#[test]
fn only_active_programs_can_be_cached() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let tx = lab.send(ARB_WASM_CACHE, ArbWasmCache::cacheProgramCall { program }.abi_encode());
    assert_eq!(reverted(&tx.outcome)[..], ArbWasm::ProgramNotActivated::SELECTOR);
}

/// Gas of calling the same program once and twice in a transaction.
fn one_and_two_calls(config: Config) -> (u64, u64) {
    let mut lab = Lab::with(config);
    let [forwarder, store] = [lab.program(&wasm::forwarder()), lab.program(&wasm::store())];
    let once = wasm::to(wasm::CALL, wasm::PASS_ON, store, &[]);
    let again = wasm::to(wasm::CALL, wasm::PASS_ON, forwarder, &once);
    (lab.must(forwarder, once).gas_used, lab.must(forwarder, again).gas_used)
}

#[test]
fn the_second_call_to_a_program_in_a_block_starts_at_the_cached_price() {
    let on = one_and_two_calls(Config::default());
    let off = one_and_two_calls(Config { block_cache: false, ..Config::default() });
    let old = one_and_two_calls(Config { arbos_version: ArbOsVersion::V51, ..Config::default() });
    assert_eq!(on.0, off.0);
    assert_eq!(off, old);
    assert!(off.1 - on.1 > 69 * 128, "{on:?} {off:?}");
}

#[test]
fn a_program_in_two_fragments_is_activated_and_called() {
    let mut lab = Lab::new();
    let wasm = ::wat::parse_str(wasm::store()).unwrap();
    let stream = compress(&wasm).unwrap().split_off(4);
    let (left, right) = stream.split_at(stream.len() / 2);
    let fragments = [left, right].map(|part| lab.deploy(&[&FRAGMENT_PREFIX, part].concat()));
    let mut code = [&ROOT_PREFIX[..], &[0]].concat();
    code.extend_from_slice(&u32::try_from(wasm.len()).unwrap().to_be_bytes());
    fragments.iter().for_each(|fragment| code.extend_from_slice(fragment.as_slice()));
    let root = lab.deploy(&code);
    assert!(lab.activate(root).succeeded());
    lab.must(root, word(6));
    assert_eq!(lab.slot(root, 0), U256::from(6));
}

#[test]
fn fragments_do_not_exist_before_their_version() {
    let mut lab = Lab::with(Config { arbos_version: ArbOsVersion::V51, ..Config::default() });
    let request = lab.request(alloy_primitives::TxKind::Create, evm::init_code(&[0xef, 0xf0, 0x01, 0x00]));
    assert!(halted(&lab.submit(request).outcome).contains("EF"));
    let output =
        lab.call(ARB_OWNER_PUBLIC, ArbOwnerPublic::getMaxStylusContractFragmentsCall {}.abi_encode());
    assert_eq!(*output.output, word(0));
}

#[test]
fn precompiles_revert_with_all_gas_used_when_called_in_a_way_they_do_not_know() {
    let mut lab = Lab::new();
    let bad: [(Address, Vec<u8>); 3] =
        [(ARB_SYS, vec![1, 2, 3, 4]), (ARB_WASM, Vec::new()), (ARB_INFO, vec![0xfe])];
    for (address, data) in bad {
        let tx = lab.send(address, data);
        assert!(reverted(&tx.outcome).is_empty());
        assert_eq!(tx.gas_used, GAS);
    }
    let delegating = lab.deploy(&evm::forwarder(evm::DELEGATECALL));
    let data = evm::to(ARB_SYS, &ArbSys::arbBlockNumberCall {}.abi_encode());
    assert!(reverted(&lab.call(delegating, data)).is_empty());
    let reading = lab.deploy(&evm::forwarder(evm::STATICCALL));
    let program = lab.deploy_program(&wasm::store());
    assert!(reverted(&lab.call(reading, evm::to(ARB_WASM, &activation(program)))).is_empty());
}

#[test]
fn arb_sys_tells_blocks_chain_and_version() {
    let mut lab = Lab::new();
    lab.node.mine(5, None);
    let ask = |lab: &mut Lab, data: Vec<u8>| U256::from_be_slice(&lab.call(ARB_SYS, data).output);
    assert_eq!(ask(&mut lab, ArbSys::arbBlockNumberCall {}.abi_encode()), U256::from(5));
    assert_eq!(ask(&mut lab, ArbSys::arbChainIDCall {}.abi_encode()), U256::from(412_346));
    assert_eq!(ask(&mut lab, ArbSys::arbOSVersionCall {}.abi_encode()), U256::from(55 + 61));
    let hash = ArbSys::arbBlockHashCall { number: U256::from(3) }.abi_encode();
    let third = lab.node.block(3.into()).unwrap().hash;
    assert_eq!(B256::from(ask(&mut lab, hash)), third);
    let unknown = lab.call(ARB_SYS, ArbSys::arbBlockHashCall { number: U256::from(5) }.abi_encode());
    assert_eq!(reverted(&unknown)[..4], ArbSys::InvalidBlockNumber::SELECTOR);
}

#[test]
fn arb_info_and_arb_gas_info_read_accounts_and_prices() {
    let mut lab = Lab::new();
    let contract = lab.deploy(&evm::store());
    let code = lab.call(ARB_INFO, ArbInfo::getCodeCall { account: contract }.abi_encode()).output;
    assert_eq!(*ArbInfo::getCodeCall::abi_decode_returns(&code).unwrap(), evm::store());
    let balance = lab.call(ARB_INFO, ArbInfo::getBalanceCall { account: lab.me }.abi_encode()).output;
    assert_eq!(U256::from_be_slice(&balance), lab.balance(lab.me));
    let price = lab.call(ARB_GAS_INFO, ArbGasInfo::getMinimumGasPriceCall {}.abi_encode()).output;
    assert_eq!(*price, word(100_000_000));
}
