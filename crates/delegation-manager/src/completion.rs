//! Out of the withdrawal queue.

use alloc::vec::Vec;

use abi::Result;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{at, checked};
use common::host::{block_number, caller, emit};
use common::pausing::require_exit_open;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    InputArrayLengthMismatch, InvalidCompletionMode, NothingToComplete, SlashingWithdrawalCompleted,
    WithdrawalDelayNotElapsed, WithdrawalKept, WithdrawalNotQueued, WithdrawalPaid, WithdrawerNotCaller,
};
use interfaces::types::{Payout, Withdrawal};
use math::delay;
use math::shares::completed_shares_down;
use stylus_sdk::prelude::*;

use crate::{DelegationManager, COMPLETING};

/// How a strategy of a withdrawal is wanted.
pub(crate) mod mode {
    /// As deposit shares, which count for the operator the staker has now.
    pub(crate) const SHARES: u8 = 0;
    /// As tokens.
    pub(crate) const TOKENS: u8 = 1;
    /// As ETH, unwrapped.
    pub(crate) const ETHER: u8 = 2;
    /// Not yet.
    pub(crate) const KEEP: u8 = 3;
}

/// A queued withdrawal and how its owner wants it.
pub(crate) struct Completion {
    pub(crate) withdrawal: Withdrawal,
    /// Per strategy its token; not used when completing as shares.
    pub(crate) tokens: Vec<Address>,
    /// Per strategy its mode.
    pub(crate) modes: Vec<u8>,
}

/// Withdrawals taken out of the queue: the root of each with the end of its payouts, and all payouts in order.
#[derive(Default)]
pub(crate) struct Dequeued {
    roots: Vec<(B256, usize)>,
    pub(crate) payouts: Vec<Payout>,
}

impl DelegationManager {
    /// Completes withdrawals of one staker, so that each peer call can be made once for all. Tokens leave last, when
    /// nothing of this contract is open any more.
    pub(crate) fn complete(&mut self, completions: Vec<Completion>) -> Result<()> {
        require_exit_open(self, self.strategy_manager.get().paused, COMPLETING)?;
        let Some(first) = completions.first() else { return Ok(()) };
        let staker = first.withdrawal.withdrawer;
        let mut dequeued = Dequeued::default();
        for completion in completions {
            self.dequeue(staker, completion, &mut dequeued)?;
        }
        self.restore(staker, &dequeued.payouts)?;
        self.pay(&staker, &mut dequeued.payouts)?;
        self.emit_paid(&staker, &dequeued);
        Ok(())
    }

    /// Takes one withdrawal out of the queue: its scaled shares count at the operator's magnitude of the last block in
    /// which they were slashable.
    fn dequeue(&mut self, staker: Address, completion: Completion, to: &mut Dequeued) -> Result<()> {
        let Completion { withdrawal, tokens, modes } = completion;
        let count = withdrawal.strategies.len();
        require::<InputArrayLengthMismatch>(
            tokens.len() == count && modes.len() == count && withdrawal.scaled_shares.len() == count,
        )?;
        self.require_may_complete(staker, &withdrawal, &modes)?;
        let root = self.root_of(&withdrawal);
        require::<WithdrawalNotQueued>(self.pending.getter(root).get().is_some())?;
        let until = checked(delay::last_block(withdrawal.start_block, self.strategy_manager.get().delay))?;
        require::<WithdrawalDelayNotElapsed>(delay::is_past(block_number(self.vm()), until))?;
        self.remove_record(root, &withdrawal)?;
        emit(self.vm(), &abi::Event::new(&SlashingWithdrawalCompleted::SIGNATURE_HASH, 1).b256(&root));
        let mut kept = Withdrawal { strategies: Vec::new(), scaled_shares: Vec::new(), ..withdrawal };
        for (index, mode) in modes.into_iter().enumerate() {
            let strategy = at(&withdrawal.strategies, index)?;
            let queued = at(&withdrawal.scaled_shares, index)?;
            if mode == mode::KEEP {
                kept.strategies.push(strategy);
                kept.scaled_shares.push(queued);
                continue;
            }
            let magnitude = self.max_magnitude_at(kept.delegated_to, strategy, until);
            let paid = checked(completed_shares_down(queued, magnitude))?;
            let (token, amount) = (at(&tokens, index)?, U256::ZERO);
            to.payouts.push(Payout { strategy, token, mode, queued, paid, amount });
        }
        to.roots.push((root, to.payouts.len()));
        self.keep_rest(root, &kept, count)
    }

    /// The staker may ask for anything. Others may if it let them, but only for what needs no choice: tokens.
    fn require_may_complete(&self, staker: Address, withdrawal: &Withdrawal, modes: &[u8]) -> Result<()> {
        require::<WithdrawerNotCaller>(withdrawal.withdrawer == staker)?;
        if caller(self.vm()) == staker {
            return require::<InvalidCompletionMode>(modes.iter().all(|mode| *mode <= mode::KEEP));
        }
        require::<WithdrawerNotCaller>(self.account(staker).completed_by_anyone)?;
        require::<InvalidCompletionMode>(modes.iter().all(|mode| *mode == mode::TOKENS))
    }

    /// Queues the strategies that were kept, under a root of their own: it differs, since at least one of `count` is gone.
    fn keep_rest(&mut self, root: B256, kept: &Withdrawal, count: usize) -> Result<()> {
        if kept.strategies.is_empty() {
            return Ok(());
        }
        require::<NothingToComplete>(kept.strategies.len() < count)?;
        let new_root = self.root_of(kept);
        self.add_record(new_root, kept)?;
        let words = kept.strategies.len().saturating_mul(2).saturating_add(12);
        let event = abi::Event::new(&WithdrawalKept::SIGNATURE_HASH, words);
        let mut event = event.topic_b256(&root).topic_b256(&new_root);
        let data = event.data();
        let slot = data.offset(data.here());
        data.tail(slot);
        kept.encode(data);
        emit(self.vm(), &event);
        Ok(())
    }

    /// Reports what every withdrawal gave.
    fn emit_paid(&self, staker: &Address, dequeued: &Dequeued) {
        let mut start = 0;
        for (root, end) in &dequeued.roots {
            let payouts = dequeued.payouts.get(start..*end).unwrap_or_default();
            let words = payouts.len().saturating_mul(Payout::WORDS).saturating_add(4);
            let event = abi::Event::new(&WithdrawalPaid::SIGNATURE_HASH, words);
            let mut event = event.topic_b256(root).topic_address(staker);
            let data = event.data();
            let slot = data.offset(data.here());
            data.tail(slot);
            data.length(payouts.len());
            for payout in payouts {
                payout.encode(data);
            }
            emit(self.vm(), &event);
            start = *end;
        }
    }
}
