//! Structs of the ABI, each with one `decode` and one `encode`.

mod allocation;
mod operator_set;
mod permit;
mod registration;
mod rewards;
mod slashing;
mod withdrawal;

pub use allocation::{AllocateParams, encode_allocation};
pub use operator_set::OperatorSet;
pub use permit::Permit;
pub use registration::{CreateSetParams, DeregisterParams, RegisterParams, SetForm};
pub use rewards::{
    DistributionRoot, EarnerLeaf, RewardsMerkleClaim, RewardsSubmission, StrategyAndMultiplier, Timing,
    TokenLeaf,
};
pub use slashing::{SlashingParams, StrategySlash, decode_limits, encode_limits};
pub use withdrawal::{
    Payout, QueuedWithdrawalParams, SignatureWithExpiry, SignatureWithSaltAndExpiry, Withdrawal,
};
