//! Recording the calls of a transaction, in the form geth's `callTracer` gives them.

mod describe;
mod failure;

use alloy_primitives::{Address, Bytes, Log, U256};
use alloy_rpc_types::trace::geth::{CallFrame, CallLogFrame};
use revm::handler::FrameResult;
use revm::interpreter::InterpreterResult;

use super::reason::revert_reason;
pub(super) use describe::{describe, self_destruct};

/// The calls of a running transaction: those still open, outermost first, and the outermost once it ended.
///
/// Calls to programs, to EVM contracts, to precompiles and to accounts without code are all recorded. Logs are those
/// that have come into the transaction's list since the last look at it, which is taken whenever a call begins or ends:
/// they are of the call that was innermost meanwhile.
#[derive(Debug, Default)]
pub(crate) struct CallRecorder {
    open: Vec<CallFrame>,
    root: Option<CallFrame>,
    /// Logs of the block before the transaction's own.
    first_log_index: u64,
    /// Logs of the transaction that belong to a call already.
    known_logs: usize,
}

impl CallRecorder {
    /// A recorder of a transaction before which its block has so many logs.
    pub(crate) fn after_logs(first_log_index: u64) -> Self {
        Self { first_log_index, ..Self::default() }
    }

    /// A frame is about to be opened.
    pub(super) fn enter(&mut self, call: CallFrame, logs: &[Log]) {
        self.take_logs(logs);
        self.open.push(call);
    }

    /// The innermost open frame ended; when it failed, its logs are not among the transaction's any more.
    pub(super) fn leave(&mut self, result: &FrameResult, logs: &[Log]) {
        self.take_logs(logs);
        let Some(mut call) = self.open.pop() else { return };
        let (result, created) = match result {
            FrameResult::Call(outcome) => (&outcome.result, None),
            FrameResult::Create(outcome) => (&outcome.result, outcome.address),
        };
        settle(&mut call, result, created);
        match self.open.last_mut() {
            Some(parent) => parent.calls.push(call),
            None => self.root = Some(call),
        }
    }

    /// The innermost open frame ends with a call of this form, which runs nothing.
    pub(super) fn ends_with(&mut self, call: CallFrame) {
        if let Some(open) = self.open.last_mut() {
            open.calls.push(call);
        }
    }

    /// The recorded transaction.
    pub(crate) fn into_root(self) -> Option<CallFrame> {
        self.root
    }

    fn take_logs(&mut self, logs: &[Log]) {
        if let Some(open) = self.open.last_mut() {
            let position = Some(open.calls.len() as u64);
            for (index, log) in (0_u64..).zip(logs).skip(self.known_logs) {
                open.logs.push(CallLogFrame {
                    address: Some(log.address),
                    topics: Some(log.topics().to_vec()),
                    data: Some(log.data.data.clone()),
                    position,
                    index: Some(self.first_log_index.saturating_add(index)),
                });
            }
        }
        self.known_logs = logs.len();
    }
}

/// What is known of a call once it ended.
fn settle(call: &mut CallFrame, result: &InterpreterResult, created: Option<Address>) {
    let kept = if result.result.is_ok_or_revert() { result.gas.remaining() } else { 0 };
    call.gas_used = call.gas.saturating_sub(U256::from(kept));
    call.output = (!result.output.is_empty()).then(|| Bytes::clone(&result.output));
    if result.result.is_ok() {
        call.to = call.to.or(created);
        return;
    }
    call.error = Some(failure::text(result.result));
    call.revert_reason = revert_reason(&result.output);
    remove_logs(call);
}

/// Nothing is left of the logs of a call that failed, or of those it made.
pub(crate) fn remove_logs(call: &mut CallFrame) {
    call.logs.clear();
    call.calls.iter_mut().for_each(remove_logs);
}
