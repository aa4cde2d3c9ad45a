//! The most a slasher can do with periods: a full one at its end, and the next one at its beginning.

use super::{PERIOD, TENTH, limited, per_period, refuse_part, take};
use crate::harness::queue::{as_tokens, queue};
use crate::harness::strategies::operator_shares;
use crate::harness::{ALICE, ONE, OPERATOR, ether, fresh};

/// The part of all but a unit that is a tenth less a unit, rounded down.
const A_TENTH_LESS_ONE: u64 = 99_999_999_999_999_999;

#[test]
fn a_stretch_as_long_as_a_period_loses_less_than_twice_its_limit_whatever_the_timing() {
    let world = fresh();
    let lst = limited(&world, per_period(TENTH, PERIOD));
    // The smallest slash begins a period, so that nearly all of its limit is left for its last block.
    take(&world, 1, ONE - 1);
    let began = world.block();
    let last = began + u64::from(PERIOD) - 1;
    world.until_next_is(last);
    take(&world, A_TENTH_LESS_ONE, 9 * TENTH);
    // The block after it is another period's.
    take(&world, TENTH, 81 * (TENTH / 10));
    for block in [last + 2, last + u64::from(PERIOD) - 1] {
        world.until_next_is(block);
        refuse_part(&world, 1);
    }
    // From `last` on so many blocks as a period has went by: a tenth and a tenth of the rest are gone.
    assert_eq!(world.block(), last + u64::from(PERIOD) - 1);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(81));
}

#[test]
fn of_two_slashes_of_everything_allowed_one_has_to_wait_for_a_period() {
    let world = fresh();
    limited(&world, per_period(TENTH, PERIOD));
    let mut began = None;
    for left in [900_000_000_000_000_000, 810_000_000_000_000_000, 729_000_000_000_000_000] {
        if let Some(began) = began {
            world.until_next_is(began + u64::from(PERIOD) - 1);
            refuse_part(&world, 1);
        }
        take(&world, TENTH, left);
        began = Some(world.block());
    }
}

/// What a limit is worth to a staker: with a period longer than withdrawals take, at most two slashes reach it.
#[test]
fn who_leaves_at_the_first_slash_loses_two_periods_at_most() {
    let world = fresh();
    let delay = world.config.withdrawal_delay_blocks;
    let lst = limited(&world, per_period(TENTH, delay + 1));
    take(&world, TENTH, 9 * TENTH);
    let began = world.block();
    let withdrawal = queue(&world, ALICE, lst, ether(100));
    let reached_until = world.block() + u64::from(delay);
    world.until_next_is(reached_until - 1);
    refuse_part(&world, 1);
    assert_eq!(reached_until, began + u64::from(delay) + 1);
    take(&world, TENTH, 81 * (TENTH / 10));
    world.act(ALICE, world.at("delegation-manager"), &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(81));
}
