//! Calls as they are when they begin.

use alloy_primitives::{Address, U256};
use alloy_rpc_types::trace::geth::CallFrame;
use revm::context_interface::journaled_state::entry::JournalEntry;
use revm::interpreter::{CallScheme, CreateScheme, FrameInput};

use crate::evm::Ctx;

/// A frame as its input describes it.
pub(in crate::evm) fn describe(ctx: &Ctx<'_>, input: &FrameInput) -> CallFrame {
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

/// The `SELFDESTRUCT` with which a contract has just ended its frame, as geth has it: a call to whom the balance goes.
/// `known` is how long the journal was before that code ran.
pub(in crate::evm) fn self_destruct(ctx: &Ctx<'_>, contract: Address, known: usize) -> CallFrame {
    let journal = &ctx.journaled_state.inner;
    let (to, value) = match journal.journal.get(known..).and_then(<[_]>::last) {
        Some(
            JournalEntry::AccountDestroyed { target: to, had_balance: value, .. }
            | JournalEntry::BalanceTransfer { to, balance: value, .. },
        ) => (*to, *value),
        // One that gives its balance to itself, and stays, leaves no entry.
        _ => (contract, journal.state.get(&contract).map(|account| account.info.balance).unwrap_or_default()),
    };
    CallFrame {
        typ: "SELFDESTRUCT".to_owned(),
        from: contract,
        to: Some(to),
        value: Some(value),
        ..CallFrame::default()
    }
}
