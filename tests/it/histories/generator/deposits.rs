//! Deposits, and what changes the worth of shares.

use super::super::cast::{ETHER, MAIN_VAULTS, REBASING, STRANGER, WEALTH, WRAPPED, crowd};
use super::super::model::act::{Act, Consent};
use super::super::model::formula::WAD;
use super::super::model::{Account, Holder, Model, Nat, VaultId};
use super::Generator;

/// Bounds of what a rebasing token may come to: beyond, nothing is left to count.
const LEAST_MULTIPLIER: Nat = Nat::new(1_000_000_000);
const MOST_MULTIPLIER: Nat = Nat::new(1_000_000_000_000_000_000_000_000_000);

impl Generator {
    pub(super) fn deposit(&mut self, model: &Model) -> Act {
        let (by, vault) = (self.someone(), self.vault());
        let consent =
            self.dice.weighted(&[(7, Consent::Allowance), (1, Consent::Permit), (1, Consent::Signature)]);
        let consent = if self.wants_ether(vault) { Consent::Ether } else { consent };
        let staker = if consent == Consent::Signature { self.someone() } else { by };
        let amount = self.amount(model, by, consent);
        Act::Deposit { by, staker, vault, amount, consent }
    }

    pub(super) fn deposit_and_delegate(&mut self, model: &Model) -> Act {
        let vault = self.vault();
        let by = self.one_who(|account| model.people[account].operator.is_none()).unwrap_or(STRANGER);
        let consent = if self.wants_ether(vault) { Consent::Ether } else { Consent::Permit };
        let amount = self.amount(model, by, consent);
        Act::DepositAndDelegate { by, vault, amount, consent, operator: self.operator(model) }
    }

    /// Whether to send ether, or to have it: only wrapped ether knows what to do with it.
    pub(super) fn wants_ether(&mut self, vault: VaultId) -> bool {
        let times = if MAIN_VAULTS.get(vault) == Some(&WRAPPED) { 40 } else { 1 };
        self.dice.percent(times)
    }

    /// Ether can only be sent if it is there: the chain takes no other transaction.
    fn amount(&mut self, model: &Model, by: Account, consent: Consent) -> Nat {
        let amount =
            if self.careless() { self.dice.pick(&[Nat::ZERO, WEALTH]) } else { self.dice.skewed(self.most) };
        let ether = model.tokens[ETHER].balance(Holder::Person(by));
        if consent == Consent::Ether { amount.min(ether) } else { amount }
    }

    /// A staker enters every strategy, until it may enter no more.
    pub(super) fn join_the_crowd(&mut self) {
        let by = self.someone();
        for vault in crowd() {
            let (amount, consent) = (self.dice.skewed(self.most), Consent::Allowance);
            self.planned.push_back(Act::Deposit { by, staker: by, vault, amount, consent });
        }
    }

    pub(super) fn donate(&mut self) -> Act {
        Act::Donate { by: self.anyone(), vault: self.vault(), amount: self.dice.skewed(self.most) }
    }

    /// A little up or down, or a lot.
    pub(super) fn rebase(&mut self, model: &Model) -> Act {
        let before = model.tokens[REBASING].multiplier();
        let rest = self.dice.part_of(before);
        let multiplier = match self.dice.below(10) {
            0..4 => before + (rest / Nat::new(10)).floor(),
            4..8 => before - (rest / Nat::new(2)).floor(),
            8 => (before * self.dice.skewed(WAD) / WAD).floor(),
            _ => before * self.dice.skewed(Nat::new(1_000_000)),
        };
        Act::Rebase { token: REBASING, multiplier: multiplier.max(LEAST_MULTIPLIER).min(MOST_MULTIPLIER) }
    }
}
