//! Structs of the ABI, each with one `decode` and one `encode`.

mod operator_set;
mod withdrawal;

pub use operator_set::OperatorSet;
pub use withdrawal::{QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal};
