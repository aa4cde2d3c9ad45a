//! Traces as tools ask for them.

use crate::support::{deploy, devnet, provider, recorder, refused};
use alloy::network::TransactionBuilder;
use alloy::providers::Provider;
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
async fn other_tracers_are_refused_with_the_one_there_is() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    for options in [json!({}), json!({"tracer": "prestateTracer"})] {
        let params = json!([{"to": devnet.accounts()[0].address}, "latest", options]);
        let refused = alice.raw_request::<_, Value>("debug_traceCall".into(), params).await;
        assert!(refused.unwrap_err().to_string().contains("callTracer"));
    }
}
