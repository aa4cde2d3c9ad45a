//! The order of all events of a slash: magnitudes, then shares, then what is booked, and the whole at the end. Of each
//! contract it is the order of the reference, which goes through contract after contract for each strategy instead.

use alloy::primitives::{Address, B256, U256};
use alloy::sol_types::SolEvent;
use interfaces::sol::IAllocationManager::{
    AllocationUpdated, EncumberedMagnitudeUpdated, MaxMagnitudeUpdated, OperatorSlashed,
};
use interfaces::sol::IDelegationManager::{OperatorSharesDecreased, OperatorSharesSlashed};
use interfaces::sol::ISlasher::StakeSlashed;
use interfaces::sol::IStrategyManager::BurnOrRedistributableSharesIncreased;

use super::{HALF, QUARTER, prepare, slash};
use crate::harness::queue::queue;
use crate::harness::sets::allocate;
use crate::harness::world::percent;
use crate::harness::{ALICE, Done, ONE, OPERATOR, World, ether, fresh};

const ENCUMBERED: B256 = EncumberedMagnitudeUpdated::SIGNATURE_HASH;
const ALLOCATION: B256 = AllocationUpdated::SIGNATURE_HASH;
const MAXIMUM: B256 = MaxMagnitudeUpdated::SIGNATURE_HASH;
const SHARES: B256 = OperatorSharesDecreased::SIGNATURE_HASH;
const TAKEN: B256 = OperatorSharesSlashed::SIGNATURE_HASH;
const BOOKED: B256 = BurnOrRedistributableSharesIncreased::SIGNATURE_HASH;
const SLASHED: B256 = OperatorSlashed::SIGNATURE_HASH;
const WHOLE: B256 = StakeSlashed::SIGNATURE_HASH;

/// That all of the events are these, each of the contract whose it is.
fn assert_said(world: &World, done: &Done, kinds: &[B256]) {
    let (slasher, delegation, manager) =
        (world.at("slasher"), world.at("delegation-manager"), world.at("strategy-manager"));
    let by = |kind: B256| match kind {
        SHARES | TAKEN => delegation,
        BOOKED => manager,
        _ => slasher,
    };
    let said: Vec<(Address, B256)> =
        done.logs().iter().map(|log| (log.address, log.data.topics()[0])).collect();
    assert_eq!(said, kinds.iter().map(|kind| (by(*kind), *kind)).collect::<Vec<_>>());
}

#[test]
fn magnitudes_are_said_before_shares_before_bookings_and_the_whole_last() {
    let world = fresh();
    let [first, second, third] = prepare(&world);
    let done = slash(&world, 1, &[(first, percent(10))]);
    let one = [ENCUMBERED, ALLOCATION, MAXIMUM, SHARES, TAKEN, BOOKED, SLASHED, WHOLE];
    assert_said(&world, &done, &one);
    // Nothing is said of the second, of which nothing is allocated.
    let done = slash(&world, 1, &[first, second, third].map(|strategy| (strategy, percent(10))));
    let [magnitudes, shares] = [&[ENCUMBERED, ALLOCATION, MAXIMUM][..], &[SHARES, TAKEN]];
    let two = [magnitudes, magnitudes, shares, shares, &[BOOKED, BOOKED, SLASHED, WHOLE]];
    assert_said(&world, &done, &two.concat());
    for events in [
        done.events::<MaxMagnitudeUpdated>().iter().map(|event| event.strategy).collect::<Vec<_>>(),
        done.events::<OperatorSharesSlashed>().iter().map(|event| event.strategy).collect(),
        done.events::<BurnOrRedistributableSharesIncreased>().iter().map(|event| event.strategy).collect(),
    ] {
        assert_eq!(events, [first, third], "in the order asked for");
    }
}

#[test]
fn a_pending_decrease_is_said_with_its_own_block_before_the_allocation_with_the_slashs() {
    let world = fresh();
    let [first, ..] = prepare(&world);
    let asked = world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, first, QUARTER));
    let effect_block = asked.events::<AllocationUpdated>()[0].effectBlock;
    let done = slash(&world, 1, &[(first, percent(20))]);
    let kinds = [ALLOCATION, ENCUMBERED, ALLOCATION, MAXIMUM, SHARES, TAKEN, BOOKED, SLASHED, WHOLE];
    assert_said(&world, &done, &kinds);
    let updates = done.events::<AllocationUpdated>();
    let found = [0, 1].map(|index: usize| (updates[index].magnitude, updates[index].effectBlock));
    let now = u32::try_from(world.block()).unwrap();
    // A fifth of what is there and of what was to be taken away.
    assert_eq!(found, [(QUARTER / 5 * 4, effect_block), (HALF / 5 * 4, now)]);
    assert_eq!(done.events::<EncumberedMagnitudeUpdated>()[0].encumberedMagnitude, HALF / 5 * 4);
    assert_eq!(done.events::<MaxMagnitudeUpdated>()[0].maxMagnitude, ONE / 10 * 9);
}

#[test]
fn a_decrease_that_is_due_is_completed_first_and_not_said_as_pending() {
    let world = fresh();
    let [first, ..] = prepare(&world);
    world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, first, QUARTER));
    world.pass_blocks(world.config.deallocation_delay_blocks);
    let done = slash(&world, 1, &[(first, percent(20))]);
    assert_said(&world, &done, &[ENCUMBERED, ALLOCATION, MAXIMUM, SHARES, TAKEN, BOOKED, SLASHED, WHOLE]);
    let encumbered = done.events::<EncumberedMagnitudeUpdated>()[0].encumberedMagnitude;
    assert_eq!(encumbered, QUARTER / 5 * 4, "what was due is free, and a fifth of the rest is gone");
}

#[test]
fn a_slash_that_takes_nothing_says_the_whole_and_nothing_else() {
    let world = fresh();
    let [_, second, _] = prepare(&world);
    for parts in [vec![(second, percent(50))], vec![], vec![(second, percent(100))]] {
        let done = slash(&world, 1, &parts);
        assert_said(&world, &done, &[SLASHED, WHOLE]);
        assert_eq!(done.events::<OperatorSlashed>()[0].wadSlashed, vec![U256::ZERO; parts.len()]);
    }
}

#[test]
fn the_queues_part_is_said_as_taken_and_not_as_the_operators_loss() {
    let world = fresh();
    let [first, ..] = prepare(&world);
    queue(&world, ALICE, first, ether(60));
    let done = slash(&world, 1, &[(first, percent(20))]);
    assert_said(&world, &done, &[ENCUMBERED, ALLOCATION, MAXIMUM, SHARES, TAKEN, BOOKED, SLASHED, WHOLE]);
    assert_eq!(done.events::<OperatorSharesDecreased>()[0].shares, U256::ZERO);
    assert_eq!(done.events::<OperatorSharesSlashed>()[0].totalSlashedShares, ether(6));
    assert_eq!(done.events::<BurnOrRedistributableSharesIncreased>()[0].shares, ether(6));
}
