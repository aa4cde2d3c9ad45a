//! Structs of the ABI, each with one `decode` and one `encode`.

mod operator_set;
mod rewards;
mod withdrawal;

pub use operator_set::OperatorSet;
pub use rewards::{
    DistributionRoot, EarnerLeaf, RewardsMerkleClaim, RewardsSubmission, StrategyAndMultiplier, Timing,
    TokenLeaf,
};
pub use withdrawal::{QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal};
