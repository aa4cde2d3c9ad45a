//! Roots are posted, disabled and become active.

use alloy::primitives::{B256, U256};
use alloy::sol_types::SolError;
use interfaces::sol::IRewardsCoordinator::*;

use super::*;
use crate::harness::{ALICE, BOB, GOVERNANCE, STRANGER, fresh};

#[test]
fn a_root_can_be_claimed_against_when_active_and_not_disabled() {
    let world = fresh();
    paid_in(&world);
    let root = distribution(&[(ALICE, world.reward, 2)]);
    let call = process(&claim(&root, 0, ALICE), ALICE);
    world.refuse::<InvalidRootIndex>(ALICE, coordinator(&world), &call);
    submit_root(&world, root.root());
    world.refuse::<RootNotActivated>(ALICE, coordinator(&world), &call);
    let disable = disableRootCall { rootIndex: 0 };
    world.refuse::<UnauthorizedCaller>(STRANGER, coordinator(&world), &disable);
    world.act(GOVERNANCE, coordinator(&world), &disable);
    world.refuse::<RootDisabled>(GOVERNANCE, coordinator(&world), &disable);
    world.pass_seconds(world.config.rewards.activation_delay);
    world.refuse::<RootDisabled>(ALICE, coordinator(&world), &call);
    submit_root(&world, root.root());
    world.pass_seconds(world.config.rewards.activation_delay);
    let late = disableRootCall { rootIndex: 1 };
    world.refuse::<RootAlreadyActivated>(GOVERNANCE, coordinator(&world), &late);
    world.refuse::<InvalidRootIndex>(GOVERNANCE, coordinator(&world), &disableRootCall { rootIndex: 2 });
    world.act(ALICE, coordinator(&world), &process(&claim(&root, 1, ALICE), ALICE));
}

#[test]
fn roots_are_for_later_and_later_times_that_are_over() {
    let world = fresh();
    submit_root(&world, B256::repeat_byte(1));
    let end = world.view(coordinator(&world), &currRewardsCalculationEndTimestampCall {});
    let root = B256::repeat_byte(2);
    let call = submitRootCall { root, rewardsCalculationEndTimestamp: end };
    world.refuse::<NewRootMustBeForNewCalculatedPeriod>(GOVERNANCE, coordinator(&world), &call);
    let call = submitRootCall { root, rewardsCalculationEndTimestamp: now(&world) + DAY };
    world.refuse::<RewardsEndTimestampNotElapsed>(GOVERNANCE, coordinator(&world), &call);
    // Disabling a root does not open its time again.
    world.act(GOVERNANCE, coordinator(&world), &disableRootCall { rootIndex: 0 });
    let call = submitRootCall { root, rewardsCalculationEndTimestamp: end };
    world.refuse::<NewRootMustBeForNewCalculatedPeriod>(GOVERNANCE, coordinator(&world), &call);
}

#[test]
fn views_tell_which_root_is_current_and_which_is_claimable() {
    let world = fresh();
    let at = coordinator(&world);
    let none = world.view(at, &getCurrentClaimableDistributionRootCall {});
    assert_eq!((none.root, none.activatedAt), (B256::ZERO, 0));
    for refused in [
        world.try_view(at, &getCurrentDistributionRootCall {}),
        world.try_view(at, &getDistributionRootAtIndexCall { index: U256::ZERO }),
        world.try_view(at, &getDistributionRootAtIndexCall { index: U256::MAX }),
    ] {
        assert_eq!(refused.unwrap_err()[..], InvalidRootIndex::SELECTOR);
    }
    let roots = [1, 2, 3].map(B256::repeat_byte);
    submit_root(&world, roots[0]);
    submit_root(&world, roots[1]);
    world.act(GOVERNANCE, at, &disableRootCall { rootIndex: 1 });
    world.pass_seconds(world.config.rewards.activation_delay);
    submit_root(&world, roots[2]);
    assert_eq!(world.view(at, &getDistributionRootsLengthCall {}), U256::from(3));
    assert_eq!(world.view(at, &getCurrentDistributionRootCall {}).root, roots[2]);
    assert_eq!(world.view(at, &getCurrentClaimableDistributionRootCall {}).root, roots[0]);
    assert!(world.view(at, &getDistributionRootAtIndexCall { index: U256::ONE }).disabled);
    assert_eq!(world.view(at, &getRootIndexFromHashCall { rootHash: roots[1] }), 1);
    let unknown = world.try_view(at, &getRootIndexFromHashCall { rootHash: B256::repeat_byte(4) });
    assert_eq!(unknown.unwrap_err()[..], InvalidRoot::SELECTOR);
}

#[test]
fn the_owner_alone_sets_updater_and_delay() {
    let world = fresh();
    let at = coordinator(&world);
    let (delay, updater) =
        (setActivationDelayCall { newActivationDelay: 5 }, setRewardsUpdaterCall { newRewardsUpdater: BOB });
    world.refuse::<OnlyOwner>(STRANGER, at, &delay);
    world.refuse::<OnlyOwner>(STRANGER, at, &updater);
    let event = world.act(GOVERNANCE, at, &delay).events::<ActivationDelaySet>().remove(0);
    let before = world.config.rewards.activation_delay;
    assert_eq!((event.oldActivationDelay, event.newActivationDelay), (before, 5));
    let event = world.act(GOVERNANCE, at, &updater).events::<RewardsUpdaterSet>().remove(0);
    assert_eq!((event.oldRewardsUpdater, event.newRewardsUpdater), (GOVERNANCE, BOB));
    world.pass_seconds(10);
    let end = now(&world) - 1;
    let call = submitRootCall { root: B256::repeat_byte(1), rewardsCalculationEndTimestamp: end };
    world.refuse::<UnauthorizedCaller>(GOVERNANCE, at, &call);
    world.act(BOB, at, &call);
    let root = world.view(at, &getCurrentDistributionRootCall {});
    assert_eq!(root.activatedAt, now(&world) + 5);
}
