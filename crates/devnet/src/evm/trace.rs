//! Recording the calls of a transaction, in the form geth's `callTracer` gives them.

use alloy_primitives::{Address, Bytes, U256};
use alloy_rpc_types::trace::geth::CallFrame;
use alloy_sol_types::{Revert, SolError};
use revm::handler::FrameResult;
use revm::interpreter::{CallScheme, CreateScheme, FrameInput, InstructionResult, InterpreterResult};

use super::Ctx;

/// The calls of a running transaction: those still open, outermost first, and the outermost once it ended.
///
/// Calls to programs, to EVM contracts, to precompiles and to accounts without code are all recorded.
#[derive(Debug, Default)]
pub(crate) struct CallRecorder {
    open: Vec<CallFrame>,
    root: Option<CallFrame>,
}

impl CallRecorder {
    /// A frame is about to be opened.
    pub(super) fn enter(&mut self, call: CallFrame) {
        self.open.push(call);
    }

    /// The innermost open frame ended.
    pub(super) fn leave(&mut self, result: &FrameResult) {
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

    /// The recorded transaction.
    pub(crate) fn into_root(self) -> Option<CallFrame> {
        self.root
    }
}

/// A frame as its input describes it.
pub(super) fn describe(ctx: &Ctx<'_>, input: &FrameInput) -> CallFrame {
    match input {
        FrameInput::Call(call) => {
            let in_name_of_caller = matches!(call.scheme, CallScheme::DelegateCall | CallScheme::CallCode);
            CallFrame {
                typ: call_type(call.scheme).to_owned(),
                from: if in_name_of_caller { call.target_address } else { call.caller },
                to: Some(call.bytecode_address),
                gas: U256::from(call.gas_limit),
                input: call.input.bytes(ctx),
                value: (!call.scheme.is_static_call()).then(|| call.value.get()),
                ..CallFrame::default()
            }
        }
        FrameInput::Create(create) => CallFrame {
            typ: create_type(create.scheme()).to_owned(),
            from: create.caller(),
            gas: U256::from(create.gas_limit()),
            input: create.init_code().clone(),
            value: Some(create.value()),
            ..CallFrame::default()
        },
        FrameInput::Empty => CallFrame::default(),
    }
}

const fn call_type(scheme: CallScheme) -> &'static str {
    match scheme {
        CallScheme::Call => "CALL",
        CallScheme::CallCode => "CALLCODE",
        CallScheme::DelegateCall => "DELEGATECALL",
        CallScheme::StaticCall => "STATICCALL",
    }
}

const fn create_type(scheme: CreateScheme) -> &'static str {
    match scheme {
        CreateScheme::Create2 { .. } => "CREATE2",
        _ => "CREATE",
    }
}

fn settle(call: &mut CallFrame, result: &InterpreterResult, created: Option<Address>) {
    let kept = if result.result.is_ok_or_revert() { result.gas.remaining() } else { 0 };
    call.gas_used = call.gas.saturating_sub(U256::from(kept));
    call.to = call.to.or(created);
    call.output = (!result.output.is_empty()).then(|| Bytes::clone(&result.output));
    if result.result.is_ok() {
        return;
    }
    call.error = Some(match result.result {
        InstructionResult::Revert => "execution reverted".to_owned(),
        InstructionResult::OutOfGas | InstructionResult::PrecompileOOG => "out of gas".to_owned(),
        InstructionResult::NotActivated => "program not active".to_owned(),
        other => format!("{other:?}"),
    });
    call.revert_reason = Revert::abi_decode(&result.output).ok().map(|revert| revert.reason);
}
