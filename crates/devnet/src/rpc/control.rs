//! What a dev node lets people do to a chain, under the names Ganache, Hardhat and anvil gave it.

use alloy_primitives::{B256, Bytes, U64};
use alloy_serde::JsonStorageKey;
use serde_json::{Map, Value};

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};
use crate::chain::NodeError;

pub(super) const METHODS: &[Method] = &[
    Method::new("evm_snapshot", &[], snapshot).or(&["anvil_snapshot"]),
    Method::new("evm_revert", &["snapshot id"], revert).or(&["anvil_revert"]),
    Method::new("anvil_reset", &["forking"], reset).or(&["hardhat_reset"]),
    Method::new("anvil_dumpState", &["preserve historical states"], dump).or(&["hardhat_dumpState"]),
    Method::new("anvil_loadState", &["state"], load).or(&["hardhat_loadState"]),
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

fn snapshot(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(U64::from(rpc.node_mut()?.snapshot()))
}

/// False, not an error, for a snapshot that does not exist or was used: so did every node before this one.
fn revert(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let id = args.required_u64(0)?;
    let mut node = rpc.node_mut()?;
    match node.revert(id) {
        Ok(number) => {
            rpc.filters()?.went_back_to(number);
            json(true)
        }
        Err(NodeError::UnknownSnapshot(_)) => json(false),
        Err(error) => Err(error.into()),
    }
}

/// Back to the genesis block. A chain of its own has nothing to fork from.
fn reset(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let options: Option<Map<String, Value>> = args.optional(0)?;
    if let Some(asked) = options.iter().flat_map(Map::keys).next() {
        return Err(
            args.wrong(0, &format!("{asked} is not available: this chain only goes back to its genesis"))
        );
    }
    let mut node = rpc.node_mut()?;
    node.reset();
    rpc.filters()?.went_back_to(node.block_number());
    json(())
}

/// The whole chain in a form of this devnet's own (see [`Node::dump`](crate::chain::Node::dump)). Earlier states are
/// always part of it, asked for or not.
fn dump(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    args.optional::<bool>(0)?;
    json(Bytes::from(rpc.node()?.dump().map_err(NodeError::Dump)?))
}

/// Becomes the chain that was dumped, where anvil would add its accounts to the present ones.
fn load(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let dump: Bytes = args.required(0)?;
    let mut node = rpc.node_mut()?;
    node.load(&dump).map_err(NodeError::Dump)?;
    rpc.filters()?.became_another_at(node.block_number());
    json(true)
}

fn set_balance(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, balance) = (args.required(0)?, args.required(1)?);
    rpc.node_mut()?.set_balance(address, balance);
    json(())
}

fn set_code(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, code) = (args.required(0)?, args.required::<Bytes>(1)?);
    rpc.node_mut()?.set_code(address, code)?;
    json(())
}

fn set_nonce(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, nonce) = (args.required(0)?, args.required_u64(1)?);
    rpc.node_mut()?.set_nonce(address, nonce);
    json(())
}

fn set_storage(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (address, slot) = (args.required(0)?, args.required::<JsonStorageKey>(1)?);
    let value: B256 = args.required(2)?;
    rpc.node_mut()?.set_storage_at(address, slot.as_b256().into(), value.into());
    json(true)
}

fn set_base_fee(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let base_fee = args.required_u64(0)?;
    rpc.node_mut()?.set_base_fee(base_fee);
    json(())
}

fn impersonate(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let address = args.required(0)?;
    rpc.node_mut()?.impersonate(address);
    json(())
}

fn stop_impersonating(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let address = args.required(0)?;
    rpc.node_mut()?.stop_impersonating(address);
    json(())
}

fn impersonate_all(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let on = args.required(0)?;
    rpc.node_mut()?.impersonate_all(on);
    json(())
}
