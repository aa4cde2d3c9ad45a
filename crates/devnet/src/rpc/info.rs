//! What the node is: chain id, version, accounts.

use alloy_eips::BlockId;
use alloy_primitives::{Bytes, U64, keccak256};
use serde_json::{Value, json};

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};
use crate::evm::SPEC;

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_chainId", &[], chain_id),
    Method::new("net_version", &[], network_id),
    Method::new("net_listening", &[], |_, _| json(true)),
    Method::new("eth_syncing", &[], |_, _| json(false)),
    Method::new("eth_accounts", &[], accounts).or(&["eth_requestAccounts"]),
    Method::new("web3_clientVersion", &[], |_, _| json(CLIENT_VERSION)),
    Method::new("web3_sha3", &["data"], |_, args| json(keccak256(args.required::<Bytes>(0)?))),
    Method::new("anvil_nodeInfo", &[], node_info),
];

const CLIENT_VERSION: &str = concat!("restake-devnet/", env!("CARGO_PKG_VERSION"));

fn chain_id(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(U64::from(rpc.node()?.config().chain_id))
}

fn network_id(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(rpc.node()?.config().chain_id.to_string())
}

fn accounts(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(rpc.node()?.accounts().addresses())
}

/// The form anvil gives, which Foundry's tools recognise a dev node by.
fn node_info(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    let node = rpc.node()?;
    let latest = node.block(BlockId::latest())?;
    let config = node.config();
    Ok(json!({
        "currentBlockNumber": U64::from(latest.header.number),
        "currentBlockTimestamp": latest.header.timestamp,
        "currentBlockHash": latest.hash,
        "hardFork": SPEC.to_string(),
        "transactionOrder": "fifo",
        "environment": {
            "baseFee": U64::from(config.base_fee),
            "chainId": config.chain_id,
            "gasLimit": U64::from(config.block_gas_limit),
            "gasPrice": U64::from(config.base_fee),
        },
        "forkConfig": {"forkUrl": null, "forkBlockNumber": null, "forkRetryBackoff": null},
    }))
}
