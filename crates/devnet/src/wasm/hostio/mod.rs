//! The functions a program can import, with their prices and failure rules.
//!
//! A call of one is served where it happens, inside the engine, on the [`Guest`] alone: leaving the engine and coming
//! back takes longer than most functions. Where a function needs the chain, it puts a [`Question`] and the program
//! stops; the [`Host`] does the rest.

mod account;
mod cache;
mod calls;
mod console;
mod env;
mod frame;
mod guest;
mod host;
mod imports;
mod io;
mod math;
mod storage;
mod table;

pub use calls::Pending;
pub use frame::{Frame, Stop};
pub use guest::{Guest, Handles};
pub use host::{Answer, Host, Question};
pub use imports::{Stopped, value};
#[cfg(test)]
pub use table::HOOKS;
pub use table::{CONSOLE, Hook, PAY_FOR_MEMORY_GROW, VM_HOOKS, find, link};

use super::chain::ChainError;
use super::prices::HOSTIO;

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

/// What a host function comes to without the chain.
#[derive(Debug)]
pub enum Reply {
    /// The result to go on with, if the function has one; floats and 32-bit numbers as their bits.
    Value(Option<u64>),
    /// The chain must be asked first.
    Ask(Question),
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

/// A call of a host function.
#[derive(Clone, Copy, Debug)]
pub struct HostCall<'a> {
    /// Which function.
    pub hook: Hook,
    /// Its arguments as bits.
    pub args: &'a [u64],
}

impl HostCall<'_> {
    /// A 32-bit argument: a pointer, length or flag.
    fn word(&self, index: usize) -> u32 {
        // 32-bit arguments are zero-extended, so nothing is cut off.
        (self.long(index) & u64::from(u32::MAX)) as u32
    }

    /// A 64-bit argument.
    fn long(&self, index: usize) -> u64 {
        self.args.get(index).copied().unwrap_or_default()
    }
}

impl Guest<'_> {
    /// Serves a call of a host function, up to where the chain is needed.
    ///
    /// # Errors
    /// [`Halt`] when the program does not go on.
    pub fn serve(&mut self, call: &HostCall<'_>) -> Result<Reply, Halt> {
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
            Hook::AccountBalance | Hook::AccountCodeHash => self.account(call.hook, word(0), word(1)),
            Hook::AccountCode => self.account_code(word(0), word(1), word(2), word(3)),
            Hook::AccountCodeSize => self.account_code_size(word(0)),
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
        self.buy_ink(HOSTIO + ink)
    }

    /// Ends the run when state must not change.
    fn require_writable(&self, what: &str) -> Result<(), Halt> {
        if self.frame().context.is_static {
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
