//! When a proposed slasher takes over, and what else is proposed meanwhile.

use alloy::primitives::Address;

use super::{AVS, FIRST, SECOND, effect_block, pending_slasher, propose, slasher_of, slashers_in, updates};
use crate::harness::fresh;
use crate::harness::sets::{create_sets, slashable};

const NONE: (Address, u64) = (Address::ZERO, 0);

#[test]
fn the_old_slasher_slashes_until_the_effect_block_and_the_new_one_from_it() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    let effect = effect_block(&world);
    let next = world.block() + 1;
    for block in [next, effect - 1] {
        assert_eq!(slashers_in(&mut world, block, 1), [AVS], "block {block}");
    }
    for block in [effect, effect + 1] {
        assert_eq!(slashers_in(&mut world, block, 1), [FIRST], "block {block}");
    }
}

#[test]
fn readers_see_the_new_slasher_as_pending_until_the_effect_block_and_as_present_from_it() {
    let world = fresh();
    slashable(&world);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, NONE));
    propose(&world, FIRST);
    let effect = effect_block(&world);
    for latest in [world.block(), effect - 1] {
        world.until_next_is(latest + 1);
        assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, (FIRST, effect)));
    }
    world.pass_blocks(1);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (FIRST, NONE));
}

#[test]
fn proposing_the_pending_slasher_again_says_nothing_and_does_not_put_it_off() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    let effect = effect_block(&world);
    for block in [world.block() + 1, effect - 1] {
        world.until_next_is(block);
        let again = propose(&world, FIRST);
        assert!(again.kinds(&[world.at("slasher")]).is_empty(), "block {block}");
        assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, (FIRST, effect)));
    }
    assert_eq!(slashers_in(&mut world, effect, 1), [FIRST]);
}

#[test]
fn another_proposal_takes_the_place_of_the_pending_one_and_starts_over() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    let first_effect = effect_block(&world);
    // The last block in which the first is not in force yet.
    world.until_next_is(first_effect - 1);
    let done = propose(&world, SECOND);
    let effect = effect_block(&world);
    assert_eq!(updates(&done), [(1, SECOND, effect)]);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, (SECOND, effect)));
    for block in [first_effect, effect - 1] {
        assert_eq!(slashers_in(&mut world, block, 1), [AVS], "block {block}");
    }
    assert_eq!(slashers_in(&mut world, effect, 1), [SECOND]);
}

#[test]
fn a_slasher_that_took_over_unnoticed_stays_until_the_next_one_does() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    world.until_next_is(effect_block(&world));
    let done = propose(&world, SECOND);
    let effect = effect_block(&world);
    assert_eq!(updates(&done), [(1, SECOND, effect)]);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (FIRST, (SECOND, effect)));
    assert_eq!(slashers_in(&mut world, effect - 1, 1), [FIRST]);
    assert_eq!(slashers_in(&mut world, effect, 1), [SECOND]);
}

#[test]
fn proposing_the_present_slasher_takes_a_pending_proposal_back() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    let first_effect = effect_block(&world);
    world.until_next_is(first_effect - 1);
    let done = propose(&world, AVS);
    let effect = effect_block(&world);
    assert_eq!(updates(&done), [(1, AVS, effect)]);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, (AVS, effect)));
    for block in [first_effect, effect - 1, effect] {
        assert_eq!(slashers_in(&mut world, block, 1), [AVS], "block {block}");
    }
    world.until_next_is(effect + 1);
    assert_eq!((slasher_of(&world, 1), pending_slasher(&world, 1)), (AVS, NONE));
}

#[test]
fn a_proposal_that_was_replaced_and_is_made_again_starts_over() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    let forgotten = effect_block(&world);
    for slasher in [SECOND, FIRST] {
        propose(&world, slasher);
    }
    let effect = effect_block(&world);
    assert_eq!((effect, pending_slasher(&world, 1)), (forgotten + 2, (FIRST, effect)));
    assert_eq!(slashers_in(&mut world, effect - 1, 1), [AVS]);
    assert_eq!(slashers_in(&mut world, effect, 1), [FIRST]);
}

/// What is a repetition while the proposal waits is one of its own once it is in force.
#[test]
fn proposing_whoever_is_in_force_is_announced_and_changes_nobody() {
    let mut world = fresh();
    slashable(&world);
    propose(&world, FIRST);
    world.until_next_is(effect_block(&world));
    let done = propose(&world, FIRST);
    let effect = effect_block(&world);
    assert_eq!(updates(&done), [(1, FIRST, effect)]);
    for block in [effect - 1, effect] {
        assert_eq!(slashers_in(&mut world, block, 1), [FIRST], "block {block}");
    }
}

#[test]
fn a_proposal_is_for_one_set() {
    let world = fresh();
    let lst = slashable(&world);
    create_sets(&world, &[2], &[lst]);
    propose(&world, FIRST);
    assert_eq!((slasher_of(&world, 2), pending_slasher(&world, 2)), (AVS, NONE));
    world.until_next_is(effect_block(&world));
    world.pass_blocks(1);
    assert_eq!([1, 2].map(|id| slasher_of(&world, id)), [FIRST, AVS]);
}
