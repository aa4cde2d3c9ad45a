//! What the devnet does not do is refused by name, with what to do instead.

use alloy::primitives::{Address, B256};
use alloy::providers::{Provider, ProviderBuilder, WsConnect};
use serde_json::json;

use crate::support::{devnet, provider, refusal};

/// The code for a method that is not there.
const NO_METHOD: i64 = -32601;
/// The code for parameters that cannot be used.
const WRONG_PARAMS: i64 = -32602;
/// The code for what a node refuses to do.
const REFUSED: i64 = -32000;

#[tokio::test]
async fn every_refusal_names_what_it_refuses_and_a_remedy() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (from, to) = (devnet.accounts()[0].address, Address::ZERO);
    let tx = json!({"from": from, "to": to});
    let blobs = json!({"from": from, "to": to, "type": "0x3", "blobVersionedHashes": [B256::ZERO]});
    let fee = json!({"from": from, "to": to, "maxFeePerBlobGas": "0x1"});
    for (method, params, code, named, remedy) in [
        ("eth_signTransaction", json!([tx]), NO_METHOD, "eth_signTransaction", "eth_sendTransaction"),
        (
            "eth_newPendingTransactionFilter",
            json!([]),
            NO_METHOD,
            "PendingTransactionFilter",
            "txpool_content",
        ),
        ("eth_getProof", json!([to, [], "latest"]), NO_METHOD, "eth_getProof", "eth_getStorageAt"),
        ("eth_getUncleCountByBlockNumber", json!(["0x0"]), NO_METHOD, "UncleCount", "no block"),
        ("eth_mining", json!([]), NO_METHOD, "eth_mining", "anvil_getAutomine"),
        ("eth_hashrate", json!([]), NO_METHOD, "eth_hashrate", "anvil_getAutomine"),
        ("eth_coinbase", json!([]), NO_METHOD, "eth_coinbase", "eth_getBlockByNumber"),
        ("eth_blobBaseFee", json!([]), NO_METHOD, "eth_blobBaseFee", "eth_gasPrice"),
        ("debug_storageRangeAt", json!([]), NO_METHOD, "debug_storageRangeAt", "anvil_dumpState"),
        ("parity_mistake", json!([]), NO_METHOD, "parity_mistake", "docs/devnet.md"),
        ("eth_subscribe", json!(["newHeads"]), NO_METHOD, "eth_subscribe", "ws://"),
        ("eth_sendTransaction", json!([blobs]), REFUSED, "type not supported: 3", "EIP-1559"),
        ("eth_sendTransaction", json!([fee]), REFUSED, "type not supported: 3", "EIP-1559"),
        ("eth_call", json!([blobs, "latest"]), REFUSED, "type not supported: 3", "EIP-1559"),
        ("eth_estimateGas", json!([blobs]), REFUSED, "type not supported: 3", "EIP-1559"),
        ("eth_sendRawTransaction", json!(["0x03f8"]), REFUSED, "type not supported: 3", "EIP-1559"),
        ("debug_traceCall", json!([tx, "latest", {}]), WRONG_PARAMS, "only callTracer", "\"callTracer\""),
        (
            "debug_traceCall",
            json!([tx, "latest", {"tracer": "callTracer", "txIndex": "0x0"}]),
            WRONG_PARAMS,
            "txIndex",
            "debug_traceTransaction",
        ),
        (
            "debug_traceTransaction",
            json!([B256::ZERO, {"tracer": "prestateTracer"}]),
            WRONG_PARAMS,
            "only callTracer",
            "\"callTracer\"",
        ),
    ] {
        let (refused, message) = refusal(&alice, method, params).await;
        assert_eq!(refused, code, "{method}: {message}");
        assert!(message.contains(named) && message.contains(remedy), "{method}: {message}");
    }
    assert_eq!(alice.get_block_number().await.unwrap(), 0, "nothing of it came into a block");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscription_that_is_not_offered_is_refused_with_those_that_are() {
    let devnet = devnet().await;
    let url = devnet.url().replace("http", "ws");
    let socket = ProviderBuilder::new().connect_ws(WsConnect::new(url)).await.unwrap();
    for kind in ["newPendingTransactions", "syncing"] {
        let (code, message) = refusal(&socket, "eth_subscribe", json!([kind])).await;
        assert_eq!(code, WRONG_PARAMS);
        assert!(message.contains(&format!("no subscription to {kind}: newHeads and logs are")), "{message}");
    }
}
