//! What a deployment may choose.

use alloy::primitives::Address;
use serde::{Deserialize, Serialize};

/// Roles, delays and tokens of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Config {
    /// May open and close strategies for deposits, blacklist tokens and name another whitelister.
    pub owner: Address,
    /// May pause.
    pub pausers: Vec<Address>,
    /// May unpause, name pausers and limit deposits.
    pub unpauser: Address,
    /// Posts the roots of what everyone earned.
    pub rewards_updater: Address,
    /// Blocks a queued withdrawal waits, and stays slashable.
    pub withdrawal_delay_blocks: u32,
    /// Blocks a deallocation or a deregistration waits, and stays slashable.
    pub deallocation_delay_blocks: u32,
    /// Blocks a change of an operator's allocation delay waits.
    pub allocation_configuration_delay_blocks: u32,
    /// The fewest blocks an increase of an allocation to a redistributing set waits: the withdrawal delay, and the time stakers
    /// have to notice and queue.
    pub redistribution_allocation_delay_blocks: u32,
    /// Blocks a booked slash waits before it may be cleared.
    pub slash_resolution_delay_blocks: u32,
    /// Limits of rewards.
    pub rewards: RewardsTiming,
    /// Tokens that get a strategy.
    pub tokens: Vec<Address>,
}

/// Limits of rewards, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RewardsTiming {
    /// Submissions start and last whole intervals; a multiple of a day.
    pub calculation_interval: u32,
    /// Longest submission.
    pub max_duration: u32,
    /// How far back a submission may start.
    pub max_retroactive: u32,
    /// How far ahead a submission may start.
    pub max_future: u32,
    /// No submission starts before; a multiple of the interval.
    pub genesis: u32,
    /// From a root's posting to its first claim.
    pub activation_delay: u32,
}

const DAY: u32 = 86_400;

impl Config {
    /// The delays of the reference protocol on mainnet, with all roles at `owner` and no tokens.
    pub fn mainnet(owner: Address) -> Self {
        Self {
            owner,
            pausers: vec![owner],
            unpauser: owner,
            rewards_updater: owner,
            withdrawal_delay_blocks: 100_800,
            deallocation_delay_blocks: 100_800,
            allocation_configuration_delay_blocks: 126_000,
            redistribution_allocation_delay_blocks: 108_000,
            slash_resolution_delay_blocks: 50_400,
            rewards: RewardsTiming {
                calculation_interval: DAY,
                max_duration: 63_072_000,
                max_retroactive: 14_515_200,
                max_future: 2_592_000,
                genesis: 1_710_979_200,
                activation_delay: 604_800,
            },
            tokens: Vec::new(),
        }
    }

    /// Delays short enough to sit through on a local chain.
    pub fn local(owner: Address) -> Self {
        let mainnet = Self::mainnet(owner);
        Self {
            withdrawal_delay_blocks: 50,
            deallocation_delay_blocks: 50,
            allocation_configuration_delay_blocks: 75,
            redistribution_allocation_delay_blocks: 60,
            slash_resolution_delay_blocks: 25,
            rewards: RewardsTiming { activation_delay: 60, ..mainnet.rewards },
            ..mainnet
        }
    }

    /// Refuses what would let someone escape a slash or surprise a staker.
    ///
    /// # Errors
    /// A sentence that names the field and what it must be.
    pub fn check(&self) -> Result<(), String> {
        let rules = [
            (!self.owner.is_zero(), "owner must not be zero"),
            (!self.unpauser.is_zero(), "unpauser must not be zero, or what is paused stays so"),
            (self.pausers.iter().all(|pauser| !pauser.is_zero()), "no one of pausers may be zero"),
            (differ(&self.pausers), "pausers must differ"),
            (
                self.deallocation_delay_blocks >= self.withdrawal_delay_blocks,
                "deallocationDelayBlocks must be at least withdrawalDelayBlocks, or queued stake outlives what it backs",
            ),
            (
                self.allocation_configuration_delay_blocks > self.withdrawal_delay_blocks,
                "allocationConfigurationDelayBlocks must be more than withdrawalDelayBlocks, or stakers cannot leave before a shorter allocation delay works",
            ),
            (
                self.redistribution_allocation_delay_blocks >= self.withdrawal_delay_blocks,
                "redistributionAllocationDelayBlocks must be at least withdrawalDelayBlocks, or stakers cannot leave before a stolen operator key works",
            ),
            (
                self.rewards.calculation_interval != 0
                    && self.rewards.calculation_interval.is_multiple_of(DAY),
                "rewards.calculationInterval must be a multiple of 86400",
            ),
            (
                self.rewards.calculation_interval != 0
                    && self.rewards.genesis.is_multiple_of(self.rewards.calculation_interval),
                "rewards.genesis must be a multiple of rewards.calculationInterval",
            ),
            (differ(&self.tokens), "tokens must differ: a token has one strategy"),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, why)| Err(why.into()))
    }
}

fn differ(addresses: &[Address]) -> bool {
    addresses.iter().enumerate().all(|(index, address)| !addresses[..index].contains(address))
}
