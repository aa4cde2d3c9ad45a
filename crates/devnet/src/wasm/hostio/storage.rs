//! Permanent and transient storage.

use super::{Halt, Host, Reply};
use crate::wasm::prices::{EVM_API, PTR, gas, ink_to_gas_floor};

impl Host<'_> {
    pub(super) fn storage_load(&mut self, key: u32, dest: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR)?;
        let api_gas = ink_to_gas_floor(EVM_API, self.rules.ink_price);
        self.guest.require_gas(gas::COLD_SLOAD + gas::STORAGE_CACHE_ACCESS + api_gas)?;
        let key = self.guest.read_word(key)?;
        let mut cost = self.frame.cache.read_gas();
        let value = match self.frame.cache.get(key) {
            Some(value) => value,
            None => {
                let loaded = self.chain.sload(self.frame.context.acting, key)?;
                cost += api_gas + if loaded.is_cold { gas::COLD_SLOAD } else { gas::WARM_READ };
                self.frame.cache.insert_known(key, loaded.value);
                loaded.value
            }
        };
        self.guest.buy_gas(cost)?;
        self.guest.write_word(dest, value)?;
        Ok(Reply::NONE)
    }

    pub(super) fn storage_cache(&mut self, key: u32, value: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR)?;
        self.guest.require_gas(gas::SSTORE_SENTRY + gas::STORAGE_CACHE_ACCESS)?;
        let (key, value) = (self.guest.read_word(key)?, self.guest.read_word(value)?);
        let cost = self.frame.cache.write_gas();
        self.frame.cache.write(key, value);
        self.guest.buy_gas(cost)?;
        Ok(Reply::NONE)
    }

    pub(super) fn storage_flush(&mut self, clear: bool) -> Result<Reply, Halt> {
        self.charge_entry(EVM_API)?;
        self.guest.require_gas(gas::SSTORE_SENTRY)?;
        let dirty = self.frame.cache.take_dirty();
        if clear {
            self.frame.cache.clear();
        }
        if !dirty.is_empty() {
            self.require_writable("a storage write")?;
        }
        for (key, value) in dirty {
            let cost = self.chain.sstore(self.frame.context.acting, key, value)?;
            // A write that cannot be paid ends the frame, and the chain rolls it back.
            self.guest.buy_gas(cost.gas)?;
            self.frame.refund = self.frame.refund.saturating_add(cost.refund);
        }
        Ok(Reply::NONE)
    }

    pub(super) fn transient_load(&mut self, key: u32, dest: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR + EVM_API)?;
        self.guest.buy_gas(gas::TRANSIENT)?;
        let key = self.guest.read_word(key)?;
        let value = self.chain.tload(self.frame.context.acting, key)?;
        self.guest.write_word(dest, value)?;
        Ok(Reply::NONE)
    }

    pub(super) fn transient_store(&mut self, key: u32, value: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR + EVM_API)?;
        self.guest.buy_gas(gas::TRANSIENT)?;
        let (key, value) = (self.guest.read_word(key)?, self.guest.read_word(value)?);
        self.require_writable("a transient storage write")?;
        self.chain.tstore(self.frame.context.acting, key, value)?;
        Ok(Reply::NONE)
    }
}
