//! Contracts that speak for themselves, to ask others what only they may ask.

use alloy::primitives::Address;

use super::{World, ether};

/// A contract that sends transactions from now on, with ETH for gas.
pub(crate) fn speaking(world: &World, contract: Address) -> Address {
    let mut node = world.node();
    node.impersonate(contract);
    node.set_balance(contract, ether(1));
    contract
}
