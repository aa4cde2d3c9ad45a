//! Blocks, by number, tag or hash.

use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::{B256, U64};
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, convert, json};
use crate::chain::{Block, Node, NodeError};

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_blockNumber", &[], block_number),
    Method::new("eth_getBlockByNumber", &["block", "full transactions"], by_number),
    Method::new("eth_getBlockByHash", &["hash", "full transactions"], by_hash),
    Method::new("eth_getBlockReceipts", &["block"], receipts),
    Method::new("eth_getBlockTransactionCountByNumber", &["block"], count_by_number),
    Method::new("eth_getBlockTransactionCountByHash", &["hash"], count_by_hash),
];

/// The block, or `None` when there is none: clients poll for blocks that are yet to come. One that is gone is an error.
pub(super) fn find(node: &Node, id: impl Into<BlockId>) -> Result<Option<&Block>, RpcError> {
    match node.block(id.into()) {
        Ok(block) => Ok(Some(block)),
        Err(NodeError::UnknownBlock(..) | NodeError::UnknownBlockHash(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn block_number(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(U64::from(rpc.node()?.block_number()))
}

fn by_number(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    block(rpc, args, args.required::<BlockNumberOrTag>(0)?)
}

fn by_hash(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    block(rpc, args, args.required::<B256>(0)?)
}

fn block(rpc: &Rpc, args: &Args, id: impl Into<BlockId>) -> Result<Value, RpcError> {
    let full = args.optional(1)?.unwrap_or(false);
    json(find(&*rpc.node()?, id)?.map(|block| convert::block(block, full)))
}

fn receipts(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let id: BlockId = args.required(0)?;
    let node = rpc.node()?;
    let receipts =
        |block: &Block| block.transactions.iter().map(|tx| convert::receipt(tx)).collect::<Vec<_>>();
    json(find(&node, id)?.map(receipts))
}

fn count_by_number(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    count(rpc, args.required::<BlockNumberOrTag>(0)?)
}

fn count_by_hash(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    count(rpc, args.required::<B256>(0)?)
}

fn count(rpc: &Rpc, id: impl Into<BlockId>) -> Result<Value, RpcError> {
    json(find(&*rpc.node()?, id)?.map(|block| U64::from(block.transactions.len())))
}
