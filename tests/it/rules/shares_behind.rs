//! The stake a service reads: section 3.9 of the reference, to the wei.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{getAllocatedStakeCall, getMinimumSlashableStakeCall};

use crate::harness::queue::queue;
use crate::harness::sets::{
    allocate, allocation, create_sets, join, leave, magnitudes, open_service, set, slash, slashable,
};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh};

const THIRD: u64 = ONE / 3;

fn allocated(world: &World, id: u32, operators: &[Address], strategies: &[Address]) -> Vec<Vec<U256>> {
    let ask = getAllocatedStakeCall {
        operatorSet: set(id),
        operators: operators.to_vec(),
        strategies: strategies.to_vec(),
    };
    world.view(world.at("slasher"), &ask)
}

/// What stays slashable of the operator's LST in set 1 through this block.
fn minimum(world: &World, block: u64) -> U256 {
    let ask = getMinimumSlashableStakeCall {
        operatorSet: set(1),
        operators: vec![OPERATOR],
        strategies: vec![world.strategy(world.lst)],
        futureBlock: u32::try_from(block).unwrap(),
    };
    world.view(world.at("slasher"), &ask)[0][0]
}

/// floor(shares · floor(magnitude · 1e18 / max) / 1e18)
fn two_floors(shares: U256, magnitude: u64, max: u64) -> U256 {
    let wad = U256::from(ONE);
    shares * (U256::from(magnitude) * wad / U256::from(max)) / wad
}

#[test]
fn stake_is_the_floor_of_shares_by_the_floor_of_the_proportion() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    let shares = ether(100) + U256::from(7);
    world.deposit_lst(OPERATOR, shares);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, THIRD));
    assert_eq!(allocated(&world, 1, &[OPERATOR], &[lst]), [[U256::from(33_333_333_333_333_333_302_u128)]]);
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(10)]));
    let (max, current) = (magnitudes(&world, OPERATOR, lst).0, allocation(&world, OPERATOR, 1, lst).0);
    assert_eq!((max, current), (ONE - (THIRD / 10 + 1), THIRD - (THIRD / 10 + 1)));
    let left = crate::harness::strategies::operator_shares(&world, OPERATOR, lst);
    let expected = two_floors(left, current, max);
    assert_ne!(expected, left * U256::from(current) / U256::from(max), "one floor would give another figure");
    assert_eq!(allocated(&world, 1, &[OPERATOR], &[lst]), [[expected]]);
    assert_eq!(minimum(&world, world.block()), expected);
}

#[test]
fn queued_shares_are_slashable_and_no_stake() {
    let world = fresh();
    let lst = slashable(&world);
    queue(&world, ALICE, lst, ether(40));
    assert_eq!(allocated(&world, 1, &[OPERATOR], &[lst]), [[ether(60)]]);
    assert_eq!(minimum(&world, world.block()), ether(60));
    let half = slash(OPERATOR, 1, vec![lst], vec![percent(50)]);
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &half);
    let returned = done.returned::<interfaces::sol::IAllocationManager::slashOperatorCall>();
    assert_eq!(returned.shares, [ether(50)]);
    assert_eq!(allocated(&world, 1, &[OPERATOR], &[lst]), [[ether(30)]]);
}

#[test]
fn an_increase_counts_in_both_figures_from_its_block_and_in_none_before() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1], &[lst]);
    world.register_operator(OPERATOR, 10);
    world.deposit_lst(OPERATOR, ether(100));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE / 2));
    let effect_block = u64::from(allocation(&world, OPERATOR, 1, lst).2);
    world.until_next_is(effect_block);
    let both = || (allocated(&world, 1, &[OPERATOR], &[lst])[0][0], minimum(&world, effect_block + 5));
    assert_eq!(both(), (U256::ZERO, U256::ZERO));
    world.pass_blocks(1);
    assert_eq!(both(), (ether(50), ether(50)));
}

/// Whether an operator left is asked about now; how long it stays so the service must look up itself.
#[test]
fn who_left_has_stake_through_the_last_block_of_its_window_whatever_block_is_asked_about() {
    let world = fresh();
    let lst = slashable(&world);
    let far = world.block() + 1_000_000;
    world.act(OPERATOR, world.at("slasher"), &leave(OPERATOR, &[1]));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    assert_eq!(minimum(&world, far), ether(100));
    world.pass_blocks(1);
    assert_eq!(minimum(&world, far), U256::ZERO);
    assert_eq!(allocated(&world, 1, &[OPERATOR], &[lst]), [[ether(100)]], "allocated it is all the same");
}

#[test]
fn allocated_stake_needs_neither_membership_nor_the_strategy_in_the_set() {
    let world = fresh();
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(&world);
    create_sets(&world, &[1], &[]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(100));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE / 4));
    let rows = allocated(&world, 1, &[STRANGER, OPERATOR], &[lst, STRANGER]);
    assert_eq!(rows, [[U256::ZERO; 2], [ether(25), U256::ZERO]]);
    assert_eq!(minimum(&world, world.block()), U256::ZERO);
    assert_eq!(allocated(&world, 9, &[OPERATOR], &[lst]), [[U256::ZERO]], "nor that the set exists");
}

#[test]
fn a_fully_slashed_operator_has_no_stake() {
    let world = fresh();
    let lst = slashable(&world);
    let all = slash(OPERATOR, 1, vec![lst], vec![percent(100)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &all);
    assert_eq!(magnitudes(&world, OPERATOR, lst), (0, 0, 0));
    assert_eq!(allocated(&world, 1, &[OPERATOR], &[lst]), [[U256::ZERO]]);
    assert_eq!(minimum(&world, world.block()), U256::ZERO);
}
