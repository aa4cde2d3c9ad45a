//! What people do.

use alloy::primitives::U256;

use super::{Account, Completion, Nat, SetId, TokenId, VaultId};

/// A contract that can be paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contract {
    /// The StrategyManager.
    Deposits,
    /// The DelegationManager.
    Delegation,
    Vault(VaultId),
}

/// How a deposit is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Consent {
    /// By an allowance that is there.
    Allowance,
    /// By a permit in the same call.
    Permit,
    /// The staker signed; whoever acts pays.
    Signature,
    /// None is needed for ether, which is sent along and wrapped.
    Ether,
}

/// Which function completes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    One,
    Many,
    /// With a mode per strategy.
    Modes,
}

/// One transaction.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Deposit {
        by: Account,
        staker: Account,
        vault: VaultId,
        amount: Nat,
        consent: Consent,
    },
    DepositAndDelegate {
        by: Account,
        vault: VaultId,
        amount: Nat,
        consent: Consent,
        operator: Account,
    },
    Register {
        by: Account,
        approver: Option<Account>,
    },
    Delegate {
        by: Account,
        operator: Account,
    },
    Undelegate {
        by: Account,
        staker: Account,
    },
    Redelegate {
        by: Account,
        operator: Account,
    },
    /// Deposit shares by strategy, for every withdrawal.
    Queue {
        by: Account,
        withdrawals: Vec<Vec<(VaultId, Nat)>>,
    },
    Complete {
        by: Account,
        completions: Vec<Completion>,
        form: Form,
    },
    AllowAnyone {
        by: Account,
        allowed: bool,
    },
    /// Magnitudes fall to these.
    Slash {
        operator: Account,
        set: SetId,
        cuts: Vec<(VaultId, Nat)>,
    },
    /// Of one strategy, or of all.
    Clear {
        by: Account,
        set: SetId,
        slash: u64,
        vault: Option<VaultId>,
    },
    Donate {
        by: Account,
        vault: VaultId,
        amount: Nat,
    },
    Rebase {
        token: TokenId,
        multiplier: Nat,
    },
    /// Opens a strategy to deposits, or closes it.
    List {
        vault: VaultId,
        listed: bool,
    },
    Pause {
        contract: Contract,
        status: U256,
    },
    PauseAll {
        contract: Contract,
    },
    Unpause {
        contract: Contract,
        status: U256,
    },
}
