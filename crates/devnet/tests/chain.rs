//! Transactions, blocks and the controls of a dev node.
#![allow(clippy::unwrap_used)]

mod common;

use alloy_consensus::proofs::{calculate_receipt_root, calculate_transaction_root};
use alloy_consensus::{SignableTransaction, TxEip1559, TxEnvelope, TxLegacy};
use alloy_eips::{BlockId, Encodable2718};
use alloy_primitives::{Address, B256, TxKind, U256};
use alloy_rpc_types::Filter;
use alloy_signer::SignerSync;
use common::{LATEST, Lab, ether, evm, reverted, wasm, word};
use devnet::chain::{Clock, Config, Mining, NodeError, TxError};

fn transfer(nonce: u64) -> TxEip1559 {
    TxEip1559 {
        chain_id: 412_346,
        nonce,
        gas_limit: 21_000,
        max_fee_per_gas: 100_000_000,
        to: TxKind::Call(Address::repeat_byte(0x42)),
        value: U256::from(5),
        ..Default::default()
    }
}

/// The network encoding of a transaction signed by the lab's account.
fn signed<T: SignableTransaction<alloy_primitives::Signature>>(lab: &Lab, tx: T) -> Vec<u8>
where
    TxEnvelope: From<alloy_consensus::Signed<T>>,
{
    let signature = lab.node.accounts().signer(lab.me).unwrap().sign_hash_sync(&tx.signature_hash()).unwrap();
    TxEnvelope::from(tx.into_signed(signature)).encoded_2718()
}

#[test]
fn dev_accounts_are_those_every_tool_knows() {
    let lab = Lab::new();
    let accounts = lab.node.accounts().addresses();
    assert_eq!(accounts.len(), 11);
    assert_eq!(accounts[0].to_string(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    assert_eq!(accounts[10].to_string(), "0x3f1Eae7D46d88F08fc2F8ed27FCb2AB183EB2d0E");
    assert!(accounts.iter().all(|account| lab.balance(*account) == ether(10_000)));
}

#[test]
fn a_raw_transaction_is_mined_at_once_and_pays_the_base_fee_alone() {
    let mut lab = Lab::new();
    let tx = TxEip1559 { max_fee_per_gas: 900_000_000, max_priority_fee_per_gas: 7, ..transfer(0) };
    let raw = signed(&lab, tx);
    let hash = lab.node.send_raw(&raw).unwrap();
    let mined = lab.node.transaction(hash).unwrap().clone();
    assert_eq!((mined.block_number, mined.sender, mined.gas_used), (1, lab.me, 21_000));
    assert_eq!(mined.effective_gas_price, 100_000_000);
    let cost = U256::from(21_000_u64 * 100_000_000 + 5);
    assert_eq!(lab.balance(lab.me), ether(10_000) - cost);
    assert_eq!(lab.balance(Address::repeat_byte(0x42)), U256::from(5));
}

#[test]
fn legacy_transactions_with_and_without_chain_id_are_accepted() {
    let mut lab = Lab::new();
    for (nonce, chain_id) in [(0, Some(412_346)), (1, None)] {
        let to = TxKind::Call(Address::repeat_byte(0x42));
        let tx =
            TxLegacy { chain_id, nonce, gas_limit: 21_000, gas_price: 100_000_000, to, ..Default::default() };
        let raw = signed(&lab, tx);
        let hash = lab.node.send_raw(&raw).unwrap();
        assert!(lab.node.transaction(hash).unwrap().succeeded());
    }
}

#[test]
fn refused_transactions_say_why_and_change_nothing() {
    let mut lab = Lab::new();
    let raw = signed(&lab, transfer(0));
    let hash = lab.node.send_raw(&raw).unwrap();
    let refused = |lab: &mut Lab, tx: TxEip1559| {
        let raw = signed(lab, tx);
        lab.node.send_raw(&raw).unwrap_err()
    };
    let again = lab.node.send_raw(&raw).unwrap_err();
    assert_eq!(again, TxError::AlreadyKnown(hash));
    let low = refused(&mut lab, TxEip1559 { value: U256::ZERO, ..transfer(0) });
    assert_eq!(low.to_string(), "nonce too low: next nonce 1, tx nonce 0");
    assert_eq!(refused(&mut lab, transfer(3)).to_string(), "nonce too high: next nonce 1, tx nonce 3");
    let poor = refused(&mut lab, TxEip1559 { value: ether(10_000), ..transfer(1) });
    assert!(poor.to_string().starts_with("insufficient funds for gas * price + value"), "{poor}");
    let chain = refused(&mut lab, TxEip1559 { chain_id: 1, ..transfer(1) });
    assert_eq!(chain, TxError::ChainId { have: 1, want: 412_346 });
    let cheap = refused(&mut lab, TxEip1559 { max_fee_per_gas: 1, ..transfer(1) });
    assert_eq!(cheap, TxError::FeeTooLow { fee: 1, base_fee: 100_000_000 });
    let gas = refused(&mut lab, TxEip1559 { gas_limit: 20_000, ..transfer(1) });
    assert_eq!(gas.to_string(), "intrinsic gas too low: have 20000, want 21000");
    assert!(matches!(lab.node.send_raw(&[2, 3, 4]), Err(TxError::Malformed(_))));
    assert_eq!(lab.node.block_number(), 1);
    assert_eq!(lab.node.nonce(lab.me, LATEST).unwrap(), 1);
}

#[test]
fn a_failing_transaction_is_mined_with_its_revert_data() {
    let mut lab = Lab::new();
    let target = lab.deploy(&evm::reverter());
    let tx = lab.send(target, []);
    assert!(!tx.receipt.status());
    assert_eq!(reverted(&tx.outcome).as_ref(), [0xde, 0xad, 0xbe, 0xef]);
    assert_eq!(lab.node.nonce(lab.me, LATEST).unwrap(), 2);
}

#[test]
fn headers_link_up_and_commit_to_transactions_and_receipts() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::logger());
    lab.must(program, word(1));
    let latest = lab.node.latest().clone();
    assert_eq!(latest.header.hash_slow(), latest.hash);
    assert_eq!(lab.node.block((latest.header.number - 1).into()).unwrap().hash, latest.header.parent_hash);
    assert_eq!(lab.node.block(latest.hash.into()).unwrap().hash, latest.hash);
    let txs: Vec<_> = latest.transactions.iter().map(|tx| &tx.envelope).collect();
    let receipts: Vec<_> = latest.transactions.iter().map(|tx| &tx.receipt).collect();
    assert_eq!(latest.header.transactions_root, calculate_transaction_root(&txs));
    assert_eq!(latest.header.receipts_root, calculate_receipt_root(&receipts));
    assert_eq!(latest.header.gas_used, latest.transactions[0].gas_used);
    assert!(!latest.header.logs_bloom.is_zero());
    assert!(lab.node.block(99.into()).is_err());
}

#[test]
fn without_automine_transactions_wait_and_share_a_block() {
    let mut lab = Lab::with(Config { mining: Mining::Manual, ..Config::default() });
    let hashes: Vec<B256> = (0..3)
        .map(|nonce| {
            let raw = signed(&lab, transfer(nonce));
            lab.node.send_raw(&raw).unwrap()
        })
        .collect();
    assert_eq!(lab.node.pending_transactions().len(), 3);
    assert_eq!(lab.node.nonce(lab.me, BlockId::pending()).unwrap(), 3);
    assert_eq!(lab.node.nonce(lab.me, LATEST).unwrap(), 0);
    lab.node.mine(1, None);
    let mined: Vec<_> = hashes.iter().map(|hash| lab.node.transaction(*hash).unwrap().clone()).collect();
    assert!(mined.iter().all(|tx| tx.block_number == 1));
    assert_eq!(mined.iter().map(|tx| tx.index).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(lab.node.latest().header.gas_used, 63_000);
}

#[test]
fn what_waited_at_a_snapshot_is_mined_on_going_back_where_each_gets_its_block_at_once() {
    let mut lab = Lab::new();
    lab.node.set_mining(Mining::Manual);
    let waiting = lab.node.send_unsigned(lab.request(Address::repeat_byte(9).into(), [])).unwrap();
    let snapshot = lab.node.snapshot();
    lab.node.set_mining(Mining::Instant);
    let number = lab.node.block_number();
    assert_eq!(lab.node.revert(snapshot).unwrap(), number - 1);
    assert!(lab.node.pending_transactions().is_empty());
    assert_eq!(lab.node.transaction(waiting).unwrap().block_number, number);
    assert!(lab.submit(lab.request(Address::repeat_byte(9).into(), [])).succeeded());
}

#[test]
fn snapshots_take_back_state_blocks_and_time() {
    let mut lab = Lab::new();
    let program = lab.program(&wasm::store());
    lab.must(program, word(1));
    let (number, time) = (lab.node.block_number(), lab.node.next_time());
    let first = lab.node.snapshot();
    let gone = lab.must(program, word(2)).hash;
    let second = lab.node.snapshot();
    lab.node.set_balance(lab.me, ether(1));
    lab.node.increase_time(1_000);
    lab.node.mine(3, None);
    lab.node.revert(second).unwrap();
    assert_eq!(lab.slot(program, 0), U256::from(2));
    lab.node.revert(first).unwrap();
    assert_eq!(lab.slot(program, 0), U256::from(1));
    assert_eq!((lab.node.block_number(), lab.node.next_time()), (number, time));
    assert!(lab.node.transaction(gone).is_none());
    assert_eq!(lab.node.revert(second), Err(NodeError::UnknownSnapshot(second)));
    assert_eq!(lab.node.revert(first), Err(NodeError::UnknownSnapshot(first)));
    lab.must(program, word(3));
}

#[test]
fn a_snapshot_before_an_activation_takes_the_activation_back() {
    let mut lab = Lab::new();
    let program = lab.deploy_program(&wasm::store());
    let before = lab.node.snapshot();
    assert!(lab.activate(program).succeeded());
    lab.node.revert(before).unwrap();
    assert!(!lab.call(program, []).is_success());
}

#[test]
fn an_impersonated_contract_sends_transactions() {
    let mut lab = Lab::new();
    let contract = lab.deploy(&evm::store());
    let target = lab.program(&wasm::store());
    let mut request = lab.request(target.into(), word(1));
    request.from = Some(contract);
    assert_eq!(lab.node.send_unsigned(request.clone()), Err(NodeError::UnknownAccount(contract)));
    lab.node.impersonate(contract);
    lab.node.set_balance(contract, ether(1));
    let tx = lab.submit(request.clone());
    assert!(tx.succeeded() && tx.sender == contract);
    lab.node.stop_impersonating(contract);
    assert!(lab.node.send_unsigned(request).is_err());
}

#[test]
fn time_moves_as_told() {
    let mut lab = Lab::with(Config { clock: Clock::Step(2), ..Config::default() });
    let start = lab.node.latest().header.timestamp;
    lab.node.mine(1, None);
    assert_eq!(lab.node.latest().header.timestamp, start + 2);
    lab.node.increase_time(100);
    lab.node.mine(1, None);
    assert_eq!(lab.node.latest().header.timestamp, start + 104);
    lab.node.set_next_block_timestamp(start + 1_000).unwrap();
    lab.node.mine(2, None);
    assert_eq!(lab.node.latest().header.timestamp, start + 1_002);
    lab.node.mine(3, Some(60));
    assert_eq!(lab.node.latest().header.timestamp, start + 1_182);
    let back = lab.node.set_next_block_timestamp(start);
    assert_eq!(back, Err(NodeError::TimeRunsBackwards { asked: start, latest: start + 1_182 }));
}

#[test]
fn logs_are_found_by_address_topic_and_range() {
    let mut lab = Lab::new();
    let a = lab.program(&wasm::logger());
    let code = lab.node.code(a, LATEST).unwrap();
    let b = lab.deploy(&code);
    let first = lab.node.block_number() + 1;
    for (from, topic) in [(a, 1), (a, 2), (b, 1)] {
        lab.must(from, word(topic));
    }
    let topic = |value: u64| B256::from(U256::from(value));
    let count = |filter: Filter| lab.node.logs(&filter).unwrap().len();
    let all = Filter::new().from_block(first);
    assert_eq!(count(all.clone()), 3);
    assert_eq!(count(all.clone().address(a)), 2);
    assert_eq!(count(all.clone().event_signature(topic(1))), 2);
    assert_eq!(count(all.clone().address(b).event_signature(topic(2))), 0);
    assert_eq!(count(all.clone().to_block(first)), 1);
    assert_eq!(count(Filter::new().at_block_hash(lab.node.latest().hash)), 1);
    assert_eq!(count(Filter::new()), 1);
}

#[test]
fn state_that_was_set_by_hand_is_what_contracts_see() {
    let mut lab = Lab::new();
    let contract = Address::repeat_byte(0x33);
    lab.node.set_code(contract, evm::store().into()).unwrap();
    lab.node.set_storage_at(contract, U256::ZERO, U256::from(12));
    lab.node.set_nonce(contract, 4);
    assert_eq!(*lab.call(contract, []).output, word(12));
    assert_eq!(lab.node.nonce(contract, LATEST).unwrap(), 4);
    lab.must(contract, word(13));
    assert_eq!(lab.slot(contract, 0), U256::from(13));
}

#[test]
fn the_system_s_clock_goes_on_from_a_time_that_was_set() {
    let mut lab = Lab::with(Config { clock: Clock::System, ..Config::default() });
    lab.node.mine(1, None);
    let set = lab.node.latest().header.timestamp + 1_000_000;
    lab.node.set_next_block_timestamp(set).unwrap();
    lab.node.mine(1, None);
    assert_eq!(lab.node.latest().header.timestamp, set);
    assert!((set..set + 600).contains(&lab.node.next_time()));
    lab.node.increase_time(50_000);
    assert!((set + 50_000..set + 50_600).contains(&lab.node.next_time()));
}
