//! The chain's own state: words in the storage of [`STATE_ACCOUNT`], written through the journal, so that reverts and
//! snapshots reach them.

use alloy_primitives::{U256, keccak256};
use revm::context::JournalTr;

use super::STATE_ACCOUNT;
use crate::evm::Ctx;

/// Where the word of a field is, for the `key` it belongs to.
pub(super) fn slot(field: &str, key: &[u8]) -> U256 {
    keccak256([field.as_bytes(), key].concat()).into()
}

pub(super) fn read(ctx: &mut Ctx<'_>, slot: U256) -> U256 {
    // A slot can be read of a loaded account only.
    let Ok(_) = ctx.journaled_state.load_account(STATE_ACCOUNT);
    let Ok(word) = ctx.journaled_state.sload(STATE_ACCOUNT, slot);
    word.data
}

pub(super) fn write(ctx: &mut Ctx<'_>, slot: U256, value: U256) {
    let Ok(_) = ctx.journaled_state.load_account(STATE_ACCOUNT);
    let Ok(_) = ctx.journaled_state.sstore(STATE_ACCOUNT, slot, value);
}
