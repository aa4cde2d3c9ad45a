//! The JSON-RPC protocol itself: what every client relies on, whatever the method.

use crate::support::{devnet, http, post, provider};
use alloy::primitives::keccak256;
use alloy::providers::Provider;
use devnet::{Config, Devnet, StartError};
use serde_json::json;

#[tokio::test]
async fn params_may_be_left_out_null_or_empty() {
    let devnet = devnet().await;
    for params in ["", r#","params":null"#, r#","params":[]"#] {
        let answer =
            post(&devnet, &format!(r#"{{"jsonrpc":"2.0","id":1,"method":"eth_chainId"{params}}}"#)).await;
        assert_eq!(answer, json!({"jsonrpc": "2.0", "id": 1, "result": "0x64aba"}));
    }
}

#[tokio::test]
async fn a_batch_is_answered_in_order_with_errors_in_their_place() {
    let devnet = devnet().await;
    let answer = post(
        &devnet,
        r#"[{"jsonrpc":"2.0","id":"a","method":"net_version"},
            {"jsonrpc":"2.0","id":"b","method":"eth_mistake","params":[]},
            {"jsonrpc":"2.0","id":"c","method":"eth_blockNumber"}]"#,
    )
    .await;
    assert_eq!(answer[0], json!({"jsonrpc": "2.0", "id": "a", "result": "412346"}));
    assert_eq!(answer[1]["id"], "b");
    assert_eq!(answer[1]["error"]["code"], -32601);
    assert!(answer[1]["error"]["message"].as_str().unwrap().contains("eth_mistake"), "{answer}");
    assert_eq!(answer[2], json!({"jsonrpc": "2.0", "id": "c", "result": "0x0"}));
}

#[tokio::test]
async fn an_unknown_method_is_named_in_its_error() {
    let devnet = devnet().await;
    let answer = post(&devnet, r#"{"jsonrpc":"2.0","id":7,"method":"eth_getProof","params":["0x"]}"#).await;
    assert_eq!(answer["id"], 7);
    assert_eq!(answer["error"]["code"], -32601);
    assert!(answer["error"]["message"].as_str().unwrap().contains("eth_getProof"), "{answer}");
}

#[tokio::test]
async fn a_wrong_parameter_is_named_in_its_error() {
    let devnet = devnet().await;
    for (method, params, named) in [
        ("eth_getBalance", json!(["0x12", "latest"]), "argument 0 (address)"),
        ("eth_getBalance", json!([]), "argument 0 (address)"),
        (
            "eth_getBalance",
            json!(["0x0000000000000000000000000000000000000001", "yesterday"]),
            "argument 1 (block)",
        ),
        ("eth_getTransactionReceipt", json!(["0xabc"]), "argument 0 (hash)"),
        ("eth_call", json!([{"to": "nobody"}]), "argument 0 (transaction)"),
        ("evm_increaseTime", json!(["soon"]), "argument 0 (seconds)"),
        ("eth_chainId", json!([1]), "too many arguments"),
    ] {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let answer = post(&devnet, &request.to_string()).await;
        assert_eq!(answer["error"]["code"], -32602, "{method}: {answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(named), "{method}: {answer}");
    }
}

#[tokio::test]
async fn text_that_is_not_json_is_a_parse_error() {
    let devnet = devnet().await;
    let (head, body) = http(&devnet, "POST", "Content-Type: application/json\r\n", "hello").await;
    assert!(head.starts_with("http/1.1 400"), "{head}");
    let answer: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(answer["error"]["code"], -32700);
}

#[tokio::test]
async fn a_request_may_be_many_times_larger_than_the_largest_program() {
    let devnet = devnet().await;
    let data = format!("0x{}", "ab".repeat(4 << 20));
    let request = json!({"jsonrpc": "2.0", "id": 1, "method": "web3_sha3", "params": [data]});
    let answer = post(&devnet, &request.to_string()).await;
    assert_eq!(answer["result"], json!(keccak256(vec![0xab; 4 << 20])));
}

#[tokio::test]
async fn the_node_says_what_it_is() {
    let devnet = devnet().await;
    let ask = async |method: &str, params: serde_json::Value| {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        post(&devnet, &request.to_string()).await["result"].clone()
    };
    assert!(ask("web3_clientVersion", json!([])).await.as_str().unwrap().starts_with("restake-devnet/"));
    assert_eq!(ask("net_listening", json!([])).await, true);
    assert_eq!(ask("eth_syncing", json!([])).await, false);
    assert_eq!(
        ask("web3_sha3", json!(["0x"])).await,
        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    );
    assert_eq!(ask("anvil_nodeInfo", json!([])).await["environment"]["chainId"], 412_346);
}

#[tokio::test]
async fn the_node_in_the_process_is_the_one_behind_the_url() {
    let devnet = devnet().await;
    devnet.node().write().unwrap().mine(3, None);
    let answer = post(&devnet, r#"{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}"#).await;
    assert_eq!(answer["result"], "0x3");
}

#[tokio::test]
async fn a_taken_port_is_an_error_with_a_remedy() {
    let first = devnet().await;
    let port = first.port();
    let error = Devnet::start(Config { port, ..Config::default() }).await.unwrap_err();
    assert!(matches!(error, StartError::PortInUse { port: taken } if taken == port), "{error:?}");
    assert!(error.to_string().contains("--port"), "{error}");
}

#[tokio::test]
async fn a_stopped_devnet_frees_its_port_though_clients_are_still_connected() {
    let first = devnet().await;
    let port = first.port();
    let client = provider(&first, 0);
    client.get_chain_id().await.unwrap();
    first.stop().await.unwrap();
    let second = Devnet::start(Config { port, ..Config::default() }).await.unwrap();
    assert_eq!(second.port(), port);
    assert_eq!(client.get_chain_id().await.unwrap(), 412_346);
}

#[tokio::test]
async fn the_banner_shows_address_key_and_url_of_everything_one_connects_with() {
    let devnet = devnet().await;
    let banner = devnet::banner(&devnet);
    assert!(banner.contains(devnet.url()), "{banner}");
    assert!(banner.contains("412346"), "{banner}");
    for account in devnet.accounts() {
        assert!(banner.contains(&account.address.to_string()), "{banner}");
        assert!(banner.contains(&account.key.to_string()), "{banner}");
    }
}
