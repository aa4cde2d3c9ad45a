//! An AVS pays rewards in.

use alloy::primitives::{U256, keccak256};
use alloy::sol_types::{SolError, SolValue};
use interfaces::sol::IRewardsCoordinator::*;

use super::*;
use crate::harness::{STRANGER, ether, fresh};

#[test]
fn a_submission_pays_in_and_is_known_by_its_hash() {
    let world = fresh();
    fund(&world, world.reward);
    let submission = submission(&world, world.reward);
    for nonce in [U256::ZERO, U256::ONE] {
        assert_eq!(world.view(coordinator(&world), &submissionNonceCall { avs: AVS }), nonce);
        let hash = keccak256((AVS, nonce, submission.clone()).abi_encode_params());
        let known = isAVSRewardsSubmissionHashCall { avs: AVS, hash };
        assert!(!world.view(coordinator(&world), &known));
        let done = world.act(AVS, coordinator(&world), &submit(&submission));
        assert!(world.view(coordinator(&world), &known));
        let event = done.events::<AVSRewardsSubmissionCreated>().remove(0);
        assert_eq!((event.avs, event.submissionNonce, event.rewardsSubmissionHash), (AVS, nonce, hash));
        assert_eq!(event.rewardsSubmission.abi_encode(), submission.abi_encode());
    }
    assert_eq!(world.held(world.reward, coordinator(&world)), ether(200));
    assert_eq!(world.held(world.reward, AVS), ether(800));
}

#[test]
fn a_submission_that_breaks_a_rule_is_refused_with_its_error() {
    let world = fresh();
    fund(&world, world.reward);
    let timing = world.config.rewards;
    let earliest = (now(&world) - timing.max_retroactive) / DAY * DAY;
    let days_ahead = timing.max_future / DAY + 1;
    type Break = Box<dyn Fn(&mut RewardsSubmission)>;
    let broken: Vec<(Break, [u8; 4])> = vec![
        (Box::new(|it| it.strategiesAndMultipliers.clear()), InputArrayLengthZero::SELECTOR),
        (Box::new(move |it| it.duration = timing.max_duration + DAY), DurationExceedsMax::SELECTOR),
        (Box::new(|it| it.duration = DAY + 1), InvalidDurationRemainder::SELECTOR),
        (Box::new(|it| it.duration = 0), DurationIsZero::SELECTOR),
        (Box::new(|it| it.startTimestamp += 1), InvalidStartTimestampRemainder::SELECTOR),
        (Box::new(move |it| it.startTimestamp = earliest - DAY), StartTimestampTooFarInPast::SELECTOR),
        (Box::new(|it| it.strategiesAndMultipliers[1].strategy = STRANGER), StrategyNotWhitelisted::SELECTOR),
        (Box::new(|it| it.strategiesAndMultipliers.reverse()), StrategiesNotInAscendingOrder::SELECTOR),
        (
            Box::new(|it| it.strategiesAndMultipliers[1] = it.strategiesAndMultipliers[0].clone()),
            StrategiesNotInAscendingOrder::SELECTOR,
        ),
        (Box::new(|it| it.amount = U256::ZERO), AmountIsZero::SELECTOR),
        (Box::new(|it| it.amount = U256::from(10).pow(U256::from(38))), AmountExceedsMax::SELECTOR),
        (Box::new(move |it| it.startTimestamp += days_ahead * DAY), StartTimestampTooFarInFuture::SELECTOR),
    ];
    let sound = submission(&world, world.reward);
    for (breaks, error) in &broken {
        let mut submission = sound.clone();
        breaks(&mut submission);
        world.refuse_data(AVS, coordinator(&world), &submit(&submission), error);
    }
    // Of several broken rules, the first in this order is named.
    let mut submission = sound;
    for (breaks, error) in broken.iter().rev() {
        breaks(&mut submission);
        world.refuse_data(AVS, coordinator(&world), &submit(&submission), error);
    }
    assert_eq!(world.view(coordinator(&world), &submissionNonceCall { avs: AVS }), U256::ZERO);
    assert_eq!(world.held(world.reward, coordinator(&world)), U256::ZERO);
}

#[test]
fn one_bad_submission_undoes_those_before_it() {
    let world = fresh();
    fund(&world, world.reward);
    let good = submission(&world, world.reward);
    let bad = RewardsSubmission { amount: U256::ZERO, ..good.clone() };
    let call = createAVSRewardsSubmissionCall { rewardsSubmissions: vec![good, bad] };
    world.refuse::<AmountIsZero>(AVS, coordinator(&world), &call);
    assert_eq!(world.held(world.reward, AVS), ether(1_000));
    assert_eq!(world.view(coordinator(&world), &submissionNonceCall { avs: AVS }), U256::ZERO);
}
