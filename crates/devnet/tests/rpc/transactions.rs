//! Sending, mining and reading back, through an unmodified alloy provider.

use crate::support::{ETHER, Stored, deploy, devnet, provider, recorder, refused, signer, store};
use alloy::consensus::Transaction as _;
use alloy::eips::BlockId;
use alloy::eips::eip2718::Encodable2718;
use alloy::network::{EthereumWallet, NetworkTransactionBuilder, TransactionBuilder};
use alloy::primitives::{Address, Bytes, U256};
use alloy::providers::Provider;
use alloy::rpc::types::{Filter, TransactionRequest};
use alloy::sol_types::SolEvent;
use serde_json::{Value, json};

#[tokio::test]
async fn a_transfer_moves_its_value_and_its_sender_pays_gas_times_price() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (from, to) = (devnet.accounts()[0].address, Address::repeat_byte(0x77));
    let before = alice.get_balance(from).await.unwrap();

    let request = TransactionRequest::default().with_to(to).with_value(U256::from(3 * ETHER));
    let receipt = alice.send_transaction(request).await.unwrap().get_receipt().await.unwrap();

    assert!(receipt.status());
    assert_eq!(receipt.gas_used, 21_000);
    assert_eq!((receipt.from, receipt.to), (from, Some(to)));
    assert_eq!(alice.get_balance(to).await.unwrap(), U256::from(3 * ETHER));
    let fee = U256::from(21_000).checked_mul(U256::from(receipt.effective_gas_price)).unwrap();
    let spent = before.checked_sub(alice.get_balance(from).await.unwrap()).unwrap();
    assert_eq!(spent, fee.checked_add(U256::from(3 * ETHER)).unwrap());
}

#[tokio::test]
async fn a_deployed_contract_stores_answers_and_logs() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, deployment) = deploy(&alice, recorder()).await;
    assert_eq!(at, devnet.accounts()[0].address.create(0));
    assert_eq!(deployment.to, None);
    assert!(!alice.get_code_at(at).await.unwrap().is_empty());

    let receipt = alice.send_transaction(store(at, 42)).await.unwrap().get_receipt().await.unwrap();
    assert_eq!(receipt.logs().len(), 1);
    assert_eq!(Stored::decode_log(&receipt.logs()[0].inner).unwrap().value, U256::from(42));
    assert_eq!(alice.get_storage_at(at, U256::ZERO).await.unwrap(), U256::from(42));
    let answer = alice.call(TransactionRequest::default().with_to(at)).await.unwrap();
    assert_eq!(U256::from_be_slice(&answer), U256::from(42));
}

#[tokio::test]
async fn logs_are_found_by_address_topic_and_range_and_by_nothing_else() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let mut blocks = Vec::new();
    for value in 1..=3 {
        let receipt = alice.send_transaction(store(at, value)).await.unwrap().get_receipt().await.unwrap();
        blocks.push(receipt.block_number.unwrap());
    }
    let all = Filter::new().address(at).event_signature(Stored::SIGNATURE_HASH).from_block(0);

    let logs = alice.get_logs(&all).await.unwrap();
    let values: Vec<_> = logs.iter().map(|log| Stored::decode_log(&log.inner).unwrap().value).collect();
    assert_eq!(values, [U256::from(1), U256::from(2), U256::from(3)]);
    for (log, block) in logs.iter().zip(&blocks) {
        assert_eq!(log.block_number, Some(*block));
        assert_eq!((log.transaction_index, log.log_index), (Some(0), Some(0)));
        assert!(!log.removed);
    }

    let middle = all.clone().from_block(blocks[1]).to_block(blocks[1]);
    assert_eq!(alice.get_logs(&middle).await.unwrap(), logs[1..2]);
    let hash = logs[2].block_hash.unwrap();
    assert_eq!(alice.get_logs(&Filter::new().at_block_hash(hash)).await.unwrap(), logs[2..]);
    let elsewhere = Filter::new().address(Address::repeat_byte(1)).from_block(0);
    assert!(alice.get_logs(&elsewhere).await.unwrap().is_empty());
    let other_event = all.clone().event("Other(uint256)");
    assert!(alice.get_logs(&other_event).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_filter_gives_each_log_and_each_block_once() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let logs = alice.new_filter(&Filter::new().address(at)).await.unwrap();
    let blocks = alice.new_block_filter().await.unwrap();
    let receipt = alice.send_transaction(store(at, 5)).await.unwrap().get_receipt().await.unwrap();

    let changes = alice.get_filter_changes::<alloy::rpc::types::Log>(logs).await.unwrap();
    assert_eq!(changes, receipt.logs());
    assert!(alice.get_filter_changes::<alloy::rpc::types::Log>(logs).await.unwrap().is_empty());
    assert_eq!(alice.get_filter_logs(logs).await.unwrap(), receipt.logs());
    let hashes = alice.get_filter_changes::<alloy::primitives::B256>(blocks).await.unwrap();
    assert_eq!(hashes, [receipt.block_hash.unwrap()]);

    assert!(alice.uninstall_filter(logs).await.unwrap());
    assert!(!alice.uninstall_filter(logs).await.unwrap());
    let error = alice.get_filter_changes::<alloy::rpc::types::Log>(logs).await.unwrap_err();
    assert!(error.to_string().contains("filter not found"), "{error}");
}

#[tokio::test]
async fn blocks_transactions_and_receipts_agree_in_every_form() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let receipt = alice.send_transaction(store(at, 9)).await.unwrap().get_receipt().await.unwrap();
    let (hash, number) = (receipt.transaction_hash, receipt.block_number.unwrap());

    let block = alice.get_block_by_number(number.into()).await.unwrap().unwrap();
    assert_eq!(block.header.hash, receipt.block_hash.unwrap());
    assert_eq!(block.header.hash_slow(), block.header.hash, "the hash is that of the header");
    assert_eq!(block.header.gas_used, receipt.gas_used);
    assert_eq!(block.transactions.hashes().collect::<Vec<_>>(), [hash]);
    let parent = alice.get_block_by_hash(block.header.parent_hash).await.unwrap().unwrap();
    assert_eq!(parent.header.number + 1, number);
    assert!(parent.header.timestamp <= block.header.timestamp);

    let full = alice.get_block_by_hash(block.header.hash).full().await.unwrap().unwrap();
    let transaction = &full.transactions.as_transactions().unwrap()[0];
    assert_eq!(transaction, &alice.get_transaction_by_hash(hash).await.unwrap().unwrap());
    assert_eq!(transaction.inner.tx_hash(), &hash);
    assert_eq!(transaction.inner.signer(), devnet.accounts()[0].address);
    assert_eq!(transaction.to(), Some(at));
    assert_eq!(transaction.effective_gas_price, Some(receipt.effective_gas_price));

    assert_eq!(alice.get_block_receipts(number.into()).await.unwrap().unwrap(), [receipt]);
    assert_eq!(alice.get_block_transaction_count_by_number(number.into()).await.unwrap(), Some(1));
    let by_index: Value = alice
        .raw_request("eth_getTransactionByBlockNumberAndIndex".into(), json!([format!("{number:#x}"), "0x0"]))
        .await
        .unwrap();
    assert_eq!(by_index["hash"], json!(hash));
}

#[tokio::test]
async fn a_receipt_carries_what_an_arbitrum_client_shows() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (_, receipt) = deploy(&alice, recorder()).await;
    let raw: Value = alice
        .raw_request("eth_getTransactionReceipt".into(), json!([receipt.transaction_hash]))
        .await
        .unwrap();
    assert_eq!(raw["gasUsedForL1"], "0x0");
    assert!(raw["l1BlockNumber"].as_str().unwrap().starts_with("0x"));
    assert_eq!(raw["status"], "0x1");
    assert_eq!(raw["type"], "0x2");
    assert_eq!(raw["contractAddress"], json!(receipt.contract_address.unwrap()));
}

#[tokio::test]
async fn what_does_not_exist_is_null() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let unknown = alloy::primitives::B256::repeat_byte(9);
    assert!(alice.get_transaction_by_hash(unknown).await.unwrap().is_none());
    assert!(alice.get_transaction_receipt(unknown).await.unwrap().is_none());
    assert!(alice.get_block_by_hash(unknown).await.unwrap().is_none());
    assert!(alice.get_block_by_number(99.into()).await.unwrap().is_none());
    assert!(alice.get_block_receipts(99.into()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_used_nonce_is_refused_and_changes_nothing() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let to = Address::repeat_byte(0x55);
    let request = TransactionRequest::default().with_to(to).with_value(U256::from(1)).with_nonce(0);
    alice.send_transaction(request.clone()).await.unwrap().get_receipt().await.unwrap();

    let error = alice.send_transaction(request.with_value(U256::from(2))).await.unwrap_err();
    let payload = error.as_error_resp().unwrap();
    assert_eq!(payload.code, -32000);
    assert!(payload.message.starts_with("nonce too low"), "{payload}");
    assert_eq!(alice.get_balance(to).await.unwrap(), U256::from(1));
    assert_eq!(alice.get_block_number().await.unwrap(), 1);
}

#[tokio::test]
async fn a_sender_who_cannot_pay_is_refused() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let all = alice.get_balance(devnet.accounts()[0].address).await.unwrap();
    let request = TransactionRequest::default().with_to(Address::ZERO).with_value(all).with_gas_limit(21_000);
    let error = alice.send_transaction(request).await.unwrap_err();
    let payload = error.as_error_resp().unwrap();
    assert_eq!(payload.code, -32000);
    assert!(payload.message.contains("insufficient funds"), "{payload}");
}

#[tokio::test]
async fn a_transaction_for_another_chain_is_refused() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let request = TransactionRequest::default()
        .with_to(Address::ZERO)
        .with_chain_id(1)
        .with_nonce(0)
        .with_gas_limit(21_000)
        .with_max_fee_per_gas(10_000_000_000)
        .with_max_priority_fee_per_gas(0);
    let wallet = EthereumWallet::from(signer(&devnet, 0));
    let signed = request.build(&wallet).await.unwrap();
    let error = alice.send_raw_transaction(&signed.encoded_2718()).await.unwrap_err();
    assert!(error.as_error_resp().unwrap().message.contains("chain"), "{error}");
}

#[tokio::test]
async fn bytes_that_are_no_transaction_are_refused() {
    let devnet = devnet().await;
    let error = provider(&devnet, 0).send_raw_transaction(&[1, 2, 3]).await.unwrap_err();
    assert_eq!(error.as_error_resp().unwrap().code, -32602, "{error}");
}

#[tokio::test]
async fn accounts_sending_at_the_same_time_all_get_their_receipts() {
    let devnet = devnet().await;
    let to = Address::repeat_byte(0x99);
    let senders = (0..8).map(|index| {
        let provider = provider(&devnet, index);
        tokio::spawn(async move {
            for _ in 0..5 {
                let request = TransactionRequest::default().with_to(to).with_value(U256::from(1));
                let receipt = provider.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
                assert!(receipt.status());
            }
        })
    });
    for sender in senders.collect::<Vec<_>>() {
        sender.await.unwrap();
    }
    assert_eq!(provider(&devnet, 0).get_balance(to).await.unwrap(), U256::from(40));
    for index in 0..8 {
        let account = devnet.accounts()[index].address;
        assert_eq!(provider(&devnet, index).get_transaction_count(account).await.unwrap(), 5);
    }
}

#[tokio::test]
async fn a_reverted_transaction_is_mined_with_status_0_and_its_gas_is_paid() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    let request = refused(at).with_gas_limit(100_000);
    let receipt = alice.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
    assert!(!receipt.status());
    assert!(receipt.logs().is_empty());
    assert!(receipt.gas_used > 21_000 && receipt.gas_used < 100_000, "{}", receipt.gas_used);
}

#[tokio::test]
async fn an_unlocked_account_needs_no_signature() {
    let devnet = devnet().await;
    let reader = provider(&devnet, 0);
    let accounts: Vec<Address> = reader.get_accounts().await.unwrap();
    assert_eq!(accounts, devnet.accounts().iter().map(|account| account.address).collect::<Vec<_>>());
    let request = json!([{"from": accounts[1], "to": Address::repeat_byte(3), "value": "0x5"}]);
    let hash: Value = reader.raw_request("eth_sendTransaction".into(), request).await.unwrap();
    let hash = hash.as_str().unwrap().parse().unwrap();
    let receipt = reader.get_transaction_receipt(hash).await.unwrap().unwrap();
    assert_eq!(receipt.from, accounts[1]);
    assert_eq!(reader.get_balance(Address::repeat_byte(3)).await.unwrap(), U256::from(5));
}

#[tokio::test]
async fn fees_are_told_such_that_a_transaction_paying_them_is_mined() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let price = alice.get_gas_price().await.unwrap();
    let history = alice.get_fee_history(10, alloy::eips::BlockNumberOrTag::Latest, &[20.0]).await.unwrap();
    let blocks = history.gas_used_ratio.len();
    assert_eq!(history.base_fee_per_gas.len(), blocks + 1);
    assert_eq!(history.reward.unwrap().len(), blocks);
    assert!(price >= history.base_fee_per_gas[blocks]);

    let legacy = TransactionRequest::default().with_to(Address::ZERO).with_gas_price(price);
    assert!(alice.send_transaction(legacy).await.unwrap().get_receipt().await.unwrap().status());
    let tip = alice.get_max_priority_fee_per_gas().await.unwrap();
    assert!(tip <= price);
}

#[tokio::test]
async fn the_pending_tag_and_the_latest_block_are_the_same_state_after_every_transaction() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let me = devnet.accounts()[0].address;
    let (at, _) = deploy(&alice, recorder()).await;
    for id in [BlockId::latest(), BlockId::pending()] {
        assert_eq!(alice.get_transaction_count(me).block_id(id).await.unwrap(), 1);
        assert_ne!(alice.get_code_at(at).block_id(id).await.unwrap(), Bytes::new());
    }
}
