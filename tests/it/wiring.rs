//! Peers and roles are set once, by whoever deploys, and never to nobody.

use alloy::primitives::Address;
use interfaces::sol::{IDelegationManager, IOwnable, IPausable, ISlasher, IStrategy, IStrategyManager};

use crate::harness::strategies::unwired;
use crate::harness::{BOB, GOVERNANCE, STRANGER, World, fresh};

#[test]
fn peers_are_set_once() {
    let world = fresh();
    let somebody = STRANGER;
    let wire = IStrategy::wireCall {
        strategyManager: somebody,
        underlyingToken: somebody,
        pauserRegistry: somebody,
    };
    world.refuse::<IStrategy::AlreadyWired>(STRANGER, world.strategy(world.lst), &wire);
    let wire = IStrategyManager::wireCall {
        delegation: somebody,
        allocationManager: somebody,
        pauserRegistry: somebody,
        owner: somebody,
        strategyWhitelister: somebody,
        slashResolutionDelay: 0,
    };
    world.refuse::<IStrategyManager::AlreadyWired>(STRANGER, world.at("strategy-manager"), &wire);
    let wire = IDelegationManager::wireCall {
        strategyManager: somebody,
        allocationManager: somebody,
        permissionController: somebody,
        pauserRegistry: somebody,
        extension: somebody,
        minWithdrawalDelayBlocks: 0,
    };
    world.refuse::<IDelegationManager::AlreadyWired>(STRANGER, world.at("delegation-manager"), &wire);
}

#[test]
fn a_delegation_manager_runs_no_extension_but_the_one_it_was_built_with() {
    let world = fresh();
    let unwired = unwired(&world, world.at("delegation-manager"), 1);
    let wire = |extension| IDelegationManager::wireCall {
        strategyManager: STRANGER,
        allocationManager: STRANGER,
        permissionController: STRANGER,
        pauserRegistry: STRANGER,
        extension,
        minWithdrawalDelayBlocks: 1,
    };
    for other in [STRANGER, world.at("slasher"), world.service] {
        world.refuse::<IDelegationManager::UnknownExtension>(STRANGER, unwired, &wire(other));
    }
    world.act(STRANGER, unwired, &wire(world.at("delegation-manager-extension")));
}

fn slasher_peers(world: &World) -> ISlasher::wireCall {
    ISlasher::wireCall {
        delegation: world.at("delegation-manager"),
        avsDirectory: world.at("avs-directory"),
        permissionController: world.at("permission-controller"),
        pauserRegistry: world.at("pauser-registry"),
        deallocationDelay: 50,
        allocationConfigurationDelay: 75,
        redistributionAllocationDelay: 60,
    }
}

#[test]
fn a_slasher_is_wired_once_to_nobody_who_is_zero_and_to_the_directory_it_was_built_with() {
    let world = fresh();
    let peers = slasher_peers(&world);
    world.refuse::<ISlasher::AlreadyWired>(STRANGER, world.at("slasher"), &peers);
    let slasher = unwired(&world, world.at("slasher"), 1);
    let unset: [fn(&mut ISlasher::wireCall); 4] = [
        |call| call.delegation = Address::ZERO,
        |call| call.avsDirectory = Address::ZERO,
        |call| call.permissionController = Address::ZERO,
        |call| call.pauserRegistry = Address::ZERO,
    ];
    for unset in unset {
        let mut call = peers.clone();
        unset(&mut call);
        world.refuse::<ISlasher::InputAddressZero>(STRANGER, slasher, &call);
    }
    for other in [STRANGER, world.at("delegation-manager-extension"), world.service] {
        let call = ISlasher::wireCall { avsDirectory: other, ..peers.clone() };
        world.refuse::<ISlasher::UnknownExtension>(STRANGER, slasher, &call);
    }
    world.act(STRANGER, slasher, &peers);
    world.refuse::<ISlasher::AlreadyWired>(STRANGER, slasher, &peers);
    let floor = world.view(slasher, &ISlasher::REDISTRIBUTION_ALLOCATION_DELAYCall {});
    assert_eq!((floor, world.view(slasher, &ISlasher::avsDirectoryCall {})), (60, world.at("avs-directory")));
}

fn strategy_peers(world: &World) -> IStrategy::wireCall {
    IStrategy::wireCall {
        strategyManager: world.at("strategy-manager"),
        underlyingToken: world.lst,
        pauserRegistry: world.at("pauser-registry"),
    }
}

fn manager_peers(world: &World) -> IStrategyManager::wireCall {
    IStrategyManager::wireCall {
        delegation: world.at("delegation-manager"),
        allocationManager: world.at("slasher"),
        pauserRegistry: world.at("pauser-registry"),
        owner: GOVERNANCE,
        strategyWhitelister: BOB,
        slashResolutionDelay: 5,
    }
}

fn delegation_peers(world: &World) -> IDelegationManager::wireCall {
    IDelegationManager::wireCall {
        strategyManager: world.at("strategy-manager"),
        allocationManager: world.at("slasher"),
        permissionController: world.at("permission-controller"),
        pauserRegistry: world.at("pauser-registry"),
        extension: world.at("delegation-manager-extension"),
        minWithdrawalDelayBlocks: 50,
    }
}

#[test]
fn a_strategy_is_wired_to_nobody_who_is_zero() {
    let world = fresh();
    let strategy = unwired(&world, world.at("strategy"), 1);
    for field in 0..3 {
        let mut call = strategy_peers(&world);
        let fields = [&mut call.strategyManager, &mut call.underlyingToken, &mut call.pauserRegistry];
        *fields.into_iter().nth(field).unwrap() = Address::ZERO;
        world.refuse::<IStrategy::InputAddressZero>(STRANGER, strategy, &call);
    }
    let done = world.act(STRANGER, strategy, &strategy_peers(&world));
    let set = done.events::<IStrategy::StrategyTokenSet>().remove(0);
    assert_eq!((set.token, set.decimals), (world.lst, 18));
    assert_eq!(world.view(strategy, &IPausable::pauserRegistryCall {}), world.at("pauser-registry"));
}

#[test]
fn a_strategy_manager_is_wired_to_nobody_who_is_zero_but_may_wait_for_its_whitelister() {
    let world = fresh();
    let manager = unwired(&world, world.at("strategy-manager"), 2);
    for field in 0..4 {
        let mut call = manager_peers(&world);
        let fields =
            [&mut call.delegation, &mut call.allocationManager, &mut call.pauserRegistry, &mut call.owner];
        *fields.into_iter().nth(field).unwrap() = Address::ZERO;
        world.refuse::<IStrategyManager::InputAddressZero>(STRANGER, manager, &call);
    }
    let call = IStrategyManager::wireCall { strategyWhitelister: Address::ZERO, ..manager_peers(&world) };
    let done = world.act(STRANGER, manager, &call);
    let owned = done.events::<IOwnable::OwnershipTransferred>().remove(0);
    assert_eq!((owned.previousOwner, owned.newOwner), (Address::ZERO, GOVERNANCE));
    let role = IStrategyManager::setStrategyWhitelisterCall { newStrategyWhitelister: BOB };
    world.act(GOVERNANCE, manager, &role);
}

#[test]
fn a_delegation_manager_is_wired_to_nobody_who_is_zero() {
    let world = fresh();
    let delegation = unwired(&world, world.at("delegation-manager"), 3);
    for field in 0..5 {
        let mut call = delegation_peers(&world);
        let fields = [
            &mut call.strategyManager,
            &mut call.allocationManager,
            &mut call.permissionController,
            &mut call.pauserRegistry,
            &mut call.extension,
        ];
        *fields.into_iter().nth(field).unwrap() = Address::ZERO;
        world.refuse::<IDelegationManager::InputAddressZero>(STRANGER, delegation, &call);
    }
    world.act(STRANGER, delegation, &delegation_peers(&world));
    world.refuse::<IDelegationManager::AlreadyWired>(STRANGER, delegation, &delegation_peers(&world));
}
