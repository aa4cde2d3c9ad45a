//! What a test does to the chain from outside: snapshots, time, blocks, accounts.

use crate::support::{ETHER, ask, deploy, devnet, provider, recorder, store, timestamp};
use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::Provider;
use alloy::rpc::types::TransactionRequest;
use serde_json::{Value, json};

#[tokio::test]
async fn a_revert_brings_back_state_blocks_and_time_of_its_snapshot_once() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    alice.send_transaction(store(at, 1)).await.unwrap().get_receipt().await.unwrap();
    let (block, time) = (alice.get_block_number().await.unwrap(), timestamp(&alice).await);

    let snapshot = ask(&alice, "evm_snapshot", json!([])).await;
    let undone = alice.send_transaction(store(at, 2)).await.unwrap().get_receipt().await.unwrap();
    ask(&alice, "evm_increaseTime", json!([1000])).await;
    ask(&alice, "evm_mine", json!([])).await;

    assert_eq!(ask(&alice, "evm_revert", json!([snapshot])).await, true);
    assert_eq!(alice.get_storage_at(at, U256::ZERO).await.unwrap(), U256::from(1));
    assert_eq!(alice.get_block_number().await.unwrap(), block);
    assert_eq!(timestamp(&alice).await, time);
    assert!(alice.get_transaction_receipt(undone.transaction_hash).await.unwrap().is_none());
    assert_eq!(ask(&alice, "evm_revert", json!([snapshot])).await, false);

    let me = devnet.accounts()[0].address;
    assert_eq!(alice.get_transaction_count(me).await.unwrap(), 2);
}

#[tokio::test]
async fn time_moves_by_what_is_asked_with_the_next_block() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_mine", json!([])).await;
    let start = timestamp(&alice).await;
    ask(&alice, "evm_increaseTime", json!(["0x15180"])).await;
    ask(&alice, "evm_mine", json!([])).await;
    let later = timestamp(&alice).await;
    assert!((86_400..86_460).contains(&(later - start)), "{start} → {later}");

    ask(&alice, "evm_setNextBlockTimestamp", json!([later + 500])).await;
    ask(&alice, "evm_mine", json!([])).await;
    assert_eq!(timestamp(&alice).await, later + 500);
    let past = alice.raw_request::<_, Value>("evm_setNextBlockTimestamp".into(), json!([later])).await;
    assert!(past.unwrap_err().to_string().contains("timestamp"));
}

#[tokio::test]
async fn blocks_are_mined_by_number_and_keep_their_interval() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "anvil_mine", json!(["0x5", "0xa"])).await;
    assert_eq!(alice.get_block_number().await.unwrap(), 5);
    let mut times = Vec::new();
    for number in 2..=5_u64 {
        times.push(alice.get_block_by_number(number.into()).await.unwrap().unwrap().header.timestamp);
    }
    assert!(times.windows(2).all(|pair| pair[1] - pair[0] == 10), "{times:?}");
    ask(&alice, "hardhat_mine", json!([])).await;
    assert_eq!(alice.get_block_number().await.unwrap(), 6);
}

#[tokio::test]
async fn an_impersonated_address_sends_without_a_key_until_it_is_stopped() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (whale, to) = (Address::repeat_byte(0xee), Address::repeat_byte(0x11));
    let request = json!([{"from": whale, "to": to, "value": "0x7"}]);
    let locked =
        alice.raw_request::<_, Value>("eth_sendTransaction".into(), request.clone()).await.unwrap_err();
    assert!(locked.to_string().contains("impersonate"), "the remedy is named: {locked}");

    ask(&alice, "anvil_setBalance", json!([whale, U256::from(ETHER)])).await;
    ask(&alice, "anvil_impersonateAccount", json!([whale])).await;
    let hash = ask(&alice, "eth_sendTransaction", request.clone()).await;
    let hash: B256 = hash.as_str().unwrap().parse().unwrap();
    let receipt = alice.get_transaction_receipt(hash).await.unwrap().unwrap();
    assert_eq!((receipt.from, receipt.status()), (whale, true));
    assert_eq!(alice.get_balance(to).await.unwrap(), U256::from(7));
    let transaction = alice.get_transaction_by_hash(hash).await.unwrap().unwrap();
    assert_eq!(transaction.inner.signer(), whale);

    ask(&alice, "hardhat_stopImpersonatingAccount", json!([whale])).await;
    assert!(alice.raw_request::<_, Value>("eth_sendTransaction".into(), request).await.is_err());
}

#[tokio::test]
async fn an_account_is_set_to_what_is_asked() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let at = Address::repeat_byte(0x42);
    ask(&alice, "hardhat_setBalance", json!([at, "0x64"])).await;
    ask(&alice, "anvil_setNonce", json!([at, "0x9"])).await;
    ask(&alice, "anvil_setCode", json!([at, "0x60005460005260206000f3"])).await;
    ask(&alice, "anvil_setStorageAt", json!([at, "0x0", B256::with_last_byte(8)])).await;

    assert_eq!(alice.get_balance(at).await.unwrap(), U256::from(100));
    assert_eq!(alice.get_transaction_count(at).await.unwrap(), 9);
    assert_eq!(alice.get_code_at(at).await.unwrap(), "0x60005460005260206000f3".parse::<Bytes>().unwrap());
    let answer = alice.call(TransactionRequest::default().with_to(at)).await.unwrap();
    assert_eq!(U256::from_be_slice(&answer), U256::from(8));
}

#[tokio::test]
async fn a_filter_tells_the_blocks_that_took_the_place_of_those_it_has_seen() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let filter = alice.new_block_filter().await.unwrap();
    let snapshot = ask(&alice, "evm_snapshot", json!([])).await;
    ask(&alice, "anvil_mine", json!([3])).await;
    assert_eq!(alice.get_filter_changes::<B256>(filter).await.unwrap().len(), 3);
    ask(&alice, "evm_revert", json!([snapshot])).await;
    ask(&alice, "anvil_mine", json!([4])).await;
    let changes = alice.get_filter_changes::<B256>(filter).await.unwrap();
    let first = alice.get_block(1.into()).await.unwrap().unwrap();
    assert_eq!((changes.len(), changes[0]), (4, first.header.hash));
    ask(&alice, "anvil_reset", json!([])).await;
    assert!(alice.get_filter_changes::<B256>(filter).await.unwrap().is_empty());
    ask(&alice, "anvil_mine", json!([5])).await;
    assert_eq!(alice.get_filter_changes::<B256>(filter).await.unwrap().len(), 5);
}
