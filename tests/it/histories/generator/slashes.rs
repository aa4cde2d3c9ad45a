//! Slashes, and clearing what they booked.

use super::super::cast::{SETS, VAULTS};
use super::super::model::act::Act;
use super::super::model::formula::WAD;
use super::super::model::{Account, Allocation, Model, Nat, Pending, SetId};
use super::Generator;
use super::opening::some_of;

/// Most strategies of one slash.
const MOST_AT_ONCE: usize = 3;

/// What can be wrong with a slash.
#[derive(Clone, Copy)]
enum Fault {
    Caller,
    Set,
    Order,
    Proportion,
    Strategy,
    Length,
    Operator,
}

const FAULTS: [Fault; 7] = [
    Fault::Caller,
    Fault::Set,
    Fault::Order,
    Fault::Proportion,
    Fault::Strategy,
    Fault::Length,
    Fault::Operator,
];

impl Generator {
    /// Of an operator that allocated to a set, mostly in strategies in which it did; now and then a wrong one.
    pub(super) fn slash(&mut self, model: &Model) -> Option<Act> {
        let (operator, set) = self.slashable(model)?;
        let mut vaults = model.sets[&set].strategies.clone();
        if !self.dice.percent(10) {
            vaults.retain(|vault| !model.allocation(operator, set, *vault).current.is_zero());
        }
        let mut vaults = some_of(&mut self.dice, &vaults, 1);
        vaults.truncate(MOST_AT_ONCE);
        vaults.sort();
        if self.careless() {
            vaults.clear();
        }
        let (by, wads) = (model.sets[&set].slasher, vaults.iter().map(|_| self.proportion()).collect());
        let slash = Act::Slash { by, operator, set, vaults, wads };
        Some(if self.dice.percent(20) { self.spoilt(slash) } else { slash })
    }

    /// Whom a set can slash now: mostly somebody with shares, often one that left or that is changing its allocation.
    fn slashable(&mut self, model: &Model) -> Option<(Account, SetId)> {
        let (all, taste) = (reach(model), self.dice.below(10));
        let fits = |(operator, set): &&(Account, SetId)| match taste {
            0..2 => !model.membership(*operator, *set).registered,
            2..4 => changes(model, *operator, *set),
            4..9 => has_shares(model, *operator, *set),
            _ => true,
        };
        let fitting: Vec<_> = all.iter().filter(fits).copied().collect();
        let from = if fitting.is_empty() { all } else { fitting };
        (!from.is_empty()).then(|| self.dice.pick(&from))
    }

    /// From the least there is to everything.
    pub(super) fn proportion(&mut self) -> Nat {
        match self.dice.below(20) {
            0..4 => self.dice.skewed(WAD),
            4..12 => (self.dice.part_of(WAD) / Nat::new(2)).floor().max(Nat::ONE),
            12..15 => self.dice.part_of(WAD).max(Nat::ONE),
            15 => WAD - self.dice.skewed((WAD / Nat::new(1_000)).floor()),
            _ => WAD,
        }
    }

    fn spoilt(&mut self, slash: Act) -> Act {
        let Act::Slash { mut by, mut operator, mut set, mut vaults, mut wads } = slash else { return slash };
        match self.dice.pick(&FAULTS) {
            Fault::Caller => by = self.anyone(),
            Fault::Set => set.id = SETS,
            Fault::Order => {
                vaults.extend(vaults.first().copied());
                wads.extend(wads.first().copied());
            }
            Fault::Proportion => {
                wads.pop();
                wads.resize(vaults.len(), self.dice.pick(&[Nat::ZERO, WAD + Nat::ONE]));
            }
            Fault::Strategy => {
                // One that no set has: the last of the crowd.
                vaults.push(VAULTS - 1);
                wads.push(WAD);
            }
            Fault::Length => wads.push(WAD),
            Fault::Operator => operator = self.anyone(),
        }
        Act::Slash { by, operator, set, vaults, wads }
    }

    /// Of a slash that was booked; one that is cleared, or never was, when careless.
    pub(super) fn clear(&mut self, model: &Model) -> Option<Act> {
        let careless = self.careless();
        let booked: Vec<_> =
            model.slashes.iter().filter(|(_, slash)| careless || !slash.booked.is_empty()).collect();
        if booked.is_empty() {
            return None;
        }
        let ((set, slash), entry) = self.dice.pick(&booked);
        let slash = if careless && self.dice.percent(50) { slash + 1 } else { *slash };
        let one = self.dice.percent(40).then(|| entry.booked.first().map_or(0, |(vault, _)| *vault));
        let vault = if careless && one.is_some() { Some(self.vault()) } else { one };
        Some(Act::Clear { by: self.anyone(), set: *set, slash, vault })
    }
}

/// Operators, and sets that can slash something of them now.
fn reach(model: &Model) -> Vec<(Account, SetId)> {
    let pairs = model.memberships.keys().copied();
    let reached = pairs.filter(|(operator, set)| {
        let allocated = |vault: &usize| !model.allocation(*operator, *set, *vault).current.is_zero();
        model.is_slashable(*operator, *set) && model.sets[set].strategies.iter().any(allocated)
    });
    reached.collect()
}

/// Whether the set can slash something, a change of which is not completed.
fn changes(model: &Model, operator: Account, set: SetId) -> bool {
    model.sets[&set].strategies.iter().any(|vault| {
        let Allocation { current, pending } = model.allocation(operator, set, *vault);
        !current.is_zero() && pending != Pending::Nothing
    })
}

/// Whether the set can slash shares.
fn has_shares(model: &Model, operator: Account, set: SetId) -> bool {
    model.sets[&set].strategies.iter().any(|vault| {
        let within = model.reachable(operator, *vault).into_iter().sum::<Nat>();
        let reach = model.operator_shares(operator, *vault) + within;
        !model.allocation(operator, set, *vault).current.is_zero() && !reach.is_zero()
    })
}
