//! The node: what it holds, and reading from it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;
use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types::Filter;
use revm::context::BlockEnv;
use revm::state::{AccountInfo, Bytecode};
use tokio::sync::{broadcast, watch};

use super::accounts::DevAccounts;
use super::block::{Block, BlockStore, MinedLog, MinedTx};
use super::config::{Config, Mining};
use super::control::Snapshot;
use super::error::NodeError;
use super::genesis;
use super::state::{Mark, State};
use super::time::Time;
use super::view::Overlay;
use crate::wasm::ModuleCache;

/// A chain on which one participant sends transactions and every answer is immediate.
#[derive(Debug)]
pub struct Node {
    pub(super) started_with: Config,
    pub(super) config: Config,
    pub(super) accounts: DevAccounts,
    pub(super) state: State,
    pub(super) blocks: BlockStore,
    /// When blocks are made, for those who make them.
    pub(super) mining: watch::Sender<Mining>,
    /// Transactions waiting for a block.
    pub(super) pool: Vec<Recovered<TxEnvelope>>,
    pub(super) impersonated: HashSet<Address>,
    pub(super) impersonate_all: bool,
    pub(super) snapshots: Vec<Snapshot>,
    pub(super) last_snapshot_id: u64,
    /// The latest snapshot that is older than the history kept; zero while there is none.
    pub(super) last_forgotten_snapshot: u64,
    pub(super) time: Time,
    /// Compiled programs, active or not.
    pub(super) modules: ModuleCache,
    /// Who hears what programs print; locked while one execution's lines are told, so that they stay together.
    pub(super) console: Mutex<Option<Console>>,
}

/// Takes a line that a program printed.
pub type Console = fn(&str);

impl Node {
    /// Starts a chain at its genesis block.
    pub fn new(config: Config) -> Result<Self, NodeError> {
        config.check()?;
        let accounts = DevAccounts::derive(config.accounts)?;
        let modules = ModuleCache::new().map_err(|e| NodeError::Engine(e.to_string()))?;
        let mut node = Self {
            started_with: config.clone(),
            accounts,
            state: State::default(),
            blocks: BlockStore::default(),
            mining: watch::Sender::new(config.mining),
            pool: Vec::new(),
            impersonated: HashSet::new(),
            impersonate_all: false,
            snapshots: Vec::new(),
            last_snapshot_id: 0,
            last_forgotten_snapshot: 0,
            time: Time::default(),
            modules,
            console: Mutex::default(),
            config,
        };
        node.begin();
        Ok(node)
    }

    /// Writes the first accounts and seals the genesis block of an empty chain.
    pub(super) fn begin(&mut self) {
        genesis::write(&mut self.state, self.accounts.addresses(), self.config.dev_balance);
        self.push_genesis();
    }

    /// From now on, tells what programs print in mined transactions and in calls, as they run. What runs only to
    /// estimate, to list or to trace is not told, as it runs once more or ran before.
    pub fn tell_console(&mut self, console: Console) {
        self.console = Mutex::new(Some(console));
    }

    /// Tells what programs printed.
    pub(super) fn tell(&self, lines: &[String]) {
        // Whoever hears them may panic, which takes nothing from those who come later.
        let console = self.console.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(console) = *console {
            lines.iter().for_each(|line| console(line));
        }
    }

    /// The chain's parameters at present.
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// The accounts whose keys the chain holds.
    pub const fn accounts(&self) -> &DevAccounts {
        &self.accounts
    }

    pub(super) const fn state(&self) -> &State {
        &self.state
    }

    /// The latest block.
    pub fn latest(&self) -> &Block {
        // Genesis is pushed before anyone can hold a node, and never popped.
        #[allow(clippy::expect_used)]
        self.blocks.latest().expect("a node has its genesis block")
    }

    /// Number of the latest block.
    pub fn block_number(&self) -> u64 {
        self.latest().header.number
    }

    /// Number of the oldest block kept.
    pub const fn oldest_block(&self) -> u64 {
        self.blocks.first()
    }

    /// A block by number, hash or tag. Pending, safe and finalized are the latest.
    pub fn block(&self, id: BlockId) -> Result<&Block, NodeError> {
        match id {
            BlockId::Hash(hash) => {
                self.blocks.by_hash(hash.block_hash).ok_or(NodeError::UnknownBlockHash(hash.block_hash))
            }
            BlockId::Number(BlockNumberOrTag::Number(number)) => self.numbered(number),
            BlockId::Number(BlockNumberOrTag::Earliest) => self.numbered(0),
            BlockId::Number(_) => Ok(self.latest()),
        }
    }

    fn numbered(&self, number: u64) -> Result<&Block, NodeError> {
        self.not_forgotten(number)?;
        self.blocks.by_number(number).ok_or(NodeError::UnknownBlock(number, self.block_number()))
    }

    fn not_forgotten(&self, asked: u64) -> Result<(), NodeError> {
        let oldest = self.blocks.first();
        if asked < oldest { Err(NodeError::Forgotten { asked, oldest }) } else { Ok(()) }
    }

    /// A mined transaction with its receipt.
    pub fn transaction(&self, hash: B256) -> Option<&Arc<MinedTx>> {
        self.blocks.transaction(hash)
    }

    /// Logs that match a filter, oldest first.
    pub fn logs(&self, filter: &Filter) -> Result<Vec<MinedLog>, NodeError> {
        let (first, last) = match filter.get_block_hash() {
            Some(hash) => {
                let number = self.block(BlockId::from(hash))?.header.number;
                (number, number)
            }
            None => {
                let number = |tag: Option<&BlockNumberOrTag>| match tag {
                    Some(BlockNumberOrTag::Number(number)) => *number,
                    Some(BlockNumberOrTag::Earliest) => 0,
                    _ => self.block_number(),
                };
                (
                    number(filter.block_option.get_from_block()),
                    number(filter.block_option.get_to_block()).min(self.block_number()),
                )
            }
        };
        self.not_forgotten(first)?;
        let blocks = (first..=last).filter_map(|number| self.blocks.by_number(number));
        Ok(blocks.flat_map(|block| block.logs(filter)).collect())
    }

    /// Hash of all accounts with their storage: equal for equal states, however they came about.
    pub fn state_digest(&self) -> B256 {
        self.state.digest_of_all()
    }

    /// Every block from now on, in the order they are made.
    pub(crate) fn listen(&self) -> broadcast::Receiver<Arc<Block>> {
        self.blocks.listen()
    }

    /// Code of an account.
    pub fn code(&self, address: Address, block: BlockId) -> Result<Bytes, NodeError> {
        let code = self.info(address, block)?.and_then(|info| info.code);
        Ok(code.as_ref().map(Bytecode::original_bytes).unwrap_or_default())
    }

    /// A storage slot.
    pub fn storage(&self, address: Address, key: U256, block: BlockId) -> Result<U256, NodeError> {
        Ok(match self.past(block)? {
            Some(mark) => self.state.slot_at(mark, address, key),
            None => self.state.slot(address, key),
        })
    }

    /// Balance of an account in wei.
    pub fn balance(&self, address: Address, block: BlockId) -> Result<U256, NodeError> {
        Ok(self.info(address, block)?.map(|info| info.balance).unwrap_or_default())
    }

    /// Nonce of an account. At `pending`, transactions waiting for a block count.
    pub fn nonce(&self, address: Address, block: BlockId) -> Result<u64, NodeError> {
        let mined = self.info(address, block)?.map(|info| info.nonce).unwrap_or_default();
        let waiting = if block.is_pending() { self.waiting(address) } else { 0 };
        Ok(mined.saturating_add(waiting))
    }

    /// An account after a block, unless it does not exist.
    fn info(&self, address: Address, block: BlockId) -> Result<Option<AccountInfo>, NodeError> {
        Ok(match self.past(block)? {
            Some(mark) => self.state.info_at(mark, address),
            None => self.state.info(address),
        })
    }

    /// Where the state's journal stood after a block: none for the latest, which is the present state.
    fn past(&self, block: BlockId) -> Result<Option<Mark>, NodeError> {
        let block = self.block(block)?;
        Ok((block.header.number != self.block_number()).then_some(block.mark))
    }

    /// What turns the present state into the one after a block: nothing for the latest.
    pub(super) fn overlay_at(&self, block: BlockId) -> Result<Option<Overlay>, NodeError> {
        Ok(self.past(block)?.map(|mark| self.state.at(mark)))
    }

    /// Environment a call at this block runs in.
    pub(super) fn env_at(&self, id: BlockId) -> Result<BlockEnv, NodeError> {
        if id.is_pending() {
            return Ok(self.block_env(self.block_number().saturating_add(1), self.next_time()));
        }
        let header = &self.block(id)?.header;
        let basefee = header.base_fee_per_gas.unwrap_or(self.config.base_fee);
        Ok(BlockEnv { basefee, ..self.block_env(header.number, header.timestamp) })
    }
}
