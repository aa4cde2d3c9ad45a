//! The worked example of the accounting (docs/accounting.md), step by step, to the wei, on the programs.
//!
//! One ERC-20 strategy; deallocation and withdrawal delay 100 blocks, allocation delay 10.

use std::str::FromStr;

use alloy::primitives::{Address, Bytes, U256};
use interfaces::sol::{IAllocationManager, IDelegationManager, IStrategyManager};

use crate::harness::queue::{as_tokens, queued, withdraw};
use crate::harness::strategies::{self, staker_shares};
use crate::harness::world::{delegate_to, percent};
use crate::harness::{ALICE, BOB, BURN_ADDRESS, Done, OPERATOR, SERVICE_OWNER, Service, Token, World, ether};

/// The block the example starts in.
const START: u64 = 1_000;
const SET: u32 = 1;

fn wei(amount: &str) -> U256 {
    U256::from_str(amount).unwrap()
}

fn set(world: &World) -> IAllocationManager::OperatorSet {
    IAllocationManager::OperatorSet { avs: world.service, id: SET }
}

/// Service, set, operator and tokens, before the example's first block.
fn prepared() -> World {
    let config = client::deploy::Config {
        withdrawal_delay_blocks: 100,
        deallocation_delay_blocks: 100,
        redistribution_allocation_delay_blocks: 100,
        allocation_configuration_delay_blocks: 126,
        ..client::deploy::Config::local(crate::harness::GOVERNANCE)
    };
    let world = World::deploy(config);
    let (manager, lst) = (world.at("strategy-manager"), world.lst);
    for (staker, amount) in [(ALICE, ether(110)), (BOB, ether(50))] {
        world.act(staker, lst, &Token::mintCall { to: staker, amount });
        world.act(staker, lst, &Token::approveCall { spender: manager, amount });
    }
    world.register_operator(OPERATOR, 10);
    world.act(SERVICE_OWNER, world.service, &Service::setUpCall { metadataURI: "ipfs://service".into() });
    let strategies = vec![world.strategy(lst)];
    world.act(
        SERVICE_OWNER,
        world.service,
        &Service::createOperatorSetCall { operatorSetId: SET, strategies },
    );
    let params = IAllocationManager::RegisterParams {
        avs: world.service,
        operatorSetIds: vec![SET],
        data: Bytes::new(),
    };
    let register = IAllocationManager::registerForOperatorSetsCall { operator: OPERATOR, params };
    world.act(OPERATOR, world.at("slasher"), &register);
    world
}

fn deposit(world: &World, amount: U256) -> IStrategyManager::depositIntoStrategyCall {
    IStrategyManager::depositIntoStrategyCall {
        strategy: world.strategy(world.lst),
        token: world.lst,
        amount,
    }
}

fn allocate(world: &World, magnitude: u64) -> IAllocationManager::modifyAllocationsCall {
    let params = IAllocationManager::AllocateParams {
        operatorSet: set(world),
        strategies: vec![world.strategy(world.lst)],
        newMagnitudes: vec![magnitude],
    };
    IAllocationManager::modifyAllocationsCall { operator: OPERATOR, params: vec![params] }
}

fn queue(world: &World, shares: U256) -> IDelegationManager::queueWithdrawalsCall {
    withdraw(&[(world.strategy(world.lst), shares)])
}

fn withdrawal(done: &Done) -> IDelegationManager::Withdrawal {
    queued(done).remove(0)
}

fn slash(world: &World, wad: U256) -> Service::slashCall {
    Service::slashCall {
        operator: OPERATOR,
        operatorSetId: SET,
        strategies: vec![world.strategy(world.lst)],
        wadsToSlash: vec![wad],
        description: "example".into(),
    }
}

fn withdrawable(world: &World, staker: Address) -> U256 {
    staker_shares(world, staker, world.strategy(world.lst)).0
}

fn operator_shares(world: &World) -> U256 {
    strategies::operator_shares(world, OPERATOR, world.strategy(world.lst))
}

fn scaling_factor(world: &World, staker: Address) -> U256 {
    let ask = IDelegationManager::depositScalingFactorCall { staker, strategy: world.strategy(world.lst) };
    world.view(world.at("delegation-manager"), &ask)
}

/// (current, pending, effect block), encumbered, maximum.
fn magnitudes(world: &World) -> ((u64, i128, u32), u64, u64) {
    let (slasher, strategy) = (world.at("slasher"), world.strategy(world.lst));
    let ask = IAllocationManager::getAllocationCall { operator: OPERATOR, operatorSet: set(world), strategy };
    let allocation = world.view(slasher, &ask);
    let encumbered = IAllocationManager::getEncumberedMagnitudeCall { operator: OPERATOR, strategy };
    let max = IAllocationManager::getMaxMagnitudeCall { operator: OPERATOR, strategy };
    (
        (allocation.currentMagnitude, allocation.pendingDiff, allocation.effectBlock),
        world.view(slasher, &encumbered),
        world.view(slasher, &max),
    )
}

fn block_after_start(blocks: u32) -> u32 {
    u32::try_from(START).unwrap().checked_add(blocks).unwrap()
}

#[test]
fn the_worked_example_holds_to_the_wei() {
    let world = prepared();
    let (manager, delegation, slasher) =
        (world.at("strategy-manager"), world.at("delegation-manager"), world.at("slasher"));

    world.until_next_is(START);
    world.in_one_block(|world| {
        vec![
            world.submit(ALICE, manager, &deposit(world, ether(100)), U256::ZERO),
            world.submit(BOB, manager, &deposit(world, ether(50)), U256::ZERO),
            world.submit(ALICE, delegation, &delegate_to(OPERATOR), U256::ZERO),
            world.submit(BOB, delegation, &delegate_to(OPERATOR), U256::ZERO),
            world.submit(OPERATOR, slasher, &allocate(world, 600_000_000_000_000_000), U256::ZERO),
        ]
    });
    assert_eq!(world.block(), START);
    assert_eq!(operator_shares(&world), ether(150));
    assert_eq!((scaling_factor(&world, ALICE), scaling_factor(&world, BOB)), (ether(1), ether(1)));
    let pending = (0, 600_000_000_000_000_000, block_after_start(10));
    assert_eq!(magnitudes(&world), (pending, 600_000_000_000_000_000, 1_000_000_000_000_000_000));

    world.until_next_is(START + 10);
    let bobs = withdrawal(&world.act(BOB, delegation, &queue(&world, ether(20))));
    assert_eq!(bobs.scaledShares, [ether(20)]);
    assert_eq!(operator_shares(&world), ether(130));

    world.until_next_is(START + 20);
    let done = world.in_one_block(|world| {
        vec![
            world.submit(SERVICE_OWNER, world.service, &slash(world, percent(25)), U256::ZERO),
            world.submit(ALICE, manager, &deposit(world, ether(10)), U256::ZERO),
            world.submit(OPERATOR, slasher, &allocate(world, 200_000_000_000_000_000), U256::ZERO),
        ]
    });
    assert_eq!(done[0].events::<IAllocationManager::OperatorSlashed>()[0].wadSlashed, [percent(15)]);
    assert_eq!(done[0].returned::<Service::slashCall>().shares, [wei("22500000000000000000")]);
    assert_eq!(operator_shares(&world), wei("120500000000000000000"));
    assert_eq!(withdrawable(&world, BOB), wei("25500000000000000000"));
    assert_eq!(scaling_factor(&world, ALICE), wei("1016042780748663101"));
    assert_eq!(withdrawable(&world, ALICE), wei("94999999999999999943"));
    let lowering = (450_000_000_000_000_000, -250_000_000_000_000_000, block_after_start(121));
    assert_eq!(magnitudes(&world), (lowering, 450_000_000_000_000_000, 850_000_000_000_000_000));

    world.until_next_is(START + 30);
    let done = world.act(SERVICE_OWNER, world.service, &slash(&world, percent(50)));
    let slashed = &done.events::<IAllocationManager::OperatorSlashed>()[0];
    assert_eq!(slashed.wadSlashed, [wei("264705882352941176")]);
    assert_eq!(done.returned::<Service::slashCall>().shares, [wei("36397058823529411764")]);
    assert_eq!(operator_shares(&world), wei("88602941176470588236"));
    assert_eq!(withdrawable(&world, ALICE), wei("69852941176470588193"));
    assert_eq!(withdrawable(&world, BOB), wei("18750000000000000000"));
    let lowering = (225_000_000_000_000_000, -125_000_000_000_000_000, block_after_start(121));
    assert_eq!(magnitudes(&world), (lowering, 225_000_000_000_000_000, 625_000_000_000_000_000));

    world.until_next_is(START + 110);
    world.refuse::<IDelegationManager::WithdrawalDelayNotElapsed>(BOB, delegation, &as_tokens(&world, &bobs));
    let alices = world.in_one_block(|world| {
        vec![
            world.submit(BOB, delegation, &as_tokens(world, &bobs), U256::ZERO),
            world.submit(ALICE, delegation, &queue(world, ether(110)), U256::ZERO),
        ]
    });
    assert_eq!(world.block(), START + 111);
    let alices = withdrawal(&alices[1]);
    assert_eq!(world.held(world.lst, BOB), wei("12500000000000000000"));
    assert_eq!(alices.scaledShares, [wei("111764705882352941110")]);
    assert_eq!(operator_shares(&world), wei("18750000000000000043"));
    assert_eq!(scaling_factor(&world, ALICE), ether(1));

    world.until_next_is(START + 212);
    let strategies = vec![world.strategy(world.lst)];
    let clear = IAllocationManager::clearDeallocationQueueCall {
        operator: OPERATOR,
        strategies,
        numToClear: vec![1],
    };
    let clear_slash = |slash: u64| IStrategyManager::clearBurnOrRedistributableSharesCall {
        operatorSet: IStrategyManager::OperatorSet { avs: world.service, id: SET },
        slashId: U256::from(slash),
    };
    world.in_one_block(|world| {
        vec![
            world.submit(BOB, slasher, &clear, U256::ZERO),
            world.submit(ALICE, delegation, &as_tokens(world, &alices), U256::ZERO),
            world.submit(BOB, manager, &clear_slash(1), U256::ZERO),
            world.submit(BOB, manager, &clear_slash(2), U256::ZERO),
        ]
    });
    let settled = (100_000_000_000_000_000, 0, 0);
    assert_eq!(magnitudes(&world), (settled, 100_000_000_000_000_000, 625_000_000_000_000_000));
    assert_eq!(world.held(world.lst, ALICE), wei("69852941176470588193"));
    assert_eq!(world.held(world.lst, BURN_ADDRESS), wei("58897058823529411764"));

    let left = world.held(world.lst, world.strategy(world.lst));
    assert_eq!(left, wei("18750000000000000043"));
    assert_eq!(withdrawable(&world, BOB), wei("18750000000000000000"));
    let paid = [ALICE, BOB, BURN_ADDRESS].map(|holder| world.held(world.lst, holder));
    let out = paid.into_iter().fold(left, |sum, amount| sum.checked_add(amount).unwrap());
    assert_eq!(out, ether(160), "tokens in = tokens out + what is held");
}
