//! Shares: more strategies to hold them in, and who has how many.

use alloy::primitives::{Address, U256};
use interfaces::sol::{IDelegationManager, IStrategy, IStrategyManager};

use super::{GOVERNANCE, World};

/// Opens `count` more strategies of the LST, with the code of the one that exists.
pub(crate) fn open_strategies(world: &World, count: u8) -> Vec<Address> {
    let manager = world.at("strategy-manager");
    let code = world.node().code(world.strategy(world.lst), Default::default()).unwrap();
    let place = |n| {
        let strategy = Address::with_last_byte(n).create(0);
        world.node().set_code(strategy, code.clone()).unwrap();
        let wire = IStrategy::wireCall { strategyManager: manager, underlyingToken: world.lst };
        world.act(GOVERNANCE, strategy, &wire);
        strategy
    };
    let strategies: Vec<Address> = (0..count).map(place).collect();
    let open = IStrategyManager::addStrategiesToDepositWhitelistCall { strategies: strategies.clone() };
    world.act(GOVERNANCE, manager, &open);
    strategies
}

/// A deposit of LST, for which the staker has the tokens and an allowance.
pub(crate) fn deposit(
    world: &World,
    strategy: Address,
    amount: U256,
) -> IStrategyManager::depositIntoStrategyCall {
    IStrategyManager::depositIntoStrategyCall { strategy, token: world.lst, amount }
}

/// An operator's shares in a strategy.
pub(crate) fn operator_shares(world: &World, operator: Address, strategy: Address) -> U256 {
    let ask = IDelegationManager::operatorSharesCall { operator, strategy };
    world.view(world.at("delegation-manager"), &ask)
}

/// What a staker could withdraw of a strategy now, and its deposit shares.
pub(crate) fn staker_shares(world: &World, staker: Address, strategy: Address) -> (U256, U256) {
    let ask = IDelegationManager::getWithdrawableSharesCall { staker, strategies: vec![strategy] };
    let found = world.view(world.at("delegation-manager"), &ask);
    (found.withdrawableShares[0], found.depositShares[0])
}
