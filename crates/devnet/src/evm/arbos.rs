//! What the chain keeps beside the EVM's own context.

use crate::chain::Config;
use crate::wasm::chain::PageCounters;

/// What lives longer than a transaction and is no state: compiled programs and those called in this block.
#[derive(Debug, Default)]
pub(crate) struct Runtime {}

impl Runtime {
    /// Forgets what the last block called.
    pub(crate) fn start_block(&mut self) {}
}

/// Arbitrum's part of a transaction's context.
#[derive(Debug)]
pub(crate) struct ArbOs<'a> {
    pub(crate) config: &'a Config,
    pub(crate) runtime: &'a mut Runtime,
    pub(crate) pages: PageCounters,
    pub(crate) console: Vec<String>,
    pub(crate) notes: Vec<String>,
}

impl<'a> ArbOs<'a> {
    pub(crate) fn new(config: &'a Config, runtime: &'a mut Runtime) -> Self {
        Self { config, runtime, pages: PageCounters::default(), console: Vec::new(), notes: Vec::new() }
    }
}
