//! A set's list of strategies: the first four are looked through, the places of the others are stored. Wherever one stands and
//! whichever moved, it is found, and what is gone is not.

use std::collections::BTreeSet;

use alloy::primitives::{Address, Bytes, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    self, AllocateParams, CreateSetParams, OperatorSet, RegisterParams, SlashingParams,
    StrategyAlreadyInOperatorSet, StrategyNotInOperatorSet, createOperatorSets_0Call,
    getAllocatedStrategiesCall, getRegisteredSetsCall, getStrategiesInOperatorSetCall, modifyAllocationsCall,
    registerForOperatorSetsCall, setAVSRegistrarCall, slashOperatorCall, updateAVSMetadataURICall,
};
use interfaces::sol::IStrategyManager::{
    getBurnOrRedistributableShares_0Call, getPendingOperatorSetsCall, getPendingSlashIdsCall,
};

use super::{add, remove, would_refuse};
use crate::harness::sets::{allocate, create_sets, join, magnitudes, open_service, set, slash};
use crate::harness::world::percent;
use crate::harness::{ONE, OPERATOR, SERVICE_OWNER, World, fresh, speaking};

const AVS: Address = SERVICE_OWNER;

/// Strategies that are only names.
fn names(count: u8) -> Vec<Address> {
    (1..=count).map(Address::with_last_byte).collect()
}

fn listed(world: &World, id: u32) -> Vec<Address> {
    world.view(world.at("slasher"), &getStrategiesInOperatorSetCall { operatorSet: set(id) })
}

/// Holds that a set has exactly these of the strategies, by its list and by what adding and removing would say.
fn check(world: &World, id: u32, having: &[Address], all: &[Address]) {
    let slasher = world.at("slasher");
    assert_eq!(BTreeSet::from_iter(listed(world, id)), BTreeSet::from_iter(having.iter().copied()));
    assert_eq!(listed(world, id).len(), having.len());
    for strategy in all {
        if having.contains(strategy) {
            would_refuse::<StrategyAlreadyInOperatorSet>(world, AVS, slasher, &add(id, &[*strategy]));
        } else {
            would_refuse::<StrategyNotInOperatorSet>(world, AVS, slasher, &remove(id, &[*strategy]));
        }
    }
}

#[test]
fn whichever_strategy_leaves_a_set_of_any_size_the_others_are_found() {
    let world = fresh();
    open_service(&world);
    let (slasher, mut id) = (world.at("slasher"), 0);
    for count in 1..=7 {
        let all = names(count);
        for leaving in 0..all.len() {
            id += 1;
            create_sets(&world, &[id], &all);
            world.act(AVS, slasher, &remove(id, &[all[leaving]]));
            let mut left = all.clone();
            left.swap_remove(leaving);
            assert_eq!(listed(&world, id), left, "the last one takes the place");
            check(&world, id, &left, &all);
        }
    }
}

#[test]
fn strategies_that_leave_and_return_in_turn_are_found_where_they_stand() {
    let world = fresh();
    open_service(&world);
    let (slasher, all) = (world.at("slasher"), names(7));
    create_sets(&world, &[1], &all);
    let mut having = all.clone();
    for step in 0..28_usize {
        let strategy = all[(step * 3) % all.len()];
        if let Some(place) = having.iter().position(|held| *held == strategy) {
            world.act(AVS, slasher, &remove(1, &[strategy]));
            having.swap_remove(place);
        } else {
            world.act(AVS, slasher, &add(1, &[strategy]));
            having.push(strategy);
        }
        assert_eq!(listed(&world, 1), having, "{step}");
        check(&world, 1, &having, &all);
    }
    world.act(AVS, slasher, &remove(1, &having));
    check(&world, 1, &[], &all);
    world.act(AVS, slasher, &add(1, &all));
    check(&world, 1, &all, &all);
}

#[test]
fn a_strategy_is_slashed_from_any_place_and_from_none() {
    let world = fresh();
    let lst = world.strategy(world.lst);
    let (slasher, mut all) = (world.at("slasher"), names(6));
    all.push(lst);
    open_service(&world);
    create_sets(&world, &[1], &all);
    world.register_operator(OPERATOR, 0);
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    let tenth = slash(OPERATOR, 1, vec![lst], vec![percent(10)]);
    // From place 7 to 6, 5, and into the first four.
    for (step, leaving) in [(1, 5), (2, 4), (3, 0)] {
        world.act(AVS, slasher, &tenth);
        world.act(AVS, slasher, &remove(1, &[all[leaving]]));
        let place = listed(&world, 1).iter().position(|strategy| *strategy == lst).map(|index| index + 1);
        assert_eq!(place, Some([6, 5, 1][step - 1]));
    }
    world.act(AVS, slasher, &tenth);
    assert_eq!(magnitudes(&world, OPERATOR, lst).0, ONE / 10_000 * 6_561);
    world.act(AVS, slasher, &remove(1, &[lst]));
    world.refuse::<StrategyNotInOperatorSet>(AVS, slasher, &tenth);
}

/// EGSL-18: an id read back from a key is cut to its 32 bits; only whole ones are ever written. A length that shares the first
/// element's slot, and the zero address, which looks like an empty one, are told apart too.
#[test]
fn the_largest_names_and_the_zero_address_are_kept_like_any_others() {
    let world = fresh();
    let (slasher, manager) = (world.at("slasher"), world.at("strategy-manager"));
    let (avs, id, last) =
        (speaking(&world, Address::repeat_byte(0xff)), u32::MAX, Address::repeat_byte(0xff));
    let strategies = vec![Address::ZERO, last];
    let operator_set = || OperatorSet { avs, id };
    let registrar = world.create("QuietRegistrar", ());
    world.act(avs, slasher, &updateAVSMetadataURICall { avs, metadataURI: String::new() });
    world.act(avs, slasher, &setAVSRegistrarCall { avs, registrar });
    let params = vec![CreateSetParams { operatorSetId: id, strategies: strategies.clone() }];
    world.act(avs, slasher, &createOperatorSets_0Call { avs, params });
    world.register_operator(OPERATOR, 0);
    let params = RegisterParams { avs, operatorSetIds: vec![id], data: Bytes::new() };
    world.act(OPERATOR, slasher, &registerForOperatorSetsCall { operator: OPERATOR, params });
    let params = AllocateParams {
        operatorSet: operator_set(),
        strategies: strategies.clone(),
        newMagnitudes: vec![ONE; 2],
    };
    world.act(OPERATOR, slasher, &modifyAllocationsCall { operator: OPERATOR, params: vec![params] });
    let params = SlashingParams {
        operator: OPERATOR,
        operatorSetId: id,
        strategies: strategies.clone(),
        wadsToSlash: vec![percent(50), percent(20)],
        description: String::new(),
    };
    world.act(avs, slasher, &slashOperatorCall { avs, params });

    let found = world.view(slasher, &getStrategiesInOperatorSetCall { operatorSet: operator_set() });
    assert_eq!(found, strategies);
    let found = world.view(slasher, &getRegisteredSetsCall { operator: OPERATOR });
    assert_eq!((found.len(), found[0].avs, found[0].id), (1, avs, id));
    let ask = getAllocatedStrategiesCall { operator: OPERATOR, operatorSet: operator_set() };
    assert_eq!(world.view(slasher, &ask), strategies);
    let max = |strategy| magnitudes(&world, OPERATOR, strategy).0;
    assert_eq!((max(Address::ZERO), max(last)), (ONE / 2, ONE / 5 * 4));
    let pending = world.view(manager, &getPendingOperatorSetsCall {});
    assert_eq!((pending.len(), pending[0].avs, pending[0].id), (1, avs, id));
    let booked_set = interfaces::sol::IStrategyManager::OperatorSet { avs, id };
    let ask = getPendingSlashIdsCall { operatorSet: booked_set.clone() };
    assert_eq!(world.view(manager, &ask), [U256::ONE]);
    let ask = getBurnOrRedistributableShares_0Call { operatorSet: booked_set, slashId: U256::ONE };
    let booked = world.view(manager, &ask);
    assert_eq!((booked._0, booked._1), (strategies, vec![U256::ZERO; 2]));
}

/// Whoever answers an id with bits above the 32nd would take it for another set.
#[test]
fn an_id_wider_than_32_bits_is_refused_and_not_cut() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[]);
    let mut data = IAllocationManager::isOperatorSetCall { operatorSet: set(1) }.abi_encode();
    assert!(world.call_data(world.at("slasher"), data.clone().into()).is_ok());
    let above = data.len() - 5;
    data[above] = 1;
    let answer = world.call_data(world.at("slasher"), data.into());
    assert_eq!(client::errors::name(&answer.unwrap_err()), "InvalidCalldata()");
}
