//! Translating between revm's frames and programs' calls.

use alloy_primitives::{Address, Bytes};
use revm::context::{CreateScheme, JournalTr};
use revm::handler::FrameResult;
use revm::interpreter::{
    CallInput, CallInputs, CallScheme, CallValue, CreateInputs, FrameInput, Gas, InstructionResult,
    InterpreterResult,
};

use super::Ctx;
use super::arbos::{module, refresh};
use crate::precompiles::programs;
use crate::wasm::WasmCall;
use crate::wasm::chain::{
    CallContext, CallKind, CallRequest, CreateRequest, Outcome, Status, SubOutcome, SubStatus,
};

/// Prepares the call of a program, unless the program cannot run.
pub(super) fn start(ctx: &mut Ctx<'_>, inputs: &CallInputs, reentrant: bool) -> Result<WasmCall, String> {
    refresh(ctx);
    let rules = ctx.chain.rules().clone();
    let (code_hash, code) = &inputs.known_bytecode;
    let record = programs::load(ctx, *code_hash);
    record.check(&rules, ctx.block.timestamp.saturating_to()).map_err(|inactive| inactive.to_string())?;
    let program = module(ctx, *code_hash, code.original_byte_slice()).map_err(|e| e.to_string())?;
    let context = CallContext {
        acting: inputs.target_address,
        caller: inputs.caller,
        value: inputs.value.get(),
        is_static: inputs.is_static,
        reentrant,
        cached: ctx.chain.is_cached(*code_hash, &record),
    };
    Ok(WasmCall::start(program, rules, inputs.input.bytes(ctx), inputs.gas_limit, context))
}

/// revm's form of a call a program asks for.
pub(super) fn call_inputs(ctx: &mut Ctx<'_>, request: CallRequest) -> FrameInput {
    let scheme = match request.kind {
        CallKind::Call => CallScheme::Call,
        CallKind::Delegate => CallScheme::DelegateCall,
        CallKind::Static => CallScheme::StaticCall,
    };
    let value = match request.kind {
        CallKind::Delegate => CallValue::Apparent(request.value),
        CallKind::Call | CallKind::Static => CallValue::Transfer(request.value),
    };
    FrameInput::Call(Box::new(CallInputs {
        input: CallInput::Bytes(request.input),
        return_memory_offset: 0..0,
        gas_limit: request.gas_limit,
        reservoir: 0,
        bytecode_address: request.code_address,
        known_bytecode: code_to_run(ctx, request.code_address),
        target_address: request.target,
        caller: request.caller,
        value,
        scheme,
        is_static: request.is_static,
        charged_new_account_state_gas: false,
    }))
}

/// An account's code, or the code it delegates to (EIP-7702), with its hash.
fn code_to_run(ctx: &mut Ctx<'_>, address: Address) -> (alloy_primitives::B256, revm::state::Bytecode) {
    let Ok(account) = ctx.journaled_state.load_account_with_code(address);
    let info = &account.data.info;
    let delegate = info.code.as_ref().and_then(revm::state::Bytecode::eip7702_address);
    let own = (info.code_hash, info.code.clone().unwrap_or_default());
    let Some(delegate) = delegate else { return own };
    let Ok(account) = ctx.journaled_state.load_account_with_code(delegate);
    (account.data.info.code_hash, account.data.info.code.clone().unwrap_or_default())
}

/// revm's form of a create a program asks for.
pub(super) fn create_inputs(request: CreateRequest) -> FrameInput {
    let scheme = match request.salt {
        Some(salt) => CreateScheme::Create2 { salt: salt.into() },
        None => CreateScheme::Create,
    };
    FrameInput::Create(Box::new(CreateInputs::new(
        request.caller,
        scheme,
        request.value,
        request.init_code,
        request.gas_limit,
        0,
    )))
}

/// What a program learns of a frame it asked for.
pub(super) fn sub_outcome(result: FrameResult) -> SubOutcome {
    let (result, created, is_create) = match result {
        FrameResult::Call(outcome) => (outcome.result, None, false),
        FrameResult::Create(outcome) => (outcome.result, outcome.address, true),
    };
    let status = match result.result {
        ok if ok.is_ok() => SubStatus::Success,
        revert if revert.is_revert() => SubStatus::Revert,
        _ => SubStatus::Failure,
    };
    let has_output = status == SubStatus::Revert || (status == SubStatus::Success && !is_create);
    SubOutcome {
        status,
        output: if has_output { result.output } else { Bytes::new() },
        gas_left: if status == SubStatus::Failure { 0 } else { result.gas.remaining() },
        refund: if status == SubStatus::Success { result.gas.refunded() } else { 0 },
        created: created.filter(|_| status == SubStatus::Success),
    }
}

/// revm's form of a program's end.
pub(super) fn interpreter_result(outcome: Outcome, gas_limit: u64) -> InterpreterResult {
    let result = match outcome.status {
        Status::Success => InstructionResult::Return,
        Status::Revert => InstructionResult::Revert,
        Status::OutOfInk => InstructionResult::OutOfGas,
        Status::StackOverflow => InstructionResult::StackOverflow,
        Status::Fault => InstructionResult::FatalExternalError,
    };
    let mut gas = Gas::new(gas_limit);
    gas.set_remaining(outcome.gas_left);
    gas.record_refund(outcome.refund);
    InterpreterResult { result, output: outcome.output, gas }
}

/// The end of a call to a program that cannot run: all gas is used.
pub(super) fn refused(gas_limit: u64) -> InterpreterResult {
    let mut gas = Gas::new(gas_limit);
    gas.spend_all();
    InterpreterResult { result: InstructionResult::NotActivated, output: Bytes::new(), gas }
}
