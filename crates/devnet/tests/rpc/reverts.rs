//! Calls and estimates that fail, in the form clients decode errors from.

use crate::support::{
    Refused, always_too_late, deploy, deployment, devnet, provider, recorder, refused, store,
};
use alloy::eips::BlockId;
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, Bytes, U256, hex};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use alloy::transports::TransportError;

fn assert_refused(error: &TransportError, caller: Address) {
    let payload = error.as_error_resp().unwrap();
    assert_eq!((payload.code, payload.message.as_ref()), (3, "execution reverted"));
    assert_eq!(payload.as_decoded_error::<Refused>().unwrap().caller, caller);
}

#[tokio::test]
async fn a_custom_error_comes_back_as_data_from_call_and_estimate() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let caller = devnet.accounts()[2].address;
    let request = refused(at).with_from(caller);
    assert_refused(&alice.call(request.clone()).await.unwrap_err(), caller);
    assert_refused(&alice.estimate_gas(request).await.unwrap_err(), caller);
}

#[tokio::test]
async fn a_reason_is_part_of_the_message_of_call_and_estimate() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, always_too_late()).await;
    let request = TransactionRequest::default().with_to(at);
    for error in [
        alice.call(request.clone()).await.unwrap_err(),
        alice.estimate_gas(request.clone()).await.unwrap_err(),
    ] {
        let payload = error.as_error_resp().unwrap();
        assert_eq!((payload.code, payload.message.as_ref()), (3, "execution reverted: too late"));
        assert!(payload.as_revert_data().unwrap().starts_with(&[0x08, 0xc3, 0x79, 0xa0]));
    }
}

#[tokio::test]
async fn a_call_changes_nothing() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    alice.call(store(at, 7)).await.unwrap();
    alice.estimate_gas(store(at, 7)).await.unwrap();
    assert_eq!(alice.get_storage_at(at, U256::ZERO).await.unwrap(), U256::ZERO);
    assert_eq!(alice.get_block_number().await.unwrap(), 1);
}

#[tokio::test]
async fn an_estimate_is_enough_and_not_much_more() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let estimate = alice.estimate_gas(store(at, 7).with_from(devnet.accounts()[0].address)).await.unwrap();
    let request = store(at, 7).with_gas_limit(estimate);
    let receipt = alice.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
    assert!(receipt.status());
    assert!(receipt.gas_used <= estimate);
    // Room is left for the stipend and the 1/64 a call holds back.
    assert!(estimate - receipt.gas_used < 5_000, "{estimate} for {}", receipt.gas_used);
}

#[tokio::test]
async fn a_transfer_is_estimated_at_exactly_21000() {
    let devnet = devnet().await;
    let request = TransactionRequest::default().with_to(Address::repeat_byte(4)).with_value(U256::from(1));
    let from = devnet.accounts()[0].address;
    assert_eq!(provider(&devnet, 0).estimate_gas(request.with_from(from)).await.unwrap(), 21_000);
}

#[tokio::test]
async fn running_out_of_gas_is_not_a_revert() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    // JUMPDEST PUSH1 0 JUMP: never ends.
    let (at, _) = deploy(&alice, deployment(&[0x5b, 0x60, 0x00, 0x56])).await;
    let request = TransactionRequest::default().with_to(at).with_gas_limit(200_000);
    let error = alice.call(request).await.unwrap_err();
    let payload = error.as_error_resp().unwrap();
    assert_eq!(payload.code, -32000);
    assert!(payload.message.starts_with("out of gas"), "{payload}");
}

#[tokio::test]
async fn a_call_without_a_target_runs_the_input_as_init_code() {
    let devnet = devnet().await;
    let runtime = [0x60, 0x00];
    let request = TransactionRequest::default().with_deploy_code(deployment(&runtime));
    assert_eq!(provider(&devnet, 0).call(request).await.unwrap(), Bytes::from(runtime));
}

#[tokio::test]
async fn an_estimate_at_the_latest_block_is_one_for_the_next() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    // Counts down from 100, except in block 1.
    let counts_later = hex!("4360011460125760645b60019003806009575b00");
    let (at, receipt) = deploy(&alice, deployment(&counts_later)).await;
    assert_eq!(receipt.block_number, Some(1));
    let request = TransactionRequest::default().with_to(at);
    let estimate = alice.estimate_gas(request.clone()).block(BlockId::latest()).await.unwrap();
    let sent = alice.send_transaction(request.with_gas_limit(estimate)).await.unwrap();
    assert!(sent.get_receipt().await.unwrap().status());
}
