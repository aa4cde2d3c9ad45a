//! From records to a chain.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use alloy_consensus::transaction::Recovered;
use alloy_consensus::{Header, TxEnvelope};
use alloy_eips::Decodable2718;
use alloy_primitives::{Address, B256, Bytes};
use revm::state::{AccountInfo, Bytecode};

use super::envelope::DumpError;
use super::record::{Info, Record};
use crate::chain::block::{Block, BlockStore};
use crate::chain::executed::Executed;
use crate::chain::state::{Mark, State};
use crate::chain::time::Time;

/// A chain taking form.
#[derive(Debug, Default)]
pub(super) struct Rebuilt {
    time: Time,
    state: State,
    codes: HashMap<B256, Bytecode>,
    older_hashes: VecDeque<B256>,
    blocks: Option<BlockStore>,
    /// The block whose transactions are being read.
    open: Option<(Box<Header>, Mark, Vec<Executed>)>,
    pool: Vec<Recovered<TxEnvelope>>,
}

/// A chain that is whole.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) time: Time,
    pub(super) state: State,
    pub(super) blocks: BlockStore,
    pub(super) pool: Vec<Recovered<TxEnvelope>>,
}

impl Rebuilt {
    /// Adds what a record says.
    pub(super) fn take(&mut self, record: Record) -> Result<(), DumpError> {
        match record {
            Record::Time(time) => self.time = time,
            Record::Code(code) => self.code(code)?,
            Record::Account(address, info) => {
                let info = self.info(info)?;
                self.state.restore_info(address, info);
            }
            Record::Slots(address, slots) => self.state.restore_slots(address, slots),
            Record::Log(first) => self.state.begin_log(first),
            Record::OldAccount(address, old) => {
                let old = old.map(|old| self.info(old)).transpose()?;
                self.state.restore_old_info(address, old);
            }
            Record::OldSlot(address, key, old) => {
                self.state.restore_old_slot(address, key, old);
            }
            Record::OlderHash(hash) => self.older_hashes.push_back(hash),
            Record::Block(header, mark) => {
                self.close_block()?;
                self.open = Some((header, mark, Vec::new()));
            }
            Record::Mined(raw, sender, outcome, before) => {
                let tx = transaction(&raw, sender)?;
                let (_, _, executed) =
                    self.open.as_mut().ok_or_else(|| damaged("a transaction has no block"))?;
                executed.push(Executed::new(tx, *outcome, before, executed.last()));
            }
            Record::Waiting(raw, sender) => self.pool.push(transaction(&raw, sender)?),
            later => self.happened(later)?,
        }
        Ok(())
    }

    /// Does what a record says was done.
    fn happened(&mut self, record: Record) -> Result<(), DumpError> {
        match record {
            Record::Reset => *self = Self { codes: std::mem::take(&mut self.codes), ..Self::default() },
            Record::SetAccount(address, info) => {
                let info = info.map(|info| self.info(info)).transpose()?;
                self.state.set_info(address, info);
            }
            Record::SetSlot(address, key, value) => self.state.set_slot(address, key, value),
            Record::Revert(mark, number) => {
                self.close_block()?;
                self.state.rollback(mark);
                self.blocks.iter_mut().for_each(|blocks| blocks.truncate(number));
            }
            Record::NoneWaiting => self.pool.clear(),
            other => return Err(damaged(&format!("{other:?} is out of place"))),
        }
        Ok(())
    }

    /// The chain, if all of it was there.
    pub(super) fn finish(mut self) -> Result<Chain, DumpError> {
        self.close_block()?;
        let blocks = self.blocks.ok_or_else(|| damaged("it has no blocks"))?;
        Ok(Chain { time: self.time, state: self.state, blocks, pool: self.pool })
    }

    fn close_block(&mut self) -> Result<(), DumpError> {
        let Some((header, mark, executed)) = self.open.take() else { return Ok(()) };
        let older = &mut self.older_hashes;
        let blocks =
            self.blocks.get_or_insert_with(|| BlockStore::starting_at(header.number, std::mem::take(older)));
        let block = Block::new(*header, executed, mark);
        let follows = blocks.latest().is_none_or(|parent| {
            parent.hash == block.header.parent_hash
                && parent.header.number.checked_add(1) == Some(block.header.number)
        });
        if !follows {
            return Err(damaged(&format!("block {} does not follow the one before", block.header.number)));
        }
        blocks.push(Arc::new(block));
        Ok(())
    }

    fn code(&mut self, code: Bytes) -> Result<(), DumpError> {
        let code = Bytecode::new_raw_checked(code).map_err(|error| damaged(&error.to_string()))?;
        self.codes.insert(code.hash_slow(), code);
        Ok(())
    }

    fn info(&self, info: Info) -> Result<AccountInfo, DumpError> {
        let mut account = AccountInfo { balance: info.balance, nonce: info.nonce, ..AccountInfo::default() };
        if let Some(hash) = info.code {
            let code = self.codes.get(&hash).ok_or_else(|| damaged(&format!("code {hash} is missing")))?;
            account.code_hash = hash;
            account.code = Some(code.clone());
        }
        Ok(account)
    }
}

/// A transaction as it was accepted. Its signature is not checked again: an impersonated sender's recovers to nobody.
fn transaction(raw: &[u8], sender: Address) -> Result<Recovered<TxEnvelope>, DumpError> {
    let envelope = TxEnvelope::decode_2718_exact(raw).map_err(|error| damaged(&error.to_string()))?;
    Ok(Recovered::new_unchecked(envelope, sender))
}

fn damaged(what: &str) -> DumpError {
    DumpError::Damaged(what.to_owned())
}
