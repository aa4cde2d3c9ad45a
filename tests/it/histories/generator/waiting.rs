//! Waiting: often for the very block in which something becomes possible, and to try it then or one block too early.

use super::super::cast::{DELAYS, MAIN_VAULTS};
use super::super::model::act::{Act, Contract, Form};
use super::super::model::{Completion, Mode, Model, SetId, WEEK, Withdrawal};
use super::Generator;

/// What one can wait for.
enum Awaited<'a> {
    Withdrawal(&'a Withdrawal),
    Slash(SetId, u64),
}

impl Generator {
    /// How many blocks to wait.
    pub(super) fn wait(&mut self, model: &Model) -> u32 {
        let due =
            model.queue.iter().map(|queued| (model.slashable_until(queued), Awaited::Withdrawal(queued)));
        let booked = model.slashes.iter().filter(|(_, slash)| !slash.booked.is_empty());
        let resolved =
            booked.map(|((set, number), slash)| (slash.resolved_after, Awaited::Slash(*set, *number)));
        let mut ahead: Vec<_> = due.chain(resolved).filter(|(last, _)| *last >= model.block).collect();
        if ahead.is_empty() || self.dice.percent(50) {
            let delay = DELAYS.withdrawal;
            return self.dice.pick(&[1, 2, 5, DELAYS.resolution, delay - 1, delay, delay + 1]);
        }
        let (last, awaited) = ahead.swap_remove(self.dice.below(ahead.len()));
        let act = self.try_it(awaited);
        self.planned.push_back(act);
        last - model.block + self.dice.between(0, 1)
    }

    fn try_it(&mut self, awaited: Awaited<'_>) -> Act {
        match awaited {
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

fn completed_as_tokens(withdrawal: &Withdrawal) -> Act {
    let modes = vec![Mode::Tokens; withdrawal.entries.len()];
    let completions = vec![Completion { withdrawal: withdrawal.clone(), modes }];
    Act::Complete { by: withdrawal.staker, completions, form: Form::One }
}
