//! Every function of every interface is routed, and no contract answers to another's.

use alloy::primitives::{Address, Bytes};
use alloy::sol_types::{SolError, SolInterface};
use interfaces::sol::{
    IAllocationManager, IAvsDirectory, IDelegationManager, IPermissionController, IRewardsCoordinator,
    ISlasher, IStrategy, IStrategyManager,
};

use crate::harness::{World, fresh};

/// Selectors an address must answer to.
fn routed(world: &World) -> Vec<(&'static str, Address, Vec<[u8; 4]>)> {
    fn of<I: SolInterface>() -> Vec<[u8; 4]> {
        I::selectors().collect()
    }
    let slasher = [of::<IAllocationManager::IAllocationManagerCalls>(), of::<ISlasher::ISlasherCalls>()];
    vec![
        ("strategy", world.strategy(world.lst), of::<IStrategy::IStrategyCalls>()),
        ("strategy-manager", world.at("strategy-manager"), of::<IStrategyManager::IStrategyManagerCalls>()),
        (
            "delegation-manager",
            world.at("delegation-manager"),
            of::<IDelegationManager::IDelegationManagerCalls>(),
        ),
        ("avs-directory", world.at("avs-directory"), of::<IAvsDirectory::IAvsDirectoryCalls>()),
        ("slasher", world.at("slasher"), slasher.concat()),
        (
            "rewards-coordinator",
            world.at("rewards-coordinator"),
            of::<IRewardsCoordinator::IRewardsCoordinatorCalls>(),
        ),
        (
            "permission-controller",
            world.at("permission-controller"),
            of::<IPermissionController::IPermissionControllerCalls>(),
        ),
    ]
}

/// Whether a contract knows a selector: an unknown one reverts without data, as in Solidity. A known one without
/// arguments succeeds or names an error, and one with arguments says that they are missing.
fn knows(world: &World, to: Address, selector: [u8; 4]) -> bool {
    match world.call_data(to, Bytes::from(selector.to_vec())) {
        Ok(_) => true,
        Err(data) => !data.is_empty(),
    }
}

#[test]
fn every_function_of_an_interface_is_routed() {
    let world = fresh();
    for (name, address, selectors) in routed(&world) {
        for selector in selectors {
            assert!(knows(&world, address, selector), "{name} does not know {}", Bytes::from(selector));
        }
    }
}

#[test]
fn no_contract_answers_to_a_function_that_is_not_its_own() {
    let world = fresh();
    let all = routed(&world);
    let directory = all.iter().find(|(name, ..)| *name == "slasher").unwrap().2.clone();
    for (name, address, own) in &all {
        for (other, _, foreign) in &all {
            for selector in foreign.iter().filter(|selector| !own.contains(selector)) {
                // AvsDirectory answers what the Slasher forwards to it.
                let forwarded = *name == "avs-directory" && directory.contains(selector);
                if !forwarded {
                    assert!(
                        !knows(&world, *address, *selector),
                        "{name} answers {other}'s {}",
                        Bytes::from(*selector)
                    );
                }
            }
        }
    }
}

#[test]
fn an_argument_that_is_missing_is_invalid_calldata() {
    let world = fresh();
    let call = <IStrategyManager::getDepositsCall as alloy::sol_types::SolCall>::SELECTOR;
    let answer = world.call_data(world.at("strategy-manager"), Bytes::from(call.to_vec()));
    assert_eq!(answer.unwrap_err()[..], IStrategyManager::InvalidCalldata::SELECTOR);
}
