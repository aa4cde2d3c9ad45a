//! Rewards: submissions in, roots posted, claims out.

mod claims;
mod roots;
mod submissions;

use std::collections::BTreeMap;

use alloy::primitives::{Address, B256, U256, aliases::U96, keccak256};
use interfaces::sol::IRewardsCoordinator::*;
use math::tree::Distribution;

use crate::harness::{GOVERNANCE, SERVICE_OWNER, Token, World, ether};

pub(super) const DAY: u32 = 86_400;
/// Who submits.
pub(super) const AVS: Address = SERVICE_OWNER;

pub(super) fn coordinator(world: &World) -> Address {
    world.at("rewards-coordinator")
}

pub(super) fn now(world: &World) -> u32 {
    u32::try_from(world.node().latest().header.timestamp).unwrap()
}

/// Gives the AVS tokens and the coordinator an allowance for them.
pub(super) fn fund(world: &World, token: Address) {
    world.act(AVS, token, &Token::mintCall { to: AVS, amount: ether(1_000) });
    world.act(AVS, token, &Token::approveCall { spender: coordinator(world), amount: ether(1_000) });
}

/// A submission that keeps every rule: two strategies, 100 tokens, today.
pub(super) fn submission(world: &World, token: Address) -> RewardsSubmission {
    let mut strategies = [world.strategy(world.weth), world.strategy(world.lst)];
    strategies.sort();
    let entries = strategies.map(|strategy| StrategyAndMultiplier { strategy, multiplier: U96::from(1) });
    RewardsSubmission {
        strategiesAndMultipliers: entries.to_vec(),
        token,
        amount: ether(100),
        startTimestamp: now(world) / DAY * DAY,
        duration: DAY,
    }
}

pub(super) fn submit(submission: &RewardsSubmission) -> createAVSRewardsSubmissionCall {
    createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission.clone()] }
}

/// Posts the root of `earnings`, and lets it become active.
pub(super) fn post(world: &World, earnings: &[(Address, Address, u64)]) -> Distribution {
    let distribution = distribution(earnings);
    submit_root(world, distribution.root());
    world.pass_seconds(world.config.rewards.activation_delay);
    distribution
}

pub(super) fn distribution(earnings: &[(Address, Address, u64)]) -> Distribution {
    let mut by_earner = BTreeMap::<Address, BTreeMap<Address, U256>>::new();
    for (earner, token, amount) in earnings {
        by_earner.entry(*earner).or_default().insert(*token, ether(*amount));
    }
    Distribution::new(by_earner, |data: &[u8]| keccak256(data)).unwrap()
}

/// Posts a root for everything up to a moment ago.
pub(super) fn submit_root(world: &World, root: B256) {
    world.pass_seconds(10);
    let end = now(world) - 1;
    let call = submitRootCall { root, rewardsCalculationEndTimestamp: end };
    let done = world.act(GOVERNANCE, coordinator(world), &call);
    let event = done.events::<DistributionRootSubmitted>().remove(0);
    assert_eq!((event.root, event.rewardsCalculationEndTimestamp), (root, end));
    assert_eq!(event.activatedAt, now(world) + world.config.rewards.activation_delay);
}

/// A claim of all the earner's tokens.
pub(super) fn claim(of: &Distribution, root_index: u32, earner: Address) -> RewardsMerkleClaim {
    let proof = of.claim(earner).unwrap();
    let leaves = proof.tokens.iter().map(|token| TokenTreeMerkleLeaf {
        token: token.token,
        cumulativeEarnings: token.cumulative_earnings,
    });
    RewardsMerkleClaim {
        rootIndex: root_index,
        earnerIndex: proof.index,
        earnerTreeProof: proof.proof.clone().into(),
        earnerLeaf: EarnerTreeMerkleLeaf { earner, earnerTokenRoot: proof.token_root },
        tokenIndices: proof.tokens.iter().map(|token| token.index).collect(),
        tokenTreeProofs: proof.tokens.iter().map(|token| token.proof.clone().into()).collect(),
        tokenLeaves: leaves.collect(),
    }
}

pub(super) fn process(claim: &RewardsMerkleClaim, recipient: Address) -> processClaimCall {
    processClaimCall { claim: claim.clone(), recipient }
}

pub(super) fn paid(world: &World, earner: Address, token: Address) -> U256 {
    world.view(coordinator(world), &cumulativeClaimedCall { earner, token })
}

/// A world with 100 reward tokens paid in.
pub(super) fn paid_in(world: &World) {
    fund(world, world.reward);
    world.act(AVS, coordinator(world), &submit(&submission(world, world.reward)));
}
