//! Into the withdrawal queue.

use alloc::vec::Vec;

use abi::word::from_word;
use abi::{Event, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{at, some};
use common::calls;
use common::host::{block_number, caller, emit, keccak};
use common::pausing::require_open;
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    InputArrayLengthMismatch, InputArrayLengthZero, SlashingWithdrawalQueued,
};
use interfaces::types::{QueuedWithdrawalParams, Withdrawal};
use math::shares::ScalingFactor;
use stylus_sdk::prelude::*;

use crate::shares::{scaling_fault, Position};
use crate::state::Account;
use crate::{DelegationManager, QUEUEING};

/// What the StrategyManager answers to a debit, strategy by strategy.
#[derive(Default)]
struct Debited {
    /// Deposit shares left.
    left: Vec<U256>,
    /// The scaling factors (WAD) the shares had.
    factors: Vec<U256>,
    next: usize,
}

impl Debited {
    /// What is left of the next strategy, and the factor its shares had.
    fn take(&mut self) -> Result<(U256, U256)> {
        let index = self.next;
        self.next = index.saturating_add(1);
        Ok((at(&self.left, index)?, at(&self.factors, index)?))
    }
}

impl DelegationManager {
    /// Queues withdrawals of the caller.
    pub(crate) fn queue_withdrawals(
        &mut self,
        withdrawals: Vec<QueuedWithdrawalParams>,
    ) -> Result<Vec<U256>> {
        require_open(self.strategy_manager.get().paused, QUEUEING)?;
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
        let mut debited = self.debit(&staker, &withdrawals)?;
        let mut roots = Vec::with_capacity(withdrawals.len());
        for withdrawal in withdrawals {
            roots.push(self.queue_one(staker, operator, withdrawal, &mut debited)?);
        }
        Ok(roots)
    }

    /// Takes the deposit shares of all withdrawals; returns what is left after each, and the factors they had.
    fn debit(&mut self, staker: &Address, withdrawals: &[QueuedWithdrawalParams]) -> Result<Debited> {
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
            return Ok(Debited::default());
        }
        let debit = strategy_manager::debit_shares(staker, &strategies, &shares);
        let answer = calls::call(self.vm(), &self.strategy_manager.get().address, &debit)?;
        let (left, factors) = strategy_manager::positions(&answer)?;
        Ok(Debited { left, factors, next: 0 })
    }

    /// Queues one withdrawal; `debited` goes on from its first strategy.
    fn queue_one(
        &mut self,
        staker: Address,
        operator: Address,
        params: QueuedWithdrawalParams,
        debited: &mut Debited,
    ) -> Result<U256> {
        let QueuedWithdrawalParams { strategies, deposit_shares } = params;
        let (mut scaled_shares, mut withdrawable) = (Vec::new(), Vec::new());
        for (index, shares) in deposit_shares.into_iter().enumerate() {
            let (left, factor) = debited.take()?;
            let factor = ScalingFactor::from_wad(factor).map_err(scaling_fault)?;
            let position = Position { staker, strategy: at(&strategies, index)?, shares, factor };
            let removed = self.remove_shares(operator, &position, left)?;
            scaled_shares.push(removed.scaled);
            withdrawable.push(removed.withdrawable);
        }
        let account = self.account(staker);
        let next = some(account.nonce.checked_add(1))?;
        self.set_account(staker, &Account { nonce: next, ..account });
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
        self.add_record(root, &withdrawal)?;
        self.emit_queued(&root, &withdrawal, &withdrawable);
        Ok(from_word(&root.0))
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
