//! Subscriptions over WebSocket, as alloy makes them and by hand.

use std::time::Duration;

use alloy::network::{EthereumWallet, TransactionBuilder};
use alloy::primitives::{B256, U256};
use alloy::providers::{Provider, ProviderBuilder, WsConnect};
use alloy::rpc::types::{Filter, TransactionRequest};
use alloy::sol_types::SolEvent;
use devnet::Devnet;

use crate::support::{Stored, devnet, post, recorder, signer};

/// What is to come has come by then.
const PATIENCE: Duration = Duration::from_secs(5);

async fn socket(devnet: &Devnet) -> impl Provider + Clone + use<> {
    let wallet = EthereumWallet::from(signer(devnet, 0));
    let url = devnet.url().replace("http", "ws");
    ProviderBuilder::new().wallet(wallet).connect_ws(WsConnect::new(url)).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn new_heads_come_in_order_with_the_hashes_of_their_blocks() {
    let devnet = devnet().await;
    let provider = socket(&devnet).await;
    let mut heads = provider.subscribe_blocks().await.unwrap();
    devnet.node().write().unwrap().mine(3, None);
    for number in 1..=3 {
        let head = tokio::time::timeout(PATIENCE, heads.recv()).await.unwrap().unwrap();
        let block = provider.get_block_by_number(number.into()).await.unwrap().unwrap();
        assert_eq!((head.number, head.hash), (number, block.header.hash));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn logs_come_as_they_are_emitted_and_only_those_asked_for() {
    let devnet = devnet().await;
    let provider = socket(&devnet).await;
    let deploy = TransactionRequest::default().with_deploy_code(recorder());
    let receipt = provider.send_transaction(deploy).await.unwrap().get_receipt().await.unwrap();
    let contract = receipt.contract_address.unwrap();
    let stored = Filter::new().address(contract).event_signature(Stored::SIGNATURE_HASH);
    let mut logs = provider.subscribe_logs(&stored).await.unwrap();
    let mut others = provider.subscribe_logs(&stored.clone().event_signature(B256::ZERO)).await.unwrap();
    for word in [7, 8] {
        let call =
            TransactionRequest::default().to(contract).input(U256::from(word).to_be_bytes_vec().into());
        let receipt = provider.send_transaction(call).await.unwrap().get_receipt().await.unwrap();
        let log = tokio::time::timeout(PATIENCE, logs.recv()).await.unwrap().unwrap();
        assert_eq!(log.transaction_hash, Some(receipt.transaction_hash));
        assert_eq!(log.log_decode::<Stored>().unwrap().inner.value, U256::from(word));
    }
    assert!(others.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn blocks_mined_again_after_going_back_are_told_again() {
    let devnet = devnet().await;
    let provider = socket(&devnet).await;
    let mut heads = provider.subscribe_blocks().await.unwrap();
    let node = devnet.node();
    let snapshot = node.write().unwrap().snapshot();
    node.write().unwrap().mine(2, None);
    node.write().unwrap().revert(snapshot).unwrap();
    node.write().unwrap().mine(2, Some(100));
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(tokio::time::timeout(PATIENCE, heads.recv()).await.unwrap().unwrap().number);
    }
    assert_eq!(told, [1, 2, 1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_is_over_hears_nothing_more() {
    let devnet = devnet().await;
    let provider = socket(&devnet).await;
    let mut heads = provider.subscribe_blocks().await.unwrap();
    // alloy unsubscribes under the id 1, whose answer a later request of that id would take for its own.
    provider.get_block_number().await.unwrap();
    provider.unsubscribe(*heads.local_id()).await.unwrap();
    // What is sent next over the connection is answered when the unsubscription has been.
    provider.get_block_number().await.unwrap();
    devnet.node().write().unwrap().mine(1, None);
    assert_eq!(provider.get_block_number().await.unwrap(), 1);
    assert!(heads.try_recv().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_followed_is_refused_by_name() {
    let devnet = devnet().await;
    let provider = socket(&devnet).await;
    let unknown: Result<String, _> = provider.raw_request("eth_subscribe".into(), ("syncing",)).await;
    let message = unknown.unwrap_err().to_string();
    assert!(message.contains("no subscription to syncing: newHeads and logs are offered"), "{message}");
    let past = serde_json::json!(["logs", { "blockHash": B256::ZERO }]);
    let past: Result<String, _> = provider.raw_request("eth_subscribe".into(), past).await;
    assert!(past.unwrap_err().to_string().contains("a filter follows new blocks"));
}

#[tokio::test]
async fn over_plain_http_the_refusal_says_what_to_connect_to_instead() {
    let devnet = devnet().await;
    let ask = r#"{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":["newHeads"]}"#;
    let [alone, batch] = [ask.to_owned(), format!("[{ask}]")];
    for answer in [post(&devnet, &alone).await, post(&devnet, &batch).await[0].clone()] {
        assert_eq!(answer["error"]["code"], -32601, "{answer}");
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains("eth_subscribe needs a WebSocket connection"), "{message}");
    }
}
