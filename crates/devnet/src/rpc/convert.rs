//! From what the node stores to what JSON-RPC clients read.

use std::collections::BTreeMap;

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{Transaction as _, TxEnvelope};
use alloy_primitives::{B256, U64};
use alloy_rpc_types::{
    Block as RpcBlock, BlockTransactions, Header, Log as RpcLog, Transaction, TransactionReceipt,
};
use alloy_serde::{OtherFields, WithOtherFields};
use serde_json::{Value, json};

use crate::chain::{Block, MinedLog, MinedTx};

/// A block with its transactions in full or as hashes, and the fields Nitro adds.
pub(super) fn block(block: &Block, full: bool) -> WithOtherFields<RpcBlock> {
    let transactions = if full {
        BlockTransactions::Full(block.transactions.iter().map(|tx| transaction(tx)).collect())
    } else {
        BlockTransactions::Hashes(block.transactions.iter().map(|tx| tx.hash).collect())
    };
    let WithOtherFields { inner: header, other } = header(block);
    WithOtherFields { inner: RpcBlock::new(header, transactions), other }
}

/// A block's header, with the fields Nitro adds.
pub(super) fn header(block: &Block) -> WithOtherFields<Header> {
    let header = Header { hash: block.hash, inner: block.header.clone(), total_difficulty: None, size: None };
    // Nothing is ever sent from this chain to a parent chain: the count stays 0 and so does the root of no messages.
    let nitro = [
        ("l1BlockNumber", json!(U64::from(block.header.number))),
        ("sendCount", json!(U64::ZERO)),
        ("sendRoot", json!(B256::ZERO)),
    ];
    WithOtherFields { inner: header, other: fields(nitro) }
}

/// A mined transaction.
pub(super) fn transaction(tx: &MinedTx) -> Transaction {
    Transaction {
        inner: Recovered::new_unchecked(tx.envelope.clone(), tx.sender),
        block_hash: Some(tx.block_hash),
        block_number: Some(tx.block_number),
        transaction_index: Some(tx.index),
        effective_gas_price: Some(tx.effective_gas_price),
        block_timestamp: Some(tx.block_timestamp),
    }
}

/// A transaction that waits for a block.
pub(super) fn pending_transaction(tx: &Recovered<TxEnvelope>) -> Transaction {
    Transaction {
        effective_gas_price: Some(tx.max_fee_per_gas()),
        inner: tx.clone(),
        block_hash: None,
        block_number: None,
        transaction_index: None,
        block_timestamp: None,
    }
}

/// A receipt, with the fields Nitro adds: no gas is charged for posting data to a parent chain, and the block
/// number contracts see is the chain's own.
pub(super) fn receipt(tx: &MinedTx) -> WithOtherFields<TransactionReceipt> {
    let mut log_index = tx.first_log_index;
    let inner = tx.receipt.clone().map_logs(|inner| {
        let log = rpc_log(tx, inner, log_index);
        log_index = log_index.saturating_add(1);
        log
    });
    let receipt = TransactionReceipt {
        inner,
        transaction_hash: tx.hash,
        transaction_index: Some(tx.index),
        block_hash: Some(tx.block_hash),
        block_number: Some(tx.block_number),
        gas_used: tx.gas_used,
        effective_gas_price: tx.effective_gas_price,
        blob_gas_used: None,
        blob_gas_price: None,
        from: tx.sender,
        to: tx.envelope.to(),
        contract_address: tx.contract_address,
    };
    let nitro = [("gasUsedForL1", json!(U64::ZERO)), ("l1BlockNumber", json!(U64::from(tx.block_number)))];
    WithOtherFields { inner: receipt, other: fields(nitro) }
}

/// A log with its place in the chain.
pub(super) fn log(mined: MinedLog) -> RpcLog {
    rpc_log(&mined.transaction, mined.log, mined.log_index)
}

fn rpc_log(tx: &MinedTx, inner: alloy_primitives::Log, log_index: u64) -> RpcLog {
    RpcLog {
        inner,
        block_hash: Some(tx.block_hash),
        block_number: Some(tx.block_number),
        block_timestamp: Some(tx.block_timestamp),
        transaction_hash: Some(tx.hash),
        transaction_index: Some(tx.index),
        log_index: Some(log_index),
        removed: false,
    }
}

fn fields<const N: usize>(fields: [(&str, Value); N]) -> OtherFields {
    OtherFields::new(
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>(),
    )
}
