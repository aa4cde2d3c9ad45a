//! L50: addresses are known before there is code at them. Elsewhere a vault was made for a token that was not there yet,
//! or what had been written under an address was inherited by whoever came to it.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::slashOperatorCall;
use interfaces::sol::IStrategyManager::{StrategyNotWhitelisted, depositIntoStrategyCall};

use crate::harness::sets::{allocate, create_sets, join, magnitudes, open_service, slash};
use crate::harness::strategies::{operator_shares, staker_shares, strategy_for};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, SERVICE_OWNER, Token, World, ether, fresh};

/// Where the strategy of the reward token will be.
fn to_be(world: &mut World) -> Address {
    let before = world.snapshot();
    let strategy = strategy_for(world, world.reward);
    world.revert(before);
    strategy
}

/// Slashes half of what set 1 has there. Returns the shares taken.
fn slash_half(world: &World, strategy: Address) -> U256 {
    let call = slash(OPERATOR, 1, vec![strategy], vec![percent(50)]);
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &call);
    done.returned::<slashOperatorCall>().shares[0]
}

#[test]
fn slashes_of_a_strategy_before_it_exists_take_nothing_from_who_deposits_later() {
    let mut world = fresh();
    let strategy = to_be(&mut world);
    let (slasher, manager, token) = (world.at("slasher"), world.at("strategy-manager"), world.reward);
    open_service(&world);
    create_sets(&world, &[1], &[strategy]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, strategy, ONE / 2));
    world.delegate(ALICE, OPERATOR);
    let amount = ether(8);
    world.act(ALICE, token, &Token::mintCall { to: ALICE, amount });
    world.act(ALICE, token, &Token::approveCall { spender: manager, amount });
    let deposit = depositIntoStrategyCall { strategy, token, amount };
    world.refuse::<StrategyNotWhitelisted>(ALICE, manager, &deposit);
    assert_eq!(slash_half(&world, strategy), U256::ZERO);

    assert_eq!(strategy_for(&world, token), strategy);
    world.act(ALICE, manager, &deposit);
    assert_eq!(magnitudes(&world, OPERATOR, strategy).0, ONE / 4 * 3);
    assert_eq!(operator_shares(&world, OPERATOR, strategy), amount);
    // Her factor, 1e18 / 0.75 rounded down, costs eight shares of eight ether at most.
    let (withdrawable, deposited) = staker_shares(&world, ALICE, strategy);
    assert_eq!(deposited, amount);
    assert!(withdrawable <= amount && amount - withdrawable <= U256::from(8), "{withdrawable}");
    // Half of the quarter that is left to the set, of three quarters: a sixth.
    assert_eq!(slash_half(&world, strategy), amount / U256::from(6));
}
