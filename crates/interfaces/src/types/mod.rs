//! Structs of the ABI, each with one `decode` and one `encode`.

mod allocation;
mod operator_set;
mod permit;
mod registration;
mod rewards;
mod withdrawal;

pub use allocation::{AllocateParams, SlashingParams};
pub use operator_set::OperatorSet;
pub use permit::Permit;
pub use registration::{CreateSetParams, DeregisterParams, RegisterParams};
pub use rewards::{
    DistributionRoot, EarnerLeaf, RewardsMerkleClaim, RewardsSubmission, StrategyAndMultiplier, Timing,
    TokenLeaf,
};
pub use withdrawal::{Payout, QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal};
