//! The reference's upkeep of its lists, as plain sets: after every allocation it stores, the strategy is listed if a change is
//! pending, and no longer if nothing is left. Here no list is written when allocating, and readers must find the same.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use alloy::primitives::Address;
use math::AllocationError;
use math::allocation::{Allocation, Magnitudes, Timing, completed, modify, settled};
use math::delay::{is_slashable, redistribution_delay};
use math::slash::slash_allocation;

/// One of the service's sets, as far as one operator is concerned.
pub(super) struct Set {
    pub(super) strategies: BTreeSet<Address>,
    pub(super) registered: bool,
    pub(super) redistributing: bool,
    slashable_until: u32,
}

impl Set {
    /// Without the operator.
    pub(super) fn new(strategies: &[Address], redistributing: bool) -> Self {
        let strategies = strategies.iter().copied().collect();
        Self { strategies, registered: false, redistributing, slashable_until: 0 }
    }
}

/// Delays in blocks.
pub(super) struct Delays {
    pub(super) deallocation: u32,
    pub(super) floor: u32,
}

/// Everything of one operator, whose own allocation delay is zero.
pub(super) struct Model {
    pub(super) sets: BTreeMap<u32, Set>,
    pub(super) delays: Delays,
    /// What `allocatedStrategies` and, with it, `allocatedSets` hold.
    listed: BTreeSet<(u32, Address)>,
    allocations: BTreeMap<(u32, Address), Allocation>,
    books: BTreeMap<Address, Magnitudes>,
    queues: BTreeMap<Address, VecDeque<u32>>,
}

impl Model {
    pub(super) fn new(sets: BTreeMap<u32, Set>, delays: Delays) -> Self {
        let (listed, allocations) = (BTreeSet::new(), BTreeMap::new());
        Self { sets, delays, listed, allocations, books: BTreeMap::new(), queues: BTreeMap::new() }
    }

    pub(super) fn leave(&mut self, id: u32, now: u32) {
        let until = now + self.delays.deallocation;
        let set = self.sets.get_mut(&id).unwrap();
        (set.registered, set.slashable_until) = (false, until);
    }

    pub(super) fn can_slash(&self, id: u32, now: u32) -> bool {
        let set = &self.sets[&id];
        is_slashable(set.registered, set.slashable_until, now)
    }

    /// Completes up to `limit` decreases that are due.
    pub(super) fn clear(&mut self, strategy: Address, limit: usize, now: u32) {
        for _ in 0..limit {
            let Some(id) = self.queues.entry(strategy).or_default().front().copied() else { return };
            if now < self.stored(id, strategy).effect_block {
                return;
            }
            let (allocation, magnitudes) = self.completed(id, strategy, now);
            self.store(id, strategy, allocation, magnitudes);
            self.queues.get_mut(&strategy).unwrap().pop_front();
        }
    }

    pub(super) fn allocate(
        &mut self,
        id: u32,
        strategy: Address,
        magnitude: u64,
        now: u32,
    ) -> Result<(), AllocationError> {
        let before = (self.listed.clone(), self.allocations.clone(), self.books.clone(), self.queues.clone());
        self.clear(strategy, usize::MAX, now);
        let (allocation, magnitudes) = self.completed(id, strategy, now);
        let set = &self.sets[&id];
        let slashable = self.can_slash(id, now) && set.strategies.contains(&strategy);
        let allocation_delay =
            if set.redistributing { redistribution_delay(0, self.delays.floor) } else { 0 };
        let timing = Timing { block: now, allocation_delay, deallocation_delay: self.delays.deallocation };
        match modify(allocation, magnitudes, magnitude, slashable, timing) {
            Ok(modified) => {
                if modified.queued {
                    self.queues.entry(strategy).or_default().push_back(id);
                }
                self.store(id, strategy, modified.allocation, modified.magnitudes);
                Ok(())
            }
            Err(error) => {
                (self.listed, self.allocations, self.books, self.queues) = before;
                Err(error)
            }
        }
    }

    pub(super) fn slash(&mut self, id: u32, strategy: Address, wad: u64, now: u32) {
        let (allocation, magnitudes) = self.completed(id, strategy, now);
        let slashed = slash_allocation(allocation, magnitudes, wad).unwrap();
        if slashed.magnitude != 0 {
            self.store(id, strategy, slashed.allocation, slashed.magnitudes);
        }
    }

    /// The rule.
    fn store(&mut self, id: u32, strategy: Address, allocation: Allocation, magnitudes: Magnitudes) {
        if allocation.pending_diff != 0 {
            self.listed.insert((id, strategy));
        } else if allocation.current == 0 {
            self.listed.remove(&(id, strategy));
        }
        self.allocations.insert((id, strategy), allocation);
        self.books.insert(strategy, magnitudes);
    }

    fn stored(&self, id: u32, strategy: Address) -> Allocation {
        self.allocations.get(&(id, strategy)).copied().unwrap_or_default()
    }

    fn completed(&self, id: u32, strategy: Address, now: u32) -> (Allocation, Magnitudes) {
        let book = self.books.get(&strategy).copied().unwrap_or(Magnitudes::FULL);
        completed(self.stored(id, strategy), book, now).unwrap()
    }

    pub(super) fn registered_sets(&self) -> Vec<u32> {
        self.sets.iter().filter(|(_, set)| set.registered).map(|(id, _)| *id).collect()
    }

    pub(super) fn allocated_sets(&self) -> Vec<u32> {
        let ids: BTreeSet<u32> = self.listed.iter().map(|(id, _)| *id).collect();
        ids.into_iter().collect()
    }

    pub(super) fn allocated_strategies(&self, id: u32) -> Vec<Address> {
        self.listed.iter().filter(|(of, _)| *of == id).map(|(_, strategy)| *strategy).collect()
    }

    /// Of every allocated set, as it counts in block `now`.
    pub(super) fn strategy_allocations(&self, strategy: Address, now: u32) -> Vec<(u32, super::Allocation)> {
        let of = |id| {
            let found = settled(self.stored(id, strategy), now).unwrap();
            (id, (found.current, i128::from(found.pending_diff), found.effect_block))
        };
        self.allocated_sets().into_iter().map(of).collect()
    }

    pub(super) fn is_redistributable(&self) -> bool {
        let sets = self.sets.iter().filter(|(_, set)| set.redistributing);
        let mut sets = sets.map(|(id, set)| set.registered || !self.allocated_strategies(*id).is_empty());
        sets.any(|redistributable| redistributable)
    }
}
