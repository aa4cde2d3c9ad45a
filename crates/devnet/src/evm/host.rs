//! The chain as programs see it, over revm's context.

use alloy_primitives::{Address, B256, Bytes, Log, U256};
use revm::context::{Cfg, JournalTr, Transaction};

use super::Ctx;
use crate::wasm::chain::{AccountView, Chain, ChainError, Environment, Loaded, PageCounters, SstoreCost};

/// revm's context as a program's host.
pub(super) struct EvmChain<'c, 'a>(pub(super) &'c mut Ctx<'a>);

impl Chain for EvmChain<'_, '_> {
    fn sload(&mut self, address: Address, key: U256) -> Result<Loaded<U256>, ChainError> {
        let Ok(slot) = self.0.journaled_state.sload(address, key);
        Ok(Loaded { value: slot.data, is_cold: slot.is_cold })
    }

    fn sstore(&mut self, address: Address, key: U256, value: U256) -> Result<SstoreCost, ChainError> {
        let Ok(change) = self.0.journaled_state.sstore(address, key, value);
        let prices = self.0.cfg.gas_params();
        let dynamic = prices.sstore_dynamic_gas(true, &change.data, change.is_cold);
        Ok(SstoreCost {
            gas: prices.sstore_static_gas().saturating_add(dynamic),
            refund: prices.sstore_refund(true, &change.data),
        })
    }

    fn tload(&mut self, address: Address, key: U256) -> Result<U256, ChainError> {
        Ok(self.0.journaled_state.tload(address, key))
    }

    fn tstore(&mut self, address: Address, key: U256, value: U256) -> Result<(), ChainError> {
        self.0.journaled_state.tstore(address, key, value);
        Ok(())
    }

    fn log(&mut self, address: Address, topics: Vec<B256>, data: Bytes) -> Result<(), ChainError> {
        let log = Log::new(address, topics, data)
            .ok_or_else(|| ChainError("a log has four topics at most".into()))?;
        self.0.journaled_state.log(log);
        Ok(())
    }

    fn account(&mut self, address: Address) -> Result<Loaded<AccountView>, ChainError> {
        let Ok(account) = self.0.journaled_state.load_account(address);
        let info = &account.data.info;
        let is_empty = info.is_empty();
        let code_hash = if is_empty { B256::ZERO } else { info.code_hash };
        let value = AccountView { balance: info.balance, code_hash, is_empty };
        Ok(Loaded { value, is_cold: account.is_cold })
    }

    fn code(&mut self, address: Address) -> Result<Loaded<Bytes>, ChainError> {
        let Ok(code) = self.0.journaled_state.code(address);
        Ok(Loaded { value: code.data, is_cold: code.is_cold })
    }

    fn environment(&self) -> Environment {
        let block = &self.0.block;
        Environment {
            block_number: block.number.saturating_to(),
            block_timestamp: block.timestamp.saturating_to(),
            block_basefee: U256::from(block.basefee),
            block_coinbase: block.beneficiary,
            block_gas_limit: block.gas_limit,
            chain_id: self.0.cfg.chain_id,
            tx_origin: self.0.tx.caller,
            tx_gas_price: U256::from(self.0.tx.effective_gas_price(u128::from(block.basefee))),
        }
    }

    fn pages(&mut self) -> &mut PageCounters {
        &mut self.0.chain.pages
    }

    fn console(&mut self, _address: Address, line: &[u8]) -> bool {
        self.0.chain.console.add(line)
    }
}
