//! Chain owners, and the parameters they change.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent};
use common::{GAS, Lab, ether, evm, halted, reverted, wasm, word};
use devnet::chain::{ArbOsVersion, Config};
use devnet::precompiles::{
    ARB_DEBUG, ARB_OWNER, ARB_OWNER_PUBLIC, ARB_WASM, ArbDebug, ArbOwner, ArbOwnerPublic, ArbWasm,
};

const DAY: u64 = 86_400;

/// A chain whose first dev account owns it.
fn owned() -> Lab {
    let mut lab = Lab::new();
    lab.must(ARB_DEBUG, ArbDebug::becomeChainOwnerCall {}.abi_encode());
    lab
}

fn set(lab: &mut Lab, call: &impl SolCall) {
    lab.must(ARB_OWNER, call.abi_encode());
}

fn tell(lab: &mut Lab, call: &impl SolCall) -> Vec<U256> {
    lab.call(ARB_WASM, call.abi_encode()).output.chunks(32).map(U256::from_be_slice).collect()
}

#[test]
fn no_one_owns_a_new_chain_and_anyone_becomes_an_owner() {
    let mut lab = Lab::new();
    let owners = |lab: &mut Lab| {
        let output = lab.call(ARB_OWNER_PUBLIC, ArbOwnerPublic::getAllChainOwnersCall {}.abi_encode()).output;
        ArbOwnerPublic::getAllChainOwnersCall::abi_decode_returns(&output).unwrap()
    };
    assert!(owners(&mut lab).is_empty());
    lab.must(ARB_DEBUG, ArbDebug::becomeChainOwnerCall {}.abi_encode());
    assert_eq!(owners(&mut lab), [lab.me]);
    let other = Address::repeat_byte(7);
    set(&mut lab, &ArbOwner::addChainOwnerCall { newOwner: other });
    assert_eq!(owners(&mut lab), [lab.me, other]);
    for (account, expected) in [(lab.me, 1), (other, 1), (Address::ZERO, 0)] {
        let data = ArbOwnerPublic::isChainOwnerCall { account }.abi_encode();
        assert_eq!(*lab.call(ARB_OWNER_PUBLIC, data).output, word(expected));
        let data = ArbOwner::isChainOwnerCall { account }.abi_encode();
        assert_eq!(*lab.call(ARB_OWNER, data).output, word(expected));
    }
    let me = lab.me;
    set(&mut lab, &ArbOwner::removeChainOwnerCall { ownerToRemove: me });
    assert_eq!(owners(&mut lab), [other]);
    let gone = lab.send(ARB_OWNER, ArbOwner::getAllChainOwnersCall {}.abi_encode());
    assert!(reverted(&gone.outcome).is_empty());
}

#[test]
fn others_than_owners_lose_all_gas() {
    let mut lab = Lab::new();
    let tx = lab.send(ARB_OWNER, ArbOwner::setInkPriceCall { price: 1 }.abi_encode());
    assert!(reverted(&tx.outcome).is_empty());
    assert_eq!(tx.gas_used, GAS);
    assert!(tx.outcome.notes[0].contains("becomeChainOwner"), "{:?}", tx.outcome.notes);
}

#[test]
fn owners_pay_for_their_calldata_alone_and_leave_an_event() {
    let mut lab = owned();
    let data = ArbOwner::setInkPriceCall { price: 9 }.abi_encode();
    let calldata: u64 = data.iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    let tx = lab.must(ARB_OWNER, data.clone());
    assert_eq!(tx.gas_used, 21_000 + calldata);
    let event = ArbOwner::OwnerActs::decode_log(&tx.receipt.logs()[0]).unwrap();
    assert_eq!((event.method.0, event.owner), (ArbOwner::setInkPriceCall::SELECTOR, lab.me));
    assert_eq!(*event.data.data, data);
    let bad = lab.send(ARB_OWNER, ArbOwner::setInkPriceCall { price: 0 }.abi_encode());
    assert!(reverted(&bad.outcome).is_empty());
    assert!(bad.gas_used < 22_000, "{}", bad.gas_used);
    assert_eq!(tell(&mut lab, &ArbWasm::inkPriceCall {}), [U256::from(9)]);
}

#[test]
fn owners_are_listed_correctly_so_there_is_nothing_to_rectify() {
    let mut lab = owned();
    for (account, why) in [(lab.me, "listed as an owner correctly"), (Address::ZERO, "no chain owner")] {
        let data = ArbOwnerPublic::rectifyChainOwnerCall { ownerToRectify: account }.abi_encode();
        let outcome = lab.call(ARB_OWNER_PUBLIC, data);
        assert!(reverted(&outcome).is_empty());
        assert!(outcome.notes[0].contains(why), "{:?}", outcome.notes);
    }
}

#[test]
fn arb_wasm_tells_what_was_set() {
    let mut lab = owned();
    set(&mut lab, &ArbOwner::setInkPriceCall { price: 20_000 });
    set(&mut lab, &ArbOwner::setWasmMaxStackDepthCall { depth: 21_000 });
    set(&mut lab, &ArbOwner::setWasmFreePagesCall { pages: 3 });
    set(&mut lab, &ArbOwner::setWasmPageGasCall { gas: 999 });
    set(&mut lab, &ArbOwner::setWasmPageLimitCall { limit: 64 });
    set(&mut lab, &ArbOwner::setWasmInitCostScalarCall { percent: 201 });
    set(&mut lab, &ArbOwner::setWasmExpiryDaysCall { days_: 10 });
    set(&mut lab, &ArbOwner::setWasmKeepaliveDaysCall { days_: 5 });
    set(&mut lab, &ArbOwner::setWasmBlockCacheSizeCall { count: 7 });
    set(&mut lab, &ArbOwner::setWasmActivationGasCall { gas: 1_000_000 });
    assert_eq!(tell(&mut lab, &ArbWasm::inkPriceCall {}), [U256::from(20_000)]);
    assert_eq!(tell(&mut lab, &ArbWasm::maxStackDepthCall {}), [U256::from(21_000)]);
    assert_eq!(tell(&mut lab, &ArbWasm::freePagesCall {}), [U256::from(3)]);
    assert_eq!(tell(&mut lab, &ArbWasm::pageGasCall {}), [U256::from(999)]);
    assert_eq!(tell(&mut lab, &ArbWasm::pageLimitCall {}), [U256::from(64)]);
    assert_eq!(tell(&mut lab, &ArbWasm::initCostScalarCall {}), [U256::from(202)], "in steps of two percent");
    assert_eq!(tell(&mut lab, &ArbWasm::expiryDaysCall {}), [U256::from(10)]);
    assert_eq!(tell(&mut lab, &ArbWasm::keepaliveDaysCall {}), [U256::from(5)]);
    assert_eq!(tell(&mut lab, &ArbWasm::blockCacheSizeCall {}), [U256::from(7)]);
    assert_eq!(tell(&mut lab, &ArbWasm::activationGasCall {}), [U256::from(1_000_000)]);
    set(&mut lab, &ArbOwner::setMaxStylusContractFragmentsCall { count: 4 });
    let fragments = ArbOwnerPublic::getMaxStylusContractFragmentsCall {}.abi_encode();
    assert_eq!(*lab.call(ARB_OWNER_PUBLIC, fragments).output, word(4));
}

#[test]
fn a_change_is_taken_back_by_a_revert_and_by_a_snapshot() {
    let mut lab = owned();
    let snapshot = lab.node.snapshot();
    set(&mut lab, &ArbOwner::setInkPriceCall { price: 5 });
    assert_eq!(tell(&mut lab, &ArbWasm::inkPriceCall {}), [U256::from(5)]);
    lab.node.revert(snapshot).unwrap();
    assert_eq!(tell(&mut lab, &ArbWasm::inkPriceCall {}), [U256::from(10_000)]);
    let forwarder = lab.program(&wasm::forwarder());
    set(&mut lab, &ArbOwner::addChainOwnerCall { newOwner: forwarder });
    let change = ArbOwner::setInkPriceCall { price: 5 }.abi_encode();
    let tx = lab.send(forwarder, wasm::to(wasm::CALL, wasm::REVERT, ARB_OWNER, &change));
    assert!(!tx.succeeded());
    assert_eq!(tell(&mut lab, &ArbWasm::inkPriceCall {}), [U256::from(10_000)]);
    lab.must(forwarder, wasm::to(wasm::CALL, wasm::PASS_ON, ARB_OWNER, &change));
    assert_eq!(tell(&mut lab, &ArbWasm::inkPriceCall {}), [U256::from(5)]);
}

#[test]
fn programs_run_under_the_prices_of_the_day() {
    let mut lab = owned();
    let program = lab.program(&wasm::store());
    let before = lab.must(program, []).gas_used;
    set(&mut lab, &ArbOwner::setWasmFreePagesCall { pages: 0 });
    assert_eq!(lab.must(program, []).gas_used, before + 1_000);
    set(&mut lab, &ArbOwner::setWasmPageGasCall { gas: 7 });
    assert_eq!(lab.must(program, []).gas_used, before + 7);
    set(&mut lab, &ArbOwner::setWasmPageGasCall { gas: 0 });
    set(&mut lab, &ArbOwner::setWasmMinInitGasCall { gas: 0, cached: 0 });
    assert_eq!(lab.must(program, []).gas_used, before - 8_832 - 352);
    set(&mut lab, &ArbOwner::setInkPriceCall { price: 1_000 });
    let dear = lab.must(program, []).gas_used;
    assert!(dear > before - 8_832 - 352, "less ink for a gas makes operators dearer: {dear}");
}

#[test]
fn programs_run_with_the_stack_of_the_day() {
    let mut lab = owned();
    let program = lab.program(&wasm::store());
    set(&mut lab, &ArbOwner::setWasmMaxStackDepthCall { depth: 5 });
    assert!(halted(&lab.call(program, [])).contains("stack"));
    set(&mut lab, &ArbOwner::setWasmMaxStackDepthCall { depth: 100 });
    lab.must(program, []);
}

#[test]
fn activation_keeps_the_limits_of_the_day_and_active_programs_live_on() {
    let mut lab = owned();
    let active = lab.program(&wasm::store());
    let refused = |lab: &mut Lab, program: Address, why: &str| {
        let tx = lab.activate(program);
        assert!(reverted(&tx.outcome).is_empty());
        assert!(tx.outcome.notes.iter().any(|note| note.contains(why)), "{:?}", tx.outcome.notes);
    };
    let program = lab.deploy_program(&wasm::logger());
    set(&mut lab, &ArbOwner::setWasmPageLimitCall { limit: 0 });
    refused(&mut lab, program, "initial memory pages");
    set(&mut lab, &ArbOwner::setWasmPageLimitCall { limit: 1 });
    set(&mut lab, &ArbOwner::setWasmMaxSizeCall { size: 100 });
    refused(&mut lab, program, "larger than 100 bytes");
    lab.must(active, word(1));
    let padding = format!("(@custom \"padding\" \"{}\") (memory", "x".repeat(140_000));
    let large = lab.deploy_program(&wasm::store().replace("(memory", &padding));
    set(&mut lab, &ArbOwner::setWasmMaxSizeCall { size: 131_072 });
    refused(&mut lab, large, "larger than 131072 bytes");
    set(&mut lab, &ArbOwner::setWasmMaxSizeCall { size: 262_144 });
    assert!(lab.activate(large).succeeded());
    lab.must(large, word(1));
}

#[test]
fn activation_gas_is_charged_on_top() {
    let mut lab = owned();
    let program = lab.deploy_program(&wasm::store());
    let call = ArbWasm::activateProgramCall { program }.abi_encode();
    let request = lab.request(ARB_WASM.into(), call).value(ether(1));
    let before = lab.node.call(&request, common::LATEST, None).unwrap().gas_used;
    set(&mut lab, &ArbOwner::setWasmActivationGasCall { gas: 1_234_567 });
    assert_eq!(lab.node.call(&request, common::LATEST, None).unwrap().gas_used, before + 1_234_567);
}

#[test]
fn programs_live_and_are_extended_for_the_days_of_the_day() {
    let mut lab = owned();
    let program = lab.program(&wasm::store());
    let codehash = alloy_primitives::keccak256(lab.node.code(program, common::LATEST).unwrap());
    set(&mut lab, &ArbOwner::setWasmExpiryDaysCall { days_: 10 });
    set(&mut lab, &ArbOwner::setWasmKeepaliveDaysCall { days_: 5 });
    let keep_alive = ArbWasm::codehashKeepaliveCall { codehash }.abi_encode();
    let extend = |lab: &mut Lab| {
        let request = lab.request(ARB_WASM.into(), keep_alive.clone()).value(ether(1));
        lab.submit(request).outcome.clone()
    };
    lab.node.increase_time(4 * DAY);
    assert_eq!(reverted(&extend(&mut lab))[..4], ArbWasm::ProgramKeepaliveTooSoon::SELECTOR);
    lab.node.increase_time(2 * DAY);
    assert!(extend(&mut lab).is_success());
    lab.node.increase_time(9 * DAY);
    lab.must(program, word(1));
    lab.node.increase_time(2 * DAY);
    lab.node.mine(1, None);
    assert!(halted(&lab.call(program, [])).contains("expired"));
}

#[test]
fn a_static_call_of_an_owner_reads_and_cannot_write() {
    let mut lab = owned();
    let reader = lab.deploy(&evm::forwarder(evm::STATICCALL));
    set(&mut lab, &ArbOwner::addChainOwnerCall { newOwner: reader });
    let read = evm::to(ARB_OWNER, &ArbOwner::isChainOwnerCall { account: reader }.abi_encode());
    assert_eq!(*lab.call(reader, read).output, word(1));
    let write = evm::to(ARB_OWNER, &ArbOwner::setInkPriceCall { price: 1 }.abi_encode());
    assert!(reverted(&lab.call(reader, write)).is_empty());
}

#[test]
fn settings_of_later_versions_cannot_be_set_before_them() {
    let mut lab = Lab::with(Config { arbos_version: ArbOsVersion::V51, ..Config::default() });
    lab.must(ARB_DEBUG, ArbDebug::becomeChainOwnerCall {}.abi_encode());
    for data in [
        ArbOwner::setWasmActivationGasCall { gas: 1 }.abi_encode(),
        ArbOwner::setMaxStylusContractFragmentsCall { count: 1 }.abi_encode(),
    ] {
        let outcome = lab.call(ARB_OWNER, data);
        assert!(reverted(&outcome).is_empty());
        assert!(outcome.notes[0].contains("from ArbOS 60 on"), "{:?}", outcome.notes);
    }
}
