//! Transactions of every type as a wallet signs them itself, over the wire as bytes.

use alloy::consensus::{
    SignableTransaction, TxEip1559, TxEip2930, TxEip7702, TxEnvelope, TxLegacy, Typed2718, TypedTransaction,
};
use alloy::eips::eip2718::Encodable2718;
use alloy::eips::eip2930::{AccessList, AccessListItem};
use alloy::eips::eip7702::Authorization;
use alloy::primitives::{Address, B256, Bytes, TxKind, U256};
use alloy::providers::Provider;
use alloy::signers::SignerSync;
use devnet::Devnet;
use serde_json::{Value, json};

use crate::support::{ask, devnet, provider, signer};

const TO: Address = Address::repeat_byte(0x44);
const CHAIN: u64 = 412_346;
const GAS: u64 = 100_000;
const PRICE: u128 = 1_000_000_000;

fn value() -> U256 {
    U256::from(5)
}

fn legacy(chain_id: Option<u64>, nonce: u64) -> TypedTransaction {
    let to = TxKind::Call(TO);
    let input = Bytes::new();
    TxLegacy { chain_id, nonce, gas_price: PRICE, gas_limit: GAS, to, value: value(), input }.into()
}

fn with_access_list(nonce: u64) -> TypedTransaction {
    let item = AccessListItem { address: TO, storage_keys: vec![B256::ZERO] };
    let (to, gas_price, gas_limit) = (TxKind::Call(TO), PRICE, GAS);
    let access_list = AccessList(vec![item]);
    TxEip2930 {
        chain_id: CHAIN,
        nonce,
        gas_price,
        gas_limit,
        to,
        value: value(),
        access_list,
        ..Default::default()
    }
    .into()
}

fn with_fees(nonce: u64) -> TypedTransaction {
    TxEip1559 {
        chain_id: CHAIN,
        nonce,
        gas_limit: GAS,
        max_fee_per_gas: PRICE,
        max_priority_fee_per_gas: 1,
        to: TxKind::Call(TO),
        value: value(),
        ..Default::default()
    }
    .into()
}

/// As account 0, with account 1's authorization for the code at `TO`.
fn with_authorization(devnet: &Devnet, nonce: u64) -> TypedTransaction {
    let authorization = Authorization { chain_id: U256::from(CHAIN), address: TO, nonce: 0 };
    let signature = signer(devnet, 1).sign_hash_sync(&authorization.signature_hash()).unwrap();
    TxEip7702 {
        chain_id: CHAIN,
        nonce,
        gas_limit: GAS,
        max_fee_per_gas: PRICE,
        max_priority_fee_per_gas: 0,
        to: TO,
        value: value(),
        authorization_list: vec![authorization.into_signed(signature)],
        ..Default::default()
    }
    .into()
}

/// Signs as account 0.
fn signed(devnet: &Devnet, tx: TypedTransaction) -> TxEnvelope {
    let hash = match &tx {
        TypedTransaction::Legacy(tx) => tx.signature_hash(),
        TypedTransaction::Eip2930(tx) => tx.signature_hash(),
        TypedTransaction::Eip1559(tx) => tx.signature_hash(),
        TypedTransaction::Eip7702(tx) => tx.signature_hash(),
        TypedTransaction::Eip4844(_) => panic!("no wallet sends blobs to this chain"),
    };
    TxEnvelope::new_unhashed(tx, signer(devnet, 0).sign_hash_sync(&hash).unwrap())
}

#[tokio::test]
async fn signed_transactions_of_every_type_are_mined_and_read_back() {
    let devnet = devnet().await;
    let (node, from) = (provider(&devnet, 2), devnet.accounts()[0].address);
    let all = [
        legacy(Some(CHAIN), 0),
        legacy(None, 1),
        with_access_list(2),
        with_fees(3),
        with_authorization(&devnet, 4),
    ];
    for (sent, tx) in (1_u64..).zip(all) {
        let envelope = signed(&devnet, tx);
        let (kind, hash) = (envelope.ty(), *envelope.tx_hash());
        let raw = Bytes::from(envelope.encoded_2718());
        assert_eq!(ask(&node, "eth_sendRawTransaction", json!([raw])).await, json!(hash), "type {kind}");
        let receipt = ask(&node, "eth_getTransactionReceipt", json!([hash])).await;
        assert_eq!((&receipt["status"], &receipt["type"]), (&json!("0x1"), &json!(format!("{kind:#x}"))));
        assert_eq!(receipt["from"].as_str().unwrap().parse::<Address>().unwrap(), from);
        let told = ask(&node, "eth_getTransactionByHash", json!([hash])).await;
        assert_eq!(told["type"], format!("{kind:#x}"));
        let read: TxEnvelope = serde_json::from_value(told).unwrap();
        assert_eq!(read, envelope, "what is read back is what was signed");
        assert_eq!(node.get_balance(TO).await.unwrap(), U256::from(5 * sent));
    }
    let delegated = node.get_code_at(devnet.accounts()[1].address).await.unwrap();
    assert_eq!(delegated, [&[0xef, 0x01, 0x00], TO.as_slice()].concat());
}

#[tokio::test]
async fn fees_are_asked_for_as_wallets_do() {
    let devnet = devnet().await;
    let node = provider(&devnet, 0);
    assert_eq!(ask(&node, "eth_chainId", json!([])).await, json!("0x64aba"));
    assert_eq!(ask(&node, "net_version", json!([])).await, json!("412346"));
    devnet.node().write().unwrap().mine(6, None);
    for count in [json!("0x5"), json!(5)] {
        let history = ask(&node, "eth_feeHistory", json!([count, "latest", [10, 20, 30]])).await;
        assert_eq!(history["oldestBlock"], "0x2");
        let length = |field: &str| history[field].as_array().map(Vec::len);
        assert_eq!(
            (length("baseFeePerGas"), length("gasUsedRatio"), length("reward")),
            (Some(6), Some(5), Some(5))
        );
        assert_eq!(history["reward"][0], json!(["0x0", "0x0", "0x0"]));
    }
    let plain: Value = ask(&node, "eth_feeHistory", json!(["0x1", "pending", []])).await;
    assert_eq!(plain["baseFeePerGas"][1], ask(&node, "eth_gasPrice", json!([])).await);
    assert_eq!(ask(&node, "eth_maxPriorityFeePerGas", json!([])).await, "0x0");
}
