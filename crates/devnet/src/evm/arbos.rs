//! What the chain keeps beside the EVM's own context.

use std::collections::VecDeque;
use std::sync::Arc;

use alloy_primitives::{Address, B256, Bytes};
use revm::context::JournalTr;

use super::Ctx;
use super::printed::Printed;
use crate::chain::Config;
use crate::precompiles::params;
use crate::precompiles::programs::{self, Record};
use crate::wasm::chain::PageCounters;
use crate::wasm::code::{CodeError, Root, is_fragment, is_root, is_stylus_program};
use crate::wasm::{ActivationError, ModuleCache, Program, Rules};

/// Programs called in the block under construction, latest last.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecentPrograms(VecDeque<B256>);

impl RecentPrograms {
    /// Notes a call, keeping the latest `size` programs. Tells whether the program was there before.
    fn touch(&mut self, code_hash: B256, size: u16) -> bool {
        let known = self.0.iter().position(|hash| *hash == code_hash);
        if let Some(position) = known {
            self.0.remove(position);
        }
        self.0.push_back(code_hash);
        while self.0.len() > usize::from(size) {
            self.0.pop_front();
        }
        known.is_some()
    }
}

/// Something that failed on the way, for people.
#[derive(Clone, Debug)]
pub(crate) struct Note {
    /// Calls open when it happened: one for the transaction's own.
    pub(crate) depth: usize,
    pub(crate) text: String,
}

/// Arbitrum's part of a transaction's context.
#[derive(Debug)]
pub(crate) struct ArbOs<'a> {
    /// The chain's parameters as it started with them.
    genesis_rules: Rules,
    /// The chain's parameters as its owners left them.
    rules: Arc<Rules>,
    modules: &'a ModuleCache,
    recent: &'a mut RecentPrograms,
    uses_recent: bool,
    pub(super) pages: PageCounters,
    pub(super) console: Printed,
    pub(super) notes: Vec<Note>,
}

impl<'a> ArbOs<'a> {
    pub(crate) fn new(config: &Config, modules: &'a ModuleCache, recent: &'a mut RecentPrograms) -> Self {
        let uses_recent = config.block_cache && config.arbos_version.has_block_cache();
        let pages = PageCounters::default();
        let genesis_rules = config.rules();
        let rules = Arc::new(genesis_rules.clone());
        Self {
            genesis_rules,
            rules,
            modules,
            recent,
            uses_recent,
            pages,
            console: Printed::default(),
            notes: Vec::new(),
        }
    }

    /// The chain's parameters, as of the last [`refresh`].
    pub(crate) fn rules(&self) -> &Arc<Rules> {
        &self.rules
    }

    /// Remembers why something failed.
    pub(crate) fn note(&mut self, depth: usize, text: String) {
        self.notes.push(Note { depth, text });
    }

    /// Pages held by programs that are running now.
    pub(crate) const fn open_pages(&self) -> u16 {
        self.pages.open
    }

    /// Whether a call to this program starts at the cached price. Counts as a call to it.
    pub(super) fn is_cached(&mut self, code_hash: B256, record: &Record) -> bool {
        let size = self.rules.block_cache_size;
        let recent = self.uses_recent && self.recent.touch(code_hash, size);
        record.cached || recent
    }
}

/// Reads the chain's parameters anew: owners change them, and a revert takes that back.
pub(crate) fn refresh(ctx: &mut Ctx<'_>) {
    let rules = params::load(ctx, &ctx.chain.genesis_rules.clone());
    if *ctx.chain.rules != rules {
        ctx.chain.rules = Arc::new(rules);
    }
}

/// Compiles the program at an address, as activation does, whether or not it is active.
pub(crate) fn compile(
    ctx: &mut Ctx<'_>,
    address: Address,
    code_hash: B256,
) -> Result<Arc<Program>, ActivationError> {
    let Ok(code) = ctx.journaled_state.code(address);
    let rules = ctx.chain.rules().clone();
    let version = rules.arbos_version;
    if is_fragment(&code.data, version) {
        return Err(CodeError::Fragment.into());
    }
    if !is_stylus_program(&code.data, version) {
        return Err(CodeError::NotAProgram.into());
    }
    if !is_root(&code.data, version) {
        return ctx.chain.modules.load(&rules, code_hash, &code.data);
    }
    let journal = &mut ctx.journaled_state;
    let wasm = assemble(&rules, &code.data, |fragment| {
        let Ok(code) = journal.code(fragment);
        code.data
    })?;
    // A root's code names its fragments but does not hold them, so the module is kept under its own hash.
    let module_hash = ctx.chain.modules.compile(&rules, &wasm)?.activated().module_hash;
    ctx.chain.modules.load_with(&rules, module_hash, || Ok(wasm))
}

/// The module of an active program.
pub(super) fn module(
    ctx: &mut Ctx<'_>,
    code_hash: B256,
    code: &[u8],
) -> Result<Arc<Program>, ActivationError> {
    let rules = ctx.chain.rules().for_active();
    if !is_root(code, rules.arbos_version) {
        return ctx.chain.modules.load(&rules, code_hash, code);
    }
    let module_hash = programs::module_hash(ctx, code_hash);
    // Reads past the journal: looking a module up must not warm the accounts of its fragments. Fragments of this
    // transaction are not needed, since activating the program put its module into the cache.
    let database = &ctx.journaled_state.database;
    ctx.chain
        .modules
        .load_with(&rules, module_hash, || assemble(&rules, code, |fragment| database.code(fragment)))
}

/// Joins the fragments of a program.
fn assemble(
    rules: &Rules,
    code: &[u8],
    mut code_of: impl FnMut(Address) -> Bytes,
) -> Result<Vec<u8>, CodeError> {
    let root = Root::parse(code, rules.max_fragments)?;
    let codes: Vec<Bytes> = root.fragments().iter().map(|fragment| code_of(*fragment)).collect();
    let slices: Vec<&[u8]> = codes.iter().map(AsRef::as_ref).collect();
    root.assemble(&slices, rules.max_wasm_size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_recent_from_its_second_call_until_others_push_it_out() {
        let [a, b, c] = [1, 2, 3].map(B256::repeat_byte);
        let mut recent = RecentPrograms::default();
        assert!(!recent.touch(a, 2));
        assert!(recent.touch(a, 2));
        assert!(!recent.touch(b, 2));
        assert!(!recent.touch(c, 2));
        assert!(!recent.touch(a, 2));
        assert!(recent.touch(c, 2));
    }
}
