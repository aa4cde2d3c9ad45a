//! The EVM, with programs run in WASM.

mod arbos;
mod frame;
mod host;
mod printed;
mod program;
mod reason;
mod trace;

use std::convert::Infallible;

use revm::context::result::{EVMError, ExecutionResult, HaltReason};
use revm::context::{BlockEnv, CfgEnv, JournalTr, LocalContext, TxEnv};
use revm::handler::{Handler, MainnetHandler};
use revm::primitives::hardfork::SpecId;
use revm::state::EvmState;
use revm::{Context, Journal};

pub(crate) use arbos::{ArbOs, Note, RecentPrograms, compile, refresh};
use frame::StylusEvm;
pub(crate) use reason::revert_reason;
pub(crate) use trace::{CallRecorder, remove_logs};

use crate::chain::{Config, StateView, TxError};

/// Fork whose opcodes, gas and precompiles run here; Nitro has had them since ArbOS 50.
pub(crate) const SPEC: SpecId = SpecId::OSAKA;

/// The EVM's view of the world during one transaction.
pub(crate) type Ctx<'a> =
    Context<BlockEnv, TxEnv, CfgEnv, StateView<'a>, Journal<StateView<'a>>, ArbOs<'a>, LocalContext>;

/// Whether balance, nonce, fee and sender are checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checks {
    /// As for a transaction.
    On,
    /// As for a call.
    Off,
}

/// What a transaction did.
#[derive(Debug)]
pub(crate) struct Execution {
    /// How it ended.
    pub(crate) result: ExecutionResult<HaltReason>,
    /// What it changed.
    pub(crate) state: EvmState,
    /// Lines programs printed.
    pub(crate) console: Vec<String>,
    /// Why programs and precompiles failed on the way.
    pub(crate) notes: Vec<Note>,
    /// The calls it made, when they were to be recorded.
    pub(crate) calls: Option<CallRecorder>,
}

/// Runs one transaction. Nothing is changed but caches.
pub(crate) fn execute<'a>(
    view: StateView<'a>,
    block: BlockEnv,
    tx: TxEnv,
    config: &Config,
    chain: ArbOs<'a>,
    checks: Checks,
    recorder: Option<CallRecorder>,
) -> Result<Execution, TxError> {
    let mut journal = Journal::new(view);
    journal.set_spec_id(SPEC);
    let ctx = Context {
        block,
        tx,
        cfg: cfg_env(config, checks),
        journaled_state: journal,
        chain,
        local: LocalContext::default(),
        error: Ok(()),
    };
    let mut evm = StylusEvm::new(ctx, recorder);
    let result = MainnetHandler::<_, EVMError<Infallible>, _>::default().run(&mut evm).map_err(refused)?;
    let (ctx, calls) = evm.into_parts();
    let (mut journal, arbos) = (ctx.journaled_state, ctx.chain);
    Ok(Execution {
        result,
        state: journal.finalize(),
        console: arbos.console.into_lines(),
        notes: arbos.notes,
        calls,
    })
}

fn cfg_env(config: &Config, checks: Checks) -> CfgEnv {
    let off = checks == Checks::Off;
    let mut cfg = CfgEnv::new_with_spec(SPEC);
    cfg.chain_id = config.chain_id;
    cfg.limit_contract_code_size = Some(config.max_code_size);
    // Programs begin with 0xEF; the frame hook refuses every other code that does.
    cfg.disable_eip3541 = true;
    // Anyone can send from a contract's address here by impersonating it.
    cfg.disable_eip3607 = true;
    // Off on Arbitrum unless a chain's owner turns it on.
    cfg.disable_eip7623 = true;
    cfg.tx_gas_limit_cap = Some(u64::MAX);
    cfg.disable_balance_check = off;
    cfg.disable_nonce_check = off;
    cfg.disable_base_fee = off;
    cfg.disable_block_gas_limit = off;
    cfg
}

fn refused(error: EVMError<Infallible>) -> TxError {
    match error {
        EVMError::Transaction(invalid) => invalid.into(),
        EVMError::Custom(text) => TxError::Invalid(text),
        other => TxError::Invalid(other.to_string()),
    }
}
