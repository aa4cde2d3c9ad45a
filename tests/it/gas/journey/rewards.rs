//! Rewards in, roots, claims.

use std::collections::BTreeMap;

use alloy::primitives::{Address, U256, aliases::U96, keccak256};
use interfaces::sol::IRewardsCoordinator;
use math::tree::Distribution;

use super::Journey;
use crate::harness::{ALICE, BOB, GOVERNANCE, SERVICE_OWNER, STRANGER, Token, ether};

impl Journey<'_> {
    fn submission(&self, now: u32) -> IRewardsCoordinator::createAVSRewardsSubmissionCall {
        let interval = self.world.config.rewards.calculation_interval;
        let weight =
            |strategy| IRewardsCoordinator::StrategyAndMultiplier { strategy, multiplier: U96::from(1) };
        let submission = IRewardsCoordinator::RewardsSubmission {
            strategiesAndMultipliers: self.strategies().into_iter().map(weight).collect(),
            token: self.world.reward,
            amount: ether(100),
            startTimestamp: now.checked_div(interval).unwrap().checked_mul(interval).unwrap(),
            duration: interval,
        };
        IRewardsCoordinator::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] }
    }

    pub(super) fn rewards(&mut self) {
        let now = u32::try_from(self.world.node().latest().header.timestamp).unwrap();
        let spender = self.world.at("rewards-coordinator");
        for avs in [GOVERNANCE, SERVICE_OWNER] {
            self.world.act(avs, self.world.reward, &Token::mintCall { to: avs, amount: ether(5_000) });
            self.world.act(avs, self.world.reward, &Token::approveCall { spender, amount: ether(5_000) });
            let done = self.on("rewards-coordinator", avs, &self.submission(now));
            if avs == SERVICE_OWNER {
                self.record("createAVSRewardsSubmission, 1 x 2 strategies", 133_259, &done);
            }
        }
        let earners = (1..=1_022_u64).map(|n| (Address::left_padding_from(&n.to_be_bytes()), U256::from(n)));
        let ours = [(ALICE, ether(1)), (BOB, ether(2))];
        let earnings = earners
            .chain(ours)
            .map(|(earner, amount)| (earner, BTreeMap::from([(self.world.reward, amount)])));
        let distribution = Distribution::new(earnings.collect(), |data: &[u8]| keccak256(data)).unwrap();
        for (index, end) in [now.checked_sub(2).unwrap(), now.checked_sub(1).unwrap()].into_iter().enumerate()
        {
            let call = IRewardsCoordinator::submitRootCall {
                root: distribution.root(),
                rewardsCalculationEndTimestamp: end,
            };
            let done = self.on("rewards-coordinator", GOVERNANCE, &call);
            if index == 1 {
                self.record("submitRoot", 88_948, &done);
            }
        }
        self.world.pass_seconds(self.world.config.rewards.activation_delay);
        let claim = |earner| {
            let proof = distribution.claim(earner).unwrap();
            let leaves = proof.tokens.iter().map(|token| IRewardsCoordinator::TokenTreeMerkleLeaf {
                token: token.token,
                cumulativeEarnings: token.cumulative_earnings,
            });
            let claim = IRewardsCoordinator::RewardsMerkleClaim {
                rootIndex: 0,
                earnerIndex: proof.index,
                earnerTreeProof: proof.proof.clone().into(),
                earnerLeaf: IRewardsCoordinator::EarnerTreeMerkleLeaf {
                    earner,
                    earnerTokenRoot: proof.token_root,
                },
                tokenIndices: proof.tokens.iter().map(|token| token.index).collect(),
                tokenTreeProofs: proof.tokens.iter().map(|token| token.proof.clone().into()).collect(),
                tokenLeaves: leaves.collect(),
            };
            IRewardsCoordinator::processClaimCall { claim, recipient: earner }
        };
        self.on("rewards-coordinator", ALICE, &claim(ALICE));
        let done = self.on("rewards-coordinator", BOB, &claim(BOB));
        self.record("processClaim, 1 token, 1024 earners, first claim", 119_877, &done);
        let call = IRewardsCoordinator::setClaimerForCall { claimer: STRANGER };
        let done = self.on("rewards-coordinator", BOB, &call);
        self.record("setClaimerFor, first", 53_212, &done);
    }
}
