//! What operators do with their magnitude.

use std::collections::BTreeMap;

use super::super::cast::{DELAYS, MAIN_VAULTS};
use super::super::model::act::{Act, Change};
use super::super::model::formula::WAD;
use super::super::model::{Account, Model, Nat, Pending, SetId, VaultId};
use super::Generator;
use super::opening::some_of;

/// Most strategies of one set in one call.
const MOST_AT_ONCE: usize = 3;

impl Generator {
    pub(super) fn set_allocation_delay(&mut self, model: &Model) -> Act {
        let operator = self.operator(model);
        let delay = match self.dice.below(12) {
            0..2 => u32::MAX,
            2..6 => 0,
            _ => self.dice.between(1, 2 * DELAYS.withdrawal),
        };
        Act::SetAllocationDelay { by: self.acting_for(operator), operator, delay }
    }

    /// To one set or a few.
    pub(super) fn modify(&mut self, model: &Model) -> Act {
        let operator = self.operator(model);
        let mut free = BTreeMap::new();
        let count = if self.dice.percent(60) { 1 } else { self.dice.between(2, 3) };
        let mut changes: Vec<Change> = Vec::new();
        for _ in 0..count {
            let change = self.change(model, operator, &mut free);
            let again = changes.iter().any(|before| before.set == change.set);
            if !again || self.careless() {
                changes.push(change);
            }
        }
        Act::ModifyAllocations { by: self.acting_for(operator), operator, changes }
    }

    /// Of strategies of the set, mostly, in which something can be changed, unless careless.
    fn change(&mut self, model: &Model, operator: Account, free: &mut BTreeMap<VaultId, Nat>) -> Change {
        let (set, careless) = (self.set(model), self.careless());
        let mut known = model.sets.get(&set).map(|set| set.strategies.clone()).unwrap_or_default();
        if known.is_empty() || self.dice.percent(10) {
            known = (0..MAIN_VAULTS.len()).collect();
        }
        let ready = |vault: &VaultId| {
            let allocation = model.allocation(operator, set, *vault);
            let nothing = allocation.current.is_zero() && model.allocatable(operator, *vault).is_zero();
            allocation.pending == Pending::Nothing && !nothing
        };
        known.retain(|vault| careless || ready(vault));
        let mut vaults = some_of(&mut self.dice, &known, 1);
        vaults.truncate(MOST_AT_ONCE);
        let new = |vault: &VaultId| {
            let free = free.entry(*vault).or_insert_with(|| model.allocatable(operator, *vault));
            self.new_magnitude(model.allocation(operator, set, *vault).current, free)
        };
        let mut magnitudes: Vec<u64> = vaults.iter().map(new).collect();
        if self.dice.percent(2) {
            magnitudes.push(0);
        }
        Change { set, vaults, magnitudes }
    }

    /// More, out of what is `free`, or less; the same, too much or absurdly much when careless.
    fn new_magnitude(&mut self, current: Nat, free: &mut Nat) -> u64 {
        let too_much = (current + *free + Nat::ONE).small();
        if self.careless() {
            return self.dice.pick(&[current.small(), too_much, u64::MAX, i64::MAX as u64]);
        }
        let more = current.is_zero() || self.dice.percent(50);
        if more && !free.is_zero() {
            let by = match self.dice.below(4) {
                0 => *free,
                1 => self.dice.skewed(*free),
                _ => self.dice.part_of(*free).max(Nat::ONE),
            };
            *free -= by;
            return (current + by).small();
        }
        match self.dice.below(10) {
            _ if current.is_zero() => self.dice.skewed(WAD).small(),
            0..4 => 0,
            4..6 => (current - Nat::ONE).small(),
            6 => (current - self.dice.skewed(current)).small(),
            _ => (current - self.dice.part_of(current).max(Nat::ONE)).small(),
        }
    }

    /// Of strategies with something in the queue, mostly; by anyone.
    pub(super) fn clear_deallocations(&mut self, model: &Model) -> Option<Act> {
        let queued: Vec<(Account, VaultId)> =
            model.books.iter().filter(|(_, book)| !book.queue.is_empty()).map(|(of, _)| *of).collect();
        if queued.is_empty() && !self.dice.percent(10) {
            return None;
        }
        let operator = if queued.is_empty() { self.operator(model) } else { self.dice.pick(&queued).0 };
        let mut vaults: Vec<VaultId> =
            queued.into_iter().filter(|(of, _)| *of == operator).map(|(_, vault)| vault).collect();
        if vaults.is_empty() || self.careless() {
            vaults.push(self.vault());
        }
        let mut counts: Vec<u16> =
            vaults.iter().map(|_| self.dice.weighted(&[(4, 1), (2, 2), (1, 0), (3, u16::MAX)])).collect();
        if self.careless() {
            counts.pop();
        }
        Some(Act::ClearDeallocations { by: self.anyone(), operator, vaults, counts })
    }

    /// What is about to change of allocations: whose, with the last block before it.
    pub(super) fn pending_changes(model: &Model) -> impl Iterator<Item = ((Account, SetId, VaultId), u32)> {
        model.allocations.keys().filter_map(|place| {
            let (operator, set, vault) = *place;
            match model.allocation(operator, set, vault).pending {
                Pending::Nothing => None,
                Pending::Increase(_, effect) | Pending::Decrease(_, effect) => Some((*place, effect - 1)),
            }
        })
    }
}
