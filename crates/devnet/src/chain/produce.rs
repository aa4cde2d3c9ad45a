//! Executing transactions and sealing blocks.

use std::sync::Arc;

use alloy_consensus::proofs::{calculate_receipt_root, calculate_transaction_root};
use alloy_consensus::transaction::{Recovered, Transaction};
use alloy_consensus::{EMPTY_OMMER_ROOT_HASH, Header, ReceiptEnvelope, TxEnvelope};
use alloy_primitives::{Address, B256, Bloom, U256, address};
use revm::context::either::Either;
use revm::context::{BlockEnv, TransactionType, TxEnv};
use revm::primitives::eip4844::BLOB_BASE_FEE_UPDATE_FRACTION_PRAGUE;

use super::block::Block;
use super::call::CallOutcome;
use super::error::TxError;
use super::executed::Executed;
use super::node::Node;
use super::redo::Act;
use super::state::Mark;
use super::view::{Overlay, StateView};
use crate::evm::{self, ArbOs, CallRecorder, Checks, Execution, RecentPrograms};

/// Beneficiary of every block: the account Arbitrum's sequencer is known by.
pub(super) const SEQUENCER: Address = address!("a4b000000000000000000073657175656e636572");

/// Difficulty and PREVRANDAO of every block, as Nitro has them.
const DIFFICULTY: U256 = U256::ONE;

impl Node {
    /// Environment of a block.
    pub(super) fn block_env(&self, number: u64, timestamp: u64) -> BlockEnv {
        let mut env = BlockEnv {
            number: U256::from(number),
            beneficiary: SEQUENCER,
            timestamp: U256::from(timestamp),
            gas_limit: self.config.block_gas_limit,
            basefee: self.config.base_fee,
            difficulty: DIFFICULTY,
            prevrandao: Some(B256::from(DIFFICULTY)),
            ..BlockEnv::default()
        };
        // There are no blobs here, but the rules of the fork want their price known.
        env.set_blob_excess_gas_and_price(0, BLOB_BASE_FEE_UPDATE_FRACTION_PRAGUE);
        env
    }

    /// Runs a transaction on the present state, or on the state an overlay turns it into. `recent` are the programs
    /// called before it in its block.
    pub(super) fn execute(
        &self,
        env: BlockEnv,
        tx: TxEnv,
        overlay: Option<Overlay>,
        checks: Checks,
        recorder: Option<CallRecorder>,
        recent: &mut RecentPrograms,
    ) -> Result<Execution, TxError> {
        let view = StateView::new(&self.state, &self.blocks, overlay);
        let chain = ArbOs::new(&self.config, &self.modules, recent);
        evm::execute(view, env, tx, &self.config, chain, checks, recorder)
    }

    /// Seals the genesis block.
    pub(super) fn push_genesis(&mut self) {
        let state_root = self.state.digest(B256::ZERO, Mark::default());
        let mut header = self.header(0, self.config.genesis_timestamp, B256::ZERO, state_root);
        header.transactions_root = calculate_transaction_root::<TxEnvelope>(&[]);
        header.receipts_root = calculate_receipt_root::<ReceiptEnvelope>(&[]);
        self.push_block(Block::new(header, Vec::new(), self.state.mark()));
    }

    /// Mines one transaction into a block of its own. When it is refused there is no block.
    pub(super) fn mine_one(&mut self, tx: Recovered<TxEnvelope>) -> Result<(), TxError> {
        match self.seal(vec![tx]) {
            Some(refused) => Err(refused),
            None => Ok(()),
        }
    }

    /// Mines all waiting transactions into one block. Those the block refuses are dropped.
    pub(super) fn mine_pool(&mut self) {
        let waiting = std::mem::take(&mut self.pool);
        self.seal(waiting);
    }

    /// Executes transactions in order and seals a block of those that could run. Returns why the first one that
    /// could not was refused; when that leaves nothing to seal, no block is made.
    fn seal(&mut self, txs: Vec<Recovered<TxEnvelope>>) -> Option<TxError> {
        let number = self.block_number().saturating_add(1);
        let timestamp = self.next_time();
        let env = self.block_env(number, timestamp);
        let mut recent = RecentPrograms::default();
        let mut refused = None;
        let mut executed: Vec<Executed> = Vec::with_capacity(txs.len());
        let was_empty = txs.is_empty();
        for tx in txs {
            match self.run(&env, tx, executed.last(), &mut recent) {
                Ok(done) => executed.push(done),
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        if executed.is_empty() && !was_empty {
            return refused;
        }
        self.follow_clock(timestamp);
        self.seal_block(number, timestamp, executed);
        refused
    }

    fn run(
        &mut self,
        env: &BlockEnv,
        tx: Recovered<TxEnvelope>,
        previous: Option<&Executed>,
        recent: &mut RecentPrograms,
    ) -> Result<Executed, TxError> {
        let tx_env = self.tx_env(tx.inner(), tx.signer());
        let before = self.state.mark();
        let mut execution = self.execute(env.clone(), tx_env, None, Checks::On, None, recent)?;
        let outcome = CallOutcome::new(&mut execution);
        self.tell(&outcome.console);
        self.state.apply(execution.state);
        Ok(Executed::new(tx, outcome, before, previous))
    }

    /// A transaction as the EVM takes it. Arbitrum collects no tips: everyone pays the base fee, so all types but
    /// those with authorizations run as the one that can say so.
    pub(super) fn tx_env(&self, tx: &TxEnvelope, sender: Address) -> TxEnv {
        let authorizations = tx.authorization_list().unwrap_or_default();
        let tx_type =
            if authorizations.is_empty() { TransactionType::Eip1559 } else { TransactionType::Eip7702 };
        TxEnv {
            tx_type: tx_type.into(),
            caller: sender,
            gas_limit: tx.gas_limit(),
            gas_price: tx.max_fee_per_gas(),
            kind: tx.kind(),
            value: tx.value(),
            data: tx.input().clone(),
            nonce: tx.nonce(),
            chain_id: Some(self.config.chain_id),
            access_list: tx.access_list().cloned().unwrap_or_default(),
            gas_priority_fee: Some(0),
            blob_hashes: Vec::new(),
            max_fee_per_blob_gas: 0,
            authorization_list: authorizations.iter().cloned().map(Either::Left).collect(),
        }
    }

    fn seal_block(&mut self, number: u64, timestamp: u64, executed: Vec<Executed>) {
        let parent = self.latest();
        let (parent_hash, parent_root, parent_mark) = (parent.hash, parent.header.state_root, parent.mark);
        let state_root = self.state.digest(parent_root, parent_mark);
        let mut header = self.header(number, timestamp, parent_hash, state_root);
        let (txs, receipts): (Vec<&TxEnvelope>, Vec<&ReceiptEnvelope>) =
            executed.iter().map(|done| (done.tx.inner(), &done.receipt)).unzip();
        header.transactions_root = calculate_transaction_root(&txs);
        header.receipts_root = calculate_receipt_root(&receipts);
        header.gas_used = receipts.last().map_or(0, |receipt| receipt.cumulative_gas_used());
        header.logs_bloom = receipts.iter().fold(Bloom::ZERO, |all, receipt| all | *receipt.logs_bloom());
        self.push_block(Block::new(header, executed, self.state.mark()));
        self.forget_old();
    }

    fn push_block(&mut self, block: Block) {
        let block = Arc::new(block);
        self.state.redo.note(|| Act::Block(Arc::clone(&block)));
        self.blocks.push(block);
    }

    fn header(&self, number: u64, timestamp: u64, parent_hash: B256, state_root: B256) -> Header {
        Header {
            parent_hash,
            ommers_hash: EMPTY_OMMER_ROOT_HASH,
            beneficiary: SEQUENCER,
            state_root,
            difficulty: DIFFICULTY,
            number,
            gas_limit: self.config.block_gas_limit,
            timestamp,
            mix_hash: B256::from(DIFFICULTY),
            base_fee_per_gas: Some(self.config.base_fee),
            ..Header::default()
        }
    }
}
