//! What one party does must not take from others what they read.

use alloy::primitives::Address;
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    getAllocatedSetsCall, getRegisteredSetsCall, getStrategyAllocationsCall, isOperatorRedistributableCall,
};
use interfaces::sol::IStrategyManager::getPendingOperatorSetsCall;

use super::{add, redistributing, remove, trial};
use crate::harness::sets::{join, leave, open_service, slash, slashable};
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
#[ignore = "each strategy a set ever gave up is read for whoever ever joined it, 4,500 gas each and for ever: eleven \
            thousand are more than the 50M gas a node gives a view"]
fn strategies_a_set_gave_up_cost_readers_of_its_operators_nothing() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    world.act(SERVICE_OWNER, slasher, &redistributing(1, &[], STRANGER));
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    let before = costs(&world);
    for round in 0..4 {
        let strategies: Vec<_> = (0..ALL).map(|n| Address::with_last_byte(round * ALL + n)).collect();
        world.act(SERVICE_OWNER, slasher, &add(1, &strategies));
        world.act(SERVICE_OWNER, slasher, &remove(1, &strategies));
    }
    for (before, after) in before.into_iter().zip(costs(&world)) {
        assert!(after <= before + A_FEW_READS, "{before} gas, and {after} after a set changed its mind");
    }
}

/// A keeper asks for all sets at once: no single one may make that too expensive. The reference lists only what waits.
#[test]
#[ignore = "each slash id of each set ever slashed is read, 2,200 gas each and for ever, also those of empty slashes"]
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
