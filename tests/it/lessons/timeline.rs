//! L15: what can be slashed when, block by block around every boundary. Elsewhere an operator was slashed after it had
//! left, or was out of reach while it should not have been.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    self, AlreadyMemberOfSet, OperatorNotSlashable, isOperatorSlashableCall,
};
use interfaces::sol::IDelegationManager::WithdrawalDelayNotElapsed;

use crate::harness::queue::{as_tokens, queue};
use crate::harness::sets::{allocate, create_sets, join, leave, open_service, set, slash, slashable};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, SERVICE_OWNER, World, ether, fresh};

/// The blocks before, at and after a boundary.
const AROUND: [u64; 3] = [0, 1, 2];

fn half(world: &World) -> IAllocationManager::slashOperatorCall {
    slash(OPERATOR, 1, vec![world.strategy(world.lst)], vec![percent(50)])
}

/// Slashes half in this block. Returns the shares taken.
fn slash_at(world: &World, block: u64) -> U256 {
    world.until_next_is(block);
    let done = world.act(SERVICE_OWNER, world.at("slasher"), &half(world));
    assert_eq!(world.block(), block);
    done.returned::<IAllocationManager::slashOperatorCall>().shares[0]
}

fn is_slashable(world: &World) -> bool {
    world.view(world.at("slasher"), &isOperatorSlashableCall { operator: OPERATOR, operatorSet: set(1) })
}

/// An operator with 100 LST of Alice's and this allocation delay, not yet in the set. Returns the strategy.
fn outside(world: &World, allocation_delay: u32) -> Address {
    let lst = world.strategy(world.lst);
    open_service(world);
    create_sets(world, &[1], &[lst]);
    world.register_operator(OPERATOR, allocation_delay);
    world.deposit_lst(ALICE, ether(100));
    world.delegate(ALICE, OPERATOR);
    lst
}

#[test]
fn an_operator_can_be_slashed_from_the_block_it_joins_in_and_not_before() {
    let world = fresh();
    let lst = outside(&world, 0);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    world.refuse::<OperatorNotSlashable>(SERVICE_OWNER, slasher, &half(&world));
    let before = world.block();
    world.in_one_block(|world| {
        vec![
            world.submit(OPERATOR, slasher, &join(OPERATOR, &[1]), U256::ZERO),
            world.submit(SERVICE_OWNER, slasher, &half(world), U256::ZERO),
        ]
    });
    assert_eq!(world.block(), before + 1);
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
}

#[test]
fn an_operator_that_left_can_be_slashed_through_block_left_plus_delay() {
    for late in AROUND {
        let world = fresh();
        slashable(&world);
        let slasher = world.at("slasher");
        world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
        let boundary = world.block() + u64::from(world.config.deallocation_delay_blocks);
        let block = boundary - 1 + late;
        if block <= boundary {
            assert_eq!(slash_at(&world, block), ether(50), "{late}");
            assert!(is_slashable(&world), "{late}");
        } else {
            world.until_next_is(block);
            world.refuse::<OperatorNotSlashable>(SERVICE_OWNER, slasher, &half(&world));
            assert!(!is_slashable(&world), "{late}");
        }
    }
}

/// In the block after the last one of its liability, and then with all that is allocated still.
#[test]
fn an_operator_that_left_can_join_again_in_the_first_block_it_cannot_be_slashed_in() {
    let world = fresh();
    let lst = slashable(&world);
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    let last = world.block() + u64::from(world.config.deallocation_delay_blocks);
    world.until_next_is(last);
    world.refuse::<AlreadyMemberOfSet>(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    assert_eq!(world.block(), last + 1);
    assert_eq!(slash_at(&world, last + 2), ether(50));
    assert_eq!(operator_shares(&world, OPERATOR, lst), ether(50));
}

#[test]
fn an_increase_can_be_slashed_from_its_effect_block() {
    const DELAY: u32 = 10;
    for late in AROUND {
        let world = fresh();
        let lst = outside(&world, DELAY);
        let slasher = world.at("slasher");
        world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
        // The allocation delay given when registering counts from the next block, and is in force by now.
        world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
        let effect = world.block() + u64::from(DELAY);
        let block = effect - 1 + late;
        let expected = if block < effect { U256::ZERO } else { ether(50) };
        assert_eq!(slash_at(&world, block), expected, "{late}");
    }
}

#[test]
fn a_decrease_can_be_slashed_through_block_asked_plus_delay() {
    for late in AROUND {
        let world = fresh();
        let lst = slashable(&world);
        world.act(OPERATOR, world.at("slasher"), &allocate(OPERATOR, 1, lst, ONE / 5));
        let last = world.block() + u64::from(world.config.deallocation_delay_blocks);
        let block = last - 1 + late;
        let expected = if block <= last { ether(50) } else { ether(10) };
        assert_eq!(slash_at(&world, block), expected, "{late}");
    }
}

#[test]
fn a_withdrawal_can_be_slashed_through_block_queued_plus_delay_and_completed_from_the_next() {
    for late in AROUND {
        let world = fresh();
        let lst = slashable(&world);
        let withdrawal = queue(&world, ALICE, lst, ether(40));
        let last = world.block() + u64::from(world.config.withdrawal_delay_blocks);
        let block = last - 1 + late;
        let (taken, paid) = if block <= last { (50, 20) } else { (30, 40) };
        assert_eq!(slash_at(&world, block), ether(taken), "{late}");
        let (delegation, complete) = (world.at("delegation-manager"), as_tokens(&world, &withdrawal));
        if block < last {
            world.refuse::<WithdrawalDelayNotElapsed>(ALICE, delegation, &complete);
        }
        world.act(ALICE, delegation, &complete);
        assert_eq!(world.held(world.lst, ALICE), ether(paid), "{late}");
    }
}
