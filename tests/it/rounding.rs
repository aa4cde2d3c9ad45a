//! What rounding costs, and whom: never the protocol, which must always have what it owes.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::depositScalingFactorCall;
use interfaces::sol::IStrategyManager::{
    BurnOrRedistributableSharesIncreased, OperatorSet, clearBurnOrRedistributableSharesCall,
};

use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{allocate, create_sets, join, magnitudes, open_service, slash};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{
    ALICE, BOB, BURN_ADDRESS, Done, GOVERNANCE, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh,
};

/// An operator whose whole magnitude in the LST one set can slash, with these deposits of its stakers.
fn staked(world: &World, deposits: &[(Address, U256)]) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    for (staker, amount) in deposits {
        world.deposit_lst(*staker, *amount);
        if *staker != OPERATOR {
            world.delegate(*staker, OPERATOR);
        }
    }
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, ONE));
    lst
}

/// Slashes this part (WAD) of what is left.
fn slash_by(world: &World, wad: U256) -> Done {
    let call = slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![wad]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call)
}

fn booked(done: &Done) -> U256 {
    done.events::<BurnOrRedistributableSharesIncreased>()[0].shares
}

fn withdrawable(world: &World, staker: Address) -> U256 {
    staker_shares(world, staker, world.strategy(world.lst)).0
}

fn wei(amount: u64) -> U256 {
    U256::from(amount)
}

/// EGSL-13, the reference's behaviour 4: magnitude is taken rounded up, shares rounded down.
#[test]
fn a_slash_too_small_for_a_share_books_none_while_magnitude_falls() {
    let world = fresh();
    let lst = staked(&world, &[(ALICE, wei(3))]);
    let done = slash_by(&world, wei(1));
    assert_eq!(booked(&done), U256::ZERO);
    assert_eq!(magnitudes(&world, OPERATOR, lst).0, ONE - 1);
    assert_eq!(operator_shares(&world, OPERATOR, lst), wei(3));
    assert_eq!(withdrawable(&world, ALICE), wei(2), "the third stays as dust");
    world.pass_blocks(world.config.slash_resolution_delay_blocks);
    let operator_set = OperatorSet { avs: SERVICE_OWNER, id: 1 };
    let clear = clearBurnOrRedistributableSharesCall { operatorSet: operator_set, slashId: U256::ONE };
    world.act(STRANGER, world.at("strategy-manager"), &clear);
    assert_eq!((world.held(world.lst, lst), world.held(world.lst, BURN_ADDRESS)), (wei(3), U256::ZERO));
}

/// The reference's behaviour 5.
#[test]
fn an_operator_has_never_less_than_its_stakers_can_withdraw_together_and_hardly_more() {
    let world = fresh();
    let stakers = [ALICE, BOB, GOVERNANCE, OPERATOR];
    let deposits = [ether(7) + wei(1), ether(11) + wei(3), wei(5), ether(1)];
    let pairs: Vec<_> = stakers.into_iter().zip(deposits).collect();
    let lst = staked(&world, &pairs);
    for third in 1..=6_u64 {
        slash_by(&world, ether(1) / wei(3));
        if third == 3 {
            world.deposit_lst(ALICE, ether(2) + wei(9));
        }
        let together = stakers.iter().fold(U256::ZERO, |sum, staker| sum + withdrawable(&world, *staker));
        let of_operator = operator_shares(&world, OPERATOR, lst);
        assert!(together <= of_operator, "{together} of {of_operator} after slash {third}");
        assert!(of_operator - together < wei(40), "{together} of {of_operator} after slash {third}");
    }
    // What is left over is left in the strategy: the last of them is paid in full.
    let owed = stakers.map(|staker| withdrawable(&world, staker));
    let had = stakers.map(|staker| world.held(world.lst, staker));
    let withdrawals = stakers.map(|staker| queue(&world, staker, lst, staker_shares(&world, staker, lst).1));
    pass_delay(&world);
    for (index, staker) in stakers.into_iter().enumerate() {
        world.act(staker, world.at("delegation-manager"), &as_tokens(&world, &withdrawals[index]));
        assert_eq!(world.held(world.lst, staker) - had[index], owed[index]);
    }
}

/// The reference's behaviour 6.
#[test]
fn many_tiny_deposits_on_a_slashed_position_gain_nothing_by_rounding() {
    let world = fresh();
    let lst = staked(&world, &[(ALICE, ether(1_000) + wei(7))]);
    slash_by(&world, ether(1) / wei(3));
    let (mut own, mut of_operator) = (withdrawable(&world, ALICE), operator_shares(&world, OPERATOR, lst));
    for _ in 0..12 {
        world.deposit_lst(ALICE, wei(1));
        let now = (withdrawable(&world, ALICE), operator_shares(&world, OPERATOR, lst));
        assert!(now.0 <= own + wei(1), "one wei bought {}", now.0 - own);
        assert_eq!(now.1, of_operator + wei(1));
        (own, of_operator) = now;
    }
    assert!(own <= of_operator && of_operator - own < wei(20_000), "{own} of {of_operator}");
}

/// The reference's behaviour 3: users are warned, nothing forbids it.
#[test]
fn at_the_lowest_magnitude_a_deposit_counts_in_full_and_the_smallest_slash_takes_all_of_it() {
    let world = fresh();
    let lst = staked(&world, &[]);
    slash_by(&world, ether(1) - wei(1));
    assert_eq!(magnitudes(&world, OPERATOR, lst).0, 1);
    world.delegate(ALICE, OPERATOR);
    for total in [ether(3), ether(6)] {
        world.deposit_lst(ALICE, ether(3));
        assert_eq!(staker_shares(&world, ALICE, lst), (total, total));
    }
    let ask = depositScalingFactorCall { staker: ALICE, strategy: lst };
    let largest = U256::from(10).pow(wei(36));
    assert_eq!(world.view(world.at("delegation-manager"), &ask), largest);
    assert_eq!(booked(&slash_by(&world, wei(1))), ether(6));
    assert_eq!(staker_shares(&world, ALICE, lst), (U256::ZERO, ether(6)));
}
