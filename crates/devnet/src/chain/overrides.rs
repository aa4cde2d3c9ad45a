//! What a caller wants other than it is, for one call.

use alloy_primitives::{Address, U256};
use alloy_rpc_types::BlockOverrides;
use alloy_rpc_types::state::StateOverride;
use revm::context::BlockEnv;

use super::error::NodeError;

/// The state and the block of one call, where they are to differ from the chain's.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// Accounts.
    pub state: Option<StateOverride>,
    /// Fields of the block.
    pub block: Option<BlockOverrides>,
}

impl From<StateOverride> for Overrides {
    fn from(state: StateOverride) -> Self {
        Self { state: Some(state), block: None }
    }
}

impl Overrides {
    /// The balance an account is to have.
    pub(super) fn balance(&self, address: Address) -> Option<U256> {
        self.state.as_ref()?.get(&address)?.balance
    }

    /// Changes what code reads of its block. Programs' time, too, is that of the block.
    pub(super) fn apply_to_block(&self, env: &mut BlockEnv) -> Result<(), NodeError> {
        let Some(wanted) = &self.block else { return Ok(()) };
        refuse_unknown(wanted)?;
        env.number = wanted.number.unwrap_or(env.number);
        env.timestamp = wanted.time.map_or(env.timestamp, U256::from);
        env.gas_limit = wanted.gas_limit.unwrap_or(env.gas_limit);
        env.beneficiary = wanted.coinbase.unwrap_or(env.beneficiary);
        env.difficulty = wanted.difficulty.unwrap_or(env.difficulty);
        env.prevrandao = wanted.random.or(env.prevrandao);
        if let Some(base_fee) = wanted.base_fee {
            env.basefee = u64::try_from(base_fee).map_err(|_| NodeError::TooLarge("the base fee"))?;
        }
        Ok(())
    }
}

/// Fields of blocks that are not of this chain.
fn refuse_unknown(wanted: &BlockOverrides) -> Result<(), NodeError> {
    let refused = [
        ("blobBaseFee", wanted.blob_base_fee.is_some()),
        ("beaconRoot", wanted.beacon_root.is_some()),
        ("blockHash", wanted.block_hash.is_some()),
    ];
    match refused.into_iter().find(|(_, given)| *given) {
        Some((field, _)) => Err(NodeError::BadRequest(format!(
            "a block's {field} cannot be overridden here: number, time, gasLimit, feeRecipient, prevRandao, \
             baseFeePerGas and difficulty can"
        ))),
        None => Ok(()),
    }
}
