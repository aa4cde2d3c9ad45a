//! L17 and L26: what a slash costs does not grow with anything others can make grow, so nobody becomes too expensive to
//! slash.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::IAllocationManager::slashOperatorCall;
use interfaces::sol::IStrategyManager::{SignatureWithExpiry, depositETHAndDelegateCall};

use crate::harness::queue::queue;
use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::{deposit, open_strategies, operator_shares};
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, SERVICE_OWNER, Token, World, ether, fresh, speaking};

/// The `n`th of many people.
fn somebody(world: &World, n: u64) -> Address {
    let address = Address::left_padding_from(&(0x5000_0000 + n).to_be_bytes());
    speaking(world, address);
    world.node().set_balance(address, ether(1_000));
    address
}

/// An operator in these sets, a hundredth of its wrapped ETH allocated to each. Returns the strategy.
fn member_of(world: &World, ids: &[u32]) -> Address {
    let weth = world.strategy(world.weth);
    open_service(world);
    create_sets(world, ids, &[weth]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, ids));
    for id in ids {
        world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, *id, weth, ONE / 100));
    }
    weth
}

/// So many stakers delegate 500 ETH to the operator, in equal parts.
fn delegate_from(world: &World, stakers: u64) {
    let no_approval = SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    let call = depositETHAndDelegateCall {
        strategy: world.strategy(world.weth),
        operator: OPERATOR,
        approverSignatureAndExpiry: no_approval,
        approverSalt: B256::ZERO,
    };
    let part = ether(500) / U256::from(stakers);
    for n in 0..stakers {
        world.pay(somebody(world, n), world.at("strategy-manager"), &call, part);
    }
    assert_eq!(operator_shares(world, OPERATOR, call.strategy), ether(500));
}

/// Gas of slashing half of what set 1 has.
fn gas_of_slash(world: &World) -> u64 {
    let call = slash(OPERATOR, 1, vec![world.strategy(world.weth)], vec![percent(50)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call).gas()
}

#[test]
fn a_slash_costs_the_same_with_one_staker_and_with_a_thousand() {
    let gas = [1, 1_000].map(|stakers| {
        let world = fresh();
        member_of(&world, &[1]);
        delegate_from(&world, stakers);
        gas_of_slash(&world)
    });
    assert_eq!(gas[0], gas[1]);
}

#[test]
fn a_slash_costs_the_same_in_one_set_and_among_sixty_four_with_other_members() {
    let many: Vec<u32> = (1..=64).collect();
    let gas = [(&many[..1], 0), (&many, 16)].map(|(ids, others)| {
        let world = fresh();
        member_of(&world, ids);
        delegate_from(&world, 1);
        for n in 0..others {
            let operator = somebody(&world, 100 + n);
            world.register_operator(operator, 0);
            world.act(operator, world.at("slasher"), &join(operator, ids));
        }
        gas_of_slash(&world)
    });
    assert_eq!(gas[0], gas[1]);
}

/// A staker can put as many withdrawals into the queue as it pays for. A slash searches them by halves: of 200 it reads
/// eight at most, each a slot nobody touched before.
#[test]
fn a_slash_costs_a_search_more_with_two_hundred_withdrawals_in_the_queue() {
    const STEP: u64 = 2_100 + 200;
    let gas = [1, 200].map(|withdrawals| {
        let world = fresh();
        let weth = member_of(&world, &[1]);
        delegate_from(&world, 1);
        for _ in 0..withdrawals {
            queue(&world, somebody(&world, 0), weth, ether(1));
        }
        gas_of_slash(&world)
    });
    assert!(gas[1] <= gas[0] + 8 * STEP, "{gas:?}");
}

/// Gas of slashing half of what is allocated in so many strategies, with 10 LST in each.
fn gas_of_slash_across(count: u8) -> u64 {
    let world = fresh();
    let (manager, slasher) = (world.at("strategy-manager"), world.at("slasher"));
    let mut strategies = open_strategies(&world, count);
    strategies.sort();
    open_service(&world);
    create_sets(&world, &[1], &strategies);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    let amount = ether(10 * u64::from(count));
    world.act(OPERATOR, world.lst, &Token::mintCall { to: OPERATOR, amount });
    world.act(OPERATOR, world.lst, &Token::approveCall { spender: manager, amount });
    for strategy in &strategies {
        world.act(OPERATOR, manager, &deposit(&world, *strategy, ether(10)));
        world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, *strategy, ONE));
    }
    let wads = vec![percent(50); strategies.len()];
    let done = world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, strategies, wads));
    assert_eq!(done.returned::<slashOperatorCall>().shares, vec![ether(5); usize::from(count)]);
    done.gas()
}

/// As many as a staker can be in. A block of the chain takes 32 million gas.
#[test]
fn a_slash_of_thirty_two_strategies_costs_less_than_as_many_slashes_and_fits_a_block() {
    let (one, all) = (gas_of_slash_across(1), gas_of_slash_across(32));
    assert!(all < 32 * one && all < 32_000_000, "{all} for 32, {one} for one");
}
