//! What a dev node lets people do to a chain, under the names Ganache, Hardhat and anvil gave it.

use alloy_primitives::{B256, Bytes, U64};
use alloy_serde::JsonStorageKey;
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};
use crate::chain::NodeError;

pub(super) const METHODS: &[Method] = &[
    Method::new("evm_snapshot", &[], snapshot).or(&["anvil_snapshot"]),
    Method::new("evm_revert", &["snapshot id"], revert).or(&["anvil_revert"]),
    Method::new("evm_mine", &["timestamp"], mine_one),
    Method::new("anvil_mine", &["blocks", "interval"], mine).or(&["hardhat_mine"]),
    Method::new("evm_increaseTime", &["seconds"], increase_time).or(&["anvil_increaseTime"]),
    Method::new("evm_setNextBlockTimestamp", &["timestamp"], set_timestamp)
        .or(&["anvil_setNextBlockTimestamp"]),
    Method::new("evm_setAutomine", &["on"], set_automine).or(&["anvil_setAutomine"]),
    Method::new("anvil_setBalance", &["address", "balance"], set_balance).or(&["hardhat_setBalance"]),
    Method::new("anvil_setCode", &["address", "code"], set_code).or(&["hardhat_setCode"]),
    Method::new("anvil_setNonce", &["address", "nonce"], set_nonce).or(&["hardhat_setNonce"]),
    Method::new("anvil_setStorageAt", &["address", "slot", "value"], set_storage)
        .or(&["hardhat_setStorageAt"]),
    Method::new("anvil_setNextBlockBaseFeePerGas", &["base fee"], set_base_fee)
        .or(&["hardhat_setNextBlockBaseFeePerGas"]),
    Method::new("anvil_impersonateAccount", &["address"], impersonate).or(&["hardhat_impersonateAccount"]),
    Method::new("anvil_stopImpersonatingAccount", &["address"], stop_impersonating)
        .or(&["hardhat_stopImpersonatingAccount"]),
    Method::new("anvil_autoImpersonateAccount", &["on"], impersonate_all),
];

/// Most blocks one request mines: each is stored, so an endless count would fill the memory.
const MAX_BLOCKS: u64 = 1_000_000;

fn snapshot(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(U64::from(rpc.node()?.snapshot()))
}

/// False, not an error, for a snapshot that does not exist or was used: so did every node before this one.
fn revert(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let id = args.required_u64(0)?;
    match rpc.node()?.revert(id) {
        Ok(()) => json(true),
        Err(NodeError::UnknownSnapshot(_)) => json(false),
        Err(error) => Err(error.into()),
    }
}

fn mine_one(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let timestamp = args.optional_u64(0)?;
    let mut node = rpc.node()?;
    if let Some(timestamp) = timestamp {
        node.set_next_block_timestamp(timestamp)?;
    }
    node.mine(1, None);
    json("0x0")
}

fn mine(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let count = args.optional_u64(0)?.unwrap_or(1);
    let interval = args.optional_u64(1)?;
    if count > MAX_BLOCKS {
        return Err(args.wrong(0, &format!("at most {MAX_BLOCKS} blocks are mined at once")));
    }
    rpc.node()?.mine(count, interval);
    json(())
}

/// Answers the total shift in seconds.
fn increase_time(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let seconds = args.required_u64(0)?;
    json(rpc.node()?.increase_time(seconds))
}

fn set_timestamp(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let timestamp = args.required_u64(0)?;
    rpc.node()?.set_next_block_timestamp(timestamp)?;
    json(())
}

fn set_automine(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let on = args.required(0)?;
    rpc.node()?.set_automine(on);
    json(())
}

fn set_balance(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, balance) = (args.required(0)?, args.required(1)?);
    rpc.node()?.set_balance(address, balance);
    json(())
}

fn set_code(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, code) = (args.required(0)?, args.required::<Bytes>(1)?);
    rpc.node()?.set_code(address, code)?;
    json(())
}

fn set_nonce(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, nonce) = (args.required(0)?, args.required_u64(1)?);
    rpc.node()?.set_nonce(address, nonce);
    json(())
}

fn set_storage(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, slot) = (args.required(0)?, args.required::<JsonStorageKey>(1)?);
    let value: B256 = args.required(2)?;
    rpc.node()?.set_storage_at(address, slot.as_b256().into(), value.into());
    json(true)
}

fn set_base_fee(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let base_fee = args.required_u64(0)?;
    rpc.node()?.set_base_fee(base_fee);
    json(())
}

fn impersonate(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let address = args.required(0)?;
    rpc.node()?.impersonate(address);
    json(())
}

fn stop_impersonating(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let address = args.required(0)?;
    rpc.node()?.stop_impersonating(address);
    json(())
}

fn impersonate_all(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let on = args.required(0)?;
    rpc.node()?.impersonate_all(on);
    json(())
}
