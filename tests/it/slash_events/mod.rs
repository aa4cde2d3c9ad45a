//! What a slash says: to whom, of which strategy, before and after, and in which order. Whoever only reads events knows all
//! that the views would have told.

mod contents;
mod order;

use alloy::primitives::{Address, U256};
use interfaces::sol::IStrategyManager::getBurnOrRedistributableShares_1Call;
use interfaces::sol::{IDelegationManager, IStrategyManager};

use crate::harness::sets::{allocate, create_sets, join, open_service};
use crate::harness::strategies::{deposit, open_strategies};
use crate::harness::{ALICE, Done, ONE, OPERATOR, SERVICE_OWNER, Token, World, ether};

const HALF: u64 = ONE / 2;
const QUARTER: u64 = ONE / 4;

/// An operator in set 1, which has three strategies of the LST: with 60 shares in each, half of the first one's magnitude
/// allocated, nothing of the second one's, a quarter of the third one's. The strategies, ascending.
fn prepare(world: &World) -> [Address; 3] {
    let mut strategies: [Address; 3] = open_strategies(world, 3).try_into().unwrap();
    strategies.sort();
    open_service(world);
    create_sets(world, &[1], &strategies);
    world.register_operator(OPERATOR, 0);
    world.delegate(ALICE, OPERATOR);
    let (manager, amount) = (world.at("strategy-manager"), ether(180));
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager, amount });
    for strategy in strategies {
        world.act(ALICE, manager, &deposit(world, strategy, ether(60)));
    }
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategies[0], HALF));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategies[2], QUARTER));
    strategies
}

/// Set `id` of the service slashes [`OPERATOR`] by these parts.
fn slash(world: &World, id: u32, parts: &[(Address, U256)]) -> Done {
    let (strategies, wads) = parts.iter().copied().unzip();
    let call = crate::harness::sets::slash(OPERATOR, id, strategies, wads);
    world.act(SERVICE_OWNER, world.at("slasher"), &call)
}

/// What is booked under a slash id of set `id`.
fn booked(world: &World, id: u32, slash_id: U256, strategy: Address) -> U256 {
    let operator_set = IStrategyManager::OperatorSet { avs: SERVICE_OWNER, id };
    let ask = getBurnOrRedistributableShares_1Call { operatorSet: operator_set, slashId: slash_id, strategy };
    world.view(world.at("strategy-manager"), &ask)
}

/// Shares in the withdrawal queue that a slash would reach.
fn in_queue(world: &World, strategy: Address) -> U256 {
    let ask = IDelegationManager::getSlashableSharesInQueueCall { operator: OPERATOR, strategy };
    world.view(world.at("delegation-manager"), &ask)
}
