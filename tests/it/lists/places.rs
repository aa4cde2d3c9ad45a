//! Strategies of a set are found wherever on its list they are: the first few by looking through them, those beyond by a
//! place that is remembered. Whatever is added and removed, each is where a plain list has it.

use alloy::primitives::Address;
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager::{
    MaxStrategiesExceeded, StrategyAlreadyInOperatorSet, StrategyNotInOperatorSet,
};

use super::{add, attempt, remove, serve, strategies};
use crate::harness::sets::{create_sets, open_service};
use crate::harness::{SERVICE_OWNER, World, fresh};
use crate::histories::dice::Dice;

/// More strategies than a set has room for. One is the zero address, which an empty slot looks like.
fn pool() -> Vec<Address> {
    (0..40).map(Address::repeat_byte).collect()
}

/// A set as a plain list, in which the last strategy fills the gap of one that leaves.
#[derive(Clone)]
struct Model(Vec<Address>);

impl Model {
    /// Adds all or nothing.
    fn add(&mut self, strategies: &[Address]) -> Result<(), [u8; 4]> {
        let mut after = self.0.clone();
        for strategy in strategies {
            if after.contains(strategy) {
                return Err(StrategyAlreadyInOperatorSet::SELECTOR);
            }
            if after.len() == 32 {
                return Err(MaxStrategiesExceeded::SELECTOR);
            }
            after.push(*strategy);
        }
        self.0 = after;
        Ok(())
    }

    /// Removes all or nothing.
    fn remove(&mut self, strategies: &[Address]) -> Result<(), [u8; 4]> {
        let mut after = self.0.clone();
        for strategy in strategies {
            let place = after.iter().position(|has| has == strategy);
            after.swap_remove(place.ok_or(StrategyNotInOperatorSet::SELECTOR)?);
        }
        self.0 = after;
        Ok(())
    }

    /// That the set is this list, and that each of these strategies is found in it, or not.
    fn is_what_is_found(&self, world: &World, of: &[Address]) {
        assert_eq!(strategies(world, 1), self.0);
        for strategy in of {
            let mut after = self.clone();
            assert_eq!(would(world, &remove(1, &[*strategy])), after.remove(&[*strategy]), "{strategy}");
        }
    }
}

/// What would become of an act of the service: success, or an error without arguments.
fn would(world: &World, call: &impl alloy::sol_types::SolCall) -> Result<(), [u8; 4]> {
    attempt(world, SERVICE_OWNER, call).map(drop).map_err(|data| data[..].try_into().unwrap())
}

fn open(world: &World, first: &[Address]) -> Model {
    open_service(world);
    create_sets(world, &[1], first);
    Model(first.to_vec())
}

#[test]
fn whichever_of_thirty_two_leaves_the_others_are_found_and_it_is_not() {
    let mut world = fresh();
    let pool = pool();
    let full = open(&world, &pool[..32]);
    full.is_what_is_found(&world, &pool);
    for leaves in &pool[..32] {
        let (here, mut model) = (world.snapshot(), full.clone());
        serve(&world, &remove(1, &[*leaves]));
        model.remove(&[*leaves]).unwrap();
        model.is_what_is_found(&world, &pool);
        // Back, and at the end of the list.
        serve(&world, &add(1, &[*leaves]));
        model.add(&[*leaves]).unwrap();
        model.is_what_is_found(&world, &pool);
        world.revert(here);
    }
}

/// From below: where the list grows into places that are remembered, and back.
#[test]
fn around_the_last_place_that_is_looked_through_every_pair_leaves_in_either_order() {
    let mut world = fresh();
    let pool = &pool()[..7];
    let six = open(&world, &pool[..6]);
    for (first, second) in (0..6).flat_map(|first| (0..6).map(move |second| (first, second))) {
        let (here, mut model) = (world.snapshot(), six.clone());
        let leaves = [pool[first], pool[second]];
        let expected = model.remove(&leaves);
        assert_eq!(would(&world, &remove(1, &leaves)), expected);
        if expected.is_ok() {
            serve(&world, &remove(1, &leaves));
            model.is_what_is_found(&world, pool);
            serve(&world, &add(1, &leaves));
            model.add(&leaves).unwrap();
            model.is_what_is_found(&world, pool);
        }
        world.revert(here);
    }
}

fn a_random_history(seed: u64) {
    let world = fresh();
    let (pool, mut dice) = (pool(), Dice::new(seed));
    let mut model = open(&world, &pool[..dice.below(33)]);
    for _ in 0..60 {
        let batch: Vec<Address> = (0..=dice.below(4)).map(|_| dice.pick(&pool)).collect();
        // Towards a full list and an empty one in turn.
        let adds = dice.percent(if model.0.len() < 28 { 60 } else { 40 });
        let before = model.clone();
        let expected = if adds { model.add(&batch) } else { model.remove(&batch) };
        let found = if adds { would(&world, &add(1, &batch)) } else { would(&world, &remove(1, &batch)) };
        assert_eq!(found, expected, "{batch:?} on {:?}", before.0);
        match (expected.is_ok(), adds) {
            (true, true) => serve(&world, &add(1, &batch)),
            (true, false) => serve(&world, &remove(1, &batch)),
            (false, _) => {}
        }
        model.is_what_is_found(&world, &batch);
    }
    model.is_what_is_found(&world, &pool);
}

#[test]
fn after_any_adds_and_removes_each_strategy_is_where_a_plain_list_has_it() {
    (1..=6).for_each(a_random_history);
}
