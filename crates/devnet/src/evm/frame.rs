//! The frame loop: EVM frames run in revm, programs in WASM.
//!
//! revm keeps one stack of frames and asks what to do at three points: when a frame is opened, when the top frame
//! is to run, and when a frame's result goes to the one below. A program's frame is a revm frame whose run is a
//! [`WasmCall`]: it suspends at a nested call, revm executes that like any other, and the program goes on with the
//! result. So depth limit, value transfer and rollback are revm's, and no call recurses natively.

use std::collections::HashMap;

use alloy_primitives::Address;
use revm::context::{Evm, FrameStack};
use revm::context_interface::context::{ContextError, take_error};
use revm::handler::evm::{ContextDbError, FrameInitResult};
use revm::handler::instructions::EthInstructions;
use revm::handler::{EthFrame, EvmTr, FrameInitOrResult, FrameResult, ItemOrResult};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::interpreter_action::FrameInit;
use revm::interpreter::{CallScheme, FrameInput, InstructionResult, InterpreterAction, InterpreterResult};

use super::host::EvmChain;
use super::program;
use super::trace::{self, CallRecorder};
use super::{Ctx, SPEC};
use crate::precompiles::ArbPrecompiles;
use crate::wasm::WasmCall;
use crate::wasm::chain::{Outcome, Status, Step};
use crate::wasm::code::{is_stylus_code, is_stylus_program};

type Frame = EthFrame<EthInterpreter>;
type Instructions<'a> = EthInstructions<EthInterpreter, Ctx<'a>>;
type Inner<'a> = Evm<Ctx<'a>, (), Instructions<'a>, ArbPrecompiles, Frame>;
type Error<'a> = ContextDbError<Ctx<'a>>;

/// What runs in an open frame.
enum Code {
    Evm,
    /// A program that has not been entered.
    Program,
    /// A program that waits for a nested frame.
    Running(Box<WasmCall>),
}

struct OpenFrame {
    code: Code,
    /// The account whose frames are counted for `msg_reentrant`: none in a delegate call.
    counted: Option<Address>,
}

/// revm's EVM with programs.
pub(super) struct StylusEvm<'a> {
    inner: Inner<'a>,
    /// One for each frame on revm's stack.
    open: Vec<OpenFrame>,
    /// Open frames of each account.
    spans: HashMap<Address, u32>,
    /// None unless calls are to be recorded.
    calls: Option<CallRecorder>,
}

impl<'a> StylusEvm<'a> {
    pub(super) fn new(ctx: Ctx<'a>, calls: Option<CallRecorder>) -> Self {
        let instructions = EthInstructions::new_mainnet_with_spec(SPEC);
        let inner = Evm::new(ctx, instructions, ArbPrecompiles::new());
        Self { inner, open: Vec::new(), spans: HashMap::new(), calls }
    }

    /// The context, and the calls if they were recorded.
    pub(super) fn into_parts(self) -> (Ctx<'a>, Option<CallRecorder>) {
        (self.inner.ctx, self.calls)
    }

    /// Runs EVM code. Code that begins with 0xEF can be created only when it is a program's (EIP-3541).
    fn run_evm(&mut self) -> Result<FrameInitOrResult<Frame>, Error<'a>> {
        let Evm { ctx, instruction, frame_stack, .. } = &mut self.inner;
        let frame = frame_stack.get();
        let (table, gas_table) = (instruction.instruction_table(), instruction.gas_table());
        let entries = ctx.journaled_state.inner.journal.len();
        let mut action = frame.interpreter.run_plain(table, gas_table, ctx);
        if let (FrameInput::Create(_), InterpreterAction::Return(result)) = (&frame.input, &mut action) {
            let version = ctx.chain.rules().arbos_version;
            let refused = result.output.first() == Some(&0xef) && !is_stylus_code(&result.output, version);
            if result.result.is_ok() && refused {
                result.result = InstructionResult::CreateContractStartingWithEF;
            }
        }
        if let Some(calls) = &mut self.calls
            && action.instruction_result() == Some(InstructionResult::SelfDestruct)
        {
            calls.ends_with(trace::self_destruct(ctx, frame.interpreter.input.target_address, entries));
        }
        finish(frame, ctx, action)
    }

    /// Enters a program or goes on with it.
    fn run_program(&mut self, running: Option<Box<WasmCall>>) -> Result<FrameInitOrResult<Frame>, Error<'a>> {
        let Evm { ctx, frame_stack, .. } = &mut self.inner;
        let frame = frame_stack.get();
        let mut call = match (running, &frame.input) {
            (Some(call), _) => call,
            (None, FrameInput::Call(inputs)) => {
                let span = self.spans.get(&inputs.target_address).copied().unwrap_or_default();
                match program::start(ctx, inputs, span > 1) {
                    Ok(call) => Box::new(call),
                    Err(reason) => {
                        let result = program::refused(inputs.gas_limit);
                        return end(frame, ctx, result, Some(reason));
                    }
                }
            }
            (None, _) => return Err(ContextError::Custom("a program in a frame that is no call".into())),
        };
        let frame_input = match call.run(&mut EvmChain(ctx)) {
            Step::Done(outcome) => return done(frame, ctx, outcome),
            Step::Call(request) => program::call_inputs(ctx, request),
            Step::Create(request) => program::create_inputs(request),
        };
        if let Some(open) = self.open.last_mut() {
            open.code = Code::Running(call);
        }
        let (depth, memory) = (frame.depth + 1, frame.interpreter.memory.new_child_context());
        Ok(ItemOrResult::Item(FrameInit { depth, memory, frame_input }))
    }

    fn close_frame(&mut self) {
        let Some(counted) = self.open.pop().and_then(|frame| frame.counted) else { return };
        if let Some(span) = self.spans.get_mut(&counted) {
            *span = span.saturating_sub(1);
        }
    }
}

/// The frame an input opens.
fn opened(input: &FrameInput, arbos_version: u64) -> OpenFrame {
    match input {
        FrameInput::Call(inputs) => {
            let is_program = is_stylus_program(inputs.known_bytecode.1.original_byte_slice(), arbos_version);
            let in_name_of_caller = matches!(inputs.scheme, CallScheme::DelegateCall | CallScheme::CallCode);
            OpenFrame {
                code: if is_program { Code::Program } else { Code::Evm },
                counted: (!in_name_of_caller).then_some(inputs.target_address),
            }
        }
        FrameInput::Create(_) | FrameInput::Empty => OpenFrame { code: Code::Evm, counted: None },
    }
}

/// A program's end.
fn done<'a>(
    frame: &mut Frame,
    ctx: &mut Ctx<'a>,
    outcome: Outcome,
) -> Result<FrameInitOrResult<Frame>, Error<'a>> {
    let reason = outcome.reason.clone();
    if outcome.status == Status::Fault {
        return Err(ContextError::Custom(reason.unwrap_or_else(|| "a program failed to run".into())));
    }
    let result = program::interpreter_result(outcome, frame.interpreter.gas.limit());
    end(frame, ctx, result, reason)
}

fn end<'a>(
    frame: &mut Frame,
    ctx: &mut Ctx<'a>,
    result: InterpreterResult,
    reason: Option<String>,
) -> Result<FrameInitOrResult<Frame>, Error<'a>> {
    if let Some(reason) = reason {
        ctx.chain.note(frame.depth.saturating_add(1), reason);
    }
    finish(frame, ctx, InterpreterAction::Return(result))
}

/// Lets revm commit or roll back what the frame did, or open the frame it asks for.
fn finish<'a>(
    frame: &mut Frame,
    ctx: &mut Ctx<'a>,
    action: InterpreterAction,
) -> Result<FrameInitOrResult<Frame>, Error<'a>> {
    let next = frame.process_next_action::<_, Error<'a>>(ctx, action)?;
    if next.is_result() {
        frame.set_finished(true);
    }
    Ok(next)
}

impl<'a> EvmTr for StylusEvm<'a> {
    type Context = Ctx<'a>;
    type Instructions = Instructions<'a>;
    type Precompiles = ArbPrecompiles;
    type Frame = Frame;

    fn all(&self) -> (&Self::Context, &Self::Instructions, &Self::Precompiles, &FrameStack<Self::Frame>) {
        self.inner.all()
    }

    fn all_mut(
        &mut self,
    ) -> (&mut Self::Context, &mut Self::Instructions, &mut Self::Precompiles, &mut FrameStack<Self::Frame>)
    {
        self.inner.all_mut()
    }

    fn frame_init(&mut self, frame_input: FrameInit) -> Result<FrameInitResult<'_, Frame>, Error<'a>> {
        let open = opened(&frame_input.frame_input, self.inner.ctx.chain.rules().arbos_version);
        if let Some(calls) = &mut self.calls {
            let ctx = &self.inner.ctx;
            calls.enter(trace::describe(ctx, &frame_input.frame_input), &ctx.journaled_state.logs);
        }
        match self.inner.frame_init(frame_input)? {
            ItemOrResult::Item(_) => {
                if let Some(counted) = open.counted {
                    let span = self.spans.entry(counted).or_default();
                    *span = span.saturating_add(1);
                }
                self.open.push(open);
                Ok(ItemOrResult::Item(self.inner.frame_stack.get()))
            }
            // A precompile, an account without code, or a call that cannot be made: over already.
            ItemOrResult::Result(result) => {
                if let Some(calls) = &mut self.calls {
                    calls.leave(&result, &self.inner.ctx.journaled_state.logs);
                }
                Ok(ItemOrResult::Result(result))
            }
        }
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Frame>, Error<'a>> {
        // While a program runs, its frame is marked as one that has not been entered; nobody looks.
        let code = self.open.last_mut().map(|open| match open.code {
            Code::Evm => Code::Evm,
            _ => std::mem::replace(&mut open.code, Code::Program),
        });
        let next = match code {
            Some(Code::Running(call)) => self.run_program(Some(call)),
            Some(Code::Program) => self.run_program(None),
            Some(Code::Evm) | None => self.run_evm(),
        }?;
        if let (ItemOrResult::Result(result), Some(calls)) = (&next, &mut self.calls) {
            calls.leave(result, &self.inner.ctx.journaled_state.logs);
        }
        Ok(next)
    }

    fn frame_return_result(&mut self, result: FrameResult) -> Result<Option<FrameResult>, Error<'a>> {
        if self.inner.frame_stack.get().is_finished() {
            self.inner.frame_stack.pop();
            self.close_frame();
        }
        if self.inner.frame_stack.index().is_none() {
            return Ok(Some(result));
        }
        let Evm { ctx, frame_stack, .. } = &mut self.inner;
        let frame = frame_stack.get();
        let Some(OpenFrame { code: Code::Running(call), .. }) = self.open.last_mut() else {
            frame.return_result::<_, Error<'a>>(ctx, result)?;
            return Ok(None);
        };
        frame.interpreter.memory.free_child_context();
        take_error::<Error<'a>, _>(&mut ctx.error)?;
        call.resume_with(program::sub_outcome(result));
        Ok(None)
    }
}
