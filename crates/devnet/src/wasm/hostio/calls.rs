//! Calls, creates and what they return.

use alloy_primitives::{Address, B256, Bytes, U256};

use super::io::{length, overlap};
use super::{Answer, Guest, Halt, Hook, Host, HostCall, Question, Reply};
use crate::wasm::chain::{CallKind, CallRequest, CreateRequest, Step, SubOutcome, SubStatus};
use crate::wasm::prices::{EVM_API, PTR, gas, read_ink, write_ink};

/// What `call_contract` and its siblings return.
const CALL_SUCCEEDED: u32 = 0;
const CALL_FAILED: u32 = 2;

/// What is left to do when a nested frame is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// A call.
    Call {
        /// Gas the call costs before any of the callee's.
        base_gas: u64,
        /// Gas given to the callee, stipend included.
        gas_limit: u64,
        /// Where the length of the return data goes.
        len_ptr: u32,
    },
    /// A create.
    Create {
        /// Gas left when the create began.
        gas_before: u64,
        /// Gas the EVM keeps back for the creator.
        gas_kept: u64,
        /// Where the new address goes.
        address_ptr: u32,
        /// Where the length of the revert data goes.
        len_ptr: u32,
    },
}

/// The arguments the three kinds of call have in common.
#[derive(Debug)]
pub struct CallArgs {
    kind: CallKind,
    target: Address,
    input: Bytes,
    value: U256,
    gas: u64,
    len_ptr: u32,
}

impl Guest<'_> {
    pub(super) fn call_contract(&mut self, call: &HostCall<'_>) -> Result<Reply, Halt> {
        self.charge_entry(3 * PTR + EVM_API)?;
        // Copied twice: to the host, and from there to the chain.
        self.buy_ink(2 * read_ink(call.word(2)))?;
        let args = self.call_args(call)?;
        if self.frame().context.is_static && !args.value.is_zero() {
            return Ok(self.call_refused(args.len_ptr, 0)?.into());
        }
        Ok(Reply::Ask(Question::Call(args)))
    }

    fn call_args(&self, call: &HostCall<'_>) -> Result<CallArgs, Halt> {
        let (kind, value, gas_at) = match call.hook {
            Hook::DelegateCall => (CallKind::Delegate, U256::ZERO, 3),
            Hook::StaticCall => (CallKind::Static, U256::ZERO, 3),
            _ => (CallKind::Call, self.read_word(call.word(3))?, 4),
        };
        Ok(CallArgs {
            kind,
            target: self.read_address(call.word(0))?,
            input: Bytes::copy_from_slice(self.read(call.word(1), call.word(2))?),
            value,
            gas: call.long(gas_at),
            len_ptr: call.word(gas_at + 1),
        })
    }

    /// A call that never starts: it costs `gas` and fails without return data.
    fn call_refused(&mut self, len_ptr: u32, gas: u64) -> Result<u32, Halt> {
        self.buy_gas(gas)?;
        self.frame_mut().return_data = Bytes::new();
        self.write_u32(len_ptr, 0)?;
        Ok(CALL_FAILED)
    }

    pub(super) fn create(&mut self, call: &HostCall<'_>) -> Result<Reply, Halt> {
        let with_salt = call.hook == Hook::Create2;
        let pointers = if with_salt { 4 } else { 3 };
        self.charge_entry(pointers * PTR + EVM_API)?;
        let (code_ptr, code_len) = (call.word(0), call.word(1));
        self.buy_ink(2 * read_ink(code_len))?;
        let init_code = Bytes::copy_from_slice(self.read(code_ptr, code_len)?);
        let value = self.read_word(call.word(2))?;
        let salt = with_salt.then(|| self.read_array(call.word(3)).map(B256::new)).transpose()?;
        let outputs = if with_salt { 4 } else { 3 };

        self.require_writable("a create")?;
        let gas_before = self.gas_left();
        let hashing = if with_salt { gas::KECCAK_WORD * u64::from(code_len.div_ceil(32)) } else { 0 };
        let Some(gas_left) = gas_before.checked_sub(gas::CREATE + hashing) else {
            return Err(Halt::Failure("not enough gas to create a contract".into()));
        };
        let gas_kept = gas_left / 64;
        let pending = Pending::Create {
            gas_before,
            gas_kept,
            address_ptr: call.word(outputs),
            len_ptr: call.word(outputs + 1),
        };
        let caller = self.frame().context.acting;
        let request = CreateRequest { caller, value, init_code, salt, gas_limit: gas_left - gas_kept };
        Ok(Reply::Ask(Question::Create(request, pending)))
    }

    /// Charges for a finished nested frame and tells the program how it went.
    ///
    /// # Errors
    /// [`Halt`] when the program cannot go on.
    pub fn settle(&mut self, pending: Pending, outcome: SubOutcome) -> Result<Option<u64>, Halt> {
        if outcome.status == SubStatus::Success {
            let refund = &mut self.frame_mut().refund;
            *refund = refund.saturating_add(outcome.refund);
        }
        match pending {
            Pending::Call { base_gas, gas_limit, len_ptr } => {
                let used = gas_limit.saturating_sub(outcome.gas_left);
                self.buy_gas(base_gas.saturating_add(used))?;
                let output = if outcome.status == SubStatus::Failure { Bytes::new() } else { outcome.output };
                self.write_u32(len_ptr, length(&output))?;
                self.frame_mut().return_data = output;
                let succeeded = outcome.status == SubStatus::Success;
                Ok(Some(if succeeded { CALL_SUCCEEDED } else { CALL_FAILED }.into()))
            }
            Pending::Create { gas_before, gas_kept, address_ptr, len_ptr } => {
                let back = outcome.gas_left.saturating_add(gas_kept);
                self.buy_gas(gas_before.saturating_sub(back))?;
                let output = if outcome.status == SubStatus::Revert { outcome.output } else { Bytes::new() };
                self.write_u32(len_ptr, length(&output))?;
                self.frame_mut().return_data = output;
                let created = outcome.created.filter(|_| outcome.status == SubStatus::Success);
                self.write(address_ptr, created.unwrap_or_default().as_slice())?;
                Ok(None)
            }
        }
    }

    pub(super) fn read_return_data(&mut self, dest: u32, offset: u32, size: u32) -> Result<Reply, Halt> {
        self.charge_entry(EVM_API)?;
        let data = self.frame().return_data.clone();
        let part = overlap(&data, offset, size);
        self.buy_ink(write_ink(length(part)))?;
        if !part.is_empty() {
            self.write(dest, part)?;
        }
        Ok(length(part).into())
    }

    pub(super) fn return_data_size(&mut self) -> Result<Reply, Halt> {
        self.charge_entry(0)?;
        Ok(length(&self.frame().return_data).into())
    }
}

impl Host<'_> {
    /// The rest of `call_contract` and its siblings.
    pub(super) fn call(&mut self, args: CallArgs) -> Result<Answer, Halt> {
        let gas_left = self.guest.gas_left();
        let Some(base_gas) = self.call_base_gas(args.target, args.value, gas_left)? else {
            return Ok(self.guest.call_refused(args.len_ptr, gas_left)?.into());
        };
        let mut gas_limit = args.gas.min(gas::all_but_one_64th_floor(gas_left.saturating_sub(base_gas)));
        if !args.value.is_zero() {
            gas_limit = gas_limit.saturating_add(gas::CALL_STIPEND);
        }
        let pending = Pending::Call { base_gas, gas_limit, len_ptr: args.len_ptr };
        Ok(Answer::Suspend(Step::Call(self.call_request(args, gas_limit)), pending))
    }

    /// Gas of a call before any of the callee's; none when `gas_left` cannot pay it.
    fn call_base_gas(&mut self, target: Address, value: U256, gas_left: u64) -> Result<Option<u64>, Halt> {
        if gas_left < gas::WARM_READ {
            return Ok(None);
        }
        let account = self.chain.account(target)?;
        let mut base = gas::WARM_READ;
        if account.is_cold {
            base += gas::COLD_ACCOUNT - gas::WARM_READ;
        }
        if !value.is_zero() {
            base += gas::CALL_VALUE;
            if account.value.is_empty {
                base += gas::NEW_ACCOUNT;
            }
        }
        Ok((base <= gas_left).then_some(base))
    }

    fn call_request(&self, args: CallArgs, gas_limit: u64) -> CallRequest {
        let context = &self.guest.frame().context;
        let (caller, target, value) = match args.kind {
            CallKind::Call | CallKind::Static => (context.acting, args.target, args.value),
            CallKind::Delegate => (context.caller, context.acting, context.value),
        };
        CallRequest {
            kind: args.kind,
            caller,
            target,
            code_address: args.target,
            value,
            input: args.input,
            gas_limit,
            is_static: context.is_static || args.kind == CallKind::Static,
        }
    }
}
