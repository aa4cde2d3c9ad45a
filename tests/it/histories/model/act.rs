//! What people do.

use alloy::primitives::U256;

use super::{Account, Completion, Holder, Nat, SetId, TokenId, VaultId};

/// A contract that can be paused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Contract {
    /// The StrategyManager.
    Deposits,
    /// The DelegationManager.
    Delegation,
    Slasher,
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

/// A set to create. Whoever is none is the zero address.
#[derive(Clone, Debug)]
pub(crate) struct NewSet {
    pub(crate) id: u32,
    pub(crate) vaults: Vec<VaultId>,
    pub(crate) slasher: Option<Account>,
    /// Who receives what a redistributing set slashes.
    pub(crate) recipient: Option<Holder>,
}

/// New magnitudes of an operator's allocations to one set; as many as there are strategies, if it is done right.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) set: SetId,
    pub(crate) vaults: Vec<VaultId>,
    pub(crate) magnitudes: Vec<u64>,
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
    /// As an operator, with a first allocation delay.
    Register {
        by: Account,
        approver: Option<Account>,
        delay: u32,
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
    /// An AVS makes itself known.
    PublishMetadata {
        by: Account,
        avs: Account,
    },
    /// To one that agrees to everything.
    SetRegistrar {
        by: Account,
        avs: Account,
    },
    CreateSets {
        by: Account,
        avs: Account,
        sets: Vec<NewSet>,
        redistributing: bool,
    },
    AddStrategies {
        by: Account,
        set: SetId,
        vaults: Vec<VaultId>,
    },
    RemoveStrategies {
        by: Account,
        set: SetId,
        vaults: Vec<VaultId>,
    },
    RegisterForSets {
        by: Account,
        operator: Account,
        avs: Account,
        ids: Vec<u32>,
    },
    DeregisterFromSets {
        by: Account,
        operator: Account,
        avs: Account,
        ids: Vec<u32>,
    },
    SetAllocationDelay {
        by: Account,
        operator: Account,
        delay: u32,
    },
    ModifyAllocations {
        by: Account,
        operator: Account,
        changes: Vec<Change>,
    },
    /// At most so many entries of each strategy's queue.
    ClearDeallocations {
        by: Account,
        operator: Account,
        vaults: Vec<VaultId>,
        counts: Vec<u16>,
    },
    /// Proportions of what is allocated to the set.
    Slash {
        by: Account,
        operator: Account,
        set: SetId,
        vaults: Vec<VaultId>,
        wads: Vec<Nat>,
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
