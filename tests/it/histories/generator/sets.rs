//! AVSs, their sets, and who joins and leaves them.

use super::super::cast::{AVSS, MAIN_VAULTS, SETS};
use super::super::invariants::in_use;
use super::super::model::act::{Act, NewSet};
use super::super::model::{Account, Holder, Model, SetId, VaultId};
use super::Generator;
use super::opening::some_of;

/// A number no set has.
const UNKNOWN: u32 = SETS;

/// Most strategies, and sets, in one call.
const MOST_AT_ONCE: usize = 3;

impl Generator {
    /// An AVS; now and then anyone.
    fn avs(&mut self) -> Account {
        if self.dice.percent(8) { self.anyone() } else { self.dice.pick(&AVSS) }
    }

    /// Whose call is acted for: somebody else must not.
    pub(super) fn acting_for(&mut self, account: Account) -> Account {
        if self.careless() { self.anyone() } else { account }
    }

    /// A set there is, unless careless.
    pub(super) fn set(&mut self, model: &Model) -> SetId {
        let known: Vec<SetId> = model.sets.keys().copied().collect();
        if self.careless() || known.is_empty() {
            return SetId { avs: self.avs(), id: UNKNOWN };
        }
        self.dice.pick(&known)
    }

    pub(super) fn publish(&mut self) -> Act {
        let avs = self.avs();
        Act::PublishMetadata { by: self.acting_for(avs), avs }
    }

    pub(super) fn set_registrar(&mut self) -> Act {
        let avs = self.avs();
        Act::SetRegistrar { by: self.acting_for(avs), avs }
    }

    pub(super) fn create_sets(&mut self, model: &Model) -> Option<Act> {
        let avs = self.avs();
        let mut unused: Vec<u32> =
            (0..SETS).filter(|id| !model.sets.contains_key(&SetId { avs, id: *id })).collect();
        if self.careless() {
            unused = (0..SETS).collect();
        }
        let ids = some_of(&mut self.dice, &unused, 1);
        if ids.is_empty() {
            return None;
        }
        let sets = ids.into_iter().map(|id| self.new_set(avs, id)).collect();
        Some(Act::CreateSets { by: self.acting_for(avs), avs, sets, redistributing: self.dice.percent(50) })
    }

    fn new_set(&mut self, avs: Account, id: u32) -> NewSet {
        let mut vaults = some_of(&mut self.dice, &(0..MAIN_VAULTS.len()).collect::<Vec<_>>(), 1);
        if self.careless() {
            vaults.push(vaults[0]);
        }
        let (other, person) = (Some(self.anyone()), Some(Holder::Person(self.anyone())));
        let slasher = self.dice.weighted(&[(12, Some(avs)), (6, other), (2, None)]);
        let recipient = self.dice.weighted(&[(10, person), (2, None), (2, Some(Holder::Burnt))]);
        NewSet { id, vaults, slasher, recipient }
    }

    /// Strategies the set does not have; any when careless.
    pub(super) fn add_strategies(&mut self, model: &Model) -> Act {
        let (set, careless) = (self.set(model), self.dice.percent(15));
        let known = |vault: &VaultId| model.sets.get(&set).is_some_and(|set| set.strategies.contains(vault));
        let others = in_use(model).filter(|vault| *vault >= MAIN_VAULTS.len());
        let all = (0..MAIN_VAULTS.len()).chain(others);
        let vaults: Vec<VaultId> = all.filter(|vault| careless || !known(vault)).collect();
        let mut vaults = some_of(&mut self.dice, &vaults, 1);
        vaults.truncate(MOST_AT_ONCE);
        Act::AddStrategies { by: self.acting_for(set.avs), set, vaults }
    }

    /// One the set has; any when careless.
    pub(super) fn remove_strategies(&mut self, model: &Model) -> Option<Act> {
        let set = self.set(model);
        let known = model.sets.get(&set).map(|set| set.strategies.clone()).unwrap_or_default();
        let vault = if known.is_empty() || self.careless() { self.vault() } else { self.dice.pick(&known) };
        Some(Act::RemoveStrategies { by: self.acting_for(set.avs), set, vaults: vec![vault] })
    }

    /// Sets that cannot slash the operator; any when careless.
    pub(super) fn register_for_sets(&mut self, model: &Model) -> Option<Act> {
        let operator = if self.careless() { self.anyone() } else { self.operator(model) };
        if self.dice.percent(8) {
            // Without any set, the call is still one of the registrar, which not every account has.
            let avs = self.anyone();
            return Some(Act::RegisterForSets { by: operator, operator, avs, ids: Vec::new() });
        }
        let (avs, careless) = (self.avs(), self.careless());
        let open = |set: &&SetId| set.avs == avs && (careless || !model.is_slashable(operator, **set));
        let open: Vec<u32> = model.sets.keys().filter(open).map(|set| set.id).collect();
        let mut ids = some_of(&mut self.dice, &open, 1);
        if self.careless() {
            ids.push(UNKNOWN);
        }
        if ids.is_empty() {
            return None;
        }
        Some(Act::RegisterForSets { by: self.acting_for(operator), operator, avs, ids })
    }

    /// By the operator or the AVS; mostly from a set it is in.
    pub(super) fn deregister_from_sets(&mut self, model: &Model) -> Option<Act> {
        let operator = self.operator(model);
        let sets = &model.people[operator].sets;
        let any = self.dice.percent(20);
        if sets.is_empty() && !any {
            return None;
        }
        let set = if any { self.set(model) } else { self.dice.pick(sets) };
        let by = self.dice.pick(&[operator, set.avs]);
        let mut ids = vec![set.id];
        ids.extend(sets.iter().filter(|other| other.avs == set.avs && **other != set).map(|other| other.id));
        ids.truncate(self.dice.between(1, 2) as usize);
        Some(Act::DeregisterFromSets { by: self.acting_for(by), operator, avs: set.avs, ids })
    }
}
