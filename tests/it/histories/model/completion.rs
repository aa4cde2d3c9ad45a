//! Out of the queue.

use super::formula::worth;
use super::refusal::require;
use super::{Account, COMPLETING, Holder, Model, Nat, Refusal, VaultId, Withdrawal};

/// How a strategy of a withdrawal is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Shares = 0,
    Tokens = 1,
    /// Unwrapped.
    Ether = 2,
    /// Not yet.
    Keep = 3,
}

/// A withdrawal, and how each of its strategies is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Completion {
    pub(crate) withdrawal: Withdrawal,
    pub(crate) modes: Vec<Mode>,
}

impl Completion {
    /// Whether the functions that know no modes are to pay tokens.
    pub(crate) fn as_tokens(&self) -> bool {
        self.modes.iter().all(|mode| *mode == Mode::Tokens)
    }
}

/// What one strategy of a completed withdrawal gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Payout {
    pub(crate) vault: VaultId,
    pub(crate) mode: Mode,
    /// Scaled shares that were queued, and the shares they came to.
    pub(crate) queued: Nat,
    pub(crate) paid: Nat,
    /// Token units, or wei.
    pub(crate) amount: Nat,
}

impl Model {
    /// Completes withdrawals of one staker: first all leave the queue, then shares are given back, then tokens leave.
    pub(super) fn complete(
        &mut self,
        by: Account,
        completions: &[Completion],
    ) -> Result<Vec<Vec<Payout>>, Refusal> {
        self.delegation.require_open(COMPLETING, self.time)?;
        let Some(first) = completions.first() else { return Ok(Vec::new()) };
        let staker = first.withdrawal.staker;
        let mut paid = Vec::new();
        for completion in completions {
            self.require_may_complete(by, staker, completion)?;
            paid.push(self.dequeue(completion)?);
        }
        self.restore(staker, paid.iter().flatten())?;
        self.pay(staker, &mut paid)?;
        Ok(paid)
    }

    /// All tokens leave before any ether.
    fn pay(&mut self, staker: Account, paid: &mut [Vec<Payout>]) -> Result<(), Refusal> {
        for mode in [Mode::Tokens, Mode::Ether] {
            let wanted = paid.iter_mut().flatten().filter(|payout| payout.mode == mode);
            for payout in wanted.filter(|payout| !payout.paid.is_zero()) {
                payout.amount = if mode == Mode::Ether {
                    self.pay_ether(staker, payout.vault, payout.paid)?
                } else {
                    self.pay_out(Holder::Person(staker), payout.vault, payout.paid)?
                };
            }
        }
        Ok(())
    }

    fn require_may_complete(
        &self,
        by: Account,
        staker: Account,
        completion: &Completion,
    ) -> Result<(), Refusal> {
        require(completion.withdrawal.staker == staker, Refusal::WithdrawerNotCaller)?;
        if by == staker {
            return Ok(());
        }
        require(self.people[staker].completed_by_anyone, Refusal::WithdrawerNotCaller)?;
        require(completion.as_tokens(), Refusal::InvalidCompletionMode)
    }

    /// Takes a withdrawal out of the queue, but for what is kept. Returns what it gives.
    fn dequeue(&mut self, completion: &Completion) -> Result<Vec<Payout>, Refusal> {
        let Completion { withdrawal, modes } = completion;
        let place = self.queue.iter().position(|queued| queued == withdrawal);
        let Some(place) = place else { return Err(Refusal::WithdrawalNotQueued) };
        let until = self.slashable_until(withdrawal);
        require(self.block > until, Refusal::WithdrawalDelayNotElapsed)?;
        self.queue.remove(place);
        let mut kept = Withdrawal { entries: Vec::new(), ..withdrawal.clone() };
        let mut payouts = Vec::new();
        for ((vault, queued), mode) in withdrawal.entries.iter().zip(modes) {
            if *mode == Mode::Keep {
                kept.entries.push((*vault, *queued));
                continue;
            }
            let paid = worth(*queued, self.magnitude_at(withdrawal.operator, *vault, until));
            payouts.push(Payout { vault: *vault, mode: *mode, queued: *queued, paid, amount: Nat::ZERO });
        }
        require(!payouts.is_empty(), Refusal::NothingToComplete)?;
        if !kept.entries.is_empty() {
            self.queue.push(kept);
        }
        Ok(payouts)
    }

    /// Gives shares back: all are credited before any is counted.
    fn restore<'a>(
        &mut self,
        staker: Account,
        payouts: impl Iterator<Item = &'a Payout>,
    ) -> Result<(), Refusal> {
        let mut credited = Vec::new();
        for Payout { vault, mode, paid, .. } in payouts {
            if *mode == Mode::Shares && !paid.is_zero() {
                let before = self.credit(staker, *vault, *paid)?;
                credited.push((*vault, before.shares, *paid));
            }
        }
        for (vault, before, added) in credited {
            self.count(staker, vault, before, added)?;
        }
        Ok(())
    }
}
