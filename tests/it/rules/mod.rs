//! Rules of operator sets, allocations, slashing and permissions, one by one, as the reference states them: what comes first
//! where two things are wrong, what every act changes and says, and the cases its findings were about.

mod bookings;
mod changes;
mod consent;
mod delays;
mod membership;
mod order_for_avss;
mod order_for_operators;
mod order_for_slashers;
mod places;
mod queue;
mod readers;
mod rights;
mod shares_behind;
mod taken;

use alloy::primitives::{Address, Bytes};
use alloy::rpc::types::{TransactionInput, TransactionRequest};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IAllocationManager::{
    AllocateParams, CreateSetParams, addStrategiesToOperatorSetCall, createRedistributingOperatorSets_0Call,
    modifyAllocationsCall, removeStrategiesFromOperatorSetCall,
};

use crate::harness::sets::set;
use crate::harness::{SERVICE_OWNER, World};

/// The service gives a set of its own more strategies.
fn add(id: u32, strategies: &[Address]) -> addStrategiesToOperatorSetCall {
    addStrategiesToOperatorSetCall { avs: SERVICE_OWNER, operatorSetId: id, strategies: strategies.to_vec() }
}

/// The service takes strategies from a set of its own.
fn remove(id: u32, strategies: &[Address]) -> removeStrategiesFromOperatorSetCall {
    removeStrategiesFromOperatorSetCall {
        avs: SERVICE_OWNER,
        operatorSetId: id,
        strategies: strategies.to_vec(),
    }
}

/// The service makes a set whose slashes go to a recipient.
fn redistributing(
    id: u32,
    strategies: &[Address],
    recipient: Address,
) -> createRedistributingOperatorSets_0Call {
    let params = CreateSetParams { operatorSetId: id, strategies: strategies.to_vec() };
    createRedistributingOperatorSets_0Call {
        avs: SERVICE_OWNER,
        params: vec![params],
        redistributionRecipients: vec![recipient],
    }
}

/// An operator changes several allocations in one call: set, strategy and magnitude of each.
fn allocate_all(operator: Address, changes: &[(u32, Address, u64)]) -> modifyAllocationsCall {
    let params = changes.iter().map(|(id, strategy, magnitude)| AllocateParams {
        operatorSet: set(*id),
        strategies: vec![*strategy],
        newMagnitudes: vec![*magnitude],
    });
    modifyAllocationsCall { operator, params: params.collect() }
}

/// What a call would return or revert with in the latest block, and its gas. Nothing stays of it.
fn trial<C: SolCall>(world: &World, from: Address, to: Address, call: &C) -> (Result<Bytes, Bytes>, u64) {
    let request = TransactionRequest { from: Some(from), ..Default::default() };
    let request = request.to(to).input(TransactionInput::new(call.abi_encode().into()));
    let outcome = world.node().call(&request, Default::default(), None).unwrap();
    let gas = outcome.gas_used;
    (if outcome.is_success() { Ok(outcome.output) } else { Err(outcome.output) }, gas)
}

/// Holds that a call would revert with `E` and nothing else.
fn would_refuse<E: SolError>(world: &World, from: Address, to: Address, call: &impl SolCall) {
    let (answer, _) = trial(world, from, to, call);
    let found = answer.expect_err("it was not refused");
    assert_eq!(client::errors::name(&found), client::errors::name(&E::SELECTOR));
    assert_eq!(found[..], E::SELECTOR);
}
