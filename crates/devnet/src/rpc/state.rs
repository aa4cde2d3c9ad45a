//! Reading accounts, now or after any earlier block.

use alloy_eips::BlockId;
use alloy_primitives::{B256, U64};
use alloy_serde::JsonStorageKey;
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_getBalance", &["address", "block"], balance),
    Method::new("eth_getCode", &["address", "block"], code),
    Method::new("eth_getStorageAt", &["address", "slot", "block"], storage),
    Method::new("eth_getTransactionCount", &["address", "block"], nonce),
];

/// The block parameter at `index`; the latest when it is left out.
pub(super) fn block_id(args: &Args, index: usize) -> Result<BlockId, RpcError> {
    Ok(args.optional(index)?.unwrap_or_else(BlockId::latest))
}

fn balance(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, block) = (args.required(0)?, block_id(args, 1)?);
    json(rpc.node()?.balance(address, block)?)
}

fn code(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, block) = (args.required(0)?, block_id(args, 1)?);
    json(rpc.node()?.code(address, block)?)
}

fn storage(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, block) = (args.required(0)?, block_id(args, 2)?);
    let slot = args.required::<JsonStorageKey>(1)?.as_b256();
    let value = rpc.node()?.storage(address, slot.into(), block)?;
    json(B256::from(value))
}

fn nonce(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, block) = (args.required(0)?, block_id(args, 1)?);
    json(U64::from(rpc.node()?.nonce(address, block)?))
}
