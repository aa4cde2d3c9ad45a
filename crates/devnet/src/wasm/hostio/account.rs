//! Other accounts: balance, code and code hash.

use alloy_primitives::Address;

use super::io::{length, overlap};
use super::{Answer, Guest, Halt, Hook, Host, Question, Reply};
use crate::wasm::prices::{EVM_API, PTR, gas, write_ink};

/// Code size (EIP-170) reading code is priced for.
const STANDARD_CODE_SIZE: u64 = 24_576;

/// What a program wants of an account's code.
#[derive(Clone, Copy, Debug)]
pub enum CodeUse {
    /// Its length.
    Size,
    /// A part of it, written to `dest`.
    Part {
        /// Where the part begins.
        offset: u32,
        /// Most bytes of it.
        size: u32,
        /// Where it goes.
        dest: u32,
    },
}

fn touch_gas(is_cold: bool) -> u64 {
    if is_cold { gas::COLD_ACCOUNT } else { gas::WARM_READ }
}

impl Guest<'_> {
    pub(super) fn account(&mut self, hook: Hook, address: u32, dest: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR + EVM_API)?;
        self.require_gas(gas::COLD_ACCOUNT)?;
        let address = self.read_address(address)?;
        Ok(Reply::Ask(Question::Account { address, hash: hook == Hook::AccountCodeHash, dest }))
    }

    pub(super) fn account_code(
        &mut self,
        address: u32,
        offset: u32,
        size: u32,
        dest: u32,
    ) -> Result<Reply, Halt> {
        self.code(address, CodeUse::Part { offset, size, dest })
    }

    pub(super) fn account_code_size(&mut self, address: u32) -> Result<Reply, Halt> {
        self.code(address, CodeUse::Size)
    }

    /// Reading the same account's code again is free.
    fn code(&mut self, address: u32, wanted: CodeUse) -> Result<Reply, Halt> {
        self.charge_entry(EVM_API)?;
        self.require_gas(gas::COLD_ACCOUNT)?;
        let address = self.read_address(address)?;
        match &self.frame().last_code {
            Some((last, _)) if *last == address => Ok(self.use_code(wanted)?.into()),
            _ => Ok(Reply::Ask(Question::Code { address, wanted })),
        }
    }

    /// Gives the program what it wants of the code that was read last.
    fn use_code(&mut self, wanted: CodeUse) -> Result<u32, Halt> {
        let code = self.frame().last_code.as_ref().map(|(_, code)| code.clone()).unwrap_or_default();
        match wanted {
            CodeUse::Size => Ok(length(&code)),
            CodeUse::Part { offset, size, dest } => {
                self.buy_ink(write_ink(length(&code)))?;
                let part = overlap(&code, offset, size);
                self.write(dest, part)?;
                Ok(length(part))
            }
        }
    }
}

impl Host<'_> {
    /// The rest of `account_balance` and `account_codehash`.
    pub(super) fn tell_account(&mut self, address: Address, hash: bool, dest: u32) -> Result<Answer, Halt> {
        let account = self.chain.account(address)?;
        self.guest.buy_gas(touch_gas(account.is_cold))?;
        if hash {
            self.guest.write_hash(dest, account.value.code_hash)?;
        } else {
            self.guest.write_word(dest, account.value.balance)?;
        }
        Ok(Answer::NONE)
    }

    /// The rest of `account_code` and `account_code_size`.
    pub(super) fn tell_code(&mut self, address: Address, wanted: CodeUse) -> Result<Answer, Halt> {
        let code = self.chain.code(address)?;
        let max_code_size = u64::from(self.guest.frame().rules.max_code_size);
        let reading = max_code_size / STANDARD_CODE_SIZE * gas::EXTCODE;
        self.guest.buy_gas(reading + touch_gas(code.is_cold))?;
        self.guest.frame_mut().last_code = Some((address, code.value));
        Ok(self.guest.use_code(wanted)?.into())
    }
}
