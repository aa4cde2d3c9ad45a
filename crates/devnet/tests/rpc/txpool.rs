//! Transactions that wait for a block.

use alloy::primitives::Address;
use alloy::providers::Provider;
use devnet::Devnet;
use serde_json::{Value, json};

use crate::support::{ask, devnet, provider, refusal};

const TO: Address = Address::repeat_byte(1);

/// Sends one wei from the account `index` and gives the transaction's hash.
async fn send(devnet: &Devnet, alice: &impl Provider, index: usize) -> Value {
    let from = devnet.accounts()[index].address;
    ask(alice, "eth_sendTransaction", json!([{"from": from, "to": TO, "value": "0x1"}])).await
}

#[tokio::test]
async fn the_pool_shows_what_waits_by_sender_and_nonce() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_setAutomine", json!([false])).await;
    let mut hashes = Vec::new();
    for index in [0, 0, 1] {
        hashes.push(send(&devnet, &alice, index).await);
    }
    assert_eq!(ask(&alice, "txpool_status", json!([])).await, json!({"pending": "0x3", "queued": "0x0"}));
    let content = ask(&alice, "txpool_content", json!([])).await;
    let sender = |index: usize| json!(devnet.accounts()[index].address).as_str().unwrap().to_owned();
    assert_eq!(content["pending"][sender(0)]["0"]["hash"], hashes[0]);
    assert_eq!(content["pending"][sender(0)]["1"]["hash"], hashes[1]);
    assert_eq!(content["pending"][sender(1)]["0"]["hash"], hashes[2]);
    assert_eq!(content["queued"], json!({}));
    let inspect = ask(&alice, "txpool_inspect", json!([])).await;
    let line = format!("{TO}: 1 wei + 21000 gas × 100000000 wei");
    assert_eq!(inspect["pending"][sender(1)]["0"], line.as_str());

    ask(&alice, "evm_mine", json!([])).await;
    assert_eq!(ask(&alice, "txpool_content", json!([])).await, json!({"pending": {}, "queued": {}}));
}

#[tokio::test]
async fn a_dropped_transaction_is_never_mined_and_its_nonce_is_free_again() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_setAutomine", json!([false])).await;
    let (first, second) = (send(&devnet, &alice, 0).await, send(&devnet, &alice, 0).await);
    let other = send(&devnet, &alice, 1).await;
    let (_, message) = refusal(&alice, "anvil_dropTransaction", json!([first])).await;
    assert!(message.contains("cannot be dropped alone: 1 more of"), "{message}");
    assert_eq!(ask(&alice, "anvil_dropTransaction", json!([second])).await, second);
    assert_eq!(ask(&alice, "hardhat_dropTransaction", json!([second])).await, Value::Null);
    let me = devnet.accounts()[0].address;
    assert_eq!(ask(&alice, "eth_getTransactionCount", json!([me, "pending"])).await, "0x1");

    ask(&alice, "evm_mine", json!([])).await;
    for (hash, is_mined) in [(first, true), (second, false), (other, true)] {
        assert_eq!(ask(&alice, "eth_getTransactionReceipt", json!([hash])).await.is_object(), is_mined);
    }
}

#[tokio::test]
async fn all_waiting_transactions_can_be_dropped_at_once() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_setAutomine", json!([false])).await;
    for index in [0, 0, 1] {
        send(&devnet, &alice, index).await;
    }
    ask(&alice, "anvil_dropAllTransactions", json!([])).await;
    assert_eq!(ask(&alice, "txpool_status", json!([])).await["pending"], "0x0");
    ask(&alice, "evm_mine", json!([])).await;
    assert_eq!(ask(&alice, "eth_getBlockTransactionCountByNumber", json!(["latest"])).await, "0x0");
}
