//! Why an act is refused.

use alloy::primitives::keccak256;

/// Declares the enum, and the list of all its variants.
macro_rules! refusals {
    ($($(#[$comment:meta])* $name:ident),* $(,)?) => {
        /// The error a refused act reverts with, by its name in Solidity.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Refusal {
            $($(#[$comment])* $name,)*
        }

        impl Refusal {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

refusals! {
    ActivelyDelegated,
    AlreadyMemberOfSet,
    CallerCannotUndelegate,
    CurrentlyPaused,
    DelayTooLong,
    ExitPauseSpent,
    FullySlashed,
    InputAddressZero,
    InputArrayLengthMismatch,
    InputArrayLengthZero,
    InsufficientMagnitude,
    InvalidAVSRegistrar,
    InvalidCaller,
    InvalidCompletionMode,
    InvalidDepositScalingFactor,
    InvalidNewPausedStatus,
    InvalidOperator,
    InvalidOperatorSet,
    InvalidPermissions,
    InvalidRedistributionRecipient,
    InvalidWadToSlash,
    MaxStrategiesExceeded,
    ModificationAlreadyPending,
    NewSharesZero,
    NonexistentAVSMetadata,
    NotActivelyDelegated,
    NotMemberOfSet,
    NothingToComplete,
    OperatorNotRegistered,
    OperatorNotSlashable,
    OperatorsCannotUndelegate,
    SameMagnitude,
    SharesAmountTooHigh,
    SharesAmountZero,
    SlashResolutionDelayNotElapsed,
    StrategiesMustBeInAscendingOrder,
    StrategyAlreadyInOperatorSet,
    StrategyNotInOperatorSet,
    StrategyNotWhitelisted,
    /// The token says nothing: it does not know the call.
    TokenCallFailed,
    TotalSharesExceedsMax,
    UninitializedAllocationDelay,
    WithdrawalDelayNotElapsed,
    WithdrawalNotQueued,
    WithdrawerNotCaller,
    /// A token's own: it has arguments, which are not compared.
    ERC20InsufficientBalance,
}

impl Refusal {
    /// What the revert data begins with.
    pub(crate) fn selector(self) -> Vec<u8> {
        let arguments = match self {
            Self::ERC20InsufficientBalance => "(address,uint256,uint256)",
            _ => "()",
        };
        keccak256(format!("{self:?}{arguments}"))[..4].to_vec()
    }
}

/// Refuses unless `holds`.
pub(crate) fn require(holds: bool, refusal: Refusal) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(refusal) }
}
