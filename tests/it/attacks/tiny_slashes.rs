//! A slasher that slashes a thousand times by the smallest part there is: 1 wad, a quintillionth of the allocation.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{MaxMagnitudeUpdated, OperatorSlashed, slashOperatorCall};
use interfaces::sol::IDelegationManager::Withdrawal;

use super::escapes::slash_part;
use super::take_home;
use crate::harness::queue::{as_tokens, pass_delay, queue};
use crate::harness::sets::{allocation, magnitudes, slashable};
use crate::harness::strategies::{operator_shares, staker_shares};
use crate::harness::{ALICE, BOB, Done, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

const SLASHES: u64 = 1_000;

/// Slashes 1 wad; the shares it took, of which it said one in 1e18 of the stake.
fn nibble(world: &World, lst: Address, magnitude: u64) -> U256 {
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &slash_part(world, U256::ONE));
    said_one_wad(&done, magnitude);
    assert_eq!(magnitudes(world, OPERATOR, lst), (magnitude, magnitude, 0));
    assert_eq!(allocation(world, OPERATOR, 1, lst), (magnitude, 0, 0));
    done.returned::<slashOperatorCall>().shares[0]
}

fn said_one_wad(done: &Done, magnitude: u64) {
    assert_eq!(done.events::<OperatorSlashed>()[0].wadSlashed, [U256::ONE]);
    assert_eq!(done.events::<MaxMagnitudeUpdated>()[0].maxMagnitude, magnitude);
}

#[test]
fn a_thousand_slashes_of_one_wad_take_a_thousand_wad_of_magnitude_and_of_the_stake() {
    let world = fresh();
    let lst = slashable(&world);
    for n in 1..=SLASHES {
        // 100 LST are 100 wei for each wad: nothing is rounded.
        assert_eq!(nibble(&world, lst, ONE - n), U256::from(100), "slash {n}");
    }
    let left = ether(100) - U256::from(100 * SLASHES);
    assert_eq!(operator_shares(&world, OPERATOR, lst), left);
    assert_eq!(staker_shares(&world, ALICE, lst), (left, ether(100)));
    // A deposit counts in full, but for what its factor rounds: 101 wei for 110 LST.
    world.deposit_lst(ALICE, ether(10));
    assert_eq!(staker_shares(&world, ALICE, lst).0, left + ether(10) - U256::from(101));
    assert_eq!(take_home(&world, ALICE), left + ether(10) - U256::from(101));
}

/// Between slashes Alice queues, deposits and completes, and Bob comes and goes. What she can withdraw falls by no more at
/// a time than the slash says, and a wei for each of the two divisions.
#[test]
fn stakers_come_and_go_between_a_thousand_tiny_slashes() {
    let world = fresh();
    let lst = slashable(&world);
    world.delegate(BOB, OPERATOR);
    let (mut magnitude, mut queued, mut deposited, mut booked) = (ONE, Vec::new(), ether(100), U256::ZERO);
    for _ in 0..10 {
        for _ in 0..SLASHES / 10 {
            let before = staker_shares(&world, ALICE, lst).0;
            magnitude -= 1;
            booked += nibble(&world, lst, magnitude);
            let after = staker_shares(&world, ALICE, lst).0;
            let said = before / U256::from(magnitude) + U256::ONE;
            assert!(after <= before && before - after <= said + U256::ONE, "{before} to {after}");
        }
        for (staker, amount) in [(ALICE, ether(3)), (BOB, ether(1) + U256::from(7))] {
            world.deposit_lst(staker, amount);
            deposited += amount;
            queued.push((staker, queue(&world, staker, lst, amount)));
        }
    }
    assert_eq!(magnitude, ONE - SLASHES);
    let paid = pay_everyone(&world, &queued);
    assert_eq!(world.held(world.lst, lst), deposited - paid);
    // What neither was booked nor paid is dust: at most 3 wei for each step, and 2 more for each LST of a position that
    // was added to.
    let dust = deposited - paid - booked;
    assert!(dust <= U256::from(3 * (SLASHES + 40) + 20 * 2 * 104), "{dust}");
}

/// Completes what was queued, and takes out the rest; what everyone then holds.
fn pay_everyone(world: &World, queued: &[(Address, Withdrawal)]) -> U256 {
    pass_delay(world);
    for (staker, withdrawal) in queued {
        world.act(*staker, world.at("delegation-manager"), &as_tokens(world, withdrawal));
    }
    take_home(world, ALICE) + world.held(world.lst, BOB)
}

/// EGSL-13: a slash too small for a share takes magnitude and no share. It moves a wei at most, into the operator's dust.
#[test]
fn slashes_too_small_for_a_share_take_none_however_many_there_are() {
    let world = fresh();
    let lst = slashable(&world);
    take_home(&world, ALICE);
    world.deposit_lst(ALICE, U256::from(50));
    for n in 1..=SLASHES {
        assert_eq!(nibble(&world, lst, ONE - n), U256::ZERO, "slash {n}");
        assert_eq!(staker_shares(&world, ALICE, lst).0, U256::from(49), "rounded down once, whatever comes");
    }
    assert_eq!(operator_shares(&world, OPERATOR, lst), U256::from(50));
    assert_eq!(take_home(&world, ALICE), ether(100) + U256::from(49));
    assert_eq!(world.held(world.lst, lst), U256::ONE);
}
