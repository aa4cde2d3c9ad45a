//! Who slashes whom, for how much, and what a slash leaves alone.

use alloy::primitives::{Address, U256};
use interfaces::sol::{IAllocationManager, IStrategyManager};

use crate::harness::sets::{
    allocate, allocation, create_sets, join, leave, magnitudes, open_service, set, slash,
};
use crate::harness::strategies::operator_shares;
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, ether, fresh};

const HALF: u64 = ONE / 2;

/// Two sets with both strategies, in ascending order; an operator with 100 LST in both sets, half of it allocated to each.
fn prepare(world: &World) -> [Address; 2] {
    let mut strategies = [world.strategy(world.lst), world.strategy(world.weth)];
    strategies.sort();
    open_service(world);
    create_sets(world, &[1, 2], &strategies);
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(100));
    let slasher = world.at("slasher");
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1, 2]));
    for id in [1, 2] {
        world.act(OPERATOR, slasher, &allocate(OPERATOR, id, world.strategy(world.lst), HALF));
    }
    strategies
}

fn slash_count(world: &World, id: u32) -> U256 {
    world.view(world.at("slasher"), &IAllocationManager::getSlashCountCall { operatorSet: set(id) })
}

fn lst_shares(world: &World) -> U256 {
    operator_shares(world, OPERATOR, world.strategy(world.lst))
}

#[test]
fn a_slash_takes_its_part_of_one_sets_allocation_and_no_other_sets() {
    let world = fresh();
    prepare(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    let done = world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(20)]));
    let returned = done.returned::<IAllocationManager::slashOperatorCall>();
    assert_eq!((returned.slashId, returned.shares), (U256::ONE, vec![ether(10)]));
    assert_eq!(lst_shares(&world), ether(90));
    assert_eq!(allocation(&world, OPERATOR, 1, lst), (HALF - ONE / 10, 0, 0));
    assert_eq!(allocation(&world, OPERATOR, 2, lst), (HALF, 0, 0));
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE - ONE / 10, ONE - ONE / 10, 0));
    let event = &done.events::<IAllocationManager::MaxMagnitudeUpdated>()[0];
    assert_eq!((event.operator, event.strategy, event.maxMagnitude), (OPERATOR, lst, ONE - ONE / 10));
    let event = &done.events::<IAllocationManager::OperatorSlashed>()[0];
    assert_eq!((event.operator, event.strategies.clone()), (OPERATOR, vec![lst]));
    assert_eq!((event.wadSlashed.clone(), event.description.as_str()), (vec![percent(10)], "test"));
}

#[test]
fn a_strategy_with_nothing_allocated_is_skipped_and_not_an_obstacle() {
    let world = fresh();
    let strategies = prepare(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    let call = slash(OPERATOR, 1, strategies.to_vec(), vec![percent(100); 2]);
    let done = world.act(SERVICE_OWNER, slasher, &call);
    let expected: Vec<U256> =
        strategies.iter().map(|strategy| if *strategy == lst { ether(50) } else { U256::ZERO }).collect();
    assert_eq!(done.returned::<IAllocationManager::slashOperatorCall>().shares, expected);
    assert_eq!(done.events::<IAllocationManager::MaxMagnitudeUpdated>().len(), 1);
    let wads = &done.events::<IAllocationManager::OperatorSlashed>()[0].wadSlashed;
    assert_eq!(wads.iter().filter(|wad| wad.is_zero()).count(), 1);

    let again = world.act(SERVICE_OWNER, slasher, &call);
    let returned = again.returned::<IAllocationManager::slashOperatorCall>();
    assert_eq!((returned.slashId, returned.shares), (U256::from(2), vec![U256::ZERO; 2]));
    assert_eq!(again.events::<IStrategyManager::BurnOrRedistributableSharesIncreased>().len(), 0);
}

#[test]
fn an_empty_slash_takes_an_id_and_nothing_else() {
    let world = fresh();
    prepare(&world);
    let call = slash(OPERATOR, 1, Vec::new(), Vec::new());
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
    assert_eq!((slash_count(&world, 1), slash_count(&world, 2)), (U256::ONE, U256::ZERO));
    assert_eq!(lst_shares(&world), ether(100));
}

#[test]
fn the_smallest_slash_still_takes_magnitude() {
    let world = fresh();
    prepare(&world);
    let lst = world.strategy(world.lst);
    let call = slash(OPERATOR, 1, vec![lst], vec![U256::ONE]);
    world.act(SERVICE_OWNER, world.at("slasher"), &call);
    assert_eq!(magnitudes(&world, OPERATOR, lst), (ONE - 1, ONE - 1, 0));
}

#[test]
fn only_the_slasher_of_the_set_slashes() {
    let world = fresh();
    let [first, _] = prepare(&world);
    let call = slash(OPERATOR, 1, vec![first], vec![percent(1)]);
    for who in [STRANGER, OPERATOR] {
        world.refuse::<IAllocationManager::InvalidCaller>(who, world.at("slasher"), &call);
    }
    assert_eq!(slash_count(&world, 1), U256::ZERO);
}

#[test]
fn a_slasher_named_at_creation_slashes_instead_of_the_avs() {
    let world = fresh();
    prepare(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    let params = vec![IAllocationManager::CreateSetParamsV2 {
        operatorSetId: 3,
        strategies: vec![lst],
        slasher: STRANGER,
    }];
    let create = IAllocationManager::createOperatorSets_1Call { avs: SERVICE_OWNER, params };
    let done = world.act(SERVICE_OWNER, slasher, &create);
    assert_eq!(done.events::<IAllocationManager::SlasherUpdated>()[0].slasher, STRANGER);
    assert_eq!(world.view(slasher, &IAllocationManager::getSlasherCall { operatorSet: set(3) }), STRANGER);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[3]));
    let call = slash(OPERATOR, 3, vec![lst], vec![percent(1)]);
    world.refuse::<IAllocationManager::InvalidCaller>(SERVICE_OWNER, slasher, &call);
    world.act(STRANGER, slasher, &call);
}

#[test]
fn malformed_slashes_are_refused_each_with_its_error() {
    let world = fresh();
    let [first, second] = prepare(&world);
    let slasher = world.at("slasher");
    let part = percent(1);
    let call = |id, strategies, wads| slash(OPERATOR, id, strategies, wads);
    world.refuse::<IAllocationManager::InputArrayLengthMismatch>(
        SERVICE_OWNER,
        slasher,
        &call(1, vec![first], vec![part, part]),
    );
    world.refuse::<IAllocationManager::InvalidOperatorSet>(
        SERVICE_OWNER,
        slasher,
        &call(9, vec![first], vec![part]),
    );
    for strategies in [vec![second, first], vec![first, first]] {
        world.refuse::<IAllocationManager::StrategiesMustBeInAscendingOrder>(
            SERVICE_OWNER,
            slasher,
            &call(1, strategies, vec![part, part]),
        );
    }
    for wad in [U256::ZERO, percent(100) + U256::ONE, U256::MAX] {
        world.refuse::<IAllocationManager::InvalidWadToSlash>(
            SERVICE_OWNER,
            slasher,
            &call(1, vec![first], vec![wad]),
        );
    }
    world.refuse::<IAllocationManager::StrategyNotInOperatorSet>(
        SERVICE_OWNER,
        slasher,
        &call(1, vec![STRANGER], vec![part]),
    );
}

#[test]
fn who_never_joined_is_not_slashed_and_who_left_is_for_the_deallocation_delay() {
    let world = fresh();
    prepare(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    world.register_operator(OTHER_OPERATOR, 0);
    world.refuse::<IAllocationManager::OperatorNotSlashable>(
        SERVICE_OWNER,
        slasher,
        &slash(OTHER_OPERATOR, 1, vec![lst], vec![percent(1)]),
    );
    let call = slash(OPERATOR, 1, vec![lst], vec![percent(1)]);
    world.act(OPERATOR, slasher, &leave(OPERATOR, &[1]));
    world.pass_blocks(world.config.deallocation_delay_blocks - 1);
    world.act(SERVICE_OWNER, slasher, &call);
    world.refuse::<IAllocationManager::OperatorNotSlashable>(SERVICE_OWNER, slasher, &call);
}

#[test]
fn a_pending_increase_is_not_slashed_and_a_pending_decrease_shrinks() {
    let world = fresh();
    prepare(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE / 10));
    let (_, before, effect_block) = allocation(&world, OPERATOR, 1, lst);
    assert_eq!(before, -i128::from(ONE / 10 * 4));
    let done = world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(50)]));
    let expected = (HALF / 2, -i128::from(ONE / 10 * 2), effect_block);
    assert_eq!(allocation(&world, OPERATOR, 1, lst), expected);
    let updates = done.events::<IAllocationManager::AllocationUpdated>();
    assert_eq!((updates[0].magnitude, updates[0].effectBlock), (ONE / 100 * 5, effect_block));
    assert_eq!(u64::from(updates[1].effectBlock), world.block());
    assert_eq!(updates[1].magnitude, HALF / 2);
}

#[test]
fn a_decrease_slashed_away_still_blocks_changes_until_its_block() {
    let world = fresh();
    prepare(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, 0));
    world.act(SERVICE_OWNER, slasher, &slash(OPERATOR, 1, vec![lst], vec![percent(100)]));
    let (current, pending, effect_block) = allocation(&world, OPERATOR, 1, lst);
    assert_eq!((current, pending), (0, 0));
    let change = allocate(OPERATOR, 1, lst, 0);
    world.refuse::<IAllocationManager::ModificationAlreadyPending>(OPERATOR, slasher, &change);
    world.until_next_is(u64::from(effect_block));
    world.refuse::<IAllocationManager::SameMagnitude>(OPERATOR, slasher, &change);
    assert_eq!(magnitudes(&world, OPERATOR, lst), (HALF, HALF, 0));
}
