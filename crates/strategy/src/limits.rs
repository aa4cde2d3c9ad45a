//! Limits on deposits.

use abi::{Event, Result, Writer};
use alloc::vec::Vec;
use alloy_primitives::{B256, U256};
use alloy_sol_types::SolEvent;
use common::host::emit;
use common::pausing::require_unpauser;
use interfaces::require;
use interfaces::sol::IStrategy::{
    BalanceExceedsMaxTotalDeposits, MaxPerDepositExceedsMax, MaxPerDepositUpdated, MaxTotalDepositsUpdated,
};
use stylus_sdk::prelude::*;

use crate::state::Vault;
use crate::Strategy;

impl Strategy {
    /// Unpauser: limits one deposit, and the token units held after it.
    pub(crate) fn set_limits(&mut self, per_deposit: U256, total: U256) -> Result<()> {
        require_unpauser(self)?;
        let (old_per_deposit, old_total) = self.limits();
        self.emit_limit(&MaxPerDepositUpdated::SIGNATURE_HASH, &old_per_deposit, &per_deposit);
        self.emit_limit(&MaxTotalDepositsUpdated::SIGNATURE_HASH, &old_total, &total);
        require::<MaxPerDepositExceedsMax>(per_deposit <= total)?;
        self.max_per_deposit.set(per_deposit);
        self.max_total_deposits.set(total);
        let vault = self.vault.get();
        self.vault.set(&Vault { flags: vault.flags | Vault::LIMITED, ..vault });
        Ok(())
    }

    /// Most token units of one deposit, and of all of them.
    pub(crate) fn limits(&self) -> (U256, U256) {
        if self.vault.get().flags & Vault::LIMITED == 0 {
            return (U256::MAX, U256::MAX);
        }
        (self.max_per_deposit.get(), self.max_total_deposits.get())
    }

    /// As two words.
    pub(crate) fn encoded_limits(&self) -> Vec<u8> {
        let (per_deposit, total) = self.limits();
        let mut out = Writer::new(2);
        out.word(&per_deposit);
        out.word(&total);
        out.finish()
    }

    /// Reverts when a deposit of `amount`, after which the vault holds `balance`, is beyond the limits.
    pub(crate) fn require_within_limits(&self, amount: U256, balance: U256) -> Result<()> {
        require::<MaxPerDepositExceedsMax>(amount <= self.max_per_deposit.get())?;
        require::<BalanceExceedsMaxTotalDeposits>(balance <= self.max_total_deposits.get())
    }

    fn emit_limit(&self, topic: &B256, old: &U256, new: &U256) {
        emit(self.vm(), &Event::new(topic, 2).word(old).word(new));
    }
}
