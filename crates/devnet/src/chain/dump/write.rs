//! From a node to records.

use std::collections::HashSet;

use alloy_eips::Encodable2718;
use alloy_primitives::{Address, B256, U256};
use revm::primitives::StorageKeyMap;
use revm::state::AccountInfo;

use super::envelope::DumpError;
use super::record::{Info, Record};
use crate::chain::block::Block;
use crate::chain::node::Node;
use crate::chain::state::Change;

/// Slots in one record: few enough to be held beside the state, enough not to repeat the address for each.
const SLOTS: usize = 1_024;

/// Takes a record.
type Push<'a> = dyn FnMut(&Record) -> Result<(), DumpError> + 'a;

/// Gives all there is to know of a node's chain.
pub(super) fn records(node: &Node, push: &mut Push<'_>) -> Result<(), DumpError> {
    push(&Record::Time(node.time))?;
    let mut writer = Writer { push, codes: HashSet::new() };
    for (address, info, storage) in node.state.accounts() {
        writer.account(address, info)?;
        writer.slots(address, storage)?;
    }
    let (first, log) = node.state.log();
    (writer.push)(&Record::Log(first))?;
    for change in log {
        writer.change(change)?;
    }
    for hash in node.blocks.older_hashes() {
        (writer.push)(&Record::OlderHash(hash))?;
    }
    for block in node.blocks.all() {
        writer.block(block)?;
    }
    for tx in &node.pool {
        (writer.push)(&Record::Waiting(tx.encoded_2718().into(), tx.signer()))?;
    }
    Ok(())
}

struct Writer<'a, 'b> {
    push: &'a mut Push<'b>,
    /// Hashes of the codes that were written.
    codes: HashSet<B256>,
}

impl Writer<'_, '_> {
    fn account(&mut self, address: Address, info: Option<&AccountInfo>) -> Result<(), DumpError> {
        let Some(info) = info else { return Ok(()) };
        let info = self.info(info)?;
        (self.push)(&Record::Account(address, info))
    }

    fn slots(&mut self, address: Address, storage: &StorageKeyMap<U256>) -> Result<(), DumpError> {
        let mut slots: Vec<(U256, U256)> = storage.iter().map(|(key, value)| (*key, *value)).collect();
        slots.sort_unstable();
        slots.chunks(SLOTS).try_for_each(|some| (self.push)(&Record::Slots(address, some.to_vec())))
    }

    fn change(&mut self, change: &Change) -> Result<(), DumpError> {
        let record = match change {
            Change::Info { address, old } => {
                Record::OldAccount(*address, old.as_deref().map(|old| self.info(old)).transpose()?)
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
