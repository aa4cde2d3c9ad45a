//! Where two things are wrong with a slash, the first one in the reference's order is the answer, and no id is used up.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    InputArrayLengthMismatch, InvalidCaller, InvalidOperatorSet, InvalidWadToSlash, OperatorNotSlashable,
    StrategiesMustBeInAscendingOrder, StrategyNotInOperatorSet, getSlashCountCall, slashOperatorCall,
};

use super::allocate_all;
use crate::harness::sets::{create_sets, join, magnitudes, open_service, set, slash};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh};

const AVS: Address = SERVICE_OWNER;
/// An id no set has.
const NONE: u32 = 9;

/// Sets 1 and 2 with both strategies, and an operator in set 1 with all allocated there. The strategies, ascending.
fn prepare(world: &World) -> [Address; 2] {
    let mut strategies = [world.strategy(world.lst), world.strategy(world.weth)];
    strategies.sort();
    open_service(world);
    create_sets(world, &[1, 2], &strategies);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(100));
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    let all = strategies.map(|strategy| (1, strategy, ONE));
    world.act(OPERATOR, world.at("slasher"), &allocate_all(OPERATOR, &all));
    strategies
}

fn of(id: u32, strategies: &[Address], wads: &[U256]) -> slashOperatorCall {
    slash(OPERATOR, id, strategies.to_vec(), wads.to_vec())
}

fn count(world: &World, id: u32) -> u64 {
    world.view(world.at("slasher"), &getSlashCountCall { operatorSet: set(id) }).to()
}

#[test]
fn the_arrays_are_looked_at_first_then_the_set_the_operator_and_the_caller() {
    let world = fresh();
    let ([first, _], slasher) = (prepare(&world), world.at("slasher"));
    world.refuse::<InputArrayLengthMismatch>(STRANGER, slasher, &of(NONE, &[first], &[]));
    world.refuse::<InvalidOperatorSet>(STRANGER, slasher, &of(NONE, &[first], &[U256::ZERO]));
    world.refuse::<OperatorNotSlashable>(STRANGER, slasher, &of(2, &[first], &[U256::ZERO]));
    world.refuse::<InvalidCaller>(STRANGER, slasher, &of(1, &[first], &[U256::ZERO]));
    world.refuse::<InvalidWadToSlash>(AVS, slasher, &of(1, &[first], &[U256::ZERO]));
    assert_eq!([1, 2, NONE].map(|id| count(&world, id)), [0; 3]);
}

#[test]
fn of_each_strategy_its_place_is_looked_at_first_then_the_part_and_the_set() {
    let world = fresh();
    let ([first, second], slasher) = (prepare(&world), world.at("slasher"));
    let (none, part, all) = (U256::ZERO, percent(1), percent(100));
    let stranger = Address::repeat_byte(0xff);
    world.refuse::<StrategiesMustBeInAscendingOrder>(AVS, slasher, &of(1, &[second, first], &[part, none]));
    world.refuse::<StrategiesMustBeInAscendingOrder>(AVS, slasher, &of(1, &[first, first], &[part, none]));
    world.refuse::<InvalidWadToSlash>(AVS, slasher, &of(1, &[second, first], &[none, part]));
    world.refuse::<InvalidWadToSlash>(AVS, slasher, &of(1, &[stranger], &[all + U256::ONE]));
    world.refuse::<StrategyNotInOperatorSet>(AVS, slasher, &of(1, &[stranger, first], &[part, none]));
    world.refuse::<InvalidWadToSlash>(AVS, slasher, &of(1, &[first, stranger], &[none, part]));
}

#[test]
fn a_slash_that_is_refused_at_its_last_strategy_takes_nothing_of_the_first() {
    let world = fresh();
    let ([first, second], slasher) = (prepare(&world), world.at("slasher"));
    let lst = world.strategy(world.lst);
    let call = of(1, &[first, second], &[percent(50), U256::ZERO]);
    world.refuse::<InvalidWadToSlash>(AVS, slasher, &call);
    for strategy in [first, second] {
        assert_eq!(magnitudes(&world, OPERATOR, strategy), (ONE, ONE, 0));
    }
    assert_eq!((count(&world, 1), operator_shares(&world, OPERATOR, lst)), (0, ether(100)));
}

#[test]
fn ids_count_slashes_of_one_set_whatever_they_took_and_whomever() {
    let world = fresh();
    let ([first, _], slasher) = (prepare(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[2]));
    let all = percent(100);
    // Something, nothing, and nothing asked for; and another set's first, which has nothing allocated.
    let calls = [of(1, &[first], &[all]), of(1, &[first], &[all]), of(1, &[], &[]), of(2, &[first], &[all])];
    let ids = calls.map(|call| world.act(AVS, slasher, &call).returned::<slashOperatorCall>().slashId);
    assert_eq!(ids, [1, 2, 3, 1].map(U256::from));
    assert_eq!([1, 2].map(|id| count(&world, id)), [3, 1]);
}
