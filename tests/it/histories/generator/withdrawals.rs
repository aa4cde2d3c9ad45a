//! Into the queue and out of it.

use std::collections::BTreeMap;

use super::super::model::act::{Act, Form};
use super::super::model::{Account, Completion, Mode, Model, Nat, VaultId, Withdrawal};
use super::Generator;

/// Most withdrawals in one call, and most strategies in one withdrawal.
const MOST_AT_ONCE: u32 = 3;

impl Generator {
    pub(super) fn queue(&mut self, model: &Model) -> Option<Act> {
        let by = self.one_who(|account| !model.people[account].strategies.is_empty())?;
        let mut left: BTreeMap<VaultId, Nat> =
            model.people[by].positions.iter().map(|(vault, position)| (*vault, position.shares)).collect();
        let count = if self.dice.percent(70) { 1 } else { self.dice.between(2, MOST_AT_ONCE) };
        let mut withdrawals: Vec<_> = (0..count).map(|_| self.withdrawal(&mut left)).collect();
        withdrawals.retain(|withdrawal| !withdrawal.is_empty());
        if self.careless() {
            withdrawals.push(Vec::new());
        }
        Some(Act::Queue { by, withdrawals })
    }

    /// Parts of what is `left` of a staker's strategies, which may come up again.
    fn withdrawal(&mut self, left: &mut BTreeMap<VaultId, Nat>) -> Vec<(VaultId, Nat)> {
        let count = if self.dice.percent(60) { 1 } else { self.dice.between(1, MOST_AT_ONCE) };
        let mut entries = Vec::new();
        for _ in 0..count {
            let held: Vec<VaultId> =
                left.iter().filter(|(_, shares)| !shares.is_zero()).map(|(vault, _)| *vault).collect();
            let careless = self.careless();
            if held.is_empty() && !careless {
                break;
            }
            let vault = if careless { self.vault() } else { self.dice.pick(&held) };
            let shares = left.entry(vault).or_default();
            let part = self.part(*shares);
            *shares = shares.saturating_sub(part);
            entries.push((vault, part));
        }
        entries
    }

    /// All, some, a single unit; nothing or too much when careless.
    fn part(&mut self, shares: Nat) -> Nat {
        if self.careless() {
            return self.dice.pick(&[Nat::ZERO, shares + Nat::ONE]);
        }
        match self.dice.below(10) {
            0..4 => shares,
            4..7 => self.dice.part_of(shares).max(Nat::ONE),
            7..9 => self.dice.skewed(shares.max(Nat::ONE)),
            _ => Nat::ONE,
        }
    }

    /// Mostly what can be completed: too early, again or by the wrong one now and then.
    pub(super) fn complete(&mut self, model: &Model) -> Option<Act> {
        let due = |withdrawal: &&Withdrawal| model.slashable_until(withdrawal) < model.block;
        let mut wanted: Vec<&Withdrawal> = model.queue.iter().filter(due).collect();
        match self.dice.below(20) {
            0 => wanted = self.seen.iter().collect(),
            1 => wanted = model.queue.iter().collect(),
            _ => {}
        }
        if wanted.is_empty() {
            return None;
        }
        let first = self.dice.pick(&wanted).clone();
        let form = self.dice.weighted(&[(5, Form::One), (3, Form::Many), (4, Form::Modes)]);
        let mut withdrawals = vec![first.clone()];
        if form == Form::Many {
            let others = wanted.into_iter().filter(|other| **other != first);
            let same_staker = others.filter(|other| other.staker == first.staker);
            withdrawals.extend(same_staker.take(self.dice.below(4)).cloned());
        }
        let by = self.who_completes(model, &first);
        let completions =
            withdrawals.into_iter().map(|withdrawal| self.completion(by, withdrawal, form)).collect();
        Some(Act::Complete { by, completions, form })
    }

    /// The staker, or anyone if it lets them.
    fn who_completes(&mut self, model: &Model, withdrawal: &Withdrawal) -> Account {
        let anyone = model.people[withdrawal.staker].completed_by_anyone;
        if anyone && self.dice.percent(50) || self.careless() { self.anyone() } else { withdrawal.staker }
    }

    fn completion(&mut self, by: Account, withdrawal: Withdrawal, form: Form) -> Completion {
        let count = withdrawal.entries.len();
        let others_way = by != withdrawal.staker && self.dice.percent(60);
        let modes = if others_way {
            vec![Mode::Tokens; count]
        } else if form == Form::Modes {
            withdrawal.entries.iter().map(|(vault, _)| self.mode(*vault)).collect()
        } else {
            vec![self.dice.weighted(&[(2, Mode::Tokens), (1, Mode::Shares)]); count]
        };
        Completion { withdrawal, modes }
    }

    fn mode(&mut self, vault: VaultId) -> Mode {
        if self.wants_ether(vault) {
            return Mode::Ether;
        }
        self.dice.weighted(&[(3, Mode::Tokens), (2, Mode::Shares), (2, Mode::Keep)])
    }

    pub(super) fn allow_anyone(&mut self, model: &Model) -> Act {
        let by = self.someone();
        Act::AllowAnyone { by, allowed: !model.people[by].completed_by_anyone }
    }
}
