//! How a history ends: everyone leaves, and what stays behind is dust.

use std::collections::BTreeSet;

use alloy::primitives::U256;

use super::cast::{PEOPLE, REBASING, STRANGER};
use super::history::History;
use super::invariants::in_use;
use super::model::act::{Act, Consent, Contract, Form};
use super::model::formula::left_at_most;
use super::model::{Account, Completion, Mode, Model, Nat, Refusal, VaultId};

/// Token units by which the last shares of a strategy that lost tokens can be promised too much: as many as are virtual.
const SHORTFALL: Nat = Nat::new(1_000);

impl History<'_> {
    /// Everyone leaves, and every slash is cleared.
    pub(super) fn everyone_leaves(&mut self) {
        self.open_everything();
        self.everyone_queues();
        self.pass_blocks(self.model.delays.withdrawal.max(self.model.delays.resolution));
        let vaults = self.model.vaults.iter().enumerate();
        let rates: Vec<_> = vaults.map(|(at, vault)| (self.model.held(at), vault.total)).collect();
        let payments = payments(&self.model);
        for withdrawal in self.model.queue.clone() {
            let modes = vec![Mode::Tokens; withdrawal.entries.len()];
            let (by, completions) = (withdrawal.staker, vec![Completion { withdrawal, modes }]);
            self.leave(Act::Complete { by, completions, form: Form::One });
        }
        for (set, slash) in self.model.slashes.keys().copied().collect::<Vec<_>>() {
            self.leave(Act::Clear { by: STRANGER, set, slash, vault: None });
        }
        only_dust_stays(&self.model, &self.helpers, &rates, payments);
    }

    fn open_everything(&mut self) {
        for vault in 0..self.model.vaults.len() {
            if !self.model.vaults[vault].listed {
                self.must(Act::List { vault, listed: true });
            }
        }
        let vaults = (0..self.model.vaults.len()).map(Contract::Vault);
        for contract in vaults.chain([Contract::Deposits, Contract::Delegation, Contract::Slasher]) {
            if self.model.pausing(contract).is_any() {
                self.must(Act::Unpause { contract, status: U256::ZERO });
            }
        }
    }

    /// Stakers undelegate; operators, who cannot, and those without an operator queue all they have.
    fn everyone_queues(&mut self) {
        for by in 0..self.model.people.len() {
            let person = &self.model.people[by];
            if person.operator.is_some() && !self.model.is_operator(by) {
                self.must(Act::Undelegate { by, staker: by });
            } else if !person.strategies.is_empty() {
                let all =
                    person.strategies.iter().map(|vault| (*vault, self.model.position(by, *vault).shares));
                self.must(Act::Queue { by, withdrawals: vec![all.collect()] });
            }
        }
    }

    /// Acts; only the last out of a strategy that lost tokens may be refused, and no longer once somebody else deposits what
    /// is missing, a thousand units at most. (A gift would not do: the virtual shares take their part of it.)
    fn leave(&mut self, act: Act) {
        if self.act(act.clone()) != Err(Refusal::ERC20InsufficientBalance) {
            return;
        }
        let amount = SHORTFALL + self.model.tokens[REBASING].grain();
        let by = (0..PEOPLE).find(|who| self.model.people[*who].operator.is_none()).expect("a staker");
        let lost = |vault: &VaultId| self.model.held(*vault) < self.model.vaults[*vault].total;
        for vault in in_use(&self.model).filter(lost).collect::<Vec<_>>() {
            assert_eq!(self.model.vaults[vault].token, REBASING, "no other token was lost");
            let consent = Consent::Allowance;
            self.must(Act::Deposit { by, staker: by, vault, amount, consent });
            self.helpers.insert((by, vault));
        }
        self.must(act);
    }

    /// Acts, which must not be refused.
    fn must(&mut self, act: Act) {
        let said = format!("{act:?}");
        if let Err(refusal) = self.act(act) {
            panic!("{said} was refused with {refusal:?}: somebody is kept from leaving");
        }
    }
}

/// How often a strategy is still to pay.
fn payments(model: &Model) -> u64 {
    let queued: usize = model.queue.iter().map(|withdrawal| withdrawal.entries.len()).sum();
    let booked: usize = model.slashes.values().map(|slash| slash.booked.len()).sum();
    (queued + booked) as u64
}

/// No claim is left but that of `helpers`, and of every strategy no more shares and tokens than rounding explains.
fn only_dust_stays(
    model: &Model,
    helpers: &BTreeSet<(Account, VaultId)>,
    rates: &[(Nat, Nat)],
    payments: u64,
) {
    assert!(model.queue.is_empty(), "the queue is empty");
    for (staker, person) in model.people.iter().enumerate() {
        let helps = |vault: &VaultId| helpers.contains(&(staker, *vault));
        assert!(person.strategies.iter().all(helps), "{staker} has deposit shares");
    }
    for (vault, rate) in rates.iter().enumerate() {
        assert_eq!(model.booked(vault), Nat::ZERO, "nothing is booked of strategy {vault}");
        let helped = helpers.iter().filter(|(_, helped)| *helped == vault);
        let owned: Nat = helped.map(|(staker, _)| model.position(*staker, vault).shares).sum();
        let (total, dust) = (model.vaults[vault].total, model.vaults[vault].dust);
        assert!(
            total - owned <= dust,
            "{total} shares are left of strategy {vault}, {owned} owned, dust {dust}"
        );
        let slack = model.tokens[model.vaults[vault].token].grain();
        let most = left_at_most(total, *rate, Nat::from(payments), slack);
        let held = model.held(vault);
        assert!(held <= most, "{held} token units are left in strategy {vault}, more than {most}");
    }
}
