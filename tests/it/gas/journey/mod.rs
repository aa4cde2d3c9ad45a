//! One journey through the protocol, operation by operation.

mod delegation;
mod deposits;
mod further_sets;
mod limits;
mod one_transaction;
mod rewards;
mod services;
mod slashes;
mod stakes;
mod withdrawals;

use alloy::primitives::{Address, address};
use alloy::sol_types::SolCall;

use crate::harness::{Done, OPERATOR, OTHER_OPERATOR, World};

/// An operation, the reference's gas for it where it was measured, and ours.
pub(super) struct Measured {
    pub(super) operation: &'static str,
    pub(super) reference: Option<u64>,
    pub(super) gas: u64,
}

/// 66 bytes, as in the reference's measurement.
const URI: &str = "https://operators.example/metadata/0123456789abcdef0123456789.json";
/// A quarter of an operator's magnitude.
const QUARTER: u64 = 250_000_000_000_000_000;
/// In the order they do things.
const OPERATORS: [Address; 2] = [OTHER_OPERATOR, OPERATOR];
/// Accounts that have done nothing yet.
const NEWCOMERS: [Address; 2] = [
    address!("23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f"),
    address!("a0Ee7A142d267C1f36714E4a8F75612F20a79720"),
];

/// Where two accounts do the same one after the other, the figure is the second one's.
struct Journey<'a> {
    world: &'a mut World,
    measured: Vec<Measured>,
}

/// Runs the journey.
pub(super) fn run(world: &mut World) -> Vec<Measured> {
    let mut journey = Journey { world, measured: Vec::new() };
    journey.deposits();
    journey.new_strategies();
    journey.operators();
    journey.delegation();
    journey.one_transaction();
    journey.services();
    journey.aside(Journey::further_sets);
    journey.aside(Journey::registration_by_signature);
    journey.aside(Journey::changes_of_slasher);
    journey.allocations();
    journey.stakes();
    journey.aside(Journey::slashes_of_two_strategies);
    journey.withdrawals();
    journey.slashes();
    journey.deregistration();
    journey.rewards();
    journey.measured
}

impl Journey<'_> {
    fn record(&mut self, operation: &'static str, reference: impl Into<Option<u64>>, done: &Done) {
        self.measured.push(Measured { operation, reference: reference.into(), gas: done.gas() });
    }

    /// Measures what the journey goes on without.
    fn aside(&mut self, measure: impl FnOnce(&mut Self)) {
        let here = self.world.snapshot();
        measure(self);
        self.world.revert(here);
    }

    fn on<C: SolCall>(&self, program: &str, from: Address, call: &C) -> Done {
        self.world.act(from, self.world.at(program), call)
    }

    fn lst(&self) -> Address {
        self.world.strategy(self.world.lst)
    }

    fn weth(&self) -> Address {
        self.world.strategy(self.world.weth)
    }

    /// Both strategies, ascending.
    fn strategies(&self) -> Vec<Address> {
        let mut strategies = vec![self.lst(), self.weth()];
        strategies.sort();
        strategies
    }
}
