//! A chain on which nothing happens, so that a program's run depends on its input alone.

use std::collections::HashMap;

use alloy_primitives::{Address, B256, Bytes, U256};
use devnet::wasm::chain::{AccountView, Chain, ChainError, Environment, Loaded, PageCounters, SstoreCost};

/// Lines kept of what a program prints, which costs nothing.
const MOST_PRINTED: usize = 100;

/// What a program left behind, comparable between two runs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Nowhere {
    slots: HashMap<(Address, U256), U256>,
    transient: HashMap<(Address, U256), U256>,
    logs: Vec<(Address, Vec<B256>, Bytes)>,
    printed: Vec<Vec<u8>>,
    pages: PageCounters,
}

const fn warm<T>(value: T) -> Loaded<T> {
    Loaded { value, is_cold: false }
}

impl Chain for Nowhere {
    fn sload(&mut self, address: Address, key: U256) -> Result<Loaded<U256>, ChainError> {
        Ok(warm(self.slots.get(&(address, key)).copied().unwrap_or_default()))
    }

    fn sstore(&mut self, address: Address, key: U256, value: U256) -> Result<SstoreCost, ChainError> {
        self.slots.insert((address, key), value);
        Ok(SstoreCost { gas: 5_000, refund: 0 })
    }

    fn tload(&mut self, address: Address, key: U256) -> Result<U256, ChainError> {
        Ok(self.transient.get(&(address, key)).copied().unwrap_or_default())
    }

    fn tstore(&mut self, address: Address, key: U256, value: U256) -> Result<(), ChainError> {
        self.transient.insert((address, key), value);
        Ok(())
    }

    fn log(&mut self, address: Address, topics: Vec<B256>, data: Bytes) -> Result<(), ChainError> {
        self.logs.push((address, topics, data));
        Ok(())
    }

    fn account(&mut self, _: Address) -> Result<Loaded<AccountView>, ChainError> {
        Ok(warm(AccountView { is_empty: true, ..AccountView::default() }))
    }

    fn code(&mut self, _: Address) -> Result<Loaded<Bytes>, ChainError> {
        Ok(warm(Bytes::from_static(&[0x60, 0x00])))
    }

    fn environment(&self) -> Environment {
        Environment { block_number: 7, chain_id: 412_346, ..Environment::default() }
    }

    fn pages(&mut self) -> &mut PageCounters {
        &mut self.pages
    }

    fn console(&mut self, _: Address, line: &[u8]) -> bool {
        if self.printed.len() < MOST_PRINTED {
            self.printed.push(line.to_vec());
        }
        self.printed.len() < MOST_PRINTED
    }
}
