//! The service pays, and who earned something claims it.

use std::collections::BTreeMap;

use alloy::primitives::{U256, keccak256};
use interfaces::sol::IRewardsCoordinator;
use math::tree::Distribution;

use super::super::contracts::{self, Service, Token};
use super::super::stage::{ONE, Stage, expect};
use super::{ether, strategies};
use crate::error::Error;

/// The service pays; the updater posts a root; Alice claims once.
pub(super) async fn tell(stage: &mut Stage) -> Result<(), Error> {
    let (service, alice) = (stage.cast.service.clone(), stage.cast.alice.clone());
    let rewards = stage.program("rewards-coordinator")?;
    let token = ("token", stage.reward);
    let mint = Token::mintCall { to: service.address(), amount: ether(100) };
    stage.act(&service, "gets 100 SVC", token, &mint, U256::ZERO, "100 SVC").await?;
    let approve = Token::approveCall { spender: stage.avs, amount: ether(100) };
    stage.act(&service, "approves 100 SVC", token, &approve, U256::ZERO, "allowance").await?;
    let timing = stage.config.rewards;
    let latest = stage.now().await?;
    let start = latest
        .checked_div(timing.calculation_interval)
        .unwrap_or(0)
        .saturating_mul(timing.calculation_interval);
    let multipliers = strategies(stage)?.into_iter().map(|strategy| contracts::StrategyAndMultiplier {
        strategy,
        multiplier: alloy::primitives::aliases::U96::from(ONE),
    });
    let submission = contracts::RewardsSubmission {
        strategiesAndMultipliers: multipliers.collect(),
        token: stage.reward,
        amount: ether(100),
        startTimestamp: start,
        duration: timing.calculation_interval,
    };
    let call = Service::rewardCall { submission };
    stage
        .act(
            &service,
            "pays 100 SVC for the day",
            ("service", stage.avs),
            &call,
            U256::ZERO,
            "in the coordinator",
        )
        .await?;

    let earned = |amount| BTreeMap::from([(stage.reward, ether(amount))]);
    let earnings = BTreeMap::from([
        (alice.address(), earned(30)),
        (stage.cast.bob.address(), earned(60)),
        (stage.cast.operator.address(), earned(10)),
    ]);
    let root = Distribution::new(earnings, |data: &[u8]| keccak256(data));
    let root = root.ok_or_else(|| Error::Story("the distribution is empty".into()))?;
    let governance = stage.cast.governance.clone();
    let submit = IRewardsCoordinator::submitRootCall {
        root: root.root(),
        rewardsCalculationEndTimestamp: latest.saturating_sub(1),
    };
    stage.act(&governance, "posts who earned what", rewards, &submit, U256::ZERO, "root 0").await?;
    let proof = root.claim(alice.address()).ok_or_else(|| Error::Story("Alice earned nothing".into()))?;
    let claim = IRewardsCoordinator::processClaimCall {
        claim: contracts::claim(alice.address(), proof),
        recipient: alice.address(),
    };
    stage.refused(&alice, "claims too early", rewards, &claim, "RootNotActivated()").await?;
    stage.pass_seconds(timing.activation_delay);
    stage.act(&alice, "claims her rewards", rewards, &claim, U256::ZERO, "30 SVC").await?;
    stage.refused(&alice, "claims again", rewards, &claim, "EarningsNotGreaterThanClaimed()").await?;
    expect("Alice's SVC", stage.held(stage.reward, alice.address()).await?, ether(30))
}
