//! From a chain, or what happened to it, to records.

use std::collections::HashSet;

use alloy_consensus::TxEnvelope;
use alloy_consensus::transaction::Recovered;
use alloy_eips::Encodable2718;
use alloy_primitives::{Address, B256};
use revm::state::AccountInfo;

use super::Parts;
use super::envelope::{DumpError, Push};
use super::record::{Info, Record};
use crate::chain::block::Block;
use crate::chain::redo::Act;
use crate::chain::state::{Change, Slots};

/// Slots in one record: few enough to be held beside the state, enough not to repeat the address for each.
const SLOTS: usize = 1_024;

/// Gives all there is to know of a chain.
pub(super) fn records(chain: Parts<'_>, push: &mut Push<'_>) -> Result<(), DumpError> {
    push(&Record::Time(chain.time))?;
    let mut writer = Writer { push, codes: HashSet::new() };
    for (address, info, storage) in chain.state.accounts() {
        writer.account(address, info)?;
        writer.slots(address, storage)?;
    }
    let (first, log) = chain.state.log();
    (writer.push)(&Record::Log(first))?;
    for change in log {
        writer.change(change)?;
    }
    for hash in chain.blocks.older_hashes() {
        (writer.push)(&Record::OlderHash(hash))?;
    }
    for block in chain.blocks.all() {
        writer.block(block)?;
    }
    chain.pool.iter().try_for_each(|tx| (writer.push)(&waiting(tx)))
}

/// Gives what happened.
pub(super) fn acts(acts: &[Act], push: &mut Push<'_>) -> Result<(), DumpError> {
    let mut writer = Writer { push, codes: HashSet::new() };
    acts.iter().try_for_each(|act| writer.act(act))
}

fn waiting(tx: &Recovered<TxEnvelope>) -> Record {
    Record::Waiting(tx.encoded_2718().into(), tx.signer())
}

struct Writer<'a, 'b> {
    push: &'a mut Push<'b>,
    /// Hashes of the codes that were written.
    codes: HashSet<B256>,
}

impl Writer<'_, '_> {
    fn account(&mut self, address: Address, info: Option<AccountInfo>) -> Result<(), DumpError> {
        let Some(info) = info else { return Ok(()) };
        let info = self.info(&info)?;
        (self.push)(&Record::Account(address, info))
    }

    fn slots(&mut self, address: Address, storage: &Slots) -> Result<(), DumpError> {
        storage
            .sorted()
            .chunks(SLOTS)
            .try_for_each(|some| (self.push)(&Record::Slots(address, some.to_vec())))
    }

    fn change(&mut self, change: &Change) -> Result<(), DumpError> {
        let record = match change {
            Change::Info { address, old } => {
                Record::OldAccount(*address, old.as_deref().map(|old| self.info(&old.unpack())).transpose()?)
            }
            Change::Slot { address, key, old } => Record::OldSlot(*address, *key, *old),
        };
        (self.push)(&record)
    }

    fn block(&mut self, block: &Block) -> Result<(), DumpError> {
        (self.push)(&Record::Block(Box::new(block.header.clone()), block.mark))?;
        block.transactions.iter().try_for_each(|tx| {
            let outcome = Box::new(tx.outcome.clone());
            (self.push)(&Record::Mined(tx.envelope.encoded_2718().into(), tx.sender, outcome, tx.before))
        })
    }

    fn act(&mut self, act: &Act) -> Result<(), DumpError> {
        let record = match act {
            Act::Reset => Record::Reset,
            Act::Info(address, info) => {
                Record::SetAccount(*address, info.as_deref().map(|info| self.info(info)).transpose()?)
            }
            Act::Slot(address, key, value) => Record::SetSlot(*address, *key, *value),
            Act::Revert(mark, number) => Record::Revert(*mark, *number),
            Act::Block(block) => return self.block(block),
            Act::Time(time) => Record::Time(*time),
            Act::NoneWaits => Record::NoneWaiting,
            Act::Waits(tx) => waiting(tx),
        };
        (self.push)(&record)
    }

    /// An account, after its code if that was not written yet.
    fn info(&mut self, info: &AccountInfo) -> Result<Info, DumpError> {
        let code = info.code.as_ref().filter(|_| !info.is_empty_code_hash());
        if let Some(code) = code
            && self.codes.insert(info.code_hash)
        {
            (self.push)(&Record::Code(code.original_bytes()))?;
        }
        Ok(Info { balance: info.balance, nonce: info.nonce, code: code.map(|_| info.code_hash) })
    }
}
