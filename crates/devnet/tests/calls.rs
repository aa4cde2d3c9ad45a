//! Calls, estimates and what they may override.

mod common;

use alloy_eips::BlockId;
use alloy_primitives::{Address, B256, U256, bytes};
use alloy_rpc_types::state::StateOverridesBuilder;
use alloy_sol_types::{Revert, SolError};
use common::{LATEST, Lab, ether, evm, wasm, word};
use devnet::chain::{CallStatus, NodeError};

#[test]
fn old_blocks_can_be_read_and_called() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let before = lab.node.block_number();
    let balance = lab.balance(lab.me);
    for value in 1..=3 {
        lab.must(program, word(value));
    }
    for (block, value) in (before..).zip(0..=3) {
        let at = BlockId::number(block);
        assert_eq!(lab.node.storage(program, U256::ZERO, at).unwrap(), U256::from(value));
        let request = lab.request(program.into(), []);
        assert_eq!(*lab.node.call(&request, at, None).unwrap().output, word(value));
    }
    assert_eq!(lab.node.balance(lab.me, BlockId::number(before)).unwrap(), balance);
    assert!(lab.node.code(program, BlockId::number(0)).unwrap().is_empty());
    assert_eq!(lab.node.nonce(lab.me, BlockId::number(0)).unwrap(), 0);
}

#[test]
fn calls_leave_no_trace() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let number = lab.node.block_number();
    assert!(lab.call(program, word(9)).is_success());
    assert_eq!(lab.slot(program, 0), U256::ZERO);
    assert_eq!(lab.node.block_number(), number);
}

#[test]
fn overrides_apply_to_one_call() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    lab.node.set_storage_at(program, U256::from(1), U256::from(5));
    let request = lab.request(program.into(), []);
    let slot = (B256::ZERO, B256::from(U256::from(44)));
    let diff = StateOverridesBuilder::default().with_state_diff(program, [slot]).build();
    assert_eq!(*lab.node.call(&request, LATEST, Some(&diff.into())).unwrap().output, word(44));
    lab.must(program, word(7));
    let whole = StateOverridesBuilder::default().with_state(program, []).build();
    assert_eq!(*lab.node.call(&request, LATEST, Some(&whole.into())).unwrap().output, word(0));
    let code = StateOverridesBuilder::default().with_code(program, evm::reverter()).build();
    assert!(!lab.node.call(&request, LATEST, Some(&code.into())).unwrap().is_success());
    assert_eq!(*lab.call(program, []).output, word(7));
}

#[test]
fn an_estimate_is_enough_and_not_much_more() {
    let mut lab = Lab::new();
    let [forwarder, store] = [lab.program(&wasm::forwarder()), lab.program(&wasm::store())];
    let mut request = lab.request(forwarder.into(), wasm::to(wasm::CALL, wasm::PASS_ON, store, &word(1)));
    request.gas = None;
    let estimate = lab.node.estimate_gas(&request, LATEST, None).unwrap();
    request.gas = Some(estimate);
    let tx = lab.submit(request);
    assert!(tx.succeeded());
    assert!(estimate < tx.gas_used * 11 / 10, "{estimate} for {}", tx.gas_used);
    let mut plain = lab.request(Address::repeat_byte(9).into(), []);
    plain.gas = None;
    assert_eq!(lab.node.estimate_gas(&plain, LATEST, None).unwrap(), 21_000);
}

#[test]
fn an_estimate_of_a_failing_call_keeps_its_error_data() {
    let mut lab = Lab::new();
    let target = lab.program(&wasm::reverter());
    let mut request = lab.request(target.into(), []);
    request.gas = None;
    let Err(NodeError::Failed(failure)) = lab.node.estimate_gas(&request, LATEST, None) else {
        panic!("the call reverts");
    };
    assert_eq!(failure.revert_data, Some(bytes!("deadbeef")));
    assert_eq!(failure.message, "execution reverted");
    let unsent = lab.node.send_unsigned(request).unwrap_err();
    assert_eq!(unsent, NodeError::Failed(failure));
}

#[test]
fn an_estimate_needs_the_value_it_sends() {
    let lab = Lab::new();
    let request = lab.request(Address::repeat_byte(9).into(), []).value(ether(20_000));
    let error = lab.node.estimate_gas(&request, LATEST, None).unwrap_err();
    assert!(error.to_string().starts_with("insufficient funds"), "{error}");
}

#[test]
fn a_solidity_reason_is_part_of_the_message() {
    let mut lab = Lab::new();
    let data = Revert::from("no entry").abi_encode();
    let mut code =
        vec![0x60, u8::try_from(data.len()).unwrap(), 0x80, 0x60, 0x0b, 0x5f, 0x39, 0x5f, 0xfd, 0, 0];
    code.extend_from_slice(&data);
    let target = lab.deploy(&code);
    let failure = lab.call(target, []).into_result().unwrap_err();
    assert_eq!(failure.message, "execution reverted: no entry");
}

#[test]
fn a_halt_is_an_outcome_with_a_reason() {
    let mut lab = Lab::new();
    let target = lab.deploy(&[0xfe]);
    let outcome = lab.call(target, []);
    assert!(matches!(outcome.status, CallStatus::Halt(_)));
    assert!(outcome.into_result().unwrap_err().revert_data.is_none());
}
