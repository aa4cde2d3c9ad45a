//! Calls on a state and in a block other than the chain's.

use crate::support::{deploy, deployment, devnet, provider, recorder, refusal};
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::Provider;
use alloy::rpc::types::state::{AccountOverride, StateOverride};
use alloy::rpc::types::{BlockOverrides, TransactionRequest};
use serde_json::{Value, json};

#[tokio::test]
async fn overrides_give_an_address_code_storage_and_balance_for_one_call() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let at = Address::repeat_byte(0xab);
    let (real, _) = deploy(&alice, recorder()).await;
    let code = alice.get_code_at(real).await.unwrap();
    let slot = (U256::ZERO.into(), U256::from(77).into());
    let account = AccountOverride::default().with_code(code).with_state_diff([slot]);
    let overrides = StateOverride::from_iter([(at, account)]);
    let answer = alice.call(TransactionRequest::default().with_to(at)).overrides(overrides).await.unwrap();
    assert_eq!(U256::from_be_slice(&answer), U256::from(77));
    assert_eq!(alice.get_code_at(at).await.unwrap(), Bytes::new());

    let poor = Address::repeat_byte(0xcd);
    let transfer = TransactionRequest::default().with_from(poor).with_to(at).with_value(U256::from(5));
    assert!(alice.estimate_gas(transfer.clone()).await.is_err());
    let rich = StateOverride::from_iter([(poor, AccountOverride::default().with_balance(U256::MAX))]);
    assert_eq!(alice.estimate_gas(transfer).overrides(rich).await.unwrap(), 21_000);
}

/// Init code of a contract that returns what these opcodes push, a word each.
fn telling(opcodes: &[u8]) -> Bytes {
    let mut code = Vec::new();
    for (place, opcode) in (0_u8..).zip(opcodes) {
        code.extend([*opcode, 0x60, place * 32, 0x52]);
    }
    code.extend([0x60, u8::try_from(opcodes.len()).unwrap() * 32, 0x5f, 0xf3]);
    deployment(&code)
}

/// What a contract with these opcodes returns in the block of this call.
fn words(answer: &[u8]) -> Vec<U256> {
    answer.chunks(32).map(U256::from_be_slice).collect()
}

#[tokio::test]
async fn every_field_code_reads_of_its_block_can_be_overridden() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    // COINBASE TIMESTAMP NUMBER PREVRANDAO GASLIMIT BASEFEE
    let (at, _) = deploy(&alice, telling(&[0x41, 0x42, 0x43, 0x44, 0x45, 0x48])).await;
    let request = TransactionRequest::default().with_to(at);
    let before = words(&alice.call(request.clone()).await.unwrap());
    let block = BlockOverrides {
        coinbase: Some(Address::with_last_byte(1)),
        time: Some(2),
        number: Some(U256::from(3)),
        random: Some(B256::with_last_byte(4)),
        gas_limit: Some(50_000_005),
        base_fee: Some(U256::from(6)),
        ..BlockOverrides::default()
    };
    let told = alice.call(request.clone()).with_block_overrides(block.clone()).await.unwrap();
    assert_eq!(words(&told), [1, 2, 3, 4, 50_000_005, 6].map(U256::from));
    let only_time = BlockOverrides { time: Some(7), ..BlockOverrides::default() };
    let told = words(&alice.call(request.clone()).with_block_overrides(only_time).await.unwrap());
    assert_eq!(told[1], U256::from(7));
    assert_eq!((told[0], &told[2..]), (before[0], &before[2..]), "all else is as it was");
    let options = json!({"tracer": "callTracer", "blockOverrides": block});
    let params = json!([request, "latest", options]);
    let trace: Value = alice.raw_request("debug_traceCall".into(), params).await.unwrap();
    let output: Bytes = trace["output"].as_str().unwrap().parse().unwrap();
    assert_eq!(words(&output)[2], U256::from(3));
}

#[tokio::test]
async fn an_estimate_is_one_for_the_block_it_is_asked_for() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    // Reverts before the time 2^40: TIMESTAMP PUSH5 2^40 GT PUSH1 12 JUMPI STOP, and at 12 a revert.
    let code = [0x42, 0x64, 0x01, 0, 0, 0, 0, 0x11, 0x60, 0x0c, 0x57, 0x00, 0x5b, 0x5f, 0x5f, 0xfd];
    let (at, _) = deploy(&alice, deployment(&code)).await;
    let request = json!({"to": at});
    refusal(&alice, "eth_estimateGas", json!([request, "latest"])).await;
    let later = json!([request, "latest", null, {"time": "0x20000000000"}]);
    let estimate: U256 = alice.raw_request("eth_estimateGas".into(), later).await.unwrap();
    assert!(estimate > U256::from(21_000));
}

#[tokio::test]
async fn fields_this_chain_s_blocks_do_not_have_are_refused_by_name() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    for (field, value) in [
        ("blobBaseFee", json!("0x1")),
        ("beaconRoot", json!(B256::ZERO)),
        ("blockHash", json!({})),
        ("withdrawals", json!([])),
    ] {
        let params = json!([{"to": Address::ZERO}, "latest", null, {field: value}]);
        let (code, message) = refusal(&alice, "eth_call", params).await;
        assert_eq!(code, -32602, "{field}");
        assert!(message.contains(field), "{field}: {message}");
    }
}
