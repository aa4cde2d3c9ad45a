//! Withdrawals in the queue, and what they would give.

use alloc::vec::Vec;

use abi::word::from_word;
use abi::{Result, Writer};
use alloy_primitives::{Address, B256, U256};
use common::arithmetic::checked;
use common::host::block_number;
use interfaces::types::Withdrawal;
use math::delay;
use math::shares::completed_shares_down;
use stylus_sdk::prelude::*;

use crate::DelegationManager;

impl DelegationManager {
    /// A withdrawal and its shares, encoded; zeros when unknown.
    pub(crate) fn queued_withdrawal(&self, root: B256) -> Result<Vec<u8>> {
        let withdrawal = self.find(root);
        let shares = self.shares_of(&withdrawal)?;
        let words = shares.len().saturating_mul(3).saturating_add(12);
        let mut out = Writer::new(words);
        let (first, second) = (out.offset(0), out.offset(0));
        out.tail(first);
        withdrawal.encode(&mut out);
        out.tail(second);
        out.words(&shares);
        Ok(out.finish())
    }

    /// A withdrawal, encoded; zeros when unknown.
    pub(crate) fn queued_struct(&self, root: B256) -> Vec<u8> {
        self.find(root).encoded()
    }

    /// The staker's withdrawals and their shares, encoded.
    pub(crate) fn queued_withdrawals(&self, staker: Address) -> Result<Vec<u8>> {
        let withdrawals = self.withdrawals_of(staker);
        let mut out = Writer::new(64);
        let (first, second) = (out.offset(0), out.offset(0));
        out.tail(first);
        out.length(withdrawals.len());
        let elements = out.here();
        let slots: Vec<_> = withdrawals.iter().map(|_| out.offset(elements)).collect();
        for (slot, withdrawal) in slots.into_iter().zip(&withdrawals) {
            out.tail(slot);
            withdrawal.encode(&mut out);
        }
        out.tail(second);
        out.length(withdrawals.len());
        let elements = out.here();
        let slots: Vec<_> = withdrawals.iter().map(|_| out.offset(elements)).collect();
        for (slot, withdrawal) in slots.into_iter().zip(&withdrawals) {
            out.tail(slot);
            out.words(&self.shares_of(withdrawal)?);
        }
        Ok(out.finish())
    }

    /// Roots of the staker's withdrawals.
    pub(crate) fn queued_roots(&self, staker: Address) -> Vec<U256> {
        self.withdrawals_of(staker).iter().map(|withdrawal| from_word(&self.root_of(withdrawal).0)).collect()
    }

    fn withdrawals_of(&self, staker: Address) -> Vec<Withdrawal> {
        self.queued_nonces(staker).into_iter().map(|nonce| self.record(staker, nonce)).collect()
    }

    /// The withdrawal with this root; an empty one when unknown.
    fn find(&self, root: B256) -> Withdrawal {
        let pending = self.pending.getter(root).get();
        if pending.is_some() {
            return self.record(pending.staker, U256::from(pending.nonce));
        }
        Withdrawal {
            staker: Address::ZERO,
            delegated_to: Address::ZERO,
            withdrawer: Address::ZERO,
            nonce: U256::ZERO,
            start_block: 0,
            strategies: Vec::new(),
            scaled_shares: Vec::new(),
        }
    }

    /// The shares a withdrawal would give at the magnitude of now, or of the block in which it stopped being slashable.
    fn shares_of(&self, withdrawal: &Withdrawal) -> Result<Vec<U256>> {
        let last = checked(delay::last_block(withdrawal.start_block, self.strategy_manager.get().delay))?;
        let block = last.min(block_number(self.vm()));
        let mut shares = Vec::with_capacity(withdrawal.strategies.len());
        for (strategy, scaled) in withdrawal.strategies.iter().zip(&withdrawal.scaled_shares) {
            let magnitude = self.max_magnitude_at(withdrawal.delegated_to, *strategy, block);
            shares.push(checked(completed_shares_down(*scaled, magnitude))?);
        }
        Ok(shares)
    }
}
