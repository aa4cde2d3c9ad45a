//! What one call of a program carries from host function to host function: the data of its store.

use std::sync::Arc;

use alloy_primitives::{Address, Bytes};

use super::cache::StorageCache;
use super::{Guest, Halt, Handles, Hook, Question};
use crate::wasm::chain::{CallContext, Environment};
use crate::wasm::rules::Rules;

/// One call of a program. Nothing in it changes behind the program's back: what can, is asked of the chain.
#[derive(Debug, Default)]
pub struct Frame {
    /// Who runs, for whom.
    pub context: CallContext,
    /// Block and transaction, the same for as long as the call lasts.
    pub environment: Environment,
    /// Parameters of the chain, as they were when the call began.
    pub rules: Arc<Rules>,
    /// Calldata.
    pub input: Bytes,
    /// What `write_result` last stored.
    pub output: Bytes,
    /// What the last nested frame returned.
    pub return_data: Bytes,
    /// Storage words read and written.
    pub cache: StorageCache,
    /// Change of the refund counter so far.
    pub refund: i64,
    /// Account whose code was read last, and the code.
    pub last_code: Option<(Address, Bytes)>,
    /// True once the chain keeps nothing more of what is printed; it never does again in the same transaction.
    pub console_full: bool,
    /// Where to find the instance's parts, as soon as there is one.
    pub handles: Option<Handles>,
    /// Why the program stopped, until that is dealt with.
    pub stop: Option<Stop>,
}

/// Why a program stopped in a host function.
#[derive(Debug)]
pub struct Stop {
    /// The function.
    pub hook: Hook,
    /// What the chain must answer, or how the program ends.
    pub why: Result<Question, Halt>,
}

impl Guest<'_> {
    /// The program's call.
    pub fn frame(&self) -> &Frame {
        self.store.data()
    }

    /// The program's call, to be changed.
    pub fn frame_mut(&mut self) -> &mut Frame {
        self.store.data_mut()
    }
}
