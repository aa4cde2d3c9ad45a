//! Calls, estimates and transactions.

use alloy_eips::BlockId;
use alloy_primitives::{Bytes, U64};
use alloy_rpc_types::TransactionRequest;
use serde_json::Value;

use super::error::RpcError;
use super::overrides::overrides;
use super::params::Args;
use super::state::block_id;
use super::{Method, Rpc, json};
use crate::chain::{NodeError, Overrides, TxError, recover};

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_call", CALL_PARAMS, call),
    Method::new("eth_estimateGas", CALL_PARAMS, estimate_gas),
    Method::new("eth_createAccessList", CALL_PARAMS, access_list),
    Method::new("eth_sendRawTransaction", &["transaction"], send_raw),
    Method::new("eth_sendTransaction", &["transaction"], send),
];

const CALL_PARAMS: &[&str] = &["transaction", "block", "state overrides", "block overrides"];

/// What a call and an estimate are asked with.
struct Asked {
    request: TransactionRequest,
    block: BlockId,
    overrides: Overrides,
}

fn asked(args: &Args) -> Result<Asked, RpcError> {
    let overrides = overrides(args, 2)?;
    Ok(Asked { request: args.required(0)?, block: block_id(args, 1)?, overrides })
}

fn call(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let Asked { request, block, overrides } = asked(args)?;
    let outcome = rpc.node()?.call(&request, block, Some(&overrides))?;
    json(outcome.into_result().map_err(NodeError::Failed)?)
}

fn estimate_gas(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let Asked { request, mut block, overrides } = asked(args)?;
    // A transaction comes into the next block, where a contract may find another number and time than in the latest.
    if block.is_latest() {
        block = BlockId::pending();
    }
    json(U64::from(rpc.node()?.estimate_gas(&request, block, Some(&overrides))?))
}

/// As in geth, a request that fails has a list and an `error` beside it.
fn access_list(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let Asked { request, block, overrides } = asked(args)?;
    json(rpc.node()?.access_list(&request, block, Some(&overrides))?)
}

fn send_raw(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let bytes: Bytes = args.required(0)?;
    let tx = recover(&bytes).map_err(|error| match error {
        TxError::Malformed(_) => args.wrong(0, &error.to_string()),
        error => error.into(),
    })?;
    json(rpc.node_mut()?.accept(tx)?)
}

fn send(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let request = args.required(0)?;
    json(rpc.node_mut()?.send_unsigned(request)?)
}
