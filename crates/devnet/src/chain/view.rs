//! The state as one execution sees it: the chain's, with changes laid over it.

use std::convert::Infallible;

use alloy_primitives::map::AddressMap;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_rpc_types::state::StateOverride;
use revm::Database;
use revm::primitives::StorageKeyMap;
use revm::state::{AccountInfo, Bytecode};

use super::block::BlockStore;
use super::error::NodeError;
use super::state::State;

#[derive(Clone, Debug, Default)]
struct AccountOverlay {
    /// Outer none: not overlaid; inner none: the account does not exist.
    info: Option<Option<AccountInfo>>,
    /// True when slots that are not listed read as zero.
    replaces_storage: bool,
    storage: StorageKeyMap<U256>,
}

/// Changes over the chain's state: an old block's values, a caller's overrides, or both.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    accounts: AddressMap<AccountOverlay>,
}

impl Overlay {
    pub(super) fn set_info(&mut self, address: Address, info: Option<AccountInfo>) {
        self.accounts.entry(address).or_default().info = Some(info);
    }

    pub(super) fn set_slot(&mut self, address: Address, key: U256, value: U256) {
        self.accounts.entry(address).or_default().storage.insert(key, value);
    }

    /// The account over `base`, unless it does not exist.
    pub(super) fn info(&self, base: &State, address: Address) -> Option<AccountInfo> {
        match self.accounts.get(&address).and_then(|account| account.info.as_ref()) {
            Some(info) => info.clone(),
            None => base.info(address),
        }
    }

    /// A storage slot over `base`, zero unless written.
    pub(super) fn slot(&self, base: &State, address: Address, key: U256) -> U256 {
        match self.accounts.get(&address) {
            Some(account) => match account.storage.get(&key) {
                Some(value) => *value,
                None if account.replaces_storage => U256::ZERO,
                None => base.slot(address, key),
            },
            None => base.slot(address, key),
        }
    }

    /// Lays a caller's overrides on top, as `eth_call` defines them.
    pub(super) fn apply(&mut self, base: &State, overrides: &StateOverride) -> Result<(), NodeError> {
        for (address, wanted) in overrides {
            if wanted.state.is_some() && wanted.state_diff.is_some() {
                return Err(NodeError::BadRequest(format!(
                    "the override of {address} has both state and stateDiff: give one of them"
                )));
            }
            if wanted.move_precompile_to.is_some() {
                return Err(NodeError::BadRequest(format!(
                    "the override of {address} moves a precompile, which this chain does not do"
                )));
            }
            let account = self.accounts.entry(*address).or_default();
            if wanted.balance.is_some() || wanted.nonce.is_some() || wanted.code.is_some() {
                let present = account.info.clone().unwrap_or_else(|| base.info(*address));
                let mut info = present.unwrap_or_default();
                info.balance = wanted.balance.unwrap_or(info.balance);
                info.nonce = wanted.nonce.unwrap_or(info.nonce);
                if let Some(code) = &wanted.code {
                    let code = Bytecode::new_raw_checked(code.clone())
                        .map_err(|e| NodeError::BadRequest(format!("the code of {address}: {e}")))?;
                    info.code_hash = code.hash_slow();
                    info.code = Some(code);
                }
                account.info = Some(Some(info));
            }
            if let Some(slots) = &wanted.state {
                account.replaces_storage = true;
                account.storage.clear();
                account.storage.extend(slots.iter().map(words));
            }
            if let Some(slots) = &wanted.state_diff {
                account.storage.extend(slots.iter().map(words));
            }
        }
        Ok(())
    }
}

fn words((key, value): (&B256, &B256)) -> (U256, U256) {
    ((*key).into(), (*value).into())
}

/// The database of one execution.
#[derive(Debug)]
pub(crate) struct StateView<'a> {
    state: &'a State,
    blocks: &'a BlockStore,
    overlay: Option<Overlay>,
}

impl<'a> StateView<'a> {
    pub(super) fn new(state: &'a State, blocks: &'a BlockStore, overlay: Option<Overlay>) -> Self {
        Self { state, blocks, overlay }
    }

    /// The account, unless it does not exist.
    pub(super) fn info(&self, address: Address) -> Option<AccountInfo> {
        match &self.overlay {
            Some(overlay) => overlay.info(self.state, address),
            None => self.state.info(address),
        }
    }

    /// Code of an account, empty unless it has one.
    pub(crate) fn code(&self, address: Address) -> Bytes {
        let code = self.info(address).and_then(|info| info.code);
        code.as_ref().map(Bytecode::original_bytes).unwrap_or_default()
    }

    /// A storage slot, zero unless written.
    pub(super) fn slot(&self, address: Address, key: U256) -> U256 {
        match &self.overlay {
            Some(overlay) => overlay.slot(self.state, address, key),
            None => self.state.slot(address, key),
        }
    }
}

impl Database for StateView<'_> {
    type Error = Infallible;

    fn basic(&mut self, address: Address) -> Result<Option<AccountInfo>, Self::Error> {
        Ok(self.info(address))
    }

    fn code_by_hash(&mut self, _code_hash: B256) -> Result<Bytecode, Self::Error> {
        // Accounts always carry their code, so nothing is looked up by hash.
        Ok(Bytecode::default())
    }

    fn storage(&mut self, address: Address, key: U256) -> Result<U256, Self::Error> {
        Ok(self.slot(address, key))
    }

    fn block_hash(&mut self, number: u64) -> Result<B256, Self::Error> {
        Ok(self.blocks.hash_of(number))
    }
}
