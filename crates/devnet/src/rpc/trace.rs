//! What transactions and calls did inside, in the form of geth's `callTracer`.

use alloy_rpc_types::trace::geth::{
    CallFrame, GethDebugBuiltInTracerType, GethDebugTracerType, GethDebugTracingCallOptions,
    GethDebugTracingOptions,
};
use serde_json::Value;

use super::error::RpcError;
use super::overrides::refuse_unknown;
use super::params::Args;
use super::state::block_id;
use super::{Method, Rpc, json};
use crate::chain::Overrides;
use crate::evm::remove_logs;

pub(super) const METHODS: &[Method] = &[
    Method::new("debug_traceTransaction", &["transaction hash", "options"], transaction),
    Method::new("debug_traceCall", &["transaction", "block", "options"], call),
];

/// What of a trace is asked for.
struct Wanted {
    calls: bool,
    logs: bool,
}

impl Wanted {
    /// Reads the options, refusing every tracer but the one there is.
    fn read(args: &Args, index: usize, options: GethDebugTracingOptions) -> Result<Self, RpcError> {
        let call_tracer = GethDebugTracerType::BuiltInTracer(GethDebugBuiltInTracerType::CallTracer);
        if options.tracer != Some(call_tracer) {
            return Err(
                args.wrong(index, "only callTracer is available: ask with {\"tracer\": \"callTracer\"}")
            );
        }
        let config =
            options.tracer_config.into_call_config().map_err(|e| args.wrong(index, &e.to_string()))?;
        Ok(Self { calls: config.only_top_call != Some(true), logs: config.with_log == Some(true) })
    }

    fn answer(&self, mut trace: CallFrame) -> Result<Value, RpcError> {
        if !self.calls {
            trace.calls.clear();
            // Places of logs are counted in the calls told.
            trace.logs.iter_mut().for_each(|log| log.position = Some(0));
        }
        if !self.logs {
            remove_logs(&mut trace);
        }
        json(trace)
    }
}

fn transaction(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let hash = args.required(0)?;
    let wanted = Wanted::read(args, 1, args.optional(1)?.unwrap_or_default())?;
    wanted.answer(rpc.node()?.trace_transaction(hash)?)
}

fn call(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let (request, block) = (args.required(0)?, block_id(args, 1)?);
    let options: GethDebugTracingCallOptions = args.optional(2)?.unwrap_or_default();
    if options.tx_index.is_some() {
        return Err(
            args.wrong(2, "txIndex is not available: trace the transaction with debug_traceTransaction")
        );
    }
    let wanted = Wanted::read(args, 2, options.tracing_options)?;
    if let Some(block) = args.optional::<Value>(2)?.as_ref().and_then(|options| options.get("blockOverrides"))
    {
        refuse_unknown(args, 2, block)?;
    }
    let overrides = Overrides { state: options.state_overrides, block: options.block_overrides };
    let (_, trace) = rpc.node()?.trace_call(&request, block, Some(&overrides))?;
    wanted.answer(trace)
}
