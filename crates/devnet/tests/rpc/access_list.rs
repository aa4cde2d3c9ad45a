//! `eth_createAccessList`: what a request touches, to be paid for in advance.

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;

use crate::support::{deploy, deployment, devnet, provider, recorder, refused, store};

#[tokio::test]
async fn slots_are_listed_with_the_gas_used_when_they_are() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let request = store(at, 7).with_from(devnet.accounts()[0].address);
    let listed = alice.create_access_list(&request).await.unwrap();
    assert_eq!(listed.access_list.0.len(), 1);
    assert_eq!(listed.access_list.0[0].address, at);
    assert_eq!(listed.access_list.0[0].storage_keys, [B256::ZERO]);

    let request = request.access_list(listed.access_list);
    let receipt = alice.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
    assert_eq!(U256::from(receipt.gas_used), listed.gas_used);
}

#[tokio::test]
async fn of_accounts_only_those_a_transaction_has_not_paid_for_are_listed() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let other = Address::repeat_byte(0xaa);
    let sequencer = "a4b000000000000000000073657175656e636572".parse().unwrap();
    // BALANCE of each, and of the contract itself and its caller.
    let mut code = Vec::new();
    for address in [other, sequencer, Address::with_last_byte(4), Address::with_last_byte(0x64)] {
        code.push(0x73);
        code.extend(address);
        code.extend([0x31, 0x50]);
    }
    code.extend([0x30, 0x31, 0x50, 0x33, 0x31, 0x50]);
    let (at, _) = deploy(&alice, deployment(&code)).await;
    let request = TransactionRequest::default().with_to(at).with_from(devnet.accounts()[0].address);
    let listed = alice.create_access_list(&request).await.unwrap().access_list;
    assert_eq!(listed.0.len(), 1, "{listed:?}");
    assert_eq!(listed.0[0].address, other);
}

#[tokio::test]
async fn a_request_that_fails_has_a_list_and_the_reason_beside_it() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let listed = alice.create_access_list(&refused(at)).await.unwrap();
    assert_eq!(listed.error.as_deref(), Some("execution reverted"));
    assert!(listed.access_list.0.is_empty());
}

/// Reads the slot whose number is the gas left, as far as `mask` lets it through.
fn gas_reader(mask: u8) -> Bytes {
    deployment(&[0x5a, 0x60, mask, 0x16, 0x54, 0x00])
}

#[tokio::test]
async fn what_is_touched_only_with_the_list_is_on_it_too() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, gas_reader(7)).await;
    let request = TransactionRequest::default().with_to(at).with_gas_limit(100_000);
    let listed = alice.create_access_list(&request).await.unwrap().access_list;
    assert!(listed.0[0].storage_keys.len() > 1, "{listed:?}");
    let again = alice.create_access_list(&request.access_list(listed.clone())).await.unwrap();
    assert_eq!(again.access_list, listed);
}

#[tokio::test]
async fn a_request_that_touches_other_slots_with_every_list_is_refused() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, gas_reader(0xff)).await;
    let request = TransactionRequest::default().with_to(at).with_gas_limit(100_000);
    let error = alice.create_access_list(&request).await.unwrap_err();
    assert!(error.to_string().contains("changes with its gas"), "{error}");
}
