//! What the slashes of a period may take together.

use alloy::primitives::U256;

use super::{AVS, LONG, PERIOD, TENTH, allocated, limited, part, per_period, refuse_part, slash_count, take};
use crate::harness::sets::allocate;
use crate::harness::strategies::operator_shares;
use crate::harness::{ONE, OPERATOR, ether, fresh};

/// The part of 0.9 that is 0.2, rounded down; taken, it is rounded up.
const TWO_NINTHS: u64 = 222_222_222_222_222_222;

#[test]
fn slashes_of_a_period_take_exactly_the_limit_and_not_a_unit_more() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, PERIOD));
    take(&world, TENTH, 9 * TENTH);
    refuse_part(&world, TWO_NINTHS + 1);
    take(&world, TWO_NINTHS, 7 * TENTH);
    refuse_part(&world, 1);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(70));
    assert_eq!(slash_count(&world, 1), U256::from(2));
}

#[test]
fn the_first_slash_of_a_period_takes_all_it_may_at_once_and_no_more() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    refuse_part(&world, 3 * TENTH + 1);
    take(&world, 3 * TENTH, 7 * TENTH);
    refuse_part(&world, 1);
}

#[test]
fn slashes_of_one_block_count_together() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    let (slasher, wads) = (world.at("slasher"), [TENTH, TENTH, TENTH + TENTH / 10]);
    world.in_one_block(|world| {
        wads.map(|wad| world.submit(AVS, slasher, &part(world, wad), U256::ZERO)).to_vec()
    });
    // 0.9 · 0.9 · 0.89: 0.2791 of 0.3 is taken.
    assert_eq!(allocated(&world), 720_900_000_000_000_000);
    let rest = 28_991_538_354_834_234;
    refuse_part(&world, rest + 1);
    take(&world, rest, 7 * TENTH);
}

#[test]
fn a_period_ends_so_many_blocks_after_its_first_slash_and_the_next_one_counts_from_what_is_left() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    take(&world, 3 * TENTH, 7 * TENTH);
    let began = world.block();
    for block in [began + 1, began + u64::from(PERIOD) - 1] {
        world.until_next_is(block);
        refuse_part(&world, 1);
    }
    // 0.3 of 0.7, to the unit.
    assert_eq!(world.block() + 1, began + u64::from(PERIOD));
    take(&world, 3 * TENTH, 49 * (TENTH / 10));
    refuse_part(&world, 1);
}

#[test]
fn later_slashes_of_a_period_do_not_prolong_it() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    take(&world, TENTH, 9 * TENTH);
    let began = world.block();
    world.until_next_is(began + u64::from(PERIOD) - 1);
    take(&world, TWO_NINTHS, 7 * TENTH);
    take(&world, 3 * TENTH, 49 * (TENTH / 10));
    assert_eq!(world.block(), began + u64::from(PERIOD));
}

#[test]
fn a_period_begins_with_its_first_slash_however_long_nothing_happened() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    // Neither the creation, nor the limits, nor the end of the last period begins one.
    for (wait, left) in
        [(PERIOD - 1, 700_000_000_000_000_000), (3 * PERIOD + PERIOD / 2, 490_000_000_000_000_000)]
    {
        world.pass_blocks(wait);
        take(&world, 3 * TENTH, left);
        let began = world.block();
        world.until_next_is(began + u64::from(PERIOD) - 1);
        refuse_part(&world, 1);
    }
    take(&world, 3 * TENTH, 343_000_000_000_000_000);
}

#[test]
fn a_refused_slash_begins_no_period() {
    let world = fresh();
    limited(&world, per_period(3 * TENTH, PERIOD));
    refuse_part(&world, ONE);
    world.pass_blocks(PERIOD / 2);
    take(&world, 3 * TENTH, 7 * TENTH);
    let began = world.block();
    world.until_next_is(began + u64::from(PERIOD) - 1);
    refuse_part(&world, 1);
    take(&world, 3 * TENTH, 49 * (TENTH / 10));
}

#[test]
fn a_slash_that_finds_nothing_allocated_begins_no_period() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, LONG));
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    take(&world, ONE, 0);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, TENTH));
    // Had one begun, it would allow a part of nothing.
    take(&world, 3 * TENTH, 7 * (TENTH / 10));
}

#[test]
fn an_increase_in_a_running_period_does_not_raise_what_it_may_take() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, LONG));
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 5 * TENTH));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    // 0.14 of the 0.15 that 0.3 of 0.5 is.
    take(&world, 28 * (TENTH / 10), 36 * (TENTH / 10));
    let began = world.block();
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 86 * (TENTH / 10)));
    assert_eq!(allocated(&world), 86 * (TENTH / 10));
    // The last 0.01 of it are this part of 0.86, rounded down.
    let rest = 11_627_906_976_744_186;
    refuse_part(&world, rest + 1);
    take(&world, rest, 85 * (TENTH / 10));
    refuse_part(&world, 1);
    world.until_next_is(began + u64::from(LONG));
    // Then 0.3 of all that is allocated by then: 0.255.
    refuse_part(&world, 3 * TENTH + 1);
    take(&world, 3 * TENTH, 595_000_000_000_000_000);
}

/// What may go is a part of what was at stake when the period began, as far as the operator left it there.
#[test]
fn a_decrease_in_a_running_period_lowers_what_it_may_take() {
    let world = fresh();
    let lst = limited(&world, per_period(3 * TENTH, LONG));
    take(&world, TENTH / 2, ONE - TENTH / 2);
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, 2 * TENTH));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    // Of 0.2 and the 0.05 that are gone, 0.075 may go: 0.025 more, an eighth of what is left.
    refuse_part(&world, ONE / 8 + 1);
    take(&world, ONE / 8, 175 * (TENTH / 100));
    refuse_part(&world, 1);
}

#[test]
fn a_limit_of_everything_counts_nothing() {
    let world = fresh();
    limited(&world, per_period(ONE, PERIOD));
    take(&world, 9 * TENTH, TENTH);
    take(&world, ONE, 0);
}

#[test]
fn what_a_period_may_take_of_very_little_is_rounded_down() {
    let world = fresh();
    let lst = limited(&world, per_period(5 * TENTH, PERIOD));
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 3));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    // Half of three is one; the smallest slash takes one, and one of more than a third takes two.
    refuse_part(&world, ONE / 3 + 1);
    take(&world, 1, 2);
    refuse_part(&world, 1);
    world.pass_blocks(PERIOD);
    take(&world, 5 * TENTH, 1);
    world.pass_blocks(PERIOD);
    // Half of one is none: a set with limits leaves the last unit alone.
    refuse_part(&world, 1);
}
