//! What a panic inside a request leaves: nothing when the request only read, and a node nobody trusts when it wrote.

use alloy::primitives::{Address, Bytes, TxKind};
use alloy::rpc::types::{TransactionInput, TransactionRequest};
use alloy::sol_types::SolCall;
use devnet::precompiles::{ARB_WASM, ArbWasm};
use devnet::wasm::code::compress;
use devnet::{Config, Devnet};
use serde_json::{Value, json};

use super::common::{ether, wasm};
use super::support::{ask, provider, refusal};

const INTERNAL: i64 = -32603;

/// A devnet with a program that prints, whose every line makes whoever hears it panic: no request does otherwise.
async fn fragile() -> (Devnet, Value) {
    let console: devnet::chain::Console = |line| panic!("the test does not like the line {line}");
    let devnet =
        Devnet::start(Config { port: 0, console: Some(console), ..Config::default() }).await.unwrap();
    let (me, program) = (devnet.accounts()[0].address, Address::repeat_byte(0xcc));
    let code = compress(&wat::parse_str(wasm::printer()).unwrap()).unwrap();
    let activation = TransactionRequest {
        from: Some(me),
        to: Some(TxKind::Call(ARB_WASM)),
        value: Some(ether(1)),
        input: TransactionInput::new(ArbWasm::activateProgramCall { program }.abi_encode().into()),
        ..Default::default()
    };
    {
        let node = devnet.node();
        let mut node = node.write().unwrap();
        node.set_code(program, code.into()).unwrap();
        let hash = node.send_unsigned(activation).unwrap();
        assert!(node.transaction(hash).unwrap().succeeded());
    }
    let request = json!({ "from": me, "to": program, "data": Bytes::from_static(b"line\x01") });
    (devnet, request)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_panics_while_it_reads_is_told_so_and_harms_no_other() {
    let (devnet, request) = fragile().await;
    let client = provider(&devnet, 0);
    let (code, message) = refusal(&client, "eth_call", json!([request, "latest"])).await;
    assert_eq!((code, message.contains("failed inside this request")), (INTERNAL, true), "{message}");
    assert_eq!(ask(&client, "eth_blockNumber", json!([])).await, "0x1");
    ask(&client, "evm_mine", json!([])).await;
    assert_eq!(ask(&client, "eth_blockNumber", json!([])).await, "0x2");
}

#[tokio::test(flavor = "multi_thread")]
async fn once_a_request_panicked_while_it_wrote_all_are_refused() {
    let (devnet, request) = fragile().await;
    let client = provider(&devnet, 0);
    let (code, message) = refusal(&client, "eth_sendTransaction", json!([request])).await;
    assert_eq!((code, message.contains("failed inside this request")), (INTERNAL, true), "{message}");
    for method in ["eth_blockNumber", "evm_mine"] {
        let (code, message) = refusal(&client, method, json!([])).await;
        assert_eq!(
            (code, message.contains("failed inside an earlier request")),
            (INTERNAL, true),
            "{message}"
        );
    }
}
