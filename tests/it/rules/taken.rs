//! What a slash takes of magnitude and says of it, to the unit: section 3.6 of the reference.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    EncumberedMagnitudeUpdated, MaxMagnitudeUpdated, OperatorSlashed, slashOperatorCall,
};

use crate::harness::sets::{allocate, allocation, create_sets, join, magnitudes, open_service, slash};
use crate::harness::world::percent;
use crate::harness::{Done, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

const THIRD: u64 = ONE / 3;

/// Set 1, and an operator in it with 100 LST and a third of its magnitude allocated there. The strategy.
fn prepare(world: &World) -> Address {
    let (lst, slasher) = (world.strategy(world.lst), world.at("slasher"));
    open_service(world);
    create_sets(world, &[1], &[lst]);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(100));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, THIRD));
    lst
}

fn slash_part(world: &World, wad: U256) -> Done {
    let call = slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![wad]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call)
}

/// Maximum and encumbered magnitude, and the part of the whole stake, as said.
fn said(done: &Done) -> (u64, u64, U256) {
    let max = done.events::<MaxMagnitudeUpdated>()[0].maxMagnitude;
    let encumbered = done.events::<EncumberedMagnitudeUpdated>()[0].encumberedMagnitude;
    (max, encumbered, done.events::<OperatorSlashed>()[0].wadSlashed[0])
}

/// c, m and e fall by ceil(c · w); said is floor(that / m). Figures worked out by hand.
#[test]
fn magnitude_is_taken_rounded_up_and_its_part_of_the_stake_said_rounded_down() {
    let world = fresh();
    let lst = prepare(&world);
    let done = slash_part(&world, percent(10));
    let (max, current) = (966_666_666_666_666_666, 299_999_999_999_999_999);
    assert_eq!(said(&done), (max, current, U256::from(33_333_333_333_333_334_u64)));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (current, 0, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (max, current, ONE - THIRD));

    let done = slash_part(&world, percent(10));
    let (max, current) = (936_666_666_666_666_666, 269_999_999_999_999_999);
    assert_eq!(said(&done), (max, current, U256::from(31_034_482_758_620_689_u64)));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (max, current, ONE - THIRD), "what is free stays free");
}

#[test]
fn the_smallest_part_of_what_is_left_is_one_unit_and_all_of_it_is_exactly_that() {
    let world = fresh();
    let lst = prepare(&world);
    let done = slash_part(&world, U256::ONE);
    assert_eq!(said(&done), (ONE - 1, THIRD - 1, U256::ONE));
    assert_eq!(done.returned::<slashOperatorCall>().shares, [U256::from(100)]);
    let done = slash_part(&world, percent(100) - U256::ONE);
    assert_eq!(said(&done).1, 0, "rounded up, all but the smallest part of a third is all of it");
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE - THIRD, 0, ONE - THIRD));
    assert!(slash_part(&world, percent(100)).events::<MaxMagnitudeUpdated>().is_empty());
}

/// Edge case 7: what a pending decrease frees is less in proportion, rounded so that it never exceeds what is left.
#[test]
fn a_pending_decrease_shrinks_with_its_allocation_and_frees_what_is_left_of_it() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 1));
    let (_, before, effect_block) = allocation(&world, OPERATOR, 1, lst);
    assert_eq!(before, -i128::from(THIRD - 1));
    slash_part(&world, percent(10));
    let left = THIRD - 1 - (THIRD / 10 + 1);
    let (current, pending) = (299_999_999_999_999_999, -i128::from(left));
    assert_eq!(left, 299_999_999_999_999_998);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (current, pending, effect_block));
    slash_part(&world, percent(100) - U256::ONE);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (0, 0, effect_block));
    world.until_next_is(u64::from(effect_block));
    world.pass_blocks(1);
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE - THIRD, 0, ONE - THIRD));
}

/// A slash so small that it forgives all of a decrease of one unit: the entry in the queue stays, with nothing to free.
#[test]
fn a_decrease_of_one_unit_is_forgiven_by_the_smallest_slash() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, THIRD - 1));
    let effect_block = allocation(&world, OPERATOR, 1, lst).2;
    slash_part(&world, U256::ONE);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (THIRD - 1, 0, effect_block));
    world.until_next_is(u64::from(effect_block));
    world.pass_blocks(1);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (THIRD - 1, 0, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE - 1, THIRD - 1, ONE - THIRD));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    assert_eq!(allocation(&world, OPERATOR, 1, lst).1, -i128::from(THIRD - 1));
}
