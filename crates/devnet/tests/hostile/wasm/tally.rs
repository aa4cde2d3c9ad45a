//! What a run of modules came across.

use std::collections::BTreeMap;
use std::time::Duration;

use alloy_primitives::{B256, keccak256};
use devnet::wasm::ActivationError;
use devnet::wasm::chain::Outcome;
use devnet::wasm::code::CodeError;

#[derive(Debug, Default)]
pub struct Tally {
    pub accepted: usize,
    pub refused: BTreeMap<&'static str, usize>,
    pub ends: BTreeMap<String, usize>,
    /// Hash of how all programs ended: the same as long as neither the modules nor any ink figure changes.
    pub fingerprint: B256,
    /// Calls and creates the programs made.
    pub frames: usize,
    pub slowest: Duration,
}

impl Tally {
    pub fn judged(&mut self, verdict: Result<(), &ActivationError>) {
        match verdict {
            Ok(()) => self.accepted += 1,
            Err(error) => *self.refused.entry(reason(error)).or_default() += 1,
        }
    }

    pub fn ended(&mut self, outcome: &Outcome, frames: usize) {
        *self.ends.entry(format!("{:?}", outcome.status)).or_default() += 1;
        self.frames += frames;
        let Outcome { status, output, gas_left, .. } = outcome;
        let all = format!("{}{status:?}{output}{gas_left}", self.fingerprint);
        self.fingerprint = keccak256(all);
    }

    pub fn took(&mut self, time: Duration) {
        self.slowest = self.slowest.max(time);
    }
}

/// Most memory this process ever held, in bytes, where the system tells.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").trim().parse().ok()?;
    kilobytes.checked_mul(1_024)
}

/// The rule behind a refusal.
pub fn reason(error: &ActivationError) -> &'static str {
    match error {
        ActivationError::Code(code) => match code {
            CodeError::NotAProgram => "no program",
            CodeError::Fragment => "fragment",
            CodeError::Dictionary(_) => "dictionary",
            CodeError::Brotli(_) => "brotli",
            CodeError::TooLarge { .. } => "too large",
            CodeError::FragmentList { .. } => "fragment list",
            CodeError::NotAFragment(_) => "not a fragment",
            CodeError::RootLength { .. } => "root length",
        },
        ActivationError::Invalid(_) => "invalid",
        ActivationError::Operator(_) => "operator",
        ActivationError::ValueType { .. } => "value type",
        ActivationError::Limit { what, .. } => what,
        ActivationError::StartFunction => "start function",
        ActivationError::MissingMemory => "memory",
        ActivationError::MissingEntrypoint => "entry point",
        ActivationError::EntrypointType => "entry point type",
        ActivationError::MissingPayForMemoryGrow => "pay_for_memory_grow",
        ActivationError::UnknownImport { .. } => "unknown import",
        ActivationError::ImportType { .. } => "import type",
        ActivationError::ReservedName(_) => "reserved name",
        ActivationError::ExportsImport(_) => "exports import",
        ActivationError::Engine(_) => "engine",
    }
}

/// Rules a module by itself can break.
pub const OF_MODULES: [&str; 13] = [
    "invalid",
    "operator",
    "value type",
    "start function",
    "memory",
    "entry point",
    "entry point type",
    "pay_for_memory_grow",
    "unknown import",
    "import type",
    "reserved name",
    "exports import",
    "engine",
];

/// Limits on what a module holds that a file within the limit on its own size can pass, but for the memory's.
pub const LIMITS: [&str; 10] = [
    "imports",
    "functions",
    "table entries",
    "exports",
    "element segments",
    "element entries",
    "data segments",
    "locals of a function",
    "values on the stack of a function",
    "operators of a function, instrumentation included",
];

/// Rules the code on chain can break.
pub const OF_CODE: [&str; 7] =
    ["fragment", "dictionary", "brotli", "too large", "fragment list", "not a fragment", "root length"];
