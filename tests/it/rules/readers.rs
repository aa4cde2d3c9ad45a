//! What one party does must not take from others what they read.

use alloy::primitives::Address;
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    MaxStrategiesExceeded, getAllocatedSetsCall, getRegisteredSetsCall, getStrategiesInOperatorSetCall,
    getStrategyAllocationsCall, isOperatorRedistributableCall,
};
use interfaces::sol::IStrategyManager::getPendingOperatorSetsCall;

use super::{add, redistributing, remove, trial};
use crate::harness::sets::{create_sets, join, leave, open_service, set, slash, slashable};
use crate::harness::{OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

/// How many strategies a set has at most.
const ALL: u8 = 32;
/// What a view may cost more than before: a few reads.
const A_FEW_READS: u64 = 10_000;

fn cost<C: SolCall>(world: &World, to: Address, call: &C) -> u64 {
    let (answer, gas) = trial(world, STRANGER, to, call);
    answer.unwrap();
    gas
}

/// What readers of the operator pay.
fn costs(world: &World) -> [u64; 4] {
    let (slasher, operator) = (world.at("slasher"), OPERATOR);
    let strategy = world.strategy(world.lst);
    [
        cost(world, slasher, &getAllocatedSetsCall { operator }),
        cost(world, slasher, &getStrategyAllocationsCall { operator, strategy }),
        cost(world, slasher, &isOperatorRedistributableCall { operator }),
        cost(world, slasher, &getRegisteredSetsCall { operator }),
    ]
}

/// No service may make an operator unreadable to others. The reference walks the operator's own lists, which it alone lengthens.
#[test]
fn strategies_a_set_gave_up_cost_readers_of_whoever_passed_through_nothing() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    world.act(SERVICE_OWNER, slasher, &redistributing(1, &[], STRANGER));
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    let before = costs(&world);
    for round in 0..2 {
        give_up(&world, round);
    }
    for (before, after) in before.into_iter().zip(costs(&world)) {
        assert!(after <= before + A_FEW_READS, "{before} gas, and {after} after a set changed its mind");
    }
}

/// The set takes 32 strategies nobody knew, and gives them up again.
fn give_up(world: &World, round: u8) {
    let (slasher, strategies) = (world.at("slasher"), strangers(round));
    world.act(SERVICE_OWNER, slasher, &add(1, &strategies));
    world.act(SERVICE_OWNER, slasher, &remove(1, &strategies));
}

fn strangers(round: u8) -> Vec<Address> {
    (0..ALL).map(|n| Address::with_last_byte(round * ALL + n)).collect()
}

/// Readers of those who did allocate go through all it ever had: so there is an end to that.
#[test]
fn a_set_that_gave_up_64_strategies_takes_back_those_and_no_others() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    create_sets(&world, &[1], &[]);
    for round in 0..2 {
        give_up(&world, round);
    }
    world.refuse::<MaxStrategiesExceeded>(SERVICE_OWNER, slasher, &add(1, &[Address::repeat_byte(0xee)]));
    world.act(SERVICE_OWNER, slasher, &add(1, &strangers(1)));
    let in_set = world.view(slasher, &getStrategiesInOperatorSetCall { operatorSet: set(1) });
    assert_eq!(in_set, strangers(1));
}

/// A keeper asks for all sets at once: no single one may make that too expensive. The reference lists only what waits.
#[test]
fn slashes_that_booked_nothing_cost_readers_of_what_waits_nothing() {
    let world = fresh();
    slashable(&world);
    let (slasher, manager) = (world.at("slasher"), world.at("strategy-manager"));
    let empty = slash(OPERATOR, 1, Vec::new(), Vec::new());
    world.act(SERVICE_OWNER, slasher, &empty);
    let before = cost(&world, manager, &getPendingOperatorSetsCall {});
    for _ in 0..32 {
        world.act(SERVICE_OWNER, slasher, &empty);
    }
    let after = cost(&world, manager, &getPendingOperatorSetsCall {});
    assert!(after <= before + A_FEW_READS, "{before} gas, and {after} after slashes of nothing");
}
