//! An alloy provider as people make it: default fillers, a wallet, batches, HTTP and WebSocket.

use alloy::consensus::{Transaction as _, Typed2718};
use alloy::network::{EthereumWallet, TransactionBuilder};
use alloy::primitives::{Address, U64, U256};
use alloy::providers::{Provider, ProviderBuilder, WsConnect};
use alloy::rpc::client::BatchRequest;
use alloy::rpc::types::TransactionRequest;
use serde_json::json;

use crate::support::{ask, devnet, provider, signer};

const TO: Address = Address::repeat_byte(0x77);

#[tokio::test]
async fn the_default_fillers_complete_a_transaction_that_says_nothing_but_whom_it_pays() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    for nonce in 0..2 {
        let request = TransactionRequest::default().with_to(TO).with_value(U256::from(1));
        let receipt = alice.send_transaction(request).await.unwrap().get_receipt().await.unwrap();
        assert!(receipt.status());
        let sent = alice.get_transaction_by_hash(receipt.transaction_hash).await.unwrap().unwrap();
        assert_eq!((sent.nonce(), sent.chain_id(), sent.ty()), (nonce, Some(412_346), 2));
        assert_eq!((sent.gas_limit(), receipt.gas_used), (21_000, 21_000));
        assert!(sent.max_fee_per_gas() >= receipt.effective_gas_price);
        assert_eq!(sent.inner.signer(), devnet.accounts()[0].address);
    }
}

#[tokio::test]
async fn a_receipt_is_waited_for_until_its_block_is_made() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_setAutomine", json!([false])).await;
    let request = TransactionRequest::default().with_to(TO).with_value(U256::from(1));
    let pending = alice.send_transaction(request).await.unwrap().with_required_confirmations(2);
    let hash = *pending.tx_hash();
    assert!(alice.get_transaction_receipt(hash).await.unwrap().is_none());
    let node = devnet.node();
    let made = tokio::spawn(async move {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        node.write().unwrap().mine(2, None);
    });
    let receipt = pending.get_receipt().await.unwrap();
    made.await.unwrap();
    assert_eq!((receipt.transaction_hash, receipt.block_number), (hash, Some(1)));
}

/// Asks four things in one request.
async fn batch(provider: &impl Provider, account: Address) {
    let mut batch = BatchRequest::new(provider.client());
    let chain_id = batch.add_call::<_, U64>("eth_chainId", &()).unwrap();
    let balance = batch.add_call::<_, U256>("eth_getBalance", &(account, "latest")).unwrap();
    let mistake = batch.add_call::<_, U64>("eth_mistake", &()).unwrap();
    let number = batch.add_call::<_, U64>("eth_blockNumber", &()).unwrap();
    batch.send().await.unwrap();
    assert_eq!(chain_id.await.unwrap(), U64::from(412_346));
    assert_eq!(balance.await.unwrap(), provider.get_balance(account).await.unwrap());
    assert_eq!(mistake.await.unwrap_err().as_error_resp().unwrap().code, -32601);
    assert_eq!(number.await.unwrap(), U64::ZERO);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_answered_in_its_parts_over_http_and_over_websocket() {
    let devnet = devnet().await;
    let account = devnet.accounts()[0].address;
    batch(&provider(&devnet, 0), account).await;
    let wallet = EthereumWallet::from(signer(&devnet, 0));
    let url = devnet.url().replace("http", "ws");
    let socket = ProviderBuilder::new().wallet(wallet).connect_ws(WsConnect::new(url)).await.unwrap();
    batch(&socket, account).await;
}
