//! Shares: more strategies to hold them in, and who has how many.

use alloy::primitives::{Address, U256};
use interfaces::sol::{IDelegationManager, IStrategy, IStrategyFactory, IStrategyManager};

use super::{GOVERNANCE, STRANGER, World};

/// The `n`th contract with the code of `program`, and no state.
pub(crate) fn unwired(world: &World, program: Address, n: u8) -> Address {
    let copy = program.create(u64::from(n));
    let code = world.node().code(program, Default::default()).unwrap();
    world.node().set_code(copy, code).unwrap();
    copy
}

/// Opens `count` more strategies of the LST, which the factory would not create.
pub(crate) fn open_strategies(world: &World, count: u8) -> Vec<Address> {
    let place = |n| {
        let strategy = unwired(world, world.at("strategy"), n);
        let wire = IStrategy::wireCall {
            strategyManager: world.at("strategy-manager"),
            underlyingToken: world.lst,
            pauserRegistry: world.at("pauser-registry"),
        };
        world.act(GOVERNANCE, strategy, &wire);
        strategy
    };
    let strategies: Vec<Address> = (0..count).map(place).collect();
    let open = IStrategyFactory::whitelistStrategiesCall { strategiesToWhitelist: strategies.clone() };
    world.act(GOVERNANCE, world.at("strategy-factory"), &open);
    strategies
}

/// Has the factory make the strategy of a token, as anyone may.
pub(crate) fn strategy_for(world: &World, token: Address) -> Address {
    let create = IStrategyFactory::deployNewStrategyCall { token };
    let done = world.act(STRANGER, world.at("strategy-factory"), &create);
    done.returned::<IStrategyFactory::deployNewStrategyCall>()
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
