//! The deallocation queue: a chain through the allocations of an operator in one strategy, which slashes may complete from
//! behind and anyone may clear in part.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::{
    EncumberedMagnitudeUpdated, InputArrayLengthMismatch, clearDeallocationQueueCall,
};

use super::allocate_all;
use crate::harness::sets::{allocate, allocation, create_sets, join, magnitudes, open_service, slash};
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

const QUARTER: u64 = ONE / 4;
const TENTH: u64 = ONE / 10;
const IDS: [u32; 3] = [1, 2, 3];
const ORDERS: [[u32; 3]; 6] = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]];

/// Three sets with both strategies, and an operator in them that allocated a quarter of the LST to each. The LST strategy.
fn prepare(world: &World) -> Address {
    let (lst, weth) = (world.strategy(world.lst), world.strategy(world.weth));
    open_service(world);
    create_sets(world, &IDS, &[lst, weth]);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &IDS));
    world.act(OPERATOR, world.at("slasher"), &allocate_all(OPERATOR, &IDS.map(|id| (id, lst, QUARTER))));
    lst
}

fn clear(strategies: &[Address], counts: &[u16]) -> clearDeallocationQueueCall {
    clearDeallocationQueueCall {
        operator: OPERATOR,
        strategies: strategies.to_vec(),
        numToClear: counts.to_vec(),
    }
}

/// Clears up to so many. What is encumbered after each.
fn cleared(world: &World, strategies: &[Address], counts: &[u16]) -> Vec<(Address, u64)> {
    let done = world.act(STRANGER, world.at("slasher"), &clear(strategies, counts));
    let said = done.events::<EncumberedMagnitudeUpdated>().into_iter();
    said.map(|event| (event.strategy, event.encumberedMagnitude)).collect()
}

fn pass_delay(world: &World) {
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
}

fn slash_half(world: &World, id: u32, lst: Address) {
    let call = slash(OPERATOR, id, vec![lst], vec![percent(50)]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
}

/// What is encumbered is what sets have, and with what is free it is all there is.
fn check(world: &World, strategy: Address) {
    let (max, encumbered, free) = magnitudes(world, OPERATOR, strategy);
    let held = IDS.map(|id| {
        let (current, pending, _) = allocation(world, OPERATOR, id, strategy);
        current + u64::try_from(pending.max(0)).unwrap()
    });
    assert_eq!(encumbered, held.iter().sum::<u64>());
    assert_eq!(encumbered + free, max);
}

#[test]
fn a_slash_behind_the_clearing_frees_once_and_the_set_can_queue_again() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, TENTH));
    pass_delay(&world);
    slash_half(&world, 1, lst);
    let after = (ONE - TENTH / 2, 2 * QUARTER + TENTH / 2, ONE / 100 * 40);
    assert_eq!(magnitudes(&world, OPERATOR, lst), after);
    assert_eq!(cleared(&world, &[lst], &[9]), [], "the slash completed it");
    assert_eq!(magnitudes(&world, OPERATOR, lst), after);
    let again = world.block() + 1 + u64::from(world.config.deallocation_delay_blocks) + 1;
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    let waiting = (TENTH / 2, -i128::from(TENTH / 2), u32::try_from(again).unwrap());
    assert_eq!(allocation(&world, OPERATOR, 1, lst), waiting);
    pass_delay(&world);
    assert_eq!(cleared(&world, &[lst], &[9]), [(lst, 2 * QUARTER)]);
    assert_eq!(cleared(&world, &[lst], &[9]), []);
    check(&world, lst);
}

/// The entry a slash completed need not be the last to go: the same change that finds it clears it first.
#[test]
fn a_set_whose_decrease_a_slash_completed_queues_again_without_being_cleared() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world), world.at("slasher"));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, TENTH));
    }
    pass_delay(&world);
    slash_half(&world, 2, lst);
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 2, lst, 0));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst).1, QUARTER + TENTH + TENTH / 2);
    pass_delay(&world);
    assert_eq!(cleared(&world, &[lst], &[9]), [(lst, QUARTER + TENTH), (lst, QUARTER)]);
    check(&world, lst);
}

/// Three decreases in any order, one of them slashed before or after it is due, cleared one by one, queued anew the other way
/// round and cleared at once.
#[test]
fn whatever_the_order_and_whichever_is_slashed_the_queue_stays_whole() {
    for order in ORDERS {
        for slashed in IDS {
            for late in [false, true] {
                let world = fresh();
                let (lst, slasher) = (prepare(&world), world.at("slasher"));
                for id in order {
                    world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, TENTH));
                }
                if late {
                    pass_delay(&world);
                }
                slash_half(&world, slashed, lst);
                pass_delay(&world);
                let left = |id| if id == slashed { TENTH / 2 } else { TENTH };
                for id in order {
                    let before = magnitudes(&world, OPERATOR, lst);
                    let freed = usize::from(!(late && id == slashed));
                    assert_eq!(cleared(&world, &[lst], &[1]).len(), freed, "{order:?} {slashed} {late}");
                    assert_eq!(magnitudes(&world, OPERATOR, lst), before, "views are ahead of clearing");
                    assert_eq!(allocation(&world, OPERATOR, id, lst), (left(id), 0, 0));
                }
                assert_eq!(cleared(&world, &[lst], &[9]), []);
                let max = if late { ONE - TENTH / 2 } else { ONE - QUARTER / 2 };
                assert_eq!(magnitudes(&world, OPERATOR, lst), (max, QUARTER, max - QUARTER));
                for id in order.into_iter().rev() {
                    world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, 0));
                }
                pass_delay(&world);
                assert_eq!(cleared(&world, &[lst], &[9]).len(), 3);
                assert_eq!(magnitudes(&world, OPERATOR, lst), (max, 0, max));
            }
        }
    }
}

#[test]
fn a_queue_cleared_in_part_takes_new_entries_behind_the_old_ones() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world), world.at("slasher"));
    for id in IDS {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, lst, TENTH));
    }
    let third = u64::from(allocation(&world, OPERATOR, 3, lst).2);
    world.until_next_is(third - 2);
    // Set 1 is due in this block, sets 2 and 3 one and two later: clearing stops there.
    assert_eq!(cleared(&world, &[lst], &[9]), [(lst, 2 * QUARTER + TENTH)]);
    // In the next, set 1 queues again behind set 3, and what is due before it is cleared on the way.
    let done = world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    let said = done.events::<EncumberedMagnitudeUpdated>();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].encumberedMagnitude, QUARTER + 2 * TENTH);
    assert_eq!(cleared(&world, &[lst], &[9]), [(lst, 3 * TENTH)]);
    assert_eq!(cleared(&world, &[lst], &[9]), []);
    pass_delay(&world);
    assert_eq!(cleared(&world, &[lst], &[9]), [(lst, 2 * TENTH)]);
    check(&world, lst);
}

#[test]
fn every_strategy_has_a_queue_and_a_limit_of_its_own() {
    let world = fresh();
    let (lst, weth, slasher) = (prepare(&world), world.strategy(world.weth), world.at("slasher"));
    world.act(OPERATOR, slasher, &allocate_all(OPERATOR, &[(1, weth, QUARTER), (3, weth, QUARTER)]));
    let decreases = [(1, lst, 0), (3, weth, 0), (2, lst, 0), (1, weth, TENTH)];
    world.act(OPERATOR, slasher, &allocate_all(OPERATOR, &decreases));
    pass_delay(&world);
    assert_eq!(cleared(&world, &[lst, weth], &[1, 0]), [(lst, 2 * QUARTER)]);
    assert_eq!(allocation(&world, OPERATOR, 1, weth), (TENTH, 0, 0));
    // The same strategy twice goes on where it stopped.
    let expected = [(weth, QUARTER), (lst, QUARTER), (weth, TENTH)];
    assert_eq!(cleared(&world, &[weth, lst, weth], &[1, 9, 9]), expected);
    check(&world, lst);
    check(&world, weth);
}

#[test]
fn as_many_limits_are_given_as_strategies() {
    let world = fresh();
    let (lst, slasher) = (prepare(&world), world.at("slasher"));
    for call in [clear(&[lst], &[]), clear(&[], &[1]), clear(&[lst], &[1, 1])] {
        world.refuse::<InputArrayLengthMismatch>(STRANGER, slasher, &call);
    }
    assert_eq!(cleared(&world, &[], &[]), []);
}
