//! Random histories of an operator in two ordinary sets and a redistributing one: whatever is allocated, slashed, cleared,
//! joined, left, added and removed in whichever order, every list is what the reference's upkeep would have made of it.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager::{
    InsufficientMagnitude, ModificationAlreadyPending, SameMagnitude, clearDeallocationQueueCall,
    isOperatorRedistributableCall,
};
use math::AllocationError;

use super::upkeep::{Delays, Model, Set};
use super::{
    A, B, C, add, allocated_sets, allocated_strategies, create_redistributing, operate, read,
    registered_sets, remove, serve, strategy_allocations,
};
use crate::harness::sets::{allocate, create_sets, join, leave, open_service, slash};
use crate::harness::{ONE, OPERATOR, STRANGER, World, fresh};
use crate::histories::dice::Dice;

const IDS: [u32; 3] = [1, 2, 3];
const STRATEGIES: [Address; 3] = [A, B, C];
const STEPS: usize = 150;

#[derive(Clone, Copy)]
enum Step {
    Allocate,
    Slash,
    Clear,
    ChangeStrategies,
    ChangeMembership,
    Wait,
}

const WEIGHTS: [(usize, Step); 6] = [
    (35, Step::Allocate),
    (12, Step::Slash),
    (8, Step::Clear),
    (12, Step::ChangeStrategies),
    (13, Step::ChangeMembership),
    (20, Step::Wait),
];

struct History<'a> {
    world: &'a World,
    dice: Dice,
    model: Model,
}

fn begin(world: &World, seed: u64) -> History<'_> {
    open_service(world);
    create_sets(world, &IDS[..2], &[A, B]);
    serve(world, &create_redistributing(3, &[A, B]));
    world.register_operator(OPERATOR, 0);
    let delays = Delays {
        deallocation: world.config.deallocation_delay_blocks,
        floor: world.config.redistribution_allocation_delay_blocks,
    };
    let model = Model::new(IDS.map(|id| (id, Set::new(&[A, B], id == 3))).into(), delays);
    History { world, dice: Dice::new(seed), model }
}

impl History<'_> {
    /// The block of the next act.
    fn next(&self) -> u32 {
        u32::try_from(self.world.block()).unwrap() + 1
    }

    fn step(&mut self) {
        let (id, strategy) = (self.dice.pick(&IDS), self.dice.pick(&STRATEGIES));
        match self.dice.weighted(&WEIGHTS) {
            Step::Allocate => self.allocate(id, strategy),
            Step::Slash => self.slash(id, strategy),
            Step::Clear => self.clear(strategy),
            Step::ChangeStrategies => self.change_strategies(id, strategy),
            Step::ChangeMembership => self.change_membership(id),
            Step::Wait => self.world.pass_blocks(self.dice.between(1, 40)),
        }
    }

    fn allocate(&mut self, id: u32, strategy: Address) {
        let magnitude = self.dice.pick(&[0, 0, 1, ONE / 8, ONE / 4, ONE / 2]);
        let call = allocate(OPERATOR, id, strategy, magnitude);
        match self.model.allocate(id, strategy, magnitude, self.next()) {
            Ok(()) => operate(self.world, &call),
            Err(error) => {
                self.world.refuse_data(OPERATOR, self.world.at("slasher"), &call, &selector(error));
            }
        }
    }

    fn slash(&mut self, id: u32, strategy: Address) {
        let (now, wad) = (self.next(), self.dice.pick(&[1, ONE / 10, ONE / 2, ONE]));
        if self.model.can_slash(id, now) && self.model.sets[&id].strategies.contains(&strategy) {
            self.model.slash(id, strategy, wad, now);
            serve(self.world, &slash(OPERATOR, id, vec![strategy], vec![U256::from(wad)]));
        }
    }

    fn clear(&mut self, strategy: Address) {
        let count = self.dice.between(1, 2);
        self.model.clear(strategy, count as usize, self.next());
        let call = clearDeallocationQueueCall {
            operator: OPERATOR,
            strategies: vec![strategy],
            numToClear: vec![u16::try_from(count).unwrap()],
        };
        self.world.act(STRANGER, self.world.at("slasher"), &call);
    }

    fn change_strategies(&mut self, id: u32, strategy: Address) {
        let strategies = &mut self.model.sets.get_mut(&id).unwrap().strategies;
        if strategies.remove(&strategy) {
            serve(self.world, &remove(id, &[strategy]));
        } else {
            strategies.insert(strategy);
            serve(self.world, &add(id, &[strategy]));
        }
    }

    fn change_membership(&mut self, id: u32) {
        let now = self.next();
        if self.model.sets[&id].registered {
            self.model.leave(id, now);
            operate(self.world, &leave(OPERATOR, &[id]));
        } else if !self.model.can_slash(id, now) {
            self.model.sets.get_mut(&id).unwrap().registered = true;
            operate(self.world, &join(OPERATOR, &[id]));
        }
    }

    /// In any order: the lists promise none.
    fn lists_are_the_models(&self) {
        let (world, model) = (self.world, &self.model);
        assert_eq!(sorted(registered_sets(world, OPERATOR)), model.registered_sets());
        assert_eq!(sorted(allocated_sets(world, OPERATOR)), model.allocated_sets());
        for id in IDS {
            let strategies = sorted(allocated_strategies(world, OPERATOR, id));
            assert_eq!(strategies, model.allocated_strategies(id), "of set {id}");
        }
        let now = self.next() - 1;
        for strategy in STRATEGIES {
            let found = sorted(strategy_allocations(world, OPERATOR, strategy));
            assert_eq!(found, model.strategy_allocations(strategy, now), "of {strategy}");
        }
        let ask = isOperatorRedistributableCall { operator: OPERATOR };
        assert_eq!(read(world, &ask), model.is_redistributable());
    }
}

fn sorted<T: Ord>(mut list: Vec<T>) -> Vec<T> {
    list.sort();
    list
}

fn selector(error: AllocationError) -> [u8; 4] {
    match error {
        AllocationError::ModificationAlreadyPending => ModificationAlreadyPending::SELECTOR,
        AllocationError::SameMagnitude => SameMagnitude::SELECTOR,
        AllocationError::InsufficientMagnitude => InsufficientMagnitude::SELECTOR,
        AllocationError::Arithmetic(_) => panic!("no delay here is that long"),
    }
}

#[test]
fn every_list_is_what_the_references_upkeep_would_have_made_of_it() {
    for seed in 1..=6 {
        let world = fresh();
        let mut history = begin(&world, seed);
        for _ in 0..STEPS {
            history.step();
            history.lists_are_the_models();
        }
    }
}
