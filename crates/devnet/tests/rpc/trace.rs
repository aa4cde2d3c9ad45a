//! Traces as tools ask for them.

use crate::common::evm;
use crate::support::{ask, deploy, deployment, devnet, provider, recorder, refusal, refused};
use alloy::network::TransactionBuilder;
use alloy::primitives::Bytes;
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::rpc::types::trace::geth::CallFrame;
use serde_json::{Value, json};

#[tokio::test]
async fn call_tracer_tells_what_a_failed_transaction_did() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let request = refused(at).with_gas_limit(100_000);
    let receipt = alice.send_transaction(request.clone()).await.unwrap().get_receipt().await.unwrap();
    assert!(!receipt.status());

    let options = json!({"tracer": "callTracer"});
    let params = json!([receipt.transaction_hash, options]);
    let trace: CallFrame = alice.raw_request("debug_traceTransaction".into(), params).await.unwrap();
    assert_eq!((trace.to, trace.error.as_deref()), (Some(at), Some("execution reverted")));
    assert_eq!(trace.gas_used.to::<u64>(), receipt.gas_used);

    let params = json!([request, "latest", options]);
    let called: CallFrame = alice.raw_request("debug_traceCall".into(), params).await.unwrap();
    assert_eq!((called.typ.as_str(), called.error), ("CALL", trace.error));
}

#[tokio::test]
async fn logs_and_the_calls_below_the_first_come_as_call_tracer_s_options_say() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (inner, _) = deploy(&alice, recorder()).await;
    // Emits an empty log, passes its calldata on to the recorder and emits another.
    let (outer, _) = deploy(&alice, deployment(&evm::noisy())).await;
    let input = Bytes::from(evm::to(inner, &[7; 32]));
    let request = TransactionRequest::default().with_to(outer).with_input(input);
    let receipt = alice.send_transaction(request.clone()).await.unwrap().get_receipt().await.unwrap();
    let hash = receipt.transaction_hash;
    let trace = async |config: Value| -> CallFrame {
        let options = json!({"tracer": "callTracer", "tracerConfig": config});
        let sent = ask(&alice, "debug_traceTransaction", json!([hash, options])).await;
        let called = ask(&alice, "debug_traceCall", json!([request, "latest", options])).await;
        assert_eq!((&called["logs"], called["calls"].is_null()), (&sent["logs"], sent["calls"].is_null()));
        serde_json::from_value(sent).unwrap()
    };
    let counts = |call: &CallFrame| (call.logs.len(), call.calls.first().map(|inner| inner.logs.len()));
    assert_eq!(counts(&trace(json!({})).await), (0, Some(0)));
    assert_eq!(counts(&trace(json!({"withLog": true})).await), (2, Some(1)));
    assert_eq!(counts(&trace(json!({"onlyTopCall": true})).await), (0, None));
    let top = trace(json!({"onlyTopCall": true, "withLog": true})).await;
    assert_eq!(counts(&top), (2, None));
    let [first, last] = &top.logs[..] else { panic!("two logs expected") };
    assert_eq!((first.address, first.index, last.index), (Some(outer), Some(0), Some(2)));
    let whole = trace(json!({"withLog": true})).await;
    let log = whole.calls[0].logs[0].clone().into_log();
    assert_eq!(log, receipt.logs()[1].inner, "the very log of the receipt");
}

#[tokio::test]
async fn a_block_that_is_to_differ_in_unknown_ways_is_refused() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let options = json!({"tracer": "callTracer", "blockOverrides": {"moon": "full"}});
    let params = json!([{"to": devnet.accounts()[0].address}, "latest", options]);
    assert!(refusal(&alice, "debug_traceCall", params).await.1.contains("moon"));
}

#[tokio::test]
async fn other_tracers_are_refused_with_the_one_there_is() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    for options in [json!({}), json!({"tracer": "prestateTracer"})] {
        let params = json!([{"to": devnet.accounts()[0].address}, "latest", options]);
        let refused = alice.raw_request::<_, Value>("debug_traceCall".into(), params).await;
        assert!(refused.unwrap_err().to_string().contains("callTracer"));
    }
}
