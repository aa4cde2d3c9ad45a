//! Permanent and transient storage.

use super::{Guest, Halt, Question, Reply};
use crate::wasm::prices::{EVM_API, PTR, gas, ink_to_gas_floor};

impl Guest<'_> {
    pub(super) fn storage_load(&mut self, key: u32, dest: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR)?;
        let api_gas = ink_to_gas_floor(EVM_API, self.frame().rules.ink_price);
        self.require_gas(gas::COLD_SLOAD + gas::STORAGE_CACHE_ACCESS + api_gas)?;
        let key = self.read_word(key)?;
        let cache = &mut self.frame_mut().cache;
        let cache_gas = cache.read_gas();
        match cache.get(key) {
            Some(value) => {
                self.buy_gas(cache_gas)?;
                self.write_word(dest, value)?;
                Ok(Reply::NONE)
            }
            None => Ok(Reply::Ask(Question::StorageLoad { key, dest, gas: cache_gas + api_gas })),
        }
    }

    pub(super) fn storage_cache(&mut self, key: u32, value: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR)?;
        self.require_gas(gas::SSTORE_SENTRY + gas::STORAGE_CACHE_ACCESS)?;
        let (key, value) = (self.read_word(key)?, self.read_word(value)?);
        let cache = &mut self.frame_mut().cache;
        let cost = cache.write_gas();
        cache.write(key, value);
        self.buy_gas(cost)?;
        Ok(Reply::NONE)
    }

    pub(super) fn storage_flush(&mut self, clear: bool) -> Result<Reply, Halt> {
        self.charge_entry(EVM_API)?;
        self.require_gas(gas::SSTORE_SENTRY)?;
        let cache = &mut self.frame_mut().cache;
        let dirty = cache.take_dirty();
        if clear {
            cache.clear();
        }
        if dirty.is_empty() {
            return Ok(Reply::NONE);
        }
        self.require_writable("a storage write")?;
        Ok(Reply::Ask(Question::StorageFlush(dirty)))
    }

    pub(super) fn transient_load(&mut self, key: u32, dest: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR + EVM_API)?;
        self.buy_gas(gas::TRANSIENT)?;
        Ok(Reply::Ask(Question::TransientLoad { key: self.read_word(key)?, dest }))
    }

    pub(super) fn transient_store(&mut self, key: u32, value: u32) -> Result<Reply, Halt> {
        self.charge_entry(2 * PTR + EVM_API)?;
        self.buy_gas(gas::TRANSIENT)?;
        let (key, value) = (self.read_word(key)?, self.read_word(value)?);
        self.require_writable("a transient storage write")?;
        Ok(Reply::Ask(Question::TransientStore { key, value }))
    }
}
