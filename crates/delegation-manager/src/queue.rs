//! Into the withdrawal queue.

use alloc::vec::Vec;

use abi::{Event, Reader, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::some;
use common::calls;
use common::host::{block_number, caller, emit, keccak};
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    InputArrayLengthMismatch, InputArrayLengthZero, SlashingWithdrawalQueued,
};
use interfaces::types::{QueuedWithdrawalParams, Withdrawal};
use stylus_sdk::prelude::*;

use crate::state::Staker;
use crate::DelegationManager;

impl DelegationManager {
    /// Queues withdrawals of the caller.
    pub(crate) fn queue_withdrawals(
        &mut self,
        withdrawals: Vec<QueuedWithdrawalParams>,
    ) -> Result<Vec<U256>> {
        let staker = caller(self.vm());
        let operator = self.operator_of(staker);
        self.queue(staker, operator, withdrawals)
    }

    /// Queues withdrawals of `staker`, whose shares count for `operator` (zero for none). Returns the roots.
    ///
    /// All are debited in one call before anything is counted. That is the same as one after another: a scaling factor
    /// starts anew only when no deposit shares are left, and then nothing after it can be debited.
    #[inline(never)]
    pub(crate) fn queue(
        &mut self,
        staker: Address,
        operator: Address,
        withdrawals: Vec<QueuedWithdrawalParams>,
    ) -> Result<Vec<U256>> {
        let mut left = self.debit(&staker, &withdrawals)?.into_iter();
        let mut roots = Vec::with_capacity(withdrawals.len());
        for withdrawal in withdrawals {
            roots.push(self.queue_one(staker, operator, withdrawal, &mut left)?);
        }
        Ok(roots)
    }

    /// Takes the deposit shares of all withdrawals; returns what is left after each.
    fn debit(&mut self, staker: &Address, withdrawals: &[QueuedWithdrawalParams]) -> Result<Vec<U256>> {
        let (mut strategies, mut shares) = (Vec::new(), Vec::new());
        for withdrawal in withdrawals {
            require::<InputArrayLengthMismatch>(
                withdrawal.strategies.len() == withdrawal.deposit_shares.len(),
            )?;
            require::<InputArrayLengthZero>(!withdrawal.strategies.is_empty())?;
            strategies.extend_from_slice(&withdrawal.strategies);
            shares.extend_from_slice(&withdrawal.deposit_shares);
        }
        if strategies.is_empty() {
            return Ok(shares);
        }
        let debit = strategy_manager::debit_shares(staker, &strategies, &shares);
        Reader::new(&calls::call(self.vm(), &self.strategy_manager.get().address, &debit)?).words()
    }

    /// Queues one withdrawal; `left` gives the deposit shares left after each of its strategies.
    fn queue_one(
        &mut self,
        staker: Address,
        operator: Address,
        params: QueuedWithdrawalParams,
        left: &mut impl Iterator<Item = U256>,
    ) -> Result<U256> {
        let QueuedWithdrawalParams { strategies, deposit_shares } = params;
        let (mut scaled_shares, mut withdrawable) = (Vec::new(), Vec::new());
        for (strategy, shares) in strategies.iter().zip(deposit_shares) {
            let removed = self.remove_shares(operator, staker, *strategy, shares, some(left.next())?)?;
            scaled_shares.push(removed.scaled);
            withdrawable.push(removed.withdrawable);
        }
        let mut slot = self.stakers.setter(staker);
        let account = slot.get();
        slot.set(&Staker { nonce: some(account.nonce.checked_add(1))?, ..account });
        let withdrawal = Withdrawal {
            staker,
            delegated_to: operator,
            withdrawer: staker,
            nonce: U256::from(account.nonce),
            start_block: block_number(self.vm()),
            strategies,
            scaled_shares,
        };
        let root = self.root_of(&withdrawal);
        self.pending.setter(root).set(true);
        self.emit_queued(&root, &withdrawal, &withdrawable);
        Ok(root.into())
    }

    /// What identifies a withdrawal: keccak256 of its encoding.
    pub(crate) fn root_of(&self, withdrawal: &Withdrawal) -> B256 {
        keccak(self.vm(), &withdrawal.encoded())
    }

    fn emit_queued(&self, root: &B256, withdrawal: &Withdrawal, withdrawable: &[U256]) {
        let words = withdrawable.len().saturating_mul(3).saturating_add(13);
        let mut event = Event::new(&SlashingWithdrawalQueued::SIGNATURE_HASH, words);
        let data = event.data();
        let tuple = data.here();
        data.b256(root);
        let (withdrawal_slot, withdrawable_slot) = (data.offset(tuple), data.offset(tuple));
        data.tail(withdrawal_slot);
        withdrawal.encode(data);
        data.tail(withdrawable_slot);
        data.words(withdrawable);
        emit(self.vm(), &event);
    }
}
