//! What is booked under a slash id: records in a row, the first of which says how many there are. One that goes is replaced by
//! the last.

use alloy::primitives::{Address, U256};
use interfaces::sol::IStrategyManager::{
    OperatorSet, clearBurnOrRedistributableSharesByStrategyCall, clearBurnOrRedistributableSharesCall,
    getBurnOrRedistributableCountCall, getBurnOrRedistributableShares_0Call,
    getBurnOrRedistributableShares_1Call, getPendingSlashIdsCall, getSlashResolutionBlockCall,
};

use super::allocate_all;
use crate::harness::sets::{create_sets, join, open_service, slash};
use crate::harness::strategies::{deposit, open_strategies};
use crate::harness::world::percent;
use crate::harness::{BURN_ADDRESS, ONE, OPERATOR, SERVICE_OWNER, STRANGER, Token, World, ether, fresh};

/// A slash of half of four strategies, with 2, 4, 6 and 8 LST in them. The strategies in the order of the slash, and what is
/// booked of each.
fn slashed(world: &World) -> Vec<(Address, U256)> {
    let (slasher, manager) = (world.at("slasher"), world.at("strategy-manager"));
    let mut strategies = open_strategies(world, 4);
    strategies.sort();
    open_service(world);
    create_sets(world, &[1], &strategies);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, world.lst, &Token::mintCall { to: OPERATOR, amount: ether(20) });
    world.act(OPERATOR, world.lst, &Token::approveCall { spender: manager, amount: ether(20) });
    for (strategy, amount) in strategies.iter().zip([2, 4, 6, 8]) {
        world.act(OPERATOR, manager, &deposit(world, *strategy, ether(amount)));
    }
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let all: Vec<_> = strategies.iter().map(|strategy| (1, *strategy, ONE)).collect();
    world.act(OPERATOR, slasher, &allocate_all(OPERATOR, &all));
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, strategies.clone(), vec![percent(50); 4]));
    strategies.into_iter().zip((1..=4).map(ether)).collect()
}

fn booked_set() -> OperatorSet {
    OperatorSet { avs: SERVICE_OWNER, id: 1 }
}

/// Holds every view of the slash equal to `expected`, in this order.
fn check(world: &World, expected: &[(Address, U256)], all: &[(Address, U256)]) {
    let (manager, operator_set, id) = (world.at("strategy-manager"), booked_set, U256::ONE);
    let ask = getBurnOrRedistributableShares_0Call { operatorSet: operator_set(), slashId: id };
    let found = world.view(manager, &ask);
    assert_eq!(found._0.into_iter().zip(found._1).collect::<Vec<_>>(), expected);
    let ask = getBurnOrRedistributableCountCall { operatorSet: operator_set(), slashId: id };
    assert_eq!(world.view(manager, &ask), U256::from(expected.len()));
    for (strategy, _) in all {
        let ask = getBurnOrRedistributableShares_1Call {
            operatorSet: operator_set(),
            slashId: id,
            strategy: *strategy,
        };
        let wanted = expected.iter().find(|(one, _)| one == strategy);
        assert_eq!(world.view(manager, &ask), wanted.map_or(U256::ZERO, |(_, shares)| *shares));
    }
    let ids = world.view(manager, &getPendingSlashIdsCall { operatorSet: operator_set() });
    assert_eq!(ids.len(), usize::from(!expected.is_empty()));
}

/// Every order in which four go.
fn orders() -> Vec<[usize; 4]> {
    let mut orders = Vec::new();
    for code in 0..256_usize {
        let order = [code & 3, code >> 2 & 3, code >> 4 & 3, code >> 6];
        if (0..4).all(|index| order.contains(&index)) {
            orders.push(order);
        }
    }
    orders
}

#[test]
fn in_whatever_order_strategies_of_a_slash_are_cleared_each_is_paid_once_and_in_full() {
    let mut world = fresh();
    let all = slashed(&world);
    let manager = world.at("strategy-manager");
    check(&world, &all, &all);
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let orders = orders();
    assert_eq!(orders.len(), 24);
    for order in orders {
        let snapshot = world.snapshot();
        let (mut left, mut paid) = (all.clone(), U256::ZERO);
        for (strategy, shares) in order.map(|index| all[index]) {
            let (operator_set, id) = (booked_set(), U256::ONE);
            let call = clearBurnOrRedistributableSharesByStrategyCall {
                operatorSet: operator_set,
                slashId: id,
                strategy,
            };
            let done = world.act(STRANGER, manager, &call);
            let amount = done.returned::<clearBurnOrRedistributableSharesByStrategyCall>();
            assert_eq!(amount, shares, "{order:?}");
            let again = world.act(STRANGER, manager, &call);
            assert_eq!(again.returned::<clearBurnOrRedistributableSharesByStrategyCall>(), U256::ZERO);
            paid += shares;
            assert_eq!(world.held(world.lst, BURN_ADDRESS), paid);
            left.swap_remove(left.iter().position(|(one, _)| *one == strategy).unwrap());
            check(&world, &left, &all);
        }
        world.revert(snapshot);
    }
}

#[test]
fn what_is_left_of_a_slash_keeps_its_block_and_is_cleared_together() {
    let world = fresh();
    let all = slashed(&world);
    let manager = world.at("strategy-manager");
    let ask = getSlashResolutionBlockCall { operatorSet: booked_set(), slashId: U256::ONE };
    let block = world.view(manager, &ask);
    assert_eq!(u64::from(block), world.block() + u64::from(world.config.slash_resolution_delay_blocks));
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let one = clearBurnOrRedistributableSharesByStrategyCall {
        operatorSet: booked_set(),
        slashId: U256::ONE,
        strategy: all[1].0,
    };
    world.act(STRANGER, manager, &one);
    assert_eq!(world.view(manager, &ask), block);
    let rest = clearBurnOrRedistributableSharesCall { operatorSet: booked_set(), slashId: U256::ONE };
    let done = world.act(STRANGER, manager, &rest);
    let amounts = done.returned::<clearBurnOrRedistributableSharesCall>();
    assert_eq!(amounts, [all[0].1, all[3].1, all[2].1], "the last one took the place of the one that went");
    check(&world, &[], &all);
    assert_eq!(world.view(manager, &ask), 0);
}
