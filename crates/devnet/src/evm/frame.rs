//! The frame loop: EVM frames run in revm, programs in WASM.

use revm::context::{Evm, FrameStack};
use revm::handler::evm::{ContextDbError, FrameInitResult};
use revm::handler::instructions::EthInstructions;
use revm::handler::{EthFrame, EthPrecompiles, EvmTr, FrameInitOrResult, FrameResult};
use revm::interpreter::interpreter::EthInterpreter;
use revm::interpreter::interpreter_action::FrameInit;

use super::{Ctx, SPEC};

type Instructions<'a> = EthInstructions<EthInterpreter, Ctx<'a>>;
type Inner<'a> = Evm<Ctx<'a>, (), Instructions<'a>, EthPrecompiles, EthFrame<EthInterpreter>>;

/// revm's EVM with programs.
pub(super) struct StylusEvm<'a> {
    inner: Inner<'a>,
}

impl<'a> StylusEvm<'a> {
    pub(super) fn new(ctx: Ctx<'a>, precompiles: EthPrecompiles) -> Self {
        Self { inner: Evm::new(ctx, EthInstructions::new_mainnet_with_spec(SPEC), precompiles) }
    }

    pub(super) fn into_context(self) -> Ctx<'a> {
        self.inner.ctx
    }
}

impl<'a> EvmTr for StylusEvm<'a> {
    type Context = Ctx<'a>;
    type Instructions = Instructions<'a>;
    type Precompiles = EthPrecompiles;
    type Frame = EthFrame<EthInterpreter>;

    fn all(&self) -> (&Self::Context, &Self::Instructions, &Self::Precompiles, &FrameStack<Self::Frame>) {
        self.inner.all()
    }

    fn all_mut(
        &mut self,
    ) -> (&mut Self::Context, &mut Self::Instructions, &mut Self::Precompiles, &mut FrameStack<Self::Frame>)
    {
        self.inner.all_mut()
    }

    fn frame_init(
        &mut self,
        frame_input: FrameInit,
    ) -> Result<FrameInitResult<'_, Self::Frame>, ContextDbError<Self::Context>> {
        self.inner.frame_init(frame_input)
    }

    fn frame_run(&mut self) -> Result<FrameInitOrResult<Self::Frame>, ContextDbError<Self::Context>> {
        self.inner.frame_run()
    }

    fn frame_return_result(
        &mut self,
        result: FrameResult,
    ) -> Result<Option<FrameResult>, ContextDbError<Self::Context>> {
        self.inner.frame_return_result(result)
    }
}
