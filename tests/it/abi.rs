//! Every function of every interface of a contract is routed, and no contract answers to another's.

use alloy::primitives::{Address, Bytes};
use alloy::sol_types::{SolError, SolInterface};
use interfaces::sol::{
    IAVSDirectory, IAllocationManager, IDelegationManager, IMulticall, IOwnable, IPausable, IPauserRegistry,
    IPermissionController, IRewardsCoordinator, ISlasher, IStrategy, IStrategyFactory, IStrategyManager,
};

use crate::harness::{World, fresh};

/// A contract and the selectors it must answer to.
struct Contract {
    name: &'static str,
    address: Address,
    selectors: Vec<[u8; 4]>,
}

/// The selectors of some interfaces together.
macro_rules! selectors {
    ($($interface:ident::$calls:ident),+) => {
        [$(<$interface::$calls as SolInterface>::selectors().collect::<Vec<_>>()),+].concat()
    };
}

fn contracts(world: &World) -> Vec<Contract> {
    let program = |name, selectors| Contract { name, address: world.at(name), selectors };
    vec![
        Contract {
            name: "strategy",
            address: world.strategy(world.lst),
            selectors: selectors!(IStrategy::IStrategyCalls, IPausable::IPausableCalls),
        },
        program(
            "strategy-factory",
            selectors!(
                IStrategyFactory::IStrategyFactoryCalls,
                IPausable::IPausableCalls,
                IOwnable::IOwnableCalls
            ),
        ),
        program(
            "strategy-manager",
            selectors!(
                IStrategyManager::IStrategyManagerCalls,
                IPausable::IPausableCalls,
                IOwnable::IOwnableCalls,
                IMulticall::IMulticallCalls
            ),
        ),
        program("delegation-manager", delegation_manager()),
        program("avs-directory", avs_directory()),
        program("slasher", slasher()),
        program("rewards-coordinator", selectors!(IRewardsCoordinator::IRewardsCoordinatorCalls)),
        program("permission-controller", selectors!(IPermissionController::IPermissionControllerCalls)),
        program("pauser-registry", selectors!(IPauserRegistry::IPauserRegistryCalls)),
    ]
}

/// In two programs: what the first does not know it runs in the code of its extension.
fn delegation_manager() -> Vec<[u8; 4]> {
    selectors!(
        IDelegationManager::IDelegationManagerCalls,
        IPausable::IPausableCalls,
        IMulticall::IMulticallCalls
    )
}

/// At its own address; the Slasher runs its code for another ABI.
fn avs_directory() -> Vec<[u8; 4]> {
    selectors!(IAVSDirectory::IAVSDirectoryCalls, IPausable::IPausableCalls)
}

/// In two programs: what the first does not know it runs in the code of AvsDirectory.
fn slasher() -> Vec<[u8; 4]> {
    selectors!(
        IAllocationManager::IAllocationManagerCalls,
        ISlasher::ISlasherCalls,
        IPausable::IPausableCalls
    )
}

/// Whether a contract knows a selector: an unknown one reverts without data, as in Solidity. A known one without
/// arguments succeeds or names an error, and one with arguments says that they are missing.
fn knows(world: &World, to: Address, selector: [u8; 4]) -> bool {
    match world.call_data(to, Bytes::from(selector.to_vec())) {
        Ok(_) => true,
        Err(data) => !data.is_empty(),
    }
}

/// What `address` answers to of what it should not.
fn answers_of_others(world: &World, address: Address, own: &[[u8; 4]]) -> Vec<String> {
    let all = contracts(world);
    let foreign = all.iter().flat_map(|other| other.selectors.iter().map(|selector| (other.name, *selector)));
    let foreign = foreign.filter(|(_, selector)| !own.contains(selector));
    let answered = foreign.filter(|(_, selector)| knows(world, address, *selector));
    answered.map(|(other, selector)| format!("{other}'s {}", Bytes::from(selector))).collect()
}

#[test]
fn every_function_of_a_contracts_interfaces_is_routed() {
    let world = fresh();
    for Contract { name, address, selectors } in contracts(&world) {
        for selector in selectors {
            assert!(knows(&world, address, selector), "{name} does not know {}", Bytes::from(selector));
        }
    }
}

#[test]
fn no_contract_answers_to_a_function_that_is_not_its_own() {
    let world = fresh();
    for Contract { name, address, selectors } in contracts(&world) {
        let answered = answers_of_others(&world, address, &selectors);
        assert!(answered.is_empty(), "{name} answers {answered:?}");
    }
}

#[test]
fn the_extension_answers_to_functions_of_its_contract_alone() {
    let world = fresh();
    let extension = world.at("delegation-manager-extension");
    let answered = answers_of_others(&world, extension, &delegation_manager());
    assert!(answered.is_empty(), "the extension answers {answered:?}");
    let pieces = delegation_manager().into_iter().filter(|selector| knows(&world, extension, *selector));
    assert!(pieces.count() > 0, "the extension answers to nothing");
}

#[test]
fn an_argument_that_is_missing_is_invalid_calldata() {
    let world = fresh();
    let call = <IStrategyManager::getDepositsCall as alloy::sol_types::SolCall>::SELECTOR;
    let answer = world.call_data(world.at("strategy-manager"), Bytes::from(call.to_vec()));
    assert_eq!(answer.unwrap_err()[..], IStrategyManager::InvalidCalldata::SELECTOR);
}
