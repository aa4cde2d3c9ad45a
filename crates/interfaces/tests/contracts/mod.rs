//! Our contracts that take the place of one of the reference protocol, with the interface files their ABI is spread over.
use std::collections::BTreeMap;

use alloy_primitives::hex;
use interfaces::sol::*;

/// Signatures with their selectors or topics, as `0x…`.
pub type Ids = BTreeMap<&'static str, String>;

/// One of our contracts, by the contract of the reference whose place it takes.
pub struct Contract {
    pub reference: &'static str,
    /// Together the ABI of the contract.
    pub interfaces: Vec<Interface>,
}

/// One interface file.
pub struct Interface {
    pub name: &'static str,
    pub functions: Ids,
    pub events: Ids,
    pub errors: Ids,
}

macro_rules! interface {
    ($module:ident, $calls:ident $(, $errors:ident $(, $events:ident)?)?) => {
        Interface {
            name: stringify!($module),
            functions: ids($module::$calls::SIGNATURES, $module::$calls::SELECTORS),
            errors: all(&[$(ids($module::$errors::SIGNATURES, $module::$errors::SELECTORS))?]),
            events: all(&[$($(ids($module::$events::SIGNATURES, $module::$events::SELECTORS))?)?]),
        }
    };
}

fn all(of: &[Ids]) -> Ids {
    of.iter().flatten().map(|(signature, id)| (*signature, id.clone())).collect()
}

fn ids<const N: usize>(signatures: &[&'static str], selectors: &[[u8; N]]) -> Ids {
    signatures.iter().zip(selectors).map(|(signature, id)| (*signature, hex::encode_prefixed(id))).collect()
}

pub fn contracts() -> [Contract; 9] {
    let pausable = || interface!(IPausable, IPausableCalls, IPausableErrors, IPausableEvents);
    let ownable = || interface!(IOwnable, IOwnableCalls, IOwnableErrors, IOwnableEvents);
    let multicall = || interface!(IMulticall, IMulticallCalls);
    let contract = |reference, interfaces| Contract { reference, interfaces };
    [
        contract(
            "AVSDirectory",
            vec![
                interface!(IAVSDirectory, IAVSDirectoryCalls, IAVSDirectoryErrors, IAVSDirectoryEvents),
                pausable(),
            ],
        ),
        contract(
            "AllocationManager",
            vec![
                interface!(
                    IAllocationManager,
                    IAllocationManagerCalls,
                    IAllocationManagerErrors,
                    IAllocationManagerEvents
                ),
                interface!(ISlasher, ISlasherCalls, ISlasherErrors, ISlasherEvents),
                pausable(),
            ],
        ),
        contract(
            "DelegationManager",
            vec![
                interface!(
                    IDelegationManager,
                    IDelegationManagerCalls,
                    IDelegationManagerErrors,
                    IDelegationManagerEvents
                ),
                pausable(),
                multicall(),
            ],
        ),
        contract(
            "PauserRegistry",
            vec![interface!(
                IPauserRegistry,
                IPauserRegistryCalls,
                IPauserRegistryErrors,
                IPauserRegistryEvents
            )],
        ),
        contract(
            "PermissionController",
            vec![interface!(
                IPermissionController,
                IPermissionControllerCalls,
                IPermissionControllerErrors,
                IPermissionControllerEvents
            )],
        ),
        contract(
            "RewardsCoordinator",
            vec![interface!(
                IRewardsCoordinator,
                IRewardsCoordinatorCalls,
                IRewardsCoordinatorErrors,
                IRewardsCoordinatorEvents
            )],
        ),
        contract(
            "StrategyBaseTVLLimits",
            vec![interface!(IStrategy, IStrategyCalls, IStrategyErrors, IStrategyEvents), pausable()],
        ),
        contract(
            "StrategyFactory",
            vec![
                interface!(
                    IStrategyFactory,
                    IStrategyFactoryCalls,
                    IStrategyFactoryErrors,
                    IStrategyFactoryEvents
                ),
                pausable(),
                ownable(),
            ],
        ),
        contract(
            "StrategyManager",
            vec![
                interface!(
                    IStrategyManager,
                    IStrategyManagerCalls,
                    IStrategyManagerErrors,
                    IStrategyManagerEvents
                ),
                pausable(),
                ownable(),
                multicall(),
            ],
        ),
    ]
}
