//! Transactions and receipts, mined or waiting.

use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::B256;
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, blocks, convert, json};

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_getTransactionByHash", &["hash"], by_hash),
    Method::new("eth_getTransactionByBlockNumberAndIndex", &["block", "index"], by_number_and_index),
    Method::new("eth_getTransactionByBlockHashAndIndex", &["hash", "index"], by_hash_and_index),
    Method::new("eth_getTransactionReceipt", &["hash"], receipt),
];

fn by_hash(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let hash: B256 = args.required(0)?;
    let node = rpc.node()?;
    if let Some(mined) = node.transaction(hash) {
        return json(convert::transaction(mined));
    }
    let waiting = node.pending_transactions().iter().find(|tx| *tx.tx_hash() == hash);
    json(waiting.map(convert::pending_transaction))
}

fn by_number_and_index(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    by_index(rpc, args, args.required::<BlockNumberOrTag>(0)?)
}

fn by_hash_and_index(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    by_index(rpc, args, args.required::<B256>(0)?)
}

fn by_index(rpc: &Rpc, args: &Args, id: impl Into<BlockId>) -> Result<Value, RpcError> {
    let index = args.required_u64(1)?;
    let node = rpc.node()?;
    let transaction = blocks::find(&node, id)?
        .and_then(|block| block.transactions.get(usize::try_from(index).ok()?))
        .map(|tx| convert::transaction(tx));
    json(transaction)
}

fn receipt(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let hash = args.required(0)?;
    json(rpc.node()?.transaction(hash).map(|tx| convert::receipt(tx)))
}
