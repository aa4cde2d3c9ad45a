//! From executed transactions to a block.

use std::sync::Arc;

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{Eip658Value, Header, Receipt, ReceiptEnvelope, TxEnvelope, TxType};
use alloy_primitives::B256;

use super::block::{Block, MinedTx};
use super::call::CallOutcome;
use super::state::Mark;

/// An executed transaction that has no block hash yet.
#[derive(Debug)]
pub(super) struct Executed {
    pub(super) tx: Recovered<TxEnvelope>,
    pub(super) receipt: ReceiptEnvelope,
    outcome: CallOutcome,
    first_log_index: u64,
    before: Mark,
}

impl Executed {
    /// What a transaction did, and where the state's journal stood before; `previous` is the one before in its block.
    pub(super) fn new(
        tx: Recovered<TxEnvelope>,
        outcome: CallOutcome,
        before: Mark,
        previous: Option<&Self>,
    ) -> Self {
        let (gas_before, first_log_index) = previous.map_or((0, 0), |executed| {
            let logs = executed.receipt.logs().len() as u64;
            (executed.receipt.cumulative_gas_used(), executed.first_log_index.saturating_add(logs))
        });
        let receipt = Receipt {
            status: Eip658Value::Eip658(outcome.is_success()),
            cumulative_gas_used: gas_before.saturating_add(outcome.gas_used),
            logs: outcome.logs.clone(),
        }
        .with_bloom();
        let receipt = match tx.tx_type() {
            TxType::Legacy => ReceiptEnvelope::Legacy(receipt),
            TxType::Eip2930 => ReceiptEnvelope::Eip2930(receipt),
            TxType::Eip1559 => ReceiptEnvelope::Eip1559(receipt),
            TxType::Eip4844 => ReceiptEnvelope::Eip4844(receipt),
            TxType::Eip7702 => ReceiptEnvelope::Eip7702(receipt),
        };
        Self { tx, receipt, outcome, first_log_index, before }
    }

    fn into_mined(self, index: u64, header: &Header, block_hash: B256) -> MinedTx {
        let sender = self.tx.signer();
        MinedTx {
            hash: *self.tx.tx_hash(),
            sender,
            envelope: self.tx.into_inner(),
            block_number: header.number,
            block_hash,
            block_timestamp: header.timestamp,
            index,
            effective_gas_price: u128::from(header.base_fee_per_gas.unwrap_or_default()),
            gas_used: self.outcome.gas_used,
            first_log_index: self.first_log_index,
            contract_address: self.outcome.created,
            receipt: self.receipt,
            outcome: self.outcome,
            before: self.before,
        }
    }
}

impl Block {
    /// The block with this header, whose transactions left the state's journal at `mark`.
    pub(super) fn new(header: Header, executed: Vec<Executed>, mark: Mark) -> Self {
        let hash = header.hash_slow();
        let mined = (0..)
            .zip(executed)
            .map(|(index, done)| Arc::new(done.into_mined(index, &header, hash)))
            .collect();
        Self { hash, header, transactions: mined, mark }
    }
}
