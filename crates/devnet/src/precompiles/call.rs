//! One call to a precompile: who calls, what is left to spend, and what it touches.

use std::sync::Arc;

use alloy_primitives::{Address, B256, Bytes, Log, U256};
use alloy_sol_types::{SolError, SolEvent};
use revm::context::JournalTr;
use revm::interpreter::{CallInputs, Gas, InstructionResult, InterpreterResult};

use crate::evm::Ctx;
use crate::wasm::Rules;

/// Gas for each word of arguments and results.
const COPY_WORD_GAS: u64 = 3;
/// Gas to open the chain's own state, which every method but the pure ones does first.
const OPEN_GAS: u64 = 800;
/// Gas to read a word of the chain's own state.
pub(super) const READ_GAS: u64 = 800;
/// Gas to write a word of the chain's own state.
pub(super) const WRITE_GAS: u64 = 20_000;
/// Gas to read the parameters of programs, which are needed so often that they count as warm.
pub(super) const PARAMS_GAS: u64 = 100;
/// Gas to clear a word of the chain's own state.
pub(super) const CLEAR_GAS: u64 = 5_000;
/// Gas to learn the hash of an account's code.
const CODE_HASH_GAS: u64 = 2_600;
const LOG_GAS: u64 = 375;
const LOG_BYTE_GAS: u64 = 8;

/// Why a method did not return.
#[derive(Debug)]
pub(super) enum Fault {
    /// The call cannot pay; all gas is used.
    OutOfGas,
    /// A Solidity error; the rest of the gas goes back to the caller.
    Error(Bytes),
    /// Reverts without data and with all gas used, for a reason people can read.
    Burnt(String),
}

impl Fault {
    /// A Solidity error.
    pub(super) fn error(error: &impl SolError) -> Self {
        Self::Error(error.abi_encode().into())
    }
}

/// How a method may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// Touches no state, so it may be called in anyone's name.
    Pure,
    /// Reads only.
    View,
    /// Changes state: not in a static call.
    Write,
    /// Changes state and takes value.
    Payable,
}

/// One call to a precompile.
pub(super) struct PrecompileCall<'c, 'a> {
    pub(super) ctx: &'c mut Ctx<'a>,
    pub(super) caller: Address,
    pub(super) value: U256,
    address: Address,
    is_static: bool,
    /// False in a delegate call: the precompile would act in its caller's name.
    as_itself: bool,
    gas_limit: u64,
    gas_left: u64,
    /// True when nothing is charged.
    free: bool,
}

impl<'c, 'a> PrecompileCall<'c, 'a> {
    pub(super) fn new(ctx: &'c mut Ctx<'a>, inputs: &CallInputs) -> Self {
        Self {
            ctx,
            caller: inputs.caller,
            value: inputs.value.get(),
            address: inputs.bytecode_address,
            is_static: inputs.is_static,
            as_itself: inputs.target_address == inputs.bytecode_address,
            gas_limit: inputs.gas_limit,
            gas_left: inputs.gas_limit,
            free: false,
        }
    }

    /// Checks that a method may be called this way, and charges for its arguments.
    pub(super) fn begin(&mut self, access: Access, input: &[u8]) -> Result<(), Fault> {
        if access != Access::Pure && !self.as_itself {
            return Err(Fault::Burnt("a precompile cannot be delegate-called".into()));
        }
        if matches!(access, Access::Write | Access::Payable) && self.is_static {
            return Err(Fault::Burnt("a static call cannot change state".into()));
        }
        if access != Access::Payable && !self.value.is_zero() {
            return Err(Fault::Burnt("the method takes no value".into()));
        }
        self.spend(words(input.len().saturating_sub(4)).saturating_mul(COPY_WORD_GAS))?;
        if access == Access::Pure { Ok(()) } else { self.spend(OPEN_GAS) }
    }

    /// Charges nothing for the whole call, failed or not.
    pub(super) fn make_free(&mut self) {
        self.free = true;
        self.gas_left = self.gas_limit;
    }

    /// True when no state may be changed.
    pub(super) const fn is_static(&self) -> bool {
        self.is_static
    }

    /// True when the call has this much gas left.
    pub(super) const fn can_spend(&self, gas: u64) -> bool {
        self.free || self.gas_left >= gas
    }

    /// Takes gas, or fails.
    pub(super) fn spend(&mut self, gas: u64) -> Result<(), Fault> {
        if self.free {
            return Ok(());
        }
        self.gas_left = self.gas_left.checked_sub(gas).ok_or(Fault::OutOfGas)?;
        Ok(())
    }

    /// Emits an event from the precompile's address.
    pub(super) fn emit(&mut self, event: &impl SolEvent) -> Result<(), Fault> {
        let data = event.encode_log_data();
        let topics = data.topics().len() as u64;
        let bytes = data.data.len() as u64;
        let gas = LOG_GAS.saturating_mul(topics.saturating_add(1));
        self.spend(gas.saturating_add(LOG_BYTE_GAS.saturating_mul(bytes)))?;
        self.ctx.journaled_state.log(Log { address: self.address, data });
        Ok(())
    }

    /// Pays wei out of what the call brought.
    pub(super) fn pay(&mut self, to: Address, wei: U256) -> Result<(), Fault> {
        let Ok(failed) = self.ctx.journaled_state.transfer(self.address, to, wei);
        match failed {
            None => Ok(()),
            Some(_) => Err(Fault::Burnt("the precompile cannot pay out what it received".into())),
        }
    }

    /// Hash of an account's code: zero for an account that does not exist.
    pub(super) fn code_hash(&mut self, account: Address) -> Result<B256, Fault> {
        self.spend(CODE_HASH_GAS)?;
        let Ok(hash) = self.ctx.journaled_state.code_hash(account);
        Ok(hash.data)
    }

    /// The chain's parameters.
    pub(super) fn rules(&self) -> Arc<Rules> {
        self.ctx.chain.rules().clone()
    }

    /// Refuses a method that came with a later version than the chain's.
    pub(super) fn since(&self, arbos_version: u64) -> Result<(), Fault> {
        if self.ctx.chain.rules().arbos_version >= arbos_version {
            return Ok(());
        }
        Err(Fault::Burnt(format!("the method exists from ArbOS {arbos_version} on: choose a later version")))
    }

    /// Time of the block in seconds since 1970.
    pub(super) fn now(&self) -> u64 {
        self.ctx.block.timestamp.saturating_to()
    }

    /// The result the EVM sees.
    pub(super) fn finish(mut self, result: Result<Vec<u8>, Fault>) -> InterpreterResult {
        let charged = result.and_then(|output| {
            self.spend(words(output.len()).saturating_mul(COPY_WORD_GAS))?;
            Ok(output)
        });
        let (result, output, left) = match charged {
            Ok(output) => (InstructionResult::Return, output.into(), self.gas_left),
            Err(Fault::Error(data)) => {
                let cost = words(data.len()).saturating_mul(COPY_WORD_GAS);
                (
                    InstructionResult::Revert,
                    data,
                    self.gas_left.saturating_sub(if self.free { 0 } else { cost }),
                )
            }
            Err(Fault::OutOfGas) => (InstructionResult::PrecompileOOG, Bytes::new(), 0),
            Err(Fault::Burnt(reason)) => {
                self.ctx.chain.note(self.ctx.journaled_state.depth(), reason);
                let left = if self.free { self.gas_left } else { 0 };
                (InstructionResult::Revert, Bytes::new(), left)
            }
        };
        let mut gas = Gas::new(self.gas_limit);
        gas.set_remaining(left);
        InterpreterResult { result, output, gas }
    }
}

fn words(bytes: usize) -> u64 {
    bytes.div_ceil(32) as u64
}
