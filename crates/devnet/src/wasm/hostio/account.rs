//! Other accounts: balance, code and code hash.

use alloy_primitives::{Address, Bytes};

use super::io::{length, overlap};
use super::{Halt, Host, Reply};
use crate::wasm::chain::AccountView;
use crate::wasm::prices::{EVM_API, PTR, gas, write_ink};

/// Code size (EIP-170) reading code is priced for.
const STANDARD_CODE_SIZE: u64 = 24_576;

fn touch_gas(is_cold: bool) -> u64 {
    if is_cold { gas::COLD_ACCOUNT } else { gas::WARM_READ }
}

impl Host<'_> {
    pub(super) fn account_balance(&mut self, address: u32, dest: u32) -> Result<Reply, Halt> {
        let account = self.touch_account(address)?;
        self.guest.write_word(dest, account.balance)?;
        Ok(Reply::NONE)
    }

    pub(super) fn account_codehash(&mut self, address: u32, dest: u32) -> Result<Reply, Halt> {
        let account = self.touch_account(address)?;
        self.guest.write_hash(dest, account.code_hash)?;
        Ok(Reply::NONE)
    }

    pub(super) fn account_code(
        &mut self,
        address: u32,
        offset: u32,
        size: u32,
        dest: u32,
    ) -> Result<Reply, Halt> {
        let code = self.load_code(address)?;
        self.guest.buy_ink(write_ink(length(&code)))?;
        let part = overlap(&code, offset, size);
        self.guest.write(dest, part)?;
        Ok(length(part).into())
    }

    pub(super) fn account_code_size(&mut self, address: u32) -> Result<Reply, Halt> {
        Ok(length(&self.load_code(address)?).into())
    }

    fn touch_account(&mut self, address: u32) -> Result<AccountView, Halt> {
        self.charge_entry(2 * PTR + EVM_API)?;
        self.guest.require_gas(gas::COLD_ACCOUNT)?;
        let address = self.guest.read_address(address)?;
        let account = self.chain.account(address)?;
        self.guest.buy_gas(touch_gas(account.is_cold))?;
        Ok(account.value)
    }

    /// Reading the same account's code again is free.
    fn load_code(&mut self, address: u32) -> Result<Bytes, Halt> {
        self.charge_entry(EVM_API)?;
        self.guest.require_gas(gas::COLD_ACCOUNT)?;
        let address: Address = self.guest.read_address(address)?;
        if let Some((last, code)) = &self.frame.last_code
            && *last == address
        {
            return Ok(code.clone());
        }
        let code = self.chain.code(address)?;
        let max_code_size = u64::from(self.rules.max_code_size);
        let reading = max_code_size / STANDARD_CODE_SIZE * gas::EXTCODE;
        self.guest.buy_gas(reading + touch_gas(code.is_cold))?;
        self.frame.last_code = Some((address, code.value.clone()));
        Ok(code.value)
    }
}
