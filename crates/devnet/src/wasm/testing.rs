//! A chain in memory and helpers to run small programs on it, for tests.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};

use super::chain::{
    AccountView, CallContext, Chain, ChainError, Environment, Loaded, Outcome, PageCounters, SstoreCost, Step,
};
use super::hostio::HOOKS;
use super::{ModuleCache, Program, Rules, WasmCall};

/// The account test programs run as.
pub const SELF: Address = Address::repeat_byte(0x5e);

/// A log a program emitted: account, topics, data.
pub type Log = (Address, Vec<B256>, Bytes);

/// A chain that keeps everything in maps and rolls nothing back.
#[derive(Debug, Default)]
pub struct MemoryChain {
    pub storage: HashMap<(Address, U256), U256>,
    /// Storage as it was when the transaction began, where it has changed since.
    pub original: HashMap<(Address, U256), U256>,
    pub warm_slots: HashSet<(Address, U256)>,
    pub transient: HashMap<(Address, U256), U256>,
    pub balances: HashMap<Address, U256>,
    pub codes: HashMap<Address, Bytes>,
    pub warm_accounts: HashSet<Address>,
    pub logs: Vec<Log>,
    pub printed: Vec<String>,
    pub environment: Environment,
    pub pages: PageCounters,
    /// Makes every access to state fail.
    pub broken: bool,
}

impl MemoryChain {
    fn check(&self) -> Result<(), ChainError> {
        if self.broken { Err(ChainError("disk on fire".into())) } else { Ok(()) }
    }

    fn slot(&self, at: (Address, U256)) -> U256 {
        self.storage.get(&at).copied().unwrap_or_default()
    }
}

impl Chain for MemoryChain {
    fn sload(&mut self, address: Address, key: U256) -> Result<Loaded<U256>, ChainError> {
        self.check()?;
        let is_cold = self.warm_slots.insert((address, key));
        Ok(Loaded { value: self.slot((address, key)), is_cold })
    }

    fn sstore(&mut self, address: Address, key: U256, value: U256) -> Result<SstoreCost, ChainError> {
        self.check()?;
        let at = (address, key);
        let cold = if self.warm_slots.insert(at) { 2_100 } else { 0 };
        let present = self.slot(at);
        let original = *self.original.entry(at).or_insert(present);
        self.storage.insert(at, value);
        let gas = match (present == value, original == present, original.is_zero()) {
            (true, _, _) | (false, false, _) => 100,
            (false, true, true) => 20_000,
            (false, true, false) => 2_900,
        };
        let cleared = present != value && original == present && !original.is_zero() && value.is_zero();
        Ok(SstoreCost { gas: gas + cold, refund: if cleared { 4_800 } else { 0 } })
    }

    fn tload(&mut self, address: Address, key: U256) -> Result<U256, ChainError> {
        self.check()?;
        Ok(self.transient.get(&(address, key)).copied().unwrap_or_default())
    }

    fn tstore(&mut self, address: Address, key: U256, value: U256) -> Result<(), ChainError> {
        self.check()?;
        self.transient.insert((address, key), value);
        Ok(())
    }

    fn log(&mut self, address: Address, topics: Vec<B256>, data: Bytes) -> Result<(), ChainError> {
        self.check()?;
        self.logs.push((address, topics, data));
        Ok(())
    }

    fn account(&mut self, address: Address) -> Result<Loaded<AccountView>, ChainError> {
        self.check()?;
        let is_cold = self.warm_accounts.insert(address);
        let balance = self.balances.get(&address).copied().unwrap_or_default();
        let code = self.codes.get(&address);
        let is_empty = balance.is_zero() && code.is_none();
        let code_hash = if is_empty { B256::ZERO } else { keccak256(code.cloned().unwrap_or_default()) };
        Ok(Loaded { value: AccountView { balance, code_hash, is_empty }, is_cold })
    }

    fn code(&mut self, address: Address) -> Result<Loaded<Bytes>, ChainError> {
        self.check()?;
        let is_cold = self.warm_accounts.insert(address);
        Ok(Loaded { value: self.codes.get(&address).cloned().unwrap_or_default(), is_cold })
    }

    fn environment(&self) -> Environment {
        self.environment
    }

    fn pages(&mut self) -> &mut PageCounters {
        &mut self.pages
    }

    fn console(&mut self, _address: Address, line: String) {
        self.printed.push(line);
    }
}

static CACHE: LazyLock<ModuleCache> = LazyLock::new(|| ModuleCache::new(Rules::default()).unwrap());

/// The text of a module with one page of memory, the given items, and imports of the host functions they name.
pub fn module_text(items: &str) -> String {
    let mut imports = String::new();
    for def in HOOKS {
        let named = items.split(|c: char| !(c.is_alphanumeric() || "_$".contains(c)));
        if def.name != "pay_for_memory_grow"
            && !named.into_iter().any(|word| word == format!("${}", def.name))
        {
            continue;
        }
        let types =
            |types: &[wasmparser::ValType]| types.iter().map(|ty| format!(" {ty}")).collect::<String>();
        let result = def.result.map(|ty| format!("(result {ty})")).unwrap_or_default();
        let (module, name, params) = (def.module, def.name, types(def.params));
        imports
            .push_str(&format!("(import \"{module}\" \"{name}\" (func ${name} (param{params}) {result}))\n"));
    }
    format!("(module {imports} (memory (export \"memory\") 1) {items})")
}

/// The WASM of a module text.
pub fn assemble(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A program of one function with this body, which may name host functions, besides further items.
pub fn program_with(items: &str, body: &str) -> Arc<Program> {
    let text = module_text(&format!(
        "{items} (func (export \"user_entrypoint\") (param $len i32) (result i32) {body})"
    ));
    CACHE.compile(&assemble(&text)).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A program of one function with this body, which may name host functions.
pub fn program(body: &str) -> Arc<Program> {
    program_with("", body)
}

/// Ink of everything but the host functions when a body of straight-line code and calls runs once: the charge of
/// its basic blocks.
pub fn block_ink(blocks: &[&[u64]]) -> u64 {
    blocks.iter().map(|ops| 2_450 + ops.iter().sum::<u64>()).sum()
}

/// The context calls run in unless a test says otherwise: cached, writable, from `0xca..ca`.
pub fn context() -> CallContext {
    CallContext { acting: SELF, caller: Address::repeat_byte(0xca), cached: true, ..CallContext::default() }
}

/// Gas of starting a one-page program of a fresh transaction in [`context`].
pub fn start_gas(program: &Program) -> u64 {
    program.activated().start_cost.gas(true)
}

/// Runs a program that needs no nested frame, with `gas` for itself after its start.
pub fn run_in(
    chain: &mut MemoryChain,
    context: CallContext,
    program: &Arc<Program>,
    input: &[u8],
    gas: u64,
) -> Outcome {
    let gas = gas + program.activated().start_cost.gas(context.cached);
    let mut call = WasmCall::start(program.clone(), Bytes::copy_from_slice(input), gas, context);
    match call.run(chain) {
        Step::Done(outcome) => outcome,
        other => panic!("the program wants a frame: {other:?}"),
    }
}

/// [`run_in`] in the usual context, with 10 million gas and no input.
pub fn run(chain: &mut MemoryChain, program: &Arc<Program>) -> Outcome {
    run_in(chain, context(), program, &[], 10_000_000)
}
