//! L27: one bad entry does not spoil a slash. Elsewhere a batch failed because of an entry somebody else could spoil.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::slashOperatorCall;
use interfaces::sol::IPausable::pauseAllCall;

use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::{deposit, open_strategies, operator_shares};
use crate::harness::world::percent;
use crate::harness::{GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, Token, World, ether, fresh};

/// Ways in which a strategy of a slash can be spoilt, by operator, staker, service or accident.
#[derive(Clone, Copy, Debug)]
enum Spoilt {
    NothingAllocated,
    NothingLeft,
    NoStake,
    NoContract,
    Paused,
}

const WAYS: [Spoilt; 5] =
    [Spoilt::NothingAllocated, Spoilt::NothingLeft, Spoilt::NoStake, Spoilt::NoContract, Spoilt::Paused];

/// A set with three strategies in ascending order, of which one is spoilt; an operator with 10 LST in each of the others
/// and in the spoilt one too where it can, all of it allocated where it can.
fn prepare(world: &World, place: usize, spoilt: Spoilt) -> Vec<Address> {
    let slasher = world.at("slasher");
    let mut strategies = open_strategies(world, 3);
    strategies.sort();
    if matches!(spoilt, Spoilt::NoContract) {
        strategies[place] = beside(&strategies, place);
    }
    open_service(world);
    create_sets(world, &[1], &strategies);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let (manager, amount) = (world.at("strategy-manager"), ether(30));
    world.act(OPERATOR, world.lst, &Token::mintCall { to: OPERATOR, amount });
    world.act(OPERATOR, world.lst, &Token::approveCall { spender: manager, amount });
    for (index, strategy) in strategies.iter().enumerate() {
        let here = index == place;
        if !(here && matches!(spoilt, Spoilt::NoStake | Spoilt::NoContract)) {
            world.act(OPERATOR, manager, &deposit(world, *strategy, ether(10)));
        }
        if !(here && matches!(spoilt, Spoilt::NothingAllocated)) {
            world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, *strategy, ONE));
        }
    }
    match spoilt {
        Spoilt::NothingLeft => {
            let all = slash(OPERATOR, 1, vec![strategies[place]], vec![percent(100)]);
            world.act(SERVICE_OWNER, slasher, &all);
        }
        Spoilt::Paused => {
            world.act(GOVERNANCE, strategies[place], &pauseAllCall {});
        }
        _ => {}
    }
    strategies
}

/// An address without code right behind a strategy's, so that the order stays.
fn beside(strategies: &[Address], place: usize) -> Address {
    let next = U256::from_be_slice(strategies[place].as_slice()) + U256::ONE;
    Address::from_word(next.into())
}

#[test]
fn whatever_is_wrong_with_one_strategy_of_a_slash_the_others_are_slashed() {
    for spoilt in WAYS {
        for place in 0..3 {
            let world = fresh();
            let strategies = prepare(&world, place, spoilt);
            let call = slash(OPERATOR, 1, strategies.clone(), vec![percent(50); 3]);
            let done = world.act(SERVICE_OWNER, world.at("slasher"), &call);
            let taken = done.returned::<slashOperatorCall>().shares;
            for (index, strategy) in strategies.iter().enumerate() {
                let fine = index != place || matches!(spoilt, Spoilt::Paused);
                let expected = if fine { ether(5) } else { U256::ZERO };
                assert_eq!(taken[index], expected, "{spoilt:?} at {place}");
                if fine {
                    let left = operator_shares(&world, OPERATOR, *strategy);
                    assert_eq!(left, ether(5), "{spoilt:?} at {place}");
                }
            }
        }
    }
}
