//! What transactions and calls did inside, in the form of geth's `callTracer`.

use alloy_rpc_types::trace::geth::{
    CallFrame, GethDebugBuiltInTracerType, GethDebugTracerType, GethDebugTracingCallOptions,
    GethDebugTracingOptions,
};
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::state::block_id;
use super::{Method, Rpc, json};

pub(super) const METHODS: &[Method] = &[
    Method::new("debug_traceTransaction", &["transaction hash", "options"], transaction),
    Method::new("debug_traceCall", &["transaction", "block", "options"], call),
];

/// What is asked for beyond the calls themselves.
struct Wanted {
    only_top_call: bool,
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
        if config.with_log == Some(true) {
            return Err(args.wrong(index, "withLog is not available: logs are in the receipt"));
        }
        Ok(Self { only_top_call: config.only_top_call == Some(true) })
    }

    fn answer(&self, mut trace: CallFrame) -> Result<Value, RpcError> {
        if self.only_top_call {
            trace.calls.clear();
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
    if options.block_overrides.is_some() || options.tx_index.is_some() {
        return Err(args.wrong(2, "blockOverrides and txIndex are not available"));
    }
    let wanted = Wanted::read(args, 2, options.tracing_options)?;
    let (_, trace) = rpc.node()?.trace_call(&request, block, options.state_overrides.as_ref())?;
    wanted.answer(trace)
}
