//! Blocks, mined transactions and their index.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use alloy_consensus::{Header, ReceiptEnvelope, TxEnvelope};
use alloy_primitives::{Address, B256, Log, U256};
use alloy_rpc_types::Filter;
use tokio::sync::broadcast;

use super::call::CallOutcome;
use super::state::Mark;

/// A block with its transactions.
///
/// Header hashes are real; transactions' and receipts' roots are Merkle-Patricia roots. The state root is not: it
/// is a hash over the parent's state root and the changes of the block, so it tells states apart and proves
/// nothing.
#[derive(Clone, Debug)]
pub struct Block {
    /// Hash of the header.
    pub hash: B256,
    /// The header.
    pub header: Header,
    /// The transactions in order.
    pub transactions: Vec<Arc<MinedTx>>,
    /// Where the state's journal stood after the block.
    pub(super) mark: Mark,
}

/// A transaction in a block, with what it did.
#[derive(Clone, Debug)]
pub struct MinedTx {
    /// Hash of the transaction.
    pub hash: B256,
    /// The transaction as signed. An impersonated sender's signature is a placeholder that recovers to nobody.
    pub envelope: TxEnvelope,
    /// Who sent it.
    pub sender: Address,
    /// Number of its block.
    pub block_number: u64,
    /// Hash of its block.
    pub block_hash: B256,
    /// Time of its block in seconds since 1970.
    pub block_timestamp: u64,
    /// Place in its block.
    pub index: u64,
    /// What it paid in wei per gas: the base fee, since tips are not collected on Arbitrum.
    pub effective_gas_price: u128,
    /// Gas it used.
    pub gas_used: u64,
    /// Number of logs in the block before its own.
    pub first_log_index: u64,
    /// Address of the contract it created, when it was a successful create.
    pub contract_address: Option<Address>,
    /// Receipt with status, cumulative gas, logs and bloom.
    pub receipt: ReceiptEnvelope,
    /// How it ended, with the output that receipts leave out.
    pub outcome: CallOutcome,
    /// Where the state's journal stood before it ran.
    pub(super) before: Mark,
}

/// A log with its place in the chain.
#[derive(Clone, Debug)]
pub struct MinedLog {
    /// The transaction that emitted it.
    pub transaction: Arc<MinedTx>,
    /// Place in its block.
    pub log_index: u64,
    /// The log.
    pub log: Log,
}

/// How many blocks a listener may fall behind before it misses some.
const UNHEARD: usize = 4_096;

/// Blocks behind a block whose hashes contracts can ask for.
const HASHED_BLOCKS: usize = 256;

/// The latest blocks, all from genesis on unless older ones were forgotten, with lookup by hash.
#[derive(Debug)]
pub(super) struct BlockStore {
    blocks: VecDeque<Arc<Block>>,
    /// Number of the oldest block.
    first: u64,
    /// Hashes of the blocks before it that contracts can ask for.
    older_hashes: VecDeque<B256>,
    numbers: HashMap<B256, u64>,
    transactions: HashMap<B256, Arc<MinedTx>>,
    /// Who listens for new blocks.
    news: broadcast::Sender<Arc<Block>>,
}

impl Default for BlockStore {
    fn default() -> Self {
        Self {
            blocks: VecDeque::new(),
            first: 0,
            older_hashes: VecDeque::new(),
            numbers: HashMap::new(),
            transactions: HashMap::new(),
            news: broadcast::Sender::new(UNHEARD),
        }
    }
}

impl Block {
    /// Its logs that match a filter, whatever blocks the filter is for.
    pub(crate) fn logs(&self, filter: &Filter) -> Vec<MinedLog> {
        if !filter.matches_bloom(self.header.logs_bloom) {
            return Vec::new();
        }
        let all = self.transactions.iter().flat_map(|transaction| {
            let logs = (transaction.first_log_index..).zip(transaction.receipt.logs());
            logs.map(move |(log_index, log)| (transaction, log_index, log))
        });
        let matching = all
            .filter(|(_, _, log)| filter.matches_address(log.address) && filter.matches_topics(log.topics()));
        matching
            .map(|(transaction, log_index, log)| MinedLog {
                transaction: Arc::clone(transaction),
                log_index,
                log: log.clone(),
            })
            .collect()
    }
}

impl BlockStore {
    /// Every block from now on, in the order they are made.
    pub(super) fn listen(&self) -> broadcast::Receiver<Arc<Block>> {
        self.news.subscribe()
    }

    /// An empty store for blocks from this number on.
    pub(super) fn starting_at(first: u64, older_hashes: VecDeque<B256>) -> Self {
        Self { first, older_hashes, ..Self::default() }
    }

    /// Takes over other blocks, and keeps those who listen.
    pub(super) fn replace(&mut self, other: Self) {
        *self = Self { news: self.news.clone(), ..other };
    }

    /// The blocks, oldest first.
    pub(super) fn all(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().map(Arc::as_ref)
    }

    /// Hashes of the blocks before the oldest, oldest first.
    pub(super) fn older_hashes(&self) -> impl Iterator<Item = B256> {
        self.older_hashes.iter().copied()
    }

    /// Number of blocks and of transactions that can be looked up by hash.
    #[cfg(test)]
    pub(super) fn listed(&self) -> (usize, usize) {
        (self.numbers.len(), self.transactions.len())
    }

    pub(super) fn push(&mut self, block: Arc<Block>) {
        self.numbers.insert(block.hash, block.header.number);
        for tx in &block.transactions {
            self.transactions.insert(tx.hash, tx.clone());
        }
        self.blocks.push_back(Arc::clone(&block));
        // An error says that nobody listens.
        let _ = self.news.send(block);
    }

    /// Drops all blocks above `number`.
    pub(super) fn truncate(&mut self, number: u64) {
        while self.blocks.back().is_some_and(|block| block.header.number > number) {
            if let Some(block) = self.blocks.pop_back() {
                self.unlist(&block);
            }
        }
    }

    /// Drops the oldest blocks until `count` are left, at least one. Returns where the state's journal stood after
    /// the last one dropped.
    pub(super) fn keep(&mut self, count: u64) -> Option<Mark> {
        let mut forgotten = None;
        while self.blocks.len() as u64 > count.max(1) {
            let Some(block) = self.blocks.pop_front() else { break };
            self.unlist(&block);
            self.first = block.header.number.saturating_add(1);
            self.older_hashes.push_back(block.hash);
            if self.older_hashes.len() > HASHED_BLOCKS {
                self.older_hashes.pop_front();
            }
            forgotten = Some(block.mark);
        }
        forgotten
    }

    fn unlist(&mut self, block: &Block) {
        self.numbers.remove(&block.hash);
        for tx in &block.transactions {
            self.transactions.remove(&tx.hash);
        }
    }

    /// Number of the oldest block.
    pub(super) const fn first(&self) -> u64 {
        self.first
    }

    pub(super) fn latest(&self) -> Option<&Block> {
        self.blocks.back().map(Arc::as_ref)
    }

    pub(super) fn by_number(&self, number: u64) -> Option<&Block> {
        self.blocks.get(usize::try_from(number.checked_sub(self.first)?).ok()?).map(Arc::as_ref)
    }

    pub(super) fn by_hash(&self, hash: B256) -> Option<&Block> {
        self.by_number(*self.numbers.get(&hash)?)
    }

    pub(super) fn transaction(&self, hash: B256) -> Option<&Arc<MinedTx>> {
        self.transactions.get(&hash)
    }

    /// Hash of the block with this number, zero when there is none, as BLOCKHASH gives it.
    pub(super) fn hash_of(&self, number: u64) -> B256 {
        self.by_number(number).map(|block| block.hash).or_else(|| self.older_hash(number)).unwrap_or_default()
    }

    fn older_hash(&self, number: u64) -> Option<B256> {
        let back = usize::try_from(self.first.checked_sub(number)?).ok()?;
        self.older_hashes.get(self.older_hashes.len().checked_sub(back)?).copied()
    }
}

impl MinedTx {
    /// True when the transaction succeeded.
    pub fn succeeded(&self) -> bool {
        self.outcome.is_success()
    }

    /// Fee paid in wei.
    pub fn fee(&self) -> U256 {
        U256::from(self.gas_used).saturating_mul(U256::from(self.effective_gas_price))
    }
}
