//! What gas costs. The base fee does not move with load and tips are not collected, as on Arbitrum.

use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::U64;
use alloy_rpc_types::FeeHistory;
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, json};

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_gasPrice", &[], gas_price),
    Method::new("eth_maxPriorityFeePerGas", &[], |_, _| json(U64::ZERO)),
    Method::new("eth_feeHistory", &["block count", "newest block", "reward percentiles"], fee_history),
];

/// Most blocks one fee history covers, as in geth.
const MAX_HISTORY: u64 = 1024;

fn gas_price(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    json(U64::from(rpc.node()?.config().base_fee))
}

fn fee_history(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let count = args.required_u64(0)?.min(MAX_HISTORY);
    let newest: BlockNumberOrTag = args.required(1)?;
    let percentiles: Option<Vec<f64>> = args.optional(2)?;
    if percentiles.iter().flatten().any(|percentile| !(0.0..=100.0).contains(percentile)) {
        return Err(args.wrong(2, "a percentile is between 0 and 100"));
    }
    let node = rpc.node()?;
    let newest = node.block(newest.into())?.header.number;
    // A history of fees is as long as there are blocks, and may be shorter than asked.
    let count = count.min(newest.saturating_add(1).saturating_sub(node.oldest_block()));
    let oldest = newest.saturating_add(1).saturating_sub(count);

    let mut history = FeeHistory { oldest_block: oldest, ..FeeHistory::default() };
    for number in (oldest..=newest).take_while(|_| count > 0) {
        let header = &node.block(BlockId::number(number))?.header;
        history.base_fee_per_gas.push(header.base_fee_per_gas.unwrap_or_default().into());
        history.gas_used_ratio.push(ratio(header.gas_used, header.gas_limit));
    }
    // The entry after the newest block: that block's successor, mined or yet to come.
    let next = node.block(BlockId::number(newest.saturating_add(1)));
    let next = next.ok().and_then(|block| block.header.base_fee_per_gas);
    history.base_fee_per_gas.push(next.unwrap_or(node.config().base_fee).into());
    history.reward = percentiles.map(|asked| vec![vec![0; asked.len()]; history.gas_used_ratio.len()]);
    json(history)
}

#[allow(clippy::cast_precision_loss)] // A ratio for charts: 53 bits are plenty.
fn ratio(used: u64, limit: u64) -> f64 {
    if limit == 0 { 0.0 } else { used as f64 / limit as f64 }
}
