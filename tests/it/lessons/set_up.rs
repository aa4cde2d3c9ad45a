//! L48: a contract is set up once, by whoever does it first, and never again. Elsewhere set-up could be repeated, or left
//! somebody out. Here for the RewardsCoordinator; the others have theirs beside what they are about.

use alloy::primitives::Address;
use interfaces::sol::IOwnable::ownerCall;
use interfaces::sol::IRewardsCoordinator::{
    AlreadyWired, InputAddressZero, InvalidCalculationIntervalSecondsRemainder,
    InvalidGenesisRewardsTimestampRemainder, Timing, rewardsUpdaterCall, wireCall,
};

use crate::harness::strategies::unwired;
use crate::harness::{ALICE, BOB, STRANGER, World, fresh};

const DAY: u32 = 86_400;

fn wire(world: &World) -> wireCall {
    let timing = Timing {
        calculationIntervalSeconds: DAY,
        maxRewardsDuration: 10 * DAY,
        maxRetroactiveLength: 10 * DAY,
        maxFutureLength: 10 * DAY,
        genesisRewardsTimestamp: 20_000 * DAY,
        activationDelay: 60,
    };
    wireCall { strategyManager: world.at("strategy-manager"), owner: ALICE, rewardsUpdater: BOB, timing }
}

#[test]
fn a_rewards_coordinator_is_wired_once_and_to_nobody_who_is_zero() {
    let world = fresh();
    world.refuse::<AlreadyWired>(STRANGER, world.at("rewards-coordinator"), &wire(&world));
    let copy = unwired(&world, world.at("rewards-coordinator"), 9);
    let no_manager = wireCall { strategyManager: Address::ZERO, ..wire(&world) };
    let no_owner = wireCall { owner: Address::ZERO, ..wire(&world) };
    for call in [no_manager, no_owner] {
        world.refuse::<InputAddressZero>(STRANGER, copy, &call);
    }
    let mut uneven = wire(&world);
    uneven.timing.calculationIntervalSeconds = DAY + 1;
    world.refuse::<InvalidCalculationIntervalSecondsRemainder>(STRANGER, copy, &uneven);
    let mut uneven = wire(&world);
    uneven.timing.genesisRewardsTimestamp += 1;
    world.refuse::<InvalidGenesisRewardsTimestampRemainder>(STRANGER, copy, &uneven);
    world.act(STRANGER, copy, &wire(&world));
    world.refuse::<AlreadyWired>(ALICE, copy, &wire(&world));
    assert_eq!(world.view(copy, &ownerCall {}), ALICE);
    assert_eq!(world.view(copy, &rewardsUpdaterCall {}), BOB);
}
