//! Lists: sets and strategies of operators, members and strategies of sets, and what is read for many of them at once.

mod allocated;
mod completed;
mod histories;
mod magnitudes;
mod members;
mod native_stake;
mod places;
mod redistributing;
mod room;
mod upkeep;

use alloy::primitives::{Address, Bytes};
use alloy::rpc::types::{TransactionInput, TransactionRequest};
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    CreateSetParams, OperatorSet, addStrategiesToOperatorSetCall, createRedistributingOperatorSets_0Call,
    getAllocatedSetsCall, getAllocatedStrategiesCall, getMembersCall, getRegisteredSetsCall,
    getStrategiesInOperatorSetCall, getStrategyAllocationsCall, removeStrategiesFromOperatorSetCall,
};

use crate::harness::sets::set;
use crate::harness::{OPERATOR, SERVICE_OWNER, STRANGER, World};

/// Strategies by name: sets and allocations may be of any.
const A: Address = Address::repeat_byte(0xa);
const B: Address = Address::repeat_byte(0xb);
const C: Address = Address::repeat_byte(0xc);

/// Current magnitude, pending change and its effect block.
type Allocation = (u64, i128, u32);

fn read<C: SolCall>(world: &World, ask: &C) -> C::Return {
    world.view(world.at("slasher"), ask)
}

/// Of an act that is not carried out: what it would return, or be refused with.
fn attempt(world: &World, from: Address, call: &impl SolCall) -> Result<Bytes, Bytes> {
    let input = TransactionInput::new(call.abi_encode().into());
    let request = TransactionRequest::default().from(from).to(world.at("slasher")).input(input);
    let outcome = world.node().call(&request, Default::default(), None).unwrap();
    if outcome.is_success() { Ok(outcome.output) } else { Err(outcome.output) }
}

fn ids(sets: Vec<OperatorSet>) -> Vec<u32> {
    assert!(sets.iter().all(|set| set.avs == SERVICE_OWNER));
    sets.into_iter().map(|set| set.id).collect()
}

fn allocated_sets(world: &World, operator: Address) -> Vec<u32> {
    ids(read(world, &getAllocatedSetsCall { operator }))
}

fn registered_sets(world: &World, operator: Address) -> Vec<u32> {
    ids(read(world, &getRegisteredSetsCall { operator }))
}

fn allocated_strategies(world: &World, operator: Address, id: u32) -> Vec<Address> {
    read(world, &getAllocatedStrategiesCall { operator, operatorSet: set(id) })
}

/// What [`OPERATOR`] has in set 1, ascending: the order is not promised.
fn in_set_1(world: &World) -> Vec<Address> {
    let mut strategies = allocated_strategies(world, OPERATOR, 1);
    strategies.sort();
    strategies
}

fn strategy_allocations(world: &World, operator: Address, strategy: Address) -> Vec<(u32, Allocation)> {
    let found = read(world, &getStrategyAllocationsCall { operator, strategy });
    let allocations = found._1.iter().map(|of| (of.currentMagnitude, of.pendingDiff, of.effectBlock));
    assert_eq!(found._0.len(), found._1.len());
    ids(found._0).into_iter().zip(allocations).collect()
}

fn members(world: &World, id: u32) -> Vec<Address> {
    read(world, &getMembersCall { operatorSet: set(id) })
}

fn strategies(world: &World, id: u32) -> Vec<Address> {
    read(world, &getStrategiesInOperatorSetCall { operatorSet: set(id) })
}

fn add(id: u32, strategies: &[Address]) -> addStrategiesToOperatorSetCall {
    let strategies = strategies.to_vec();
    addStrategiesToOperatorSetCall { avs: SERVICE_OWNER, operatorSetId: id, strategies }
}

fn remove(id: u32, strategies: &[Address]) -> removeStrategiesFromOperatorSetCall {
    let strategies = strategies.to_vec();
    removeStrategiesFromOperatorSetCall { avs: SERVICE_OWNER, operatorSetId: id, strategies }
}

/// The service creates a set that pays what it slashes to a stranger.
fn create_redistributing(id: u32, strategies: &[Address]) -> createRedistributingOperatorSets_0Call {
    let params = vec![CreateSetParams { operatorSetId: id, strategies: strategies.to_vec() }];
    let recipients = vec![STRANGER];
    createRedistributingOperatorSets_0Call {
        avs: SERVICE_OWNER,
        params,
        redistributionRecipients: recipients,
    }
}

/// The service acts.
fn serve(world: &World, call: &impl SolCall) {
    world.act(SERVICE_OWNER, world.at("slasher"), call);
}

/// [`OPERATOR`] acts.
fn operate(world: &World, call: &impl SolCall) {
    world.act(OPERATOR, world.at("slasher"), call);
}
