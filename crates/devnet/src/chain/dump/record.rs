//! The pieces a dump is made of, in the order they come, and what is added to one for what happens later.

use alloy_consensus::Header;
use alloy_primitives::{Address, B256, Bytes, U256};
use serde::{Deserialize, Serialize};

use crate::chain::call::CallOutcome;
use crate::chain::state::Mark;
use crate::chain::time::Time;

/// One line of a dump.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Record {
    /// What was set about the times of later blocks.
    Time(Time),
    /// A code that is meant by its hash from here on: many accounts share one.
    Code(Bytes),
    /// An account that exists.
    Account(Address, Info),
    /// Slots of an account; others of the same account may follow.
    Slots(Address, Vec<(U256, U256)>),
    /// Position of the first entry of the undo log, whose entries follow.
    Log(Mark),
    /// An account as it was before a change.
    OldAccount(Address, Option<Info>),
    /// A slot as it was before a change.
    OldSlot(Address, U256, U256),
    /// Hash of a block that is older than those kept; the youngest comes last.
    OlderHash(B256),
    /// A block, and where the journal stood after it. Its transactions follow.
    Block(Box<Header>, Mark),
    /// A mined transaction: its network encoding, who sent it, what it did and where the journal stood before.
    Mined(Bytes, Address, Box<CallOutcome>, Mark),
    /// A transaction that waits for a block.
    Waiting(Bytes, Address),
    /// Later: all there was is gone.
    Reset,
    /// Later: an account became this, or was removed.
    SetAccount(Address, Option<Info>),
    /// Later: a slot became this.
    SetSlot(Address, U256, U256),
    /// Later: the state went back to a position of the undo log, and the blocks above a number are gone.
    Revert(Mark, u64),
    /// Later: no transaction waits.
    NoneWaiting,
}

/// An account without its storage.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Info {
    pub(super) balance: U256,
    pub(super) nonce: u64,
    /// Hash of its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<B256>,
}
