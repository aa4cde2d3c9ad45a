//! Reading what a call is to find other than it is.

use alloy_rpc_types::BlockOverrides;
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use crate::chain::Overrides;

/// Fields of a block as clients name them. Those no client may change are refused where they are applied.
const BLOCK_FIELDS: [&str; 16] = [
    "number",
    "blockNumber",
    "time",
    "timestamp",
    "gasLimit",
    "coinbase",
    "feeRecipient",
    "random",
    "prevRandao",
    "baseFee",
    "baseFeePerGas",
    "difficulty",
    "blobBaseFee",
    "beaconRoot",
    "parentBeaconBlockRoot",
    "blockHash",
];

/// The overrides of a call: of the state at one place of its parameters, of the block at the next.
pub(super) fn overrides(args: &Args, index: usize) -> Result<Overrides, RpcError> {
    let block_index = index.saturating_add(1);
    let block: Option<BlockOverrides> = args.optional(block_index)?;
    if let Some(given) = args.optional::<Value>(block_index)? {
        refuse_unknown(args, block_index, &given)?;
    }
    Ok(Overrides { state: args.optional(index)?, block })
}

/// Refuses fields that reading a block's overrides would pass over in silence.
pub(super) fn refuse_unknown(args: &Args, index: usize, block: &Value) -> Result<(), RpcError> {
    let fields = block.as_object().into_iter().flat_map(serde_json::Map::keys);
    match fields.into_iter().find(|field| !BLOCK_FIELDS.contains(&field.as_str())) {
        Some(field) => {
            Err(args.wrong(index, &format!("{field} is no field of a block that calls can override")))
        }
        None => Ok(()),
    }
}
