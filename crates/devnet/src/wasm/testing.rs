//! A chain in memory and helpers to run small programs on it, for tests.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock};

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};

use super::chain::{
    AccountView, CallContext, Chain, ChainError, Environment, Loaded, Outcome, PageCounters, SstoreCost,
    Status, Step, SubOutcome,
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
    /// Lines after which it says that it keeps no more; zero for no such limit.
    pub most_printed: usize,
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

    fn console(&mut self, _address: Address, line: &[u8]) -> bool {
        self.printed.push(String::from_utf8_lossy(line).into_owned());
        self.most_printed == 0 || self.printed.len() < self.most_printed
    }
}

static CACHE: LazyLock<ModuleCache> = LazyLock::new(|| ModuleCache::new().unwrap());

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
    format!("(module {imports} {items} (memory (export \"memory\") 1))")
}

/// The WASM of a module text.
pub fn assemble(text: &str) -> Vec<u8> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}\n{text:.2000}"))
}

/// A program of one function with this body, which may name host functions, besides further items.
pub fn program_with(items: &str, body: &str) -> Arc<Program> {
    let text = module_text(&format!(
        "{items} (func (export \"user_entrypoint\") (param $len i32) (result i32) {body})"
    ));
    CACHE.compile(&Rules::default(), &assemble(&text)).unwrap_or_else(|error| panic!("{error}\n{text:.2000}"))
}

/// A program of one function with this body, which may name host functions.
pub fn program(body: &str) -> Arc<Program> {
    program_with("", body)
}

/// The context calls run in unless a test says otherwise: cached, writable, from `0xca..ca`.
pub fn context() -> CallContext {
    CallContext { acting: SELF, caller: Address::repeat_byte(0xca), cached: true, ..CallContext::default() }
}

/// Runs a program that needs no nested frame, with `gas` for itself after its start.
pub fn run_in(
    chain: &mut MemoryChain,
    context: CallContext,
    program: &Arc<Program>,
    input: &[u8],
    gas: u64,
) -> Outcome {
    run_nested(chain, context, program, input, gas, |step| panic!("the program wants a frame: {step:?}"))
}

/// [`run_in`] with the results of nested frames given by `execute`.
pub fn run_nested(
    chain: &mut MemoryChain,
    context: CallContext,
    program: &Arc<Program>,
    input: &[u8],
    gas: u64,
    mut execute: impl FnMut(Step) -> SubOutcome,
) -> Outcome {
    let gas = gas + program.activated().start_cost(&Rules::default()).gas(context.cached);
    let mut call =
        WasmCall::start(program.clone(), Arc::default(), Bytes::copy_from_slice(input), gas, context);
    loop {
        match call.run(chain) {
            Step::Done(outcome) => return outcome,
            step => call.resume_with(execute(step)),
        }
    }
}

/// [`run_in`] in the usual context, with 10 million gas and no input.
pub fn run(chain: &mut MemoryChain, program: &Arc<Program>) -> Outcome {
    run_in(chain, context(), program, &[], 10_000_000)
}

/// Bytes of memory test programs put their data at, and where results go.
pub const DATA: i64 = 1_024;
pub const DEST: i64 = 4_096;

/// A program that calls one host function with constant arguments between two looks at its ink, and returns the ink
/// spent (8 bytes), the function's result (8 bytes), and 64 bytes of memory at [`DEST`].
///
/// `data` is the memory at [`DATA`], written as the text of a WAT string.
pub fn probe(hook: &str, args: &[i64], data: &str, before: &str) -> Arc<Program> {
    let def = HOOKS.iter().find(|def| def.name == hook).unwrap();
    assert_eq!(def.params.len(), args.len(), "{hook}");
    let mut call = String::new();
    for (ty, arg) in def.params.iter().zip(args) {
        call.push_str(&format!("({ty}.const {arg}) "));
    }
    let call = format!("{call} call ${hook}");
    let result = match def.result.map(|ty| ty.to_string()).as_deref() {
        Some("i32") => "local.set $narrow",
        Some("i64") => "local.set $wide",
        None => "",
        Some(other) => panic!("{other}"),
    };
    program_with(
        &format!("(data (i32.const {DATA}) \"{data}\")"),
        &format!(
            "(local $narrow i32) (local $wide i64) (local $ink i64)
             {before}
             (local.set $ink (call $evm_ink_left))
             {call} {result}
             (local.set $ink (i64.sub (local.get $ink) (call $evm_ink_left)))
             (i64.store (i32.const {at}) (local.get $ink))
             (i64.store offset=8 (i32.const {at}) (i64.or (local.get $wide) (i64.extend_i32_u (local.get $narrow))))
             (call $write_result (i32.const {at}) (i32.const 80))
             (i32.const 0)",
            at = DEST - 16,
        ),
    )
}

/// What a [`probe`] found.
#[derive(Debug)]
pub struct Probed {
    /// Ink of the host function itself.
    pub ink: u64,
    /// Its result, or zero.
    pub result: u64,
    /// Memory at [`DEST`] afterwards.
    pub dest: [u8; 64],
}

impl Probed {
    /// Reads a probe's output.
    pub fn of(hook: &str, outcome: &Outcome) -> Self {
        assert_eq!(outcome.status, Status::Success, "{hook}: {:?}", outcome.reason);
        let def = HOOKS.iter().find(|def| def.name == hook).unwrap();
        let word = |at: usize| u64::from_le_bytes(outcome.output[at..at + 8].try_into().unwrap());
        // The two basic blocks around the call, and the second look.
        let first = 2_450 + 210 + def.params.len() as u64 + 3_800;
        let second = 2_450 + if def.result.is_some() { 210 } else { 0 } + 75 + 3_800;
        Self {
            ink: word(0) - first - second - 8_400,
            result: word(8),
            dest: outcome.output[16..80].try_into().unwrap(),
        }
    }
}

/// Runs a [`probe`] in the usual context.
pub fn probe_ink(chain: &mut MemoryChain, hook: &str, args: &[i64], data: &str) -> Probed {
    let program = probe(hook, args, data, "");
    Probed::of(hook, &run(chain, &program))
}
