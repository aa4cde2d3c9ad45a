//! Why the chain refuses a request.

use alloy_primitives::{Address, B256, U256};
use revm::context::result::InvalidTransaction;

use super::config::ConfigError;
use super::dump::DumpError;
use crate::wasm::chain::ChainError;

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NodeError {
    /// The dev accounts could not be derived.
    #[error("the dev accounts could not be derived: {0}")]
    DevAccounts(String),
    /// The WASM engine could not be set up.
    #[error("the WASM engine could not be set up: {0}")]
    Engine(String),
    /// No block has this number.
    #[error("block {0} does not exist: the latest is {1}")]
    UnknownBlock(u64, u64),
    /// The block is older than what the chain keeps.
    #[error(
        "block {asked} is gone: the oldest this chain keeps is {oldest}; start it with a longer --history, or without"
    )]
    Forgotten {
        /// Number asked for.
        asked: u64,
        /// Number of the oldest block.
        oldest: u64,
    },
    /// The snapshot is older than what the chain keeps.
    #[error(
        "snapshot {id} is gone: it is older than block {oldest}, the oldest this chain keeps; start it with a longer --history, or without"
    )]
    ForgottenSnapshot {
        /// Id of the snapshot.
        id: u64,
        /// Number of the oldest block.
        oldest: u64,
    },
    /// No block has this hash.
    #[error("no block has the hash {0}")]
    UnknownBlockHash(B256),
    /// No mined transaction has this hash.
    #[error("no mined transaction has the hash {0}")]
    UnknownTransaction(B256),
    /// No snapshot has this id, or an earlier one was reverted to.
    #[error("snapshot {0} does not exist or was discarded by reverting to an earlier one")]
    UnknownSnapshot(u64),
    /// The time asked for is before the latest block.
    #[error("timestamp {asked} is before the latest block's {latest}")]
    TimeRunsBackwards {
        /// Time asked for, in seconds since 1970.
        asked: u64,
        /// Time of the latest block.
        latest: u64,
    },
    /// Later transactions of the same sender wait behind this one.
    #[error(
        "transaction {hash} cannot be dropped alone: {behind} more of {sender} wait behind it; drop the last one first, or all with anvil_dropAllTransactions"
    )]
    NotLast {
        /// Hash of the transaction.
        hash: B256,
        /// Who sent it.
        sender: Address,
        /// How many wait behind it.
        behind: usize,
    },
    /// The configuration makes no chain.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A dumped state cannot be loaded.
    #[error("the state cannot be loaded: {0}")]
    Dump(#[from] DumpError),
    /// A number in the request is too large.
    #[error("{0} is too large")]
    TooLarge(&'static str),
    /// The request contradicts itself or lacks a field.
    #[error("{0}")]
    BadRequest(String),
    /// The account is neither a dev account nor impersonated.
    #[error("no key for {0}: sign the transaction and send it raw, or impersonate the account first")]
    UnknownAccount(Address),
    /// The call fails with any gas.
    #[error(transparent)]
    Failed(#[from] CallFailure),
    /// The transaction was refused.
    #[error(transparent)]
    Transaction(#[from] TxError),
}

/// Why a transaction was refused. The texts are those of geth, which clients search for known words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TxError {
    /// The bytes are not a transaction.
    #[error("transaction could not be decoded: {0}")]
    Malformed(String),
    /// A type this chain does not accept.
    #[error("transaction type not supported: {0}; legacy, EIP-2930, EIP-1559 and EIP-7702 transactions are")]
    UnsupportedType(u8),
    /// The signature recovers to no account.
    #[error("invalid sender: {0}")]
    BadSignature(String),
    /// Signed for another chain.
    #[error("invalid chain id for signer: have {have} want {want}")]
    ChainId {
        /// Chain id in the transaction.
        have: u64,
        /// This chain's.
        want: u64,
    },
    /// The nonce was used before.
    #[error("nonce too low: next nonce {next}, tx nonce {nonce}")]
    NonceTooLow {
        /// Next nonce of the account.
        next: u64,
        /// Nonce in the transaction.
        nonce: u64,
    },
    /// The nonce leaves a gap.
    #[error("nonce too high: next nonce {next}, tx nonce {nonce}")]
    NonceTooHigh {
        /// Next nonce of the account.
        next: u64,
        /// Nonce in the transaction.
        nonce: u64,
    },
    /// The account cannot pay for gas and value.
    #[error("insufficient funds for gas * price + value: address {address} have {have} want {want}")]
    InsufficientFunds {
        /// Account that pays.
        address: Address,
        /// Its balance in wei.
        have: U256,
        /// What the transaction may cost in wei.
        want: U256,
    },
    /// More gas than a block holds.
    #[error("exceeds block gas limit: tx gas {gas}, block gas limit {limit}")]
    BlockGasLimit {
        /// Gas limit of the transaction.
        gas: u64,
        /// Gas limit of the block.
        limit: u64,
    },
    /// The fee does not cover the base fee.
    #[error("max fee per gas less than block base fee: maxFeePerGas: {fee}, baseFee: {base_fee}")]
    FeeTooLow {
        /// Most the transaction pays in wei per gas.
        fee: u128,
        /// Base fee in wei per gas.
        base_fee: u64,
    },
    /// A transaction with this hash was mined or is waiting.
    #[error("already known: {0}")]
    AlreadyKnown(B256),
    /// Refused by the EVM's own checks: intrinsic gas, init code size and the like.
    #[error("{0}")]
    Invalid(String),
    /// The chain's own storage failed.
    #[error(transparent)]
    Chain(#[from] ChainError),
}

impl From<InvalidTransaction> for TxError {
    fn from(error: InvalidTransaction) -> Self {
        match error {
            InvalidTransaction::CallGasCostMoreThanGasLimit { initial_gas, gas_limit } => {
                Self::Invalid(format!("intrinsic gas too low: have {gas_limit}, want {initial_gas}"))
            }
            InvalidTransaction::GasFloorMoreThanGasLimit { gas_floor, gas_limit } => Self::Invalid(format!(
                "insufficient gas for floor data gas cost: have {gas_limit}, want {gas_floor}"
            )),
            other => Self::Invalid(other.to_string()),
        }
    }
}

/// A call that did not succeed, with what it left behind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CallFailure {
    /// What happened, for people: `execution reverted`, with the reason when it is a Solidity string, or the kind
    /// of halt.
    pub message: String,
    /// Revert data; none when the call halted.
    pub revert_data: Option<alloy_primitives::Bytes>,
}
