//! Revert data in words: every error the interfaces declare, by name, with what to do about it.

use alloy::primitives::{Bytes, hex};
use alloy::sol_types::{Revert, SolError};
use interfaces::sol::{
    IAVSDirectory, IAllocationManager, IDelegationManager, IOwnable, IPausable, IPauserRegistry,
    IPermissionController, IRewardsCoordinator, ISlasher, IStrategy, IStrategyFactory, IStrategyManager,
};

use crate::activation::ArbWasm;

/// The name of the error in `data`, as `Name()`, or its bytes when nobody declared it.
pub fn name(data: &[u8]) -> String {
    declared(data).or_else(|| reason(data)).unwrap_or_else(|| match data {
        [] => "no reason given".into(),
        _ => format!("unknown error {}", hex::encode_prefixed(data)),
    })
}

/// What failed and, where it is known, what to do.
pub fn explain(data: &Bytes) -> String {
    let name = name(data);
    match remedy(&name) {
        Some(remedy) => format!("{name}: {remedy}"),
        None => name,
    }
}

fn declared(data: &[u8]) -> Option<String> {
    let selector: [u8; 4] = *data.first_chunk()?;
    let signatures = [
        IStrategyManager::IStrategyManagerErrors::signature_by_selector(selector),
        IStrategy::IStrategyErrors::signature_by_selector(selector),
        IStrategyFactory::IStrategyFactoryErrors::signature_by_selector(selector),
        IDelegationManager::IDelegationManagerErrors::signature_by_selector(selector),
        IAllocationManager::IAllocationManagerErrors::signature_by_selector(selector),
        IAVSDirectory::IAVSDirectoryErrors::signature_by_selector(selector),
        ISlasher::ISlasherErrors::signature_by_selector(selector),
        IRewardsCoordinator::IRewardsCoordinatorErrors::signature_by_selector(selector),
        IPermissionController::IPermissionControllerErrors::signature_by_selector(selector),
        IPauserRegistry::IPauserRegistryErrors::signature_by_selector(selector),
        IPausable::IPausableErrors::signature_by_selector(selector),
        IOwnable::IOwnableErrors::signature_by_selector(selector),
        ArbWasm::ArbWasmErrors::signature_by_selector(selector),
    ];
    signatures.into_iter().flatten().next().map(Into::into)
}

fn reason(data: &[u8]) -> Option<String> {
    let revert = Revert::abi_decode(data).ok()?;
    Some(format!("\"{}\"", revert.reason))
}

/// What to do about the errors people meet.
fn remedy(name: &str) -> Option<&'static str> {
    Some(match name {
        "ActivelyDelegated()" => "undelegate first, or use another account",
        "BlacklistedToken()" => "governance ruled that this token gets no strategy",
        "CurrentlyPaused()" => "paused; ways out open again by themselves at exitPauseEnd()",
        "EarningsNotGreaterThanClaimed()" => "everything this root gives for the token was claimed before",
        "ExitPauseSpent()" => "exits stay open until fourteen days after exitPauseEnd()",
        "FullySlashed()" => "the operator has nothing left in this strategy; undelegate, then deposit",
        "InvalidCaller()" => "only the set's slasher slashes: see getSlasher(set)",
        "InvalidPermissions()" => "call as the account itself, its admin, or an appointee for this function",
        "InvalidSlashLimits()" => {
            "at most 1e18 each, with a period, and nothing wider than getSlashLimits(set) says"
        }
        "ModificationAlreadyPending()" => "wait for the effectBlock that getAllocation tells",
        "NewSharesZero()" => "deposit more: the amount is worth less than one share",
        "OperatorNotRegistered()" => "the address is no operator; it must call registerAsOperator first",
        "SharesAmountTooHigh()" => "ask for at most the deposit shares the staker has",
        "SharesAmountZero()" => "ask for at least one share",
        "NonexistentAVSMetadata()" => "call updateAVSMetadataURI first",
        "OperatorNotSlashable()" => {
            "the operator is not registered for the set, nor left it within DEALLOCATION_DELAY() blocks"
        }
        "SlashLimitExceeded()" => "ask for less, or wait for the next period: see getSlashLimits(set)",
        "StrategyAlreadyExists()" => {
            "the token has its strategy: ask the factory's deployedStrategies(token)"
        }
        "StrategyNotWhitelisted()" => {
            "the strategy takes no deposits; see `restake addresses` for those that do"
        }
        "OnlyUnderlyingToken()" => "the strategy holds another token; ask its underlyingToken()",
        "SlashResolutionDelayNotElapsed()" => "wait until after getSlashResolutionBlock(set, slashId)",
        "WithdrawalDelayNotElapsed()" => "wait minWithdrawalDelayBlocks() blocks after queueing",
        "WithdrawalNotQueued()" => "no such withdrawal waits: check its fields, or it is completed",
        "WithdrawerNotCaller()" => "only the staker may complete it",
        _ => return None,
    })
}
