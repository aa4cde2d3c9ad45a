//! When blocks are made and what time they have, under the names Ganache, Hardhat and anvil gave it. Times and intervals
//! are in seconds, as in anvil.

use std::time::Duration;

use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};
use crate::chain::Mining;

pub(super) const METHODS: &[Method] = &[
    Method::new("evm_mine", &["timestamp"], mine_one),
    Method::new("anvil_mine", &["blocks", "interval"], mine).or(&["hardhat_mine"]),
    Method::new("evm_setAutomine", &["on"], set_automine).or(&["anvil_setAutomine"]),
    Method::new("anvil_getAutomine", &[], get_automine).or(&["hardhat_getAutomine"]),
    Method::new("evm_setIntervalMining", &["seconds"], set_interval).or(&["anvil_setIntervalMining"]),
    Method::new("anvil_getIntervalMining", &[], get_interval),
    Method::new("evm_increaseTime", &["seconds"], increase_time).or(&["anvil_increaseTime"]),
    Method::new("evm_setTime", &["timestamp"], set_time).or(&["anvil_setTime"]),
    Method::new("evm_setNextBlockTimestamp", &["timestamp"], set_timestamp)
        .or(&["anvil_setNextBlockTimestamp"]),
    Method::new("anvil_setBlockTimestampInterval", &["seconds"], set_timestamp_interval),
    Method::new("anvil_removeBlockTimestampInterval", &[], remove_timestamp_interval),
];

/// Most blocks one request mines: each is stored, so an endless count would fill the memory.
const MAX_BLOCKS: u64 = 1_000_000;

fn mine_one(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let timestamp = args.optional_u64(0)?;
    let mut node = rpc.node_mut()?;
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
    rpc.node_mut()?.mine(count, interval);
    json(())
}

fn set_automine(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let on = args.required(0)?;
    rpc.node_mut()?.set_automine(on);
    json(())
}

fn get_automine(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(rpc.node()?.mining() == Mining::Instant)
}

/// Instead of a block for each transaction; zero leaves mining to whoever asks for it.
fn set_interval(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let mining = match args.required_u64(0)? {
        0 => Mining::Manual,
        seconds => Mining::Every(Duration::from_secs(seconds)),
    };
    rpc.node_mut()?.set_mining(mining);
    json(())
}

fn get_interval(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    match rpc.node()?.mining() {
        Mining::Every(interval) => json(interval.as_secs()),
        _ => json(()),
    }
}

/// Answers the total shift in seconds.
fn increase_time(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let seconds = args.required_u64(0)?;
    json(rpc.node_mut()?.increase_time(seconds))
}

/// Answers by how many seconds the clock moved.
fn set_time(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let timestamp = args.required_u64(0)?;
    json(rpc.node_mut()?.set_time(timestamp)?)
}

fn set_timestamp(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let timestamp = args.required_u64(0)?;
    rpc.node_mut()?.set_next_block_timestamp(timestamp)?;
    json(())
}

fn set_timestamp_interval(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let seconds = args.required_u64(0)?;
    rpc.node_mut()?.set_timestamp_interval(Some(seconds));
    json(())
}

/// Answers whether there was one.
fn remove_timestamp_interval(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    let mut node = rpc.node_mut()?;
    let was_set = node.has_timestamp_interval();
    node.set_timestamp_interval(None);
    json(was_set)
}
