//! A chain's state, taken from one devnet and given to another.

use alloy::primitives::{Address, U256};
use alloy::providers::Provider;
use alloy::rpc::types::Filter;
use devnet::{Config, Devnet};
use serde_json::{Value, json};

use crate::support::{ETHER, ask, deploy, devnet, provider, recorder, refusal, store, timestamp};

/// A request and what `provider` answers to it.
async fn answers(provider: &impl Provider, requests: &[(&'static str, Value)]) -> Vec<Value> {
    let mut answers = Vec::new();
    for (method, params) in requests {
        answers.push(ask(provider, method, params.clone()).await);
    }
    answers
}

#[tokio::test]
async fn a_dump_gives_another_devnet_the_same_accounts_blocks_receipts_logs_history_and_time() {
    let first = devnet().await;
    let alice = provider(&first, 0);
    let (at, deployed) = deploy(&alice, recorder()).await;
    let (whale, me) = (Address::repeat_byte(0xee), first.accounts()[0].address);
    let mut hashes = vec![deployed.transaction_hash];
    for value in [5, 6] {
        let receipt = alice.send_transaction(store(at, value)).await.unwrap().get_receipt().await.unwrap();
        hashes.push(receipt.transaction_hash);
    }
    ask(&alice, "anvil_setBalance", json!([whale, U256::from(ETHER)])).await;
    ask(&alice, "anvil_impersonateAccount", json!([whale])).await;
    let sent = ask(&alice, "eth_sendTransaction", json!([{"from": whale, "to": me, "value": "0x7"}])).await;
    hashes.push(serde_json::from_value(sent).unwrap());
    ask(&alice, "evm_increaseTime", json!([5_000])).await;

    let dump = ask(&alice, "anvil_dumpState", json!([])).await;
    let second = devnet().await;
    let other = provider(&second, 0);
    assert_eq!(ask(&other, "anvil_loadState", json!([dump])).await, true);
    let mut requests = vec![
        ("eth_blockNumber", json!([])),
        ("eth_getCode", json!([at])),
        ("eth_getLogs", json!([{"fromBlock": "0x0"}])),
        ("eth_getTransactionCount", json!([me, "pending"])),
    ];
    for number in 0..=4_u64 {
        let number = format!("{number:#x}");
        requests.push(("eth_getBlockByNumber", json!([number, true])));
        requests.push(("eth_getStorageAt", json!([at, "0x0", number])));
        requests.push(("eth_getBalance", json!([whale, number])));
    }
    for hash in &hashes {
        requests.push(("eth_getTransactionByHash", json!([hash])));
        requests.push(("eth_getTransactionReceipt", json!([hash])));
        requests.push(("debug_traceTransaction", json!([hash, {"tracer": "callTracer"}])));
    }
    assert_eq!(answers(&other, &requests).await, answers(&alice, &requests).await);
    assert_eq!(ask(&other, "anvil_dumpState", json!([])).await, dump);

    ask(&alice, "evm_mine", json!([])).await;
    let then = timestamp(&alice).await;
    let receipt = other.send_transaction(store(at, 9)).await.unwrap().get_receipt().await.unwrap();
    assert_eq!(receipt.block_number, Some(5), "the chain goes on");
    assert_eq!(timestamp(&other).await, then, "the time goes on");
    assert_eq!(other.get_logs(&Filter::new().from_block(0)).await.unwrap().len(), 3);
}

#[tokio::test]
async fn transactions_that_waited_wait_on_or_are_mined_where_none_waits() {
    let first = devnet().await;
    let alice = provider(&first, 0);
    ask(&alice, "evm_setAutomine", json!([false])).await;
    let me = first.accounts()[0].address;
    let sent = ask(&alice, "eth_sendTransaction", json!([{"from": me, "to": me}])).await;
    let dump = ask(&alice, "hardhat_dumpState", json!([])).await;

    ask(&alice, "anvil_reset", json!([])).await;
    ask(&alice, "evm_setAutomine", json!([false])).await;
    ask(&alice, "hardhat_loadState", json!([dump])).await;
    assert_eq!(ask(&alice, "txpool_status", json!([])).await["pending"], "0x1");

    ask(&alice, "anvil_reset", json!([])).await;
    ask(&alice, "anvil_loadState", json!([dump])).await;
    assert_eq!(ask(&alice, "eth_getTransactionReceipt", json!([sent])).await["blockNumber"], "0x1");
}

#[tokio::test]
async fn loading_replaces_the_chain_and_discards_snapshots_but_only_if_it_succeeds() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let genesis = ask(&alice, "anvil_dumpState", json!([])).await;
    ask(&alice, "anvil_mine", json!([2])).await;
    let snapshot = ask(&alice, "evm_snapshot", json!([])).await;
    ask(&alice, "evm_mine", json!([])).await;

    let whole = genesis.as_str().unwrap();
    let cut = format!("{}00", &whole[..whole.len() - 2]);
    for (bad, reason) in [("0x", "not the state"), ("0x1234", "not the state"), (&cut, "damaged")] {
        let (code, message) = refusal(&alice, "anvil_loadState", json!([bad])).await;
        assert_eq!(code, -32602);
        assert!(message.starts_with("the state cannot be loaded: it is ") && message.contains(reason));
    }
    assert_eq!(ask(&alice, "eth_blockNumber", json!([])).await, "0x3");
    assert_eq!(ask(&alice, "anvil_loadState", json!([genesis])).await, true);
    assert_eq!(ask(&alice, "eth_blockNumber", json!([])).await, "0x0");
    assert_eq!(ask(&alice, "evm_revert", json!([snapshot])).await, false);
}

#[tokio::test]
async fn a_dump_of_another_chain_is_refused_with_both_ids() {
    let mut config = Config { port: 0, ..Config::default() };
    config.chain.chain_id = 31_337;
    let first = Devnet::start(config).await.unwrap();
    let dump = ask(&provider(&first, 0), "anvil_dumpState", json!([])).await;
    let second = devnet().await;
    let (_, message) = refusal(&provider(&second, 0), "anvil_loadState", json!([dump])).await;
    assert!(message.contains("chain 31337, and this devnet is chain 412346"), "{message}");
    assert!(message.contains("--chain-id 31337"), "{message}");
}

#[tokio::test]
async fn a_devnet_that_keeps_less_history_drops_the_rest_and_still_knows_old_hashes() {
    let first = devnet().await;
    let alice = provider(&first, 0);
    ask(&alice, "anvil_mine", json!([20])).await;
    let mut config = Config { port: 0, ..Config::default() };
    config.chain.history = Some(2);
    let second = Devnet::start(config).await.unwrap();
    let other = provider(&second, 0);
    let mut dump = ask(&alice, "anvil_dumpState", json!([])).await;
    for _ in 0..2 {
        ask(&other, "anvil_loadState", json!([dump])).await;
        let (_, message) = refusal(&other, "eth_getBlockByNumber", json!(["0x12", false])).await;
        assert!(message.contains("the oldest this chain keeps is 19"), "{message}");
        let code = json!({Address::repeat_byte(2).to_string(): {"code": "0x60054060005260206000f3"}});
        let hash = json!([{"to": Address::repeat_byte(2)}, "latest", code]);
        let block = ask(&alice, "eth_getBlockByNumber", json!(["0x5", false])).await;
        assert_eq!(ask(&other, "eth_call", hash).await, block["hash"]);
        dump = ask(&other, "anvil_dumpState", json!([])).await;
    }
}
