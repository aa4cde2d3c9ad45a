//! What a trace tells of calls between EVM contracts and programs.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_primitives::{Address, B256, Bytes, TxKind, U256, bytes};
use alloy_rpc_types::trace::geth::CallFrame;
use alloy_sol_types::{Panic, Revert, SolCall, SolError};
use common::{LATEST, Lab, ether, evm, wasm, word};
use devnet::chain::{CREATE2_DEPLOYER, NodeError};
use devnet::precompiles::{ARB_SYS, ArbSys};

/// Type, caller and callee of a call.
fn line(call: &CallFrame) -> (&str, Address, Option<Address>) {
    (&call.typ, call.from, call.to)
}

fn only(calls: &[CallFrame]) -> &CallFrame {
    let [call] = calls else { panic!("one call expected: {calls:#?}") };
    call
}

fn output(call: &CallFrame) -> &[u8] {
    call.output.as_ref().map(Bytes::as_ref).unwrap_or_default()
}

/// Traces a transaction that is mined, whether or not it succeeds.
fn sent(lab: &mut Lab, to: Address, data: impl Into<Bytes>) -> CallFrame {
    let hash = lab.send(to, data).hash;
    let trace = lab.node.trace_transaction(hash).unwrap();
    assert_eq!(trace.gas_used, U256::from(lab.node.transaction(hash).unwrap().gas_used));
    trace
}

#[test]
fn every_way_to_call_is_told_through_contracts_of_both_kinds() {
    let mut lab = Lab::new();
    let [program, reverter] = [lab.program(&wasm::forwarder()), lab.deploy(&evm::reverter())];
    for (opcode, outer, program_acts_as_proxy) in [
        (evm::CALL, "CALL", false),
        (evm::DELEGATECALL, "DELEGATECALL", true),
        (evm::STATICCALL, "STATICCALL", false),
    ] {
        let proxy = lab.deploy(&evm::forwarder(opcode));
        let acting = if program_acts_as_proxy { proxy } else { program };
        for (how, inner) in
            [(wasm::CALL, "CALL"), (wasm::DELEGATE, "DELEGATECALL"), (wasm::STATIC, "STATICCALL")]
        {
            let data = evm::to(program, &wasm::to(how, wasm::REPORT, reverter, &[]));
            let trace = sent(&mut lab, proxy, data.clone());
            assert_eq!(line(&trace), ("CALL", lab.me, Some(proxy)));
            let entered = only(&trace.calls);
            assert_eq!(line(entered), (outer, proxy, Some(program)));
            assert_eq!(entered.error, None, "the program goes on");
            let reverted = only(&entered.calls);
            assert_eq!(line(reverted), (inner, acting, Some(reverter)));
            assert_eq!(reverted.output, Some(bytes!("deadbeef")));
            assert_eq!(reverted.error.as_deref(), Some("execution reverted"));
            assert_eq!(reverted.revert_reason, None, "it is no error of Solidity's own");
            let request = lab.request(proxy.into(), data);
            let (_, called) = lab.node.trace_call(&request, LATEST, None).unwrap();
            assert_eq!((called.gas_used, called.calls), (trace.gas_used, trace.calls));
        }
    }
}

#[test]
fn a_reason_is_decoded_wherever_it_is_passed_on() {
    let mut lab = Lab::new();
    let [program, echo] = [lab.program(&wasm::forwarder()), lab.deploy(&evm::echo_reverter())];
    let proxy = lab.deploy(&evm::forwarder(evm::CALL));
    for (data, reason) in [
        (Revert::from("too late").abi_encode(), Some("too late")),
        (Panic { code: U256::from(0x11) }.abi_encode(), Some("arithmetic underflow or overflow")),
        (word(7), None),
    ] {
        let trace =
            sent(&mut lab, proxy, evm::to(program, &wasm::to(wasm::CALL, wasm::PASS_ON, echo, &data)));
        let inner = only(&trace.calls);
        for call in [&trace, inner, only(&inner.calls)] {
            assert_eq!(call.error.as_deref(), Some("execution reverted"));
            assert_eq!(call.revert_reason.as_deref(), reason);
            assert_eq!(output(call), data, "the data is told as it is");
        }
    }
}

#[test]
fn creates_have_an_address_and_code_only_if_they_succeed() {
    let mut lab = Lab::new();
    let creator = lab.program(&wasm::creator());
    let code = evm::store();
    let trace = sent(&mut lab, creator, evm::init_code(&code));
    let created = only(&trace.calls);
    assert_eq!(line(created), ("CREATE", creator, Some(creator.create(1))));
    assert_eq!((&created.error, output(created)), (&None, &code[..]));

    let trace = sent(&mut lab, creator, evm::reverter());
    let failed = only(&trace.calls);
    assert_eq!(line(failed), ("CREATE", creator, None));
    assert_eq!(failed.error.as_deref(), Some("execution reverted"));
    assert_eq!(failed.output, Some(bytes!("deadbeef")));

    let salted = [vec![0; 32], evm::init_code(&code)].concat();
    let trace = sent(&mut lab, CREATE2_DEPLOYER, salted);
    let created = only(&trace.calls);
    let address = CREATE2_DEPLOYER.create2_from_code(B256::ZERO, evm::init_code(&code));
    assert_eq!(line(created), ("CREATE2", CREATE2_DEPLOYER, Some(address)));
}

#[test]
fn precompiles_of_both_kinds_are_called_like_contracts() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::forwarder());
    let identity = Address::with_last_byte(4);
    let trace = sent(&mut lab, program, wasm::to(wasm::STATIC, wasm::PASS_ON, identity, &[1, 2]));
    assert_eq!(line(only(&trace.calls)), ("STATICCALL", program, Some(identity)));
    assert_eq!(output(only(&trace.calls)), [1, 2]);

    let chain_id = ArbSys::arbChainIDCall {}.abi_encode();
    let trace = sent(&mut lab, program, wasm::to(wasm::CALL, wasm::PASS_ON, ARB_SYS, &chain_id));
    assert_eq!(line(only(&trace.calls)), ("CALL", program, Some(ARB_SYS)));
    assert_eq!(output(only(&trace.calls)), word(412_346));

    let trace = sent(&mut lab, program, wasm::to(wasm::CALL, wasm::REPORT, ARB_SYS, &[1, 2, 3, 4]));
    assert_eq!(only(&trace.calls).error.as_deref(), Some("execution reverted"));
    assert_eq!(trace.error, None);
}

#[test]
fn logs_are_at_the_call_that_emitted_them_in_their_place_among_its_calls() {
    let mut lab = Lab::new();
    let [logger, noisy] = [lab.program(&wasm::logger()), lab.deploy(&evm::noisy())];
    let trace = sent(&mut lab, noisy, evm::to(logger, &word(9)));
    let places = |call: &CallFrame| -> Vec<_> {
        call.logs
            .iter()
            .map(|log| (log.address.unwrap(), log.position.unwrap(), log.index.unwrap()))
            .collect()
    };
    assert_eq!(places(&trace), [(noisy, 0, 0), (noisy, 1, 2)]);
    let inner = only(&trace.calls);
    assert_eq!(places(inner), [(logger, 0, 1)]);
    assert_eq!(inner.logs[0].topics.as_deref(), Some(&[B256::from(U256::from(9))][..]));
    assert_eq!(inner.logs[0].data, Some(Bytes::new()));
}

#[test]
fn logs_of_a_call_that_fails_are_gone_with_those_of_the_calls_it_made() {
    let mut lab = Lab::new();
    let [logger, program] = [lab.program(&wasm::logger()), lab.program(&wasm::forwarder())];
    let noisy = lab.deploy(&evm::noisy());
    let failing = wasm::to(wasm::CALL, wasm::REVERT, logger, &word(9));
    let trace = sent(&mut lab, noisy, evm::to(program, &failing));
    let indexes: Vec<_> = trace.logs.iter().map(|log| log.index.unwrap()).collect();
    assert_eq!(indexes, [0, 1]);
    let failed = only(&trace.calls);
    assert_eq!(failed.error.as_deref(), Some("execution reverted"));
    assert!(only(&failed.calls).error.is_none());
    assert!(failed.logs.is_empty() && only(&failed.calls).logs.is_empty());
}

#[test]
fn a_contract_s_end_is_a_call_to_whom_its_balance_goes() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::forwarder());
    for (code, to_itself) in [(evm::ends_for_caller(), false), (evm::ends_for_itself(), true)] {
        let ending = lab.deploy(&code);
        let data = wasm::to(wasm::CALL, wasm::PASS_ON, ending, &[]);
        let hash = lab.submit(lab.request(TxKind::Call(program), data).value(ether(1))).hash;
        let trace = lab.node.trace_transaction(hash).unwrap();
        let end = only(&only(&trace.calls).calls);
        let heir = if to_itself { ending } else { program };
        assert_eq!(line(end), ("SELFDESTRUCT", ending, Some(heir)));
        assert_eq!(end.value, Some(ether(1)));
    }
}

#[test]
fn a_trace_runs_on_the_state_the_transaction_found() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    lab.must(program, word(1));
    let hash = lab.must(program, []).hash;
    lab.node.set_balance(lab.me, U256::ZERO);
    lab.node.set_storage_at(program, U256::ZERO, U256::from(2));
    assert_eq!(lab.node.trace_transaction(hash).unwrap().output.unwrap().as_ref(), word(1));
    let unknown = B256::repeat_byte(1);
    assert_eq!(lab.node.trace_transaction(unknown), Err(NodeError::UnknownTransaction(unknown)));
}
