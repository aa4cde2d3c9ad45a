//! What a queued withdrawal is worth block by block: at which magnitude, and in which order within a block.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{
    Withdrawal, calculateWithdrawalRootCall, getMaxMagnitudesAtBlockCall, getQueuedWithdrawalCall,
};
use interfaces::sol::IStrategyManager::BurnOrRedistributableSharesIncreased;

use crate::harness::queue::{as_tokens, pass_delay, queue, queued, withdraw};
use crate::harness::sets::{slash, slashable};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

/// A slash of half of what is left.
fn half(lst: Address) -> interfaces::sol::IAllocationManager::slashOperatorCall {
    slash(OPERATOR, 1, vec![lst], vec![percent(50)])
}

fn worth(world: &World, withdrawal: &Withdrawal) -> U256 {
    let ask = calculateWithdrawalRootCall { withdrawal: withdrawal.clone() };
    let root = world.view(delegation(world), &ask);
    world.view(delegation(world), &getQueuedWithdrawalCall { withdrawalRoot: root }).shares[0]
}

#[test]
fn a_withdrawal_is_worth_todays_magnitude_through_its_last_slashable_block_and_that_ones_for_good() {
    let world = fresh();
    let lst = slashable(&world);
    let withdrawal = queue(&world, ALICE, lst, ether(80));
    assert_eq!(worth(&world, &withdrawal), ether(80));
    world.act(SERVICE_OWNER, world.at("slasher"), &half(lst));
    assert_eq!(worth(&world, &withdrawal), ether(40));
    world.until_next_is(u64::from(withdrawal.startBlock + world.config.withdrawal_delay_blocks));
    world.act(SERVICE_OWNER, world.at("slasher"), &half(lst));
    assert_eq!(worth(&world, &withdrawal), ether(20));
    for _ in 0..3 {
        world.act(SERVICE_OWNER, world.at("slasher"), &half(lst));
        assert_eq!(worth(&world, &withdrawal), ether(20));
    }
    world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
    assert_eq!(world.held(world.lst, ALICE), ether(20));
}

#[test]
fn queued_before_or_after_a_slash_in_its_block_shares_are_slashed_once() {
    for queued_first in [true, false] {
        let world = fresh();
        let (lst, slasher) = (slashable(&world), world.at("slasher"));
        let done = world.in_one_block(|world| {
            let queue = |world: &World| {
                world.submit(ALICE, delegation(world), &withdraw(&[(lst, ether(100))]), U256::ZERO)
            };
            let slash = |world: &World| world.submit(SERVICE_OWNER, slasher, &half(lst), U256::ZERO);
            if queued_first { vec![queue(world), slash(world)] } else { vec![slash(world), queue(world)] }
        });
        let (of_queue, of_slash) = if queued_first { (&done[0], &done[1]) } else { (&done[1], &done[0]) };
        let booked = of_slash.events::<BurnOrRedistributableSharesIncreased>()[0].shares;
        assert_eq!(booked, ether(50));
        assert_eq!(operator_shares(&world, OPERATOR, lst), U256::ZERO);
        let withdrawal = queued(of_queue).remove(0);
        assert_eq!(worth(&world, &withdrawal), ether(50));
        pass_delay(&world);
        world.act(ALICE, delegation(&world), &as_tokens(&world, &withdrawal));
        assert_eq!(world.held(world.lst, ALICE), ether(50), "queued first: {queued_first}");
    }
}

#[test]
fn magnitudes_of_the_past_are_those_at_the_end_of_each_block() {
    let world = fresh();
    let (lst, slasher) = (slashable(&world), world.at("slasher"));
    let at = |block: u64| {
        let ask = getMaxMagnitudesAtBlockCall {
            operator: OPERATOR,
            strategies: vec![lst, world.strategy(world.weth)],
            blockNumber: u32::try_from(block).unwrap(),
        };
        world.view(delegation(&world), &ask)
    };
    world.act(SERVICE_OWNER, slasher, &half(lst));
    let first = world.block();
    world.pass_blocks(3);
    world.in_one_block(|world| {
        let slash = |world: &World| world.submit(SERVICE_OWNER, slasher, &half(lst), U256::ZERO);
        vec![slash(world), slash(world)]
    });
    let second = world.block();
    for (block, magnitude) in [
        (0, ONE),
        (first - 1, ONE),
        (first, ONE / 2),
        (second - 1, ONE / 2),
        (second, ONE / 8),
        (second + 100, ONE / 8),
    ] {
        assert_eq!(at(block), [magnitude, ONE], "block {block}");
    }
}

/// The first block of the window would lie before the chain's.
#[test]
fn on_a_chain_younger_than_the_withdrawal_delay_slashes_reach_the_queue_all_the_same() {
    let world = World::deploy(client::deploy::Config {
        withdrawal_delay_blocks: 1_000_000,
        deallocation_delay_blocks: 1_000_000,
        redistribution_allocation_delay_blocks: 1_000_000,
        allocation_configuration_delay_blocks: 1_000_001,
        ..client::deploy::Config::local(crate::harness::GOVERNANCE)
    });
    let lst = slashable(&world);
    let withdrawal = queue(&world, ALICE, lst, ether(100));
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &half(lst));
    assert_eq!(done.events::<BurnOrRedistributableSharesIncreased>()[0].shares, ether(50));
    assert_eq!(worth(&world, &withdrawal), ether(50));
}
