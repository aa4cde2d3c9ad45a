//! A chain that keeps its latest blocks alone.

use alloy::eips::BlockId;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;
use alloy::rpc::types::Filter;
use devnet::{Config, Devnet};
use serde_json::{Value, json};

use crate::support::{ask, deploy, provider, recorder, refusal, store};

const KEPT: u64 = 3;

async fn devnet() -> Devnet {
    let mut config = Config { port: 0, ..Config::default() };
    config.chain.history = Some(KEPT);
    Devnet::start(config).await.unwrap()
}

#[tokio::test]
async fn what_is_older_than_the_history_kept_is_refused_by_name_with_the_remedy() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "anvil_mine", json!([10])).await;
    let whom = Address::repeat_byte(1);
    for (method, params) in [
        ("eth_getBlockByNumber", json!(["0x7", false])),
        ("eth_getBlockByNumber", json!(["earliest", false])),
        ("eth_getBlockReceipts", json!(["0x7"])),
        ("eth_getBlockTransactionCountByNumber", json!(["0x7"])),
        ("eth_getTransactionByBlockNumberAndIndex", json!(["0x7", "0x0"])),
        ("eth_getBalance", json!([whom, "0x7"])),
        ("eth_getStorageAt", json!([whom, "0x0", "0x7"])),
        ("eth_call", json!([{"to": whom}, "0x7"])),
        ("eth_getLogs", json!([{"fromBlock": "0x7"}])),
    ] {
        let (code, message) = refusal(&alice, method, params).await;
        assert_eq!(code, 4444, "{method}: {message}");
        assert!(message.starts_with("block ") && message.contains(" is gone: the oldest"), "{message}");
        assert!(message.contains("8; start it with a longer --history"), "{method}: {message}");
    }
    assert_eq!(ask(&alice, "eth_getBlockByNumber", json!(["0xb", false])).await, Value::Null);
}

#[tokio::test]
async fn the_blocks_kept_answer_in_full() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let mut receipts = Vec::new();
    for value in 1..=6 {
        receipts.push(alice.send_transaction(store(at, value)).await.unwrap().get_receipt().await.unwrap());
    }
    // The contract is in block 1, value v in block v + 1: blocks 5, 6 and 7 are left.
    for value in 4..=6_u64 {
        let read = alice.get_storage_at(at, U256::ZERO).block_id(BlockId::number(value + 1));
        assert_eq!(read.await.unwrap(), U256::from(value));
    }
    assert_eq!(alice.get_logs(&Filter::new().from_block(5)).await.unwrap().len(), 3);
    let (gone, oldest) = (receipts[2].transaction_hash, receipts[3].transaction_hash);
    assert!(alice.get_transaction_receipt(gone).await.unwrap().is_none());
    assert_eq!(alice.get_transaction_receipt(oldest).await.unwrap().unwrap().block_number, Some(5));
    let trace = ask(&alice, "debug_traceTransaction", json!([oldest, {"tracer": "callTracer"}])).await;
    assert_eq!(trace["input"], json!(B256::with_last_byte(4)));
}

#[tokio::test]
async fn contracts_read_the_hashes_of_256_blocks_also_of_those_that_are_gone() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_mine", json!([])).await;
    let first = alice.get_block_by_number(1.into()).await.unwrap().unwrap().header.hash;
    ask(&alice, "anvil_mine", json!([255])).await;
    let at = Address::repeat_byte(0x42);
    // Returns the hash of block 1.
    ask(&alice, "anvil_setCode", json!([at, "0x60014060005260206000f3"])).await;
    let hash = json!(first);
    assert_eq!(ask(&alice, "eth_call", json!([{"to": at}, "latest"])).await, hash, "255 behind");
    assert_eq!(ask(&alice, "eth_call", json!([{"to": at}, "pending"])).await, hash, "256 behind");
    ask(&alice, "evm_mine", json!([])).await;
    assert_eq!(ask(&alice, "eth_call", json!([{"to": at}, "pending"])).await, json!(B256::ZERO));
}

#[tokio::test]
async fn a_snapshot_older_than_the_history_is_refused_by_name_and_a_younger_one_is_gone_back_to() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let old = ask(&alice, "evm_snapshot", json!([])).await;
    ask(&alice, "anvil_mine", json!([2])).await;
    let young = ask(&alice, "evm_snapshot", json!([])).await;
    let whom = Address::repeat_byte(1);
    ask(&alice, "anvil_setBalance", json!([whom, "0x5"])).await;
    ask(&alice, "anvil_mine", json!([2])).await;
    let (code, message) = refusal(&alice, "evm_revert", json!([old])).await;
    assert_eq!(code, 4444);
    assert!(message.starts_with("snapshot 1 is gone: it is older than block 2"), "{message}");
    assert_eq!(ask(&alice, "evm_revert", json!([young])).await, true);
    assert_eq!(alice.get_block_number().await.unwrap(), 2);
    assert_eq!(alice.get_balance(whom).await.unwrap(), U256::ZERO);
}
