//! Maximum magnitudes of many, now and at any block of the past.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    getMaxMagnitudes_0Call, getMaxMagnitudes_1Call, getMaxMagnitudesAtBlockCall,
};
use interfaces::sol::IDelegationManager;

use super::{A, B, C, operate, read, serve};
use crate::harness::sets::{allocate, create_sets, join, magnitudes, open_service, slash};
use crate::harness::world::percent;
use crate::harness::{ALICE, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, World, fresh};

/// Set 1 with A and B, and two members that allocated all of their magnitude in both.
fn prepare(world: &World) {
    open_service(world);
    create_sets(world, &[1], &[A, B]);
    for operator in [OPERATOR, OTHER_OPERATOR] {
        world.register_operator(operator, 0);
        world.act(operator, world.at("slasher"), &join(operator, &[1]));
        for strategy in [A, B] {
            world.act(operator, world.at("slasher"), &allocate(operator, 1, strategy, ONE));
        }
    }
}

/// Slashes [`OPERATOR`] by `n` hundredths of what is left. The block of the slash.
fn slash_by(world: &World, strategies: &[Address], n: u64) -> u64 {
    serve(world, &slash(OPERATOR, 1, strategies.to_vec(), vec![percent(n); strategies.len()]));
    world.block()
}

fn at(world: &World, strategies: &[Address], block: u64) -> Vec<u64> {
    let ask = getMaxMagnitudesAtBlockCall {
        operator: OPERATOR,
        strategies: strategies.to_vec(),
        blockNumber: u32::try_from(block).unwrap(),
    };
    read(world, &ask)
}

#[test]
fn of_many_operators_in_one_strategy_and_of_one_in_many() {
    let world = fresh();
    prepare(&world);
    slash_by(&world, &[A], 50);
    slash_by(&world, &[A, B], 50);
    let operators = vec![OTHER_OPERATOR, OPERATOR, ALICE, Address::ZERO, OPERATOR];
    let ask = |strategy| getMaxMagnitudes_1Call { operators: operators.clone(), strategy };
    assert_eq!(read(&world, &ask(A)), [ONE, ONE / 4, ONE, ONE, ONE / 4]);
    assert_eq!(read(&world, &ask(B)), [ONE, ONE / 2, ONE, ONE, ONE / 2]);
    assert_eq!(read(&world, &ask(C)), [ONE; 5]);
    let ask = |operator| getMaxMagnitudes_0Call { operator, strategies: vec![C, B, A, B] };
    assert_eq!(read(&world, &ask(OPERATOR)), [ONE, ONE / 2, ONE / 4, ONE / 2]);
    assert_eq!(read(&world, &ask(OTHER_OPERATOR)), [ONE; 4]);
    for strategy in [A, B, C] {
        let one = getMaxMagnitudes_0Call { operator: OPERATOR, strategies: vec![strategy] };
        assert_eq!(read(&world, &one), [magnitudes(&world, OPERATOR, strategy).0]);
    }
    let none = getMaxMagnitudes_1Call { operators: Vec::new(), strategy: A };
    assert_eq!(read(&world, &none), [0; 0]);
    let none = getMaxMagnitudes_0Call { operator: OPERATOR, strategies: Vec::new() };
    assert_eq!(read(&world, &none), [0; 0]);
}

#[test]
fn at_a_block_is_what_the_last_slash_up_to_it_left() {
    let world = fresh();
    prepare(&world);
    let before = world.block();
    // What is left in A and in B from which block on.
    let mut history = vec![(0, [ONE, ONE])];
    let mut left = [ONE, ONE];
    let slashes: [(&[Address], u64); 6] =
        [(&[A], 50), (&[A, B], 10), (&[B], 20), (&[A, B], 50), (&[A], 100), (&[B], 25)];
    for (gap, (slashed, n)) in (0..).zip(slashes) {
        world.pass_blocks(gap);
        let block = slash_by(&world, slashed, n);
        for (left, strategy) in left.iter_mut().zip([A, B]) {
            *left -= if slashed.contains(&strategy) { *left / 100 * n } else { 0 };
        }
        history.push((block, left));
    }
    world.pass_blocks(3);
    assert_eq!(left, [0, 270_000_000_000_000_000]);
    for block in before - 1..=world.block() + 2 {
        let (_, expected) = history.iter().rev().find(|(from, _)| *from <= block).unwrap();
        assert_eq!(at(&world, &[A, B], block), expected, "at {block}");
        assert_eq!(at(&world, &[B, C, A], block), [expected[1], ONE, expected[0]], "at {block}");
    }
    assert_eq!(at(&world, &[A, B], 0), [ONE, ONE]);
    assert_eq!(at(&world, &[A, B], u64::from(u32::MAX)), left);
    assert_eq!(at(&world, &[], before), [0; 0]);
}

#[test]
fn of_two_slashes_in_a_block_the_later_one_counts_for_it() {
    let world = fresh();
    prepare(&world);
    let (slasher, call) = (world.at("slasher"), slash(OPERATOR, 1, vec![A], vec![percent(50)]));
    world.in_one_block(|world| {
        [0, 1].map(|_| world.submit(SERVICE_OWNER, slasher, &call, U256::ZERO)).to_vec()
    });
    let block = world.block();
    world.pass_blocks(1);
    let around = [block - 1, block, block + 1].map(|block| at(&world, &[A], block)[0]);
    assert_eq!(around, [ONE, ONE / 4, ONE / 4]);
}

#[test]
fn the_delegation_manager_and_the_slasher_read_one_history() {
    let world = fresh();
    prepare(&world);
    for n in [10, 20, 30] {
        slash_by(&world, &[A, B], n);
    }
    operate(&world, &allocate(OPERATOR, 1, A, 1));
    for operator in [OPERATOR, OTHER_OPERATOR, ALICE] {
        for block in world.block() - 6..=world.block() {
            let block = u32::try_from(block).unwrap();
            let (strategies, theirs) = (vec![A, B, C], vec![A, B, C]);
            let ask = getMaxMagnitudesAtBlockCall { operator, strategies, blockNumber: block };
            let same = IDelegationManager::getMaxMagnitudesAtBlockCall {
                operator,
                strategies: theirs,
                blockNumber: block,
            };
            assert_eq!(read(&world, &ask), world.view(world.at("delegation-manager"), &same));
        }
    }
}
