//! The functions a program can import, with their prices and failure rules.

mod account;
mod cache;
mod calls;
mod console;
mod env;
mod guest;
mod io;
mod math;
mod storage;
mod table;

use alloy_primitives::{Address, Bytes};

pub use cache::StorageCache;
pub use calls::Pending;
pub use guest::{Guest, Handles};
pub use table::{CONSOLE, HOOKS, Hook, HookDef, MAX_PARAMS, PAY_FOR_MEMORY_GROW, VM_HOOKS, find};

use super::chain::{CallContext, Chain, ChainError, Step};
use super::prices::HOSTIO;
use super::rules::Rules;

/// Why a host function does not return to the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// Not enough ink or gas.
    OutOfInk,
    /// The program asked for something that cannot be done: it ends like a trap.
    Failure(String),
    /// The program asked to end with this status.
    Exit(u32),
    /// The chain failed.
    Fault(ChainError),
}

impl From<ChainError> for Halt {
    fn from(error: ChainError) -> Self {
        Self::Fault(error)
    }
}

/// What a host function answers.
#[derive(Debug)]
pub enum Reply {
    /// The result to go on with, if the function has one; floats and 32-bit numbers as their bits.
    Value(Option<u64>),
    /// The chain must execute a frame first.
    Suspend(Step, Pending),
}

impl Reply {
    const NONE: Self = Self::Value(None);
}

impl From<u32> for Reply {
    fn from(value: u32) -> Self {
        Self::Value(Some(u64::from(value)))
    }
}

impl From<u64> for Reply {
    fn from(value: u64) -> Self {
        Self::Value(Some(value))
    }
}

/// A call of a host function, as it interrupts the engine.
#[derive(Clone, Copy, Debug)]
pub struct HostCall {
    /// Which function.
    pub hook: Hook,
    /// Its arguments as bits; those it does not have are zero.
    pub args: [u64; MAX_PARAMS],
}

impl HostCall {
    /// A 32-bit argument: a pointer, length or flag.
    fn word(&self, index: usize) -> u32 {
        // The engine delivers 32-bit arguments zero-extended, so nothing is cut off.
        (self.long(index) & u64::from(u32::MAX)) as u32
    }

    /// A 64-bit argument.
    fn long(&self, index: usize) -> u64 {
        self.args.get(index).copied().unwrap_or_default()
    }
}

impl std::fmt::Display for HostCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "call of the host function {:?}", self.hook)
    }
}

impl wasmi::errors::HostError for HostCall {}

/// What one call of a program carries from host function to host function.
#[derive(Debug)]
pub struct Frame {
    /// Who runs, for whom.
    pub context: CallContext,
    /// Calldata.
    pub input: Bytes,
    /// What `write_result` last stored.
    pub output: Bytes,
    /// What the last nested frame returned.
    pub return_data: Bytes,
    /// Storage words read and written.
    pub cache: StorageCache,
    /// Change of the refund counter so far.
    pub refund: i64,
    /// Account whose code was read last, and the code.
    pub last_code: Option<(Address, Bytes)>,
}

impl Frame {
    /// The state of a call that has not begun.
    #[must_use]
    pub fn new(context: CallContext, input: Bytes) -> Self {
        Self {
            context,
            input,
            output: Bytes::new(),
            return_data: Bytes::new(),
            cache: StorageCache::default(),
            refund: 0,
            last_code: None,
        }
    }
}

/// The host of one suspended program.
pub struct Host<'a> {
    /// The program.
    pub guest: Guest<'a>,
    /// Its call.
    pub frame: &'a mut Frame,
    /// The chain it runs on.
    pub chain: &'a mut dyn Chain,
    /// Parameters of the chain.
    pub rules: &'a Rules,
}

impl Host<'_> {
    /// Serves a call of a host function.
    ///
    /// # Errors
    /// [`Halt`] when the program does not go on.
    pub fn serve(&mut self, call: &HostCall) -> Result<Reply, Halt> {
        let word = |index| call.word(index);
        match call.hook {
            Hook::ReadArgs => self.read_args(word(0)),
            Hook::WriteResult => self.write_result(word(0), word(1)),
            Hook::ExitEarly => Err(Halt::Exit(word(0))),
            Hook::StorageLoad => self.storage_load(word(0), word(1)),
            Hook::StorageCache => self.storage_cache(word(0), word(1)),
            Hook::StorageFlush => self.storage_flush(word(0) != 0),
            Hook::TransientLoad => self.transient_load(word(0), word(1)),
            Hook::TransientStore => self.transient_store(word(0), word(1)),
            Hook::CallContract | Hook::DelegateCall | Hook::StaticCall => self.call_contract(call),
            Hook::Create1 | Hook::Create2 => self.create(call),
            Hook::ReadReturnData => self.read_return_data(word(0), word(1), word(2)),
            Hook::ReturnDataSize => self.return_data_size(),
            Hook::EmitLog => self.emit_log(word(0), word(1), word(2)),
            Hook::AccountBalance => self.account_balance(word(0), word(1)),
            Hook::AccountCode => self.account_code(word(0), word(1), word(2), word(3)),
            Hook::AccountCodeSize => self.account_code_size(word(0)),
            Hook::AccountCodeHash => self.account_codehash(word(0), word(1)),
            Hook::MathDiv | Hook::MathMod | Hook::MathPow => self.math_two(call.hook, word(0), word(1)),
            Hook::MathAddMod | Hook::MathMulMod => self.math_modular(call.hook, word(0), word(1), word(2)),
            Hook::NativeKeccak => self.native_keccak256(word(0), word(1), word(2)),
            Hook::PayForMemoryGrow => self.pay_for_memory_grow(word(0)),
            Hook::LogText
            | Hook::LogI32
            | Hook::LogI64
            | Hook::LogF32
            | Hook::LogF64
            | Hook::TeeI32
            | Hook::TeeI64
            | Hook::TeeF32
            | Hook::TeeF64 => self.print(call),
            _ => self.environment(call.hook, word(0)),
        }
    }

    /// Charges a host function that takes no time beyond being entered.
    fn charge_entry(&mut self, ink: u64) -> Result<(), Halt> {
        self.guest.buy_ink(HOSTIO + ink)
    }

    /// Ends the run when state must not change.
    fn require_writable(&self, what: &str) -> Result<(), Halt> {
        if self.frame.context.is_static {
            Err(Halt::Failure(format!("{what} in a static call")))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod calls_tests;
#[cfg(test)]
mod effect_tests;
#[cfg(test)]
mod ink_tests;
