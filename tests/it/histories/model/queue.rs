//! Withdrawals that wait.

use super::formula::{dust, scaled, worth};
use super::{Account, Model, Nat, Refusal, VaultId};

/// A withdrawal in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Withdrawal {
    pub(crate) staker: Account,
    pub(crate) operator: Option<Account>,
    pub(crate) nonce: u64,
    /// The block it was queued in.
    pub(crate) start: u32,
    /// Scaled shares by strategy, which may appear again.
    pub(crate) entries: Vec<(VaultId, Nat)>,
}

impl Model {
    /// Queues deposit shares of a staker that count for `operator`.
    pub(super) fn enqueue(
        &mut self,
        staker: Account,
        operator: Option<Account>,
        withdrawals: &[Vec<(VaultId, Nat)>],
    ) -> Result<(), Refusal> {
        for withdrawal in withdrawals {
            let mut entries = Vec::new();
            for (vault, shares) in withdrawal {
                let factor = self.debit(staker, *vault, *shares)?;
                let scaled = scaled(*shares, factor);
                self.leave(operator, *vault, scaled, dust(*shares));
                self.vaults[*vault].dust += dust(*shares);
                entries.push((*vault, scaled));
            }
            let nonce = self.people[staker].queued;
            self.people[staker].queued += 1;
            self.queue.push(Withdrawal { staker, operator, nonce, start: self.block, entries });
        }
        Ok(())
    }

    /// Takes scaled shares from an operator's shares into its queue.
    fn leave(&mut self, operator: Option<Account>, vault: VaultId, scaled: Nat, dust: Nat) {
        let Some(operator) = operator else { return };
        let stake = self.stakes.entry((operator, vault)).or_default();
        let worth = worth(scaled, stake.magnitude());
        stake.shares -= worth;
        stake.dust += dust;
        stake.queued.push((self.block, scaled));
    }

    /// The last block in which a withdrawal can be slashed.
    pub(crate) fn slashable_until(&self, withdrawal: &Withdrawal) -> u32 {
        withdrawal.start + self.delays.withdrawal
    }

    /// What every entry of a withdrawal would give now: for good, once it can no longer be slashed.
    pub(crate) fn worth_of(&self, withdrawal: &Withdrawal) -> Vec<Nat> {
        let until = self.slashable_until(withdrawal).min(self.block);
        let at = |vault| self.magnitude_at(withdrawal.operator, vault, until);
        withdrawal.entries.iter().map(|(vault, scaled)| worth(*scaled, at(*vault))).collect()
    }

    /// What the queue holds of a strategy.
    pub(crate) fn in_queue(&self, vault: VaultId) -> Nat {
        let worth = |withdrawal: &Withdrawal| -> Nat {
            let worth = self.worth_of(withdrawal);
            let of_vault = withdrawal.entries.iter().zip(worth).filter(|((entry, _), _)| *entry == vault);
            of_vault.map(|(_, worth)| worth).sum()
        };
        self.queue.iter().map(worth).sum()
    }
}
