//! Transactions that wait for a block. Nonces are accepted without gaps alone, so all of them could run: none is queued.

use std::collections::BTreeMap;

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{Transaction, TxEnvelope};
use alloy_primitives::{Address, U64};
use serde::Serialize;
use serde_json::{Value, json};

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, convert, json};

pub(super) const METHODS: &[Method] = &[
    Method::new("txpool_status", &[], status),
    Method::new("txpool_content", &[], |rpc, _| listing(rpc, convert::pending_transaction)),
    Method::new("txpool_inspect", &[], |rpc, _| listing(rpc, summary)),
    Method::new("anvil_dropTransaction", &["hash"], drop_one).or(&["hardhat_dropTransaction"]),
    Method::new("anvil_dropAllTransactions", &[], drop_all).or(&["hardhat_dropAllTransactions"]),
];

fn status(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    let waiting = U64::from(rpc.node()?.pending_transactions().len());
    Ok(json!({ "pending": waiting, "queued": U64::ZERO }))
}

/// What waits, by sender and nonce.
fn listing<T: Serialize>(rpc: &Rpc, show: impl Fn(&Recovered<TxEnvelope>) -> T) -> Result<Value, RpcError> {
    let mut pending: BTreeMap<Address, BTreeMap<u64, T>> = BTreeMap::new();
    for tx in rpc.node()?.pending_transactions() {
        pending.entry(tx.signer()).or_default().insert(tx.nonce(), show(tx));
    }
    Ok(json!({ "pending": pending, "queued": {} }))
}

/// A transaction in geth's words.
fn summary(tx: &Recovered<TxEnvelope>) -> String {
    let to = tx.to().map_or_else(|| "contract creation".to_owned(), |to| to.to_string());
    format!("{to}: {} wei + {} gas × {} wei", tx.value(), tx.gas_limit(), tx.max_fee_per_gas())
}

/// Answers the hash, or nothing when no such transaction waits.
fn drop_one(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let hash = args.required(0)?;
    let dropped = rpc.node_mut()?.drop_transaction(hash)?;
    json(dropped.then_some(hash))
}

fn drop_all(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    rpc.node_mut()?.drop_all_transactions();
    json(())
}
