//! Waiting: often for the very block in which something becomes possible, and to try it then or one block too early.

use super::super::cast::{DELAYS, MAIN_VAULTS};
use super::super::model::act::{Act, Change, Contract, Form};
use super::super::model::formula::WAD;
use super::super::model::{Account, Completion, Mode, Model, Nat, SetId, VaultId, WEEK, Withdrawal};
use super::Generator;

/// What one can wait for.
enum Awaited<'a> {
    Withdrawal(&'a Withdrawal),
    Slash(SetId, u64),
    /// An allocation that changes.
    Change((Account, SetId, VaultId)),
    /// The end of the time in which an operator that left can be slashed.
    Leaving(Account, SetId),
    /// Another allocation delay.
    Delay(Account),
}

impl Generator {
    /// How many blocks to wait.
    pub(super) fn wait(&mut self, model: &Model) -> u32 {
        let due =
            model.queue.iter().map(|queued| (model.slashable_until(queued), Awaited::Withdrawal(queued)));
        let booked = model.slashes.iter().filter(|(_, slash)| !slash.booked.is_empty());
        let resolved =
            booked.map(|((set, number), slash)| (slash.resolved_after, Awaited::Slash(*set, *number)));
        let ahead = due.chain(resolved).chain(of_allocations(model));
        let mut ahead: Vec<_> = ahead.filter(|(last, _)| *last >= model.block).collect();
        if ahead.is_empty() || self.dice.percent(50) {
            let delay = DELAYS.withdrawal;
            return self.dice.pick(&[1, 2, 5, DELAYS.resolution, delay - 1, delay, delay + 1]);
        }
        let (last, awaited) = ahead.swap_remove(self.dice.below(ahead.len()));
        let act = self.try_it(model, awaited);
        self.planned.push_back(act);
        last - model.block + self.dice.between(0, 1)
    }

    fn try_it(&mut self, model: &Model, awaited: Awaited<'_>) -> Act {
        match awaited {
            Awaited::Change((operator, set, vault)) => match self.dice.below(4) {
                0 => slash(model, operator, set, vault, self.proportion()),
                1 => Act::ClearDeallocations {
                    by: self.anyone(),
                    operator,
                    vaults: vec![vault],
                    counts: vec![1],
                },
                _ => modify(operator, set, vault, self.dice.skewed(WAD)),
            },
            Awaited::Leaving(operator, set) if self.dice.percent(40) => {
                Act::RegisterForSets { by: operator, operator, avs: set.avs, ids: vec![set.id] }
            }
            Awaited::Leaving(operator, set) => {
                let allocated =
                    |vault: &&VaultId| !model.allocation(operator, set, **vault).current.is_zero();
                let vault = model.sets[&set].strategies.iter().find(allocated).copied().unwrap_or_default();
                slash(model, operator, set, vault, self.proportion())
            }
            Awaited::Delay(operator) => {
                let set = self.set(model);
                modify(operator, set, self.vault(), self.dice.skewed(WAD))
            }
            Awaited::Withdrawal(withdrawal) => completed_as_tokens(withdrawal),
            Awaited::Slash(set, slash) => Act::Clear { by: self.anyone(), set, slash, vault: None },
        }
    }

    /// How many seconds to wait: for the end of a pause of exits, to leave then or one second too early.
    pub(super) fn wait_long(&mut self, model: &Model) -> u64 {
        let vaults = (0..MAIN_VAULTS.len()).map(Contract::Vault);
        let ends = vaults.chain([Contract::Delegation]).filter_map(|of| model.pausing(of).exits_open_at());
        let ahead: Vec<u64> = ends.filter(|end| *end > model.time).collect();
        if ahead.is_empty() || self.dice.percent(30) {
            return self.dice.pick(&[3_600, 86_400, WEEK - 2, WEEK, WEEK, 2 * WEEK, 3 * WEEK]);
        }
        let due = |queued: &&Withdrawal| model.slashable_until(queued) < model.block;
        let due: Vec<&Withdrawal> = model.queue.iter().filter(due).collect();
        if !due.is_empty() {
            self.planned.push_back(completed_as_tokens(self.dice.pick(&due)));
        }
        self.dice.pick(&ahead) - model.time - u64::from(self.dice.percent(50))
    }
}

/// What changes of allocations, with the last block before it does.
fn of_allocations(model: &Model) -> impl Iterator<Item = (u32, Awaited<'_>)> {
    let changes = Generator::pending_changes(model).map(|(place, last)| (last, Awaited::Change(place)));
    let left = model.memberships.iter().filter(|(_, membership)| !membership.registered);
    let left = left
        .map(|((operator, set), membership)| (membership.slashable_until, Awaited::Leaving(*operator, *set)));
    let delays = model.people.iter().enumerate().filter_map(|(operator, person)| {
        let effect = person.delay?.effect;
        Some((effect.checked_sub(1)?, Awaited::Delay(operator)))
    });
    changes.chain(left).chain(delays)
}

fn slash(model: &Model, operator: Account, set: SetId, vault: VaultId, wad: Nat) -> Act {
    Act::Slash { by: model.sets[&set].slasher, operator, set, vaults: vec![vault], wads: vec![wad] }
}

fn modify(operator: Account, set: SetId, vault: VaultId, magnitude: Nat) -> Act {
    let change = Change { set, vaults: vec![vault], magnitudes: vec![magnitude.small()] };
    Act::ModifyAllocations { by: operator, operator, changes: vec![change] }
}

fn completed_as_tokens(withdrawal: &Withdrawal) -> Act {
    let modes = vec![Mode::Tokens; withdrawal.entries.len()];
    let completions = vec![Completion { withdrawal: withdrawal.clone(), modes }];
    Act::Complete { by: withdrawal.staker, completions, form: Form::One }
}
