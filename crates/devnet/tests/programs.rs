//! Programs and EVM contracts on one chain.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_eips::eip7702::Authorization;
use alloy_primitives::{Address, B256, TxKind, U256};
use alloy_signer::SignerSync;
use common::evm::{self, DELEGATECALL, STATICCALL};
use common::wasm::{self, CALL, DELEGATE, PASS_ON, REPORT, REVERT, STATIC};
use common::{GAS, Lab, ether, halted, reverted, word};
use devnet::chain::CallStatus;

const DEADBEEF: [u8; 4] = [0xde, 0xad, 0xbe, 0xef];

#[test]
fn a_transaction_writes_through_a_program_and_a_call_reads_it() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    lab.must(program, word(7));
    assert_eq!(lab.slot(program, 0), U256::from(7));
    assert_eq!(*lab.call(program, []).output, word(7));
}

#[test]
fn an_evm_contract_calls_a_program() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let evm = lab.deploy(&evm::forwarder(evm::CALL));
    lab.must(evm, evm::to(program, &word(5)));
    assert_eq!(lab.slot(program, 0), U256::from(5));
    assert_eq!(*lab.call(evm, evm::to(program, &[])).output, word(5));
}

#[test]
fn a_program_calls_an_evm_contract_and_a_program() {
    let mut lab = Lab::new();
    let forwarder = lab.program(&wasm::forwarder());
    for target in [lab.deploy(&evm::store()), lab.program(&wasm::store())] {
        lab.must(forwarder, wasm::to(CALL, PASS_ON, target, &word(9)));
        assert_eq!(lab.slot(target, 0), U256::from(9));
        assert_eq!(*lab.call(forwarder, wasm::to(STATIC, PASS_ON, target, &[])).output, word(9));
    }
}

#[test]
fn calls_nest_through_both_kinds() {
    let mut lab = Lab::new();
    let store = lab.program(&wasm::store());
    let [evm, program] = [lab.deploy(&evm::forwarder(evm::CALL)), lab.program(&wasm::forwarder())];
    let inner = evm::to(store, &word(3));
    let middle = wasm::to(CALL, PASS_ON, evm, &inner);
    lab.must(evm, evm::to(program, &middle));
    assert_eq!(lab.slot(store, 0), U256::from(3));
}

#[test]
fn revert_data_bubbles_unchanged_through_both_kinds() {
    let mut lab = Lab::new();
    let forwarders = [lab.deploy(&evm::forwarder(evm::CALL)), lab.program(&wasm::forwarder())];
    for target in [lab.deploy(&evm::reverter()), lab.program(&wasm::reverter())] {
        assert_eq!(reverted(&lab.call(target, [])).as_ref(), DEADBEEF);
        let through_evm = lab.call(forwarders[0], evm::to(target, &[]));
        assert_eq!(reverted(&through_evm).as_ref(), DEADBEEF);
        let through_program = lab.call(forwarders[1], wasm::to(CALL, PASS_ON, target, &[]));
        assert_eq!(reverted(&through_program).as_ref(), DEADBEEF);
    }
}

#[test]
fn value_moves_with_a_program_s_call() {
    let mut lab = Lab::new();
    let forwarder = lab.program(&wasm::forwarder());
    let target = Address::repeat_byte(0x77);
    let data = wasm::to(CALL, PASS_ON, target, &[]);
    let tx = lab.submit(lab.request(forwarder.into(), data).value(ether(2)));
    assert!(tx.succeeded());
    assert_eq!(lab.balance(target), ether(2));
    assert_eq!(lab.balance(forwarder), U256::ZERO);
}

#[test]
fn a_static_call_cannot_write_and_its_caller_goes_on() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let evm = lab.deploy(&evm::prober(STATICCALL));
    let forwarder = lab.program(&wasm::forwarder());
    assert_eq!(*lab.call(evm, evm::to(program, &word(1))).output, word(0));
    let outcome = lab.call(forwarder, wasm::to(STATIC, REPORT, program, &word(1)));
    assert_eq!(outcome.output.as_ref(), [2]);
    assert_eq!(lab.slot(program, 0), U256::ZERO);
}

#[test]
fn a_delegate_called_program_writes_its_caller_s_storage() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let evm = lab.deploy(&evm::forwarder(DELEGATECALL));
    lab.must(evm, evm::to(program, &word(4)));
    assert_eq!((lab.slot(evm, 0), lab.slot(program, 0)), (U256::from(4), U256::ZERO));
    let forwarder = lab.program(&wasm::forwarder());
    lab.must(forwarder, wasm::to(DELEGATE, PASS_ON, program, &word(6)));
    assert_eq!((lab.slot(forwarder, 0), lab.slot(program, 0)), (U256::from(6), U256::ZERO));
}

#[test]
fn a_reverted_frame_takes_back_what_nested_frames_wrote() {
    let mut lab = Lab::new();
    let forwarder = lab.program(&wasm::forwarder());
    for target in [lab.deploy(&evm::store()), lab.program(&wasm::store())] {
        let tx = lab.send(forwarder, wasm::to(CALL, REVERT, target, &word(8)));
        assert_eq!(tx.outcome.status, CallStatus::Revert);
        assert_eq!(lab.slot(target, 0), U256::ZERO);
    }
}

#[test]
fn an_endless_program_uses_all_gas_and_halts() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::endless());
    let mut request = lab.request(program.into(), []);
    request.gas = Some(300_000);
    let tx = lab.submit(request);
    assert!(halted(&tx.outcome).contains("out of ink"), "{:?}", tx.outcome.status);
    assert_eq!(tx.gas_used, 300_000);
}

#[test]
fn a_nested_call_s_gas_limit_fails_the_callee_alone() {
    let mut lab = Lab::new();
    let forwarder = lab.program(&wasm::forwarder());
    let endless = lab.program(&wasm::endless());
    let data = wasm::to_with_gas(CALL, REPORT, endless, 50_000, &[]);
    let tx = lab.must(forwarder, data);
    assert_eq!(tx.outcome.output.as_ref(), [2]);
    assert!((71_000..100_000).contains(&tx.gas_used), "{}", tx.gas_used);
}

#[test]
fn endless_recursion_exhausts_the_stack_and_all_gas() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::recursive());
    let tx = lab.send(program, []);
    assert!(halted(&tx.outcome).contains("stack"), "{:?}", tx.outcome.status);
    assert_eq!(tx.gas_used, GAS);
}

#[test]
fn a_trap_reverts_without_data_and_keeps_the_rest_of_the_gas() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::trapping());
    let tx = lab.send(program, []);
    assert!(reverted(&tx.outcome).is_empty());
    assert!(tx.gas_used < 100_000, "{}", tx.gas_used);
}

#[test]
fn programs_that_call_each_other_stop_at_the_page_limit_of_a_transaction() {
    let mut lab = Lab::new();
    let forwarder = lab.program(&wasm::forwarder());
    let nested = |levels| (0..levels).fold(Vec::new(), |inner, _| wasm::to(CALL, PASS_ON, forwarder, &inner));
    let last = wasm::to(CALL, PASS_ON, Address::repeat_byte(0x66), &[]);
    assert!(lab.call(forwarder, [nested(60), last.clone()].concat()).is_success());
    let outcome = lab.call(forwarder, [nested(140), last].concat());
    assert!(outcome.notes.iter().any(|note| note.contains("not enough gas to start")), "{:?}", outcome.notes);
}

#[test]
fn a_program_creates_a_contract() {
    let mut lab = Lab::new();
    let creator = lab.program(&wasm::creator());
    let tx = lab.must(creator, evm::init_code(&evm::store()));
    let created = Address::from_word(B256::from_slice(&tx.outcome.output));
    assert_eq!(*lab.node.code(created, common::LATEST).unwrap(), evm::store());
    lab.must(created, word(2));
    assert_eq!(lab.slot(created, 0), U256::from(2));
}

#[test]
fn transient_storage_lasts_one_transaction() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::transient());
    assert_eq!(*lab.must(program, word(3)).outcome.output, word(3));
    assert_eq!(*lab.must(program, []).outcome.output, word(0));
}

#[test]
fn a_program_s_log_is_in_the_receipt_and_the_bloom() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::logger());
    let data = [B256::repeat_byte(0x11).as_slice(), &DEADBEEF].concat();
    let tx = lab.must(program, data);
    let [log] = tx.receipt.logs() else { panic!("one log expected") };
    assert_eq!(log.address, program);
    assert_eq!(log.topics(), [B256::repeat_byte(0x11)]);
    assert_eq!(log.data.data.as_ref(), DEADBEEF);
    let filter = alloy_rpc_types::Filter::new().address(program).event_signature(B256::repeat_byte(0x11));
    assert_eq!(lab.node.logs(&filter.from_block(0)).unwrap().len(), 1);
}

#[test]
fn a_program_knows_when_it_was_entered_again() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::reentrant());
    assert_eq!(lab.call(program, []).output.as_ref(), [0]);
    assert_eq!(lab.call(program, program.to_vec()).output.as_ref(), [1]);
    // Delegate calls do not count: the program acts for a proxy that is open once.
    let proxy = lab.deploy(&evm::forwarder(DELEGATECALL));
    assert_eq!(lab.call(proxy, evm::to(program, &[])).output.as_ref(), [0]);
}

#[test]
fn block_number_is_the_chain_s_own() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::block_number());
    lab.node.mine(10, None);
    let number = lab.node.block_number();
    assert_eq!(lab.call(program, []).output.as_ref(), number.to_le_bytes());
    assert_eq!(lab.must(program, []).outcome.output.as_ref(), (number + 1).to_le_bytes());
}

#[test]
fn calling_a_program_that_is_not_activated_uses_all_gas() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let mut request = lab.request(program.into(), word(1));
    request.gas = Some(200_000);
    let tx = lab.submit(request);
    assert!(halted(&tx.outcome).contains("not activated"), "{:?}", tx.outcome.status);
    assert_eq!(tx.gas_used, 200_000);
}

#[test]
fn code_that_begins_with_ef_is_refused_unless_it_is_a_program_s() {
    let mut lab = Lab::new();
    let refused: [&[u8]; 4] =
        [&[0xef], &[0xef, 0xf0, 0x00], &[0xef, 0x01, 0x00, 0x00], &[0xef, 0xf0, 0x03, 0x00]];
    for code in refused {
        let tx = lab.submit(lab.request(TxKind::Create, evm::init_code(code)));
        assert!(halted(&tx.outcome).contains("EF"), "{:?}", tx.outcome.status);
        assert_eq!(tx.contract_address, None);
    }
    let accepted: [&[u8]; 3] =
        [&[0xef, 0xf0, 0x00, 0x00], &[0xef, 0xf0, 0x01, 0x00], &[0xef, 0xf0, 0x02, 0x00]];
    for code in accepted {
        let address = lab.deploy(code);
        assert_eq!(*lab.node.code(address, common::LATEST).unwrap(), code);
    }
}

#[test]
fn a_fragment_cannot_be_called() {
    let mut lab = Lab::new();
    let fragment = lab.deploy(&[0xef, 0xf0, 0x01, 0x00]);
    assert!(matches!(lab.call(fragment, []).status, CallStatus::Halt(_)));
}

#[test]
fn clearing_a_slot_earns_the_refund_from_every_kind_of_frame() {
    let mut lab = Lab::new();
    let [program, forwarder] = [lab.program(&wasm::store()), lab.program(&wasm::forwarder())];
    let [evm, evm_forwarder] = [lab.deploy(&evm::store()), lab.deploy(&evm::forwarder(evm::CALL))];
    // What each transaction saves by writing zero: the refund, and 12 gas for a calldata byte.
    let mut saved = |to: Address, data: &dyn Fn(u64) -> Vec<u8>| {
        let [_, reset, cleared] = [1, 2, 0].map(|value| lab.must(to, data(value)).gas_used);
        reset - cleared - 12
    };
    assert_eq!(saved(evm, &word), 4_800);
    assert_eq!(saved(program, &word), 4_800);
    assert_eq!(saved(forwarder, &|value| wasm::to(CALL, PASS_ON, evm, &word(value))), 4_800);
    assert_eq!(saved(forwarder, &|value| wasm::to(CALL, PASS_ON, program, &word(value))), 4_800);
    assert_eq!(saved(evm_forwarder, &|value| evm::to(program, &word(value))), 4_800);
}

#[test]
fn an_account_can_delegate_to_a_program() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    let account = lab.node.accounts().addresses()[1];
    let authorization = Authorization { chain_id: U256::from(412_346), address: program, nonce: 0 };
    let signer = lab.node.accounts().signer(account).unwrap();
    let signature = signer.sign_hash_sync(&authorization.signature_hash()).unwrap();
    let mut request = lab.request(account.into(), word(5));
    request.authorization_list = Some(vec![authorization.into_signed(signature)]);
    assert!(lab.submit(request).succeeded());
    assert_eq!((lab.slot(account, 0), lab.slot(program, 0)), (U256::from(5), U256::ZERO));
    let forwarder = lab.program(&wasm::forwarder());
    lab.must(forwarder, wasm::to(CALL, PASS_ON, account, &word(6)));
    assert_eq!(lab.slot(account, 0), U256::from(6));
}

#[test]
fn a_program_runs_on_a_chain_loaded_from_a_dump_without_being_activated_again() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    lab.must(program, word(7));
    let mut other = Lab::new();
    other.node.load(&lab.node.dump().unwrap()).unwrap();
    assert_eq!(*other.call(program, []).output, word(7));
    let (gas, same) = (lab.must(program, word(8)).gas_used, other.must(program, word(8)).gas_used);
    assert_eq!(gas, same);
    assert_eq!(lab.node.latest().hash, other.node.latest().hash);
}
