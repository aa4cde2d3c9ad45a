//! Slashes, and clearing what they booked.

use super::super::cast::{MAIN_VAULTS, SETS};
use super::super::model::act::Act;
use super::super::model::formula::{WAD, cut};
use super::super::model::{Account, Model, Nat, VaultId};
use super::Generator;

/// Most strategies of one slash.
const MOST_AT_ONCE: usize = 3;

impl Generator {
    /// Of an operator with magnitude left, in a few strategies.
    pub(super) fn slash(&mut self, model: &Model) -> Option<Act> {
        let left = |account, vault| !model.magnitude(Some(account), vault).is_zero();
        let reach = |account: Account| -> Vec<VaultId> {
            let held = model.stakes.keys().filter(|(operator, _)| *operator == account);
            let held = held.map(|(_, vault)| *vault).filter(|vault| *vault >= MAIN_VAULTS.len());
            (0..MAIN_VAULTS.len()).chain(held).filter(|vault| left(account, *vault)).collect()
        };
        let operators: Vec<Account> = (0..model.people.len())
            .filter(|account| model.is_operator(*account) && !reach(*account).is_empty())
            .collect();
        if operators.is_empty() {
            return None;
        }
        let operator = self.dice.pick(&operators);
        let mut vaults = reach(operator);
        let count = 1 + self.dice.below(MOST_AT_ONCE.min(vaults.len()));
        while vaults.len() > count {
            vaults.swap_remove(self.dice.below(vaults.len()));
        }
        if self.careless() {
            // The AllocationManager leaves out strategies with nothing to slash, be it all of them.
            vaults.clear();
        }
        let fall = |vault| (vault, self.fall(model.magnitude(Some(operator), vault)));
        let cuts = vaults.into_iter().map(fall).collect();
        Some(Act::Slash { operator, set: self.dice.pick(&SETS).0, cuts })
    }

    /// What a magnitude falls to: from the least there is to nothing.
    fn fall(&mut self, magnitude: Nat) -> Nat {
        let proportion = match self.dice.below(20) {
            0..4 => self.dice.skewed(WAD),
            4..16 => (self.dice.part_of(WAD) / Nat::new(2)).floor().max(Nat::ONE),
            16..18 => self.dice.part_of(WAD).max(Nat::ONE),
            18 => WAD - self.dice.skewed((WAD / Nat::new(1_000)).floor()),
            _ => WAD,
        };
        magnitude - cut(magnitude, proportion)
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
