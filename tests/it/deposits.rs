//! Deposits: what they buy, what is kept of them, and what they count for from when on.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{FullySlashed, getDepositedSharesCall};
use interfaces::sol::IStrategyFactory::removeStrategiesFromWhitelistCall;
use interfaces::sol::IStrategyManager::{
    InvalidCalldata, StrategyNotWhitelisted, depositIntoStrategyCall, getDepositsCall,
    getStakerStrategyListCall, stakerDepositSharesCall, stakerStrategyListCall, stakerStrategyListLengthCall,
};

use crate::harness::queue::{as_shares, pass_delay, queue};
use crate::harness::sets::{allocate, create_sets, join, open_service, slash};
use crate::harness::strategies::{deposit, open_strategies, operator_shares, staker_shares};
use crate::harness::world::percent;
use crate::harness::{ALICE, BOB, GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, Token, World, ether, fresh};

fn manager(world: &World) -> Address {
    world.at("strategy-manager")
}

/// Alice with 10 LST in her hand, allowed to the StrategyManager.
fn fund(world: &World) {
    world.act(ALICE, world.lst, &Token::mintCall { to: ALICE, amount: ether(10) });
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager(world), amount: ether(10) });
}

/// The staker's strategies by every view there is, which must agree.
fn strategies_of(world: &World, staker: Address) -> Vec<Address> {
    let to = manager(world);
    let list = world.view(to, &getStakerStrategyListCall { staker });
    let deposits = world.view(to, &getDepositsCall { staker });
    assert_eq!(deposits._0, list);
    for (strategy, shares) in list.iter().zip(deposits._1) {
        let ask = stakerDepositSharesCall { staker, strategy: *strategy };
        assert_eq!(world.view(to, &ask), shares);
    }
    let length = world.view(to, &stakerStrategyListLengthCall { staker });
    assert_eq!(length, U256::from(list.len()));
    for (index, strategy) in list.iter().enumerate() {
        let ask = stakerStrategyListCall { staker, index: U256::from(index) };
        assert_eq!(world.view(to, &ask), *strategy);
    }
    let past = stakerStrategyListCall { staker, index: length };
    assert!(world.try_view(to, &past).is_err(), "there is nothing past the end");
    let by_delegation = world.view(world.at("delegation-manager"), &getDepositedSharesCall { staker });
    assert_eq!(by_delegation._0, list);
    list
}

#[test]
fn a_staker_is_listed_with_the_strategies_it_has_shares_in_and_no_others() {
    let world = fresh();
    let [a, b, c] = open_strategies(&world, 3)[..] else { panic!("three were opened") };
    fund(&world);
    assert!(strategies_of(&world, ALICE).is_empty());
    for strategy in [a, b, c, a] {
        world.act(ALICE, manager(&world), &deposit(&world, strategy, ether(1)));
    }
    assert_eq!(strategies_of(&world, ALICE), [a, b, c]);
    queue(&world, ALICE, a, ether(1));
    assert_eq!(strategies_of(&world, ALICE), [a, b, c], "one share is enough to stay");
    queue(&world, ALICE, a, ether(1));
    assert_eq!(strategies_of(&world, ALICE), [c, b], "the last one takes the place of the one that left");
    queue(&world, ALICE, b, ether(1));
    world.act(ALICE, manager(&world), &deposit(&world, a, ether(1)));
    assert_eq!(strategies_of(&world, ALICE), [c, a]);
    assert!(strategies_of(&world, BOB).is_empty());
}

#[test]
fn a_deposit_buys_shares_at_the_rate_of_then_rounded_down() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    world.deposit_lst(BOB, U256::from(2_000));
    // 2,000 shares and 5,000 units; 1,000 virtual ones of each.
    world.act(BOB, world.lst, &Token::mintCall { to: lst, amount: U256::from(3_000) });
    for (amount, shares) in [(2, 1), (1_001, 500), (3, 1)] {
        let had = staker_shares(&world, ALICE, lst).1;
        let done = world.deposit_lst(ALICE, U256::from(amount));
        let got = staker_shares(&world, ALICE, lst).1.checked_sub(had).unwrap();
        assert_eq!(got, U256::from(shares), "{amount} units");
        let returned = done.returned::<depositIntoStrategyCall>();
        assert_eq!(returned, got);
    }
}

#[test]
fn who_lacks_tokens_or_an_allowance_deposits_nothing() {
    let world = fresh();
    alloy::sol! {
        error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
        error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    }
    let call = deposit(&world, world.strategy(world.lst), ether(1));
    let error =
        ERC20InsufficientAllowance { spender: manager(&world), allowance: U256::ZERO, needed: ether(1) };
    let data = alloy::sol_types::SolError::abi_encode(&error);
    world.refuse_data(ALICE, manager(&world), &call, &data);
    world.act(ALICE, world.lst, &Token::approveCall { spender: manager(&world), amount: ether(1) });
    let error = ERC20InsufficientBalance { sender: ALICE, balance: U256::ZERO, needed: ether(1) };
    let data = alloy::sol_types::SolError::abi_encode(&error);
    world.refuse_data(ALICE, manager(&world), &call, &data);
    // An account without code is no token: it has no balance to tell.
    let nowhere = depositIntoStrategyCall { token: BOB, ..call };
    world.refuse::<InvalidCalldata>(ALICE, manager(&world), &nowhere);
}

/// The reference's behaviour 13: closing a strategy stops new deposits, not shares on their way back.
#[test]
fn shares_come_back_into_a_strategy_that_was_closed_meanwhile() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(ALICE, ether(5));
    world.delegate(ALICE, OPERATOR);
    let withdrawal = queue(&world, ALICE, lst, ether(5));
    let close = removeStrategiesFromWhitelistCall { strategiesToRemoveFromWhitelist: vec![lst] };
    world.act(GOVERNANCE, world.at("strategy-factory"), &close);
    pass_delay(&world);
    world.act(ALICE, world.at("delegation-manager"), &as_shares(&world, &withdrawal));
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(5), ether(5)));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(5));
    fund(&world);
    world.refuse::<StrategyNotWhitelisted>(ALICE, manager(&world), &deposit(&world, lst, ether(1)));
}

/// The reference's behaviour 12.
#[test]
fn deposits_and_delegations_can_be_slashed_from_the_block_they_are_made_in() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    world.deposit_lst(BOB, ether(4));
    world.delegate(ALICE, OPERATOR);
    fund(&world);
    world.in_one_block(|world| {
        let delegation = world.at("delegation-manager");
        vec![
            world.submit(ALICE, manager(world), &deposit(world, lst, ether(10)), U256::ZERO),
            world.submit(BOB, delegation, &crate::harness::world::delegate_to(OPERATOR), U256::ZERO),
            world.submit(
                SERVICE_OWNER,
                slasher,
                &slash(OPERATOR, 1, vec![lst], vec![percent(50)]),
                U256::ZERO,
            ),
        ]
    });
    assert_eq!(staker_shares(&world, ALICE, lst), (ether(5), ether(10)));
    assert_eq!(staker_shares(&world, BOB, lst), (ether(2), ether(4)));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(7));
}

/// The reference's behaviour 1, for the operator itself: what it put in could not be taken out by undelegating.
#[test]
fn an_operators_own_deposits_count_for_it_until_it_is_fully_slashed_and_are_refused_then() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(6));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(6));
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![ether(1)]));
    assert_eq!(staker_shares(&world, OPERATOR, lst), (U256::ZERO, ether(6)));
    world.act(OPERATOR, world.lst, &Token::mintCall { to: OPERATOR, amount: ether(1) });
    world.act(OPERATOR, world.lst, &Token::approveCall { spender: manager(&world), amount: ether(1) });
    world.refuse::<FullySlashed>(OPERATOR, manager(&world), &deposit(&world, lst, ether(1)));
}
