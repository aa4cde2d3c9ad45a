//! A set has room for 32 strategies, so that a slash of all of them fits a transaction.

use alloy::primitives::{Address, U256};
use interfaces::sol::IAllocationManager::{
    CreateSetParams, CreateSetParamsV2, MaxStrategiesExceeded, createOperatorSets_0Call,
    createOperatorSets_1Call, createRedistributingOperatorSets_1Call, getOperatorSetCountCall,
    isOperatorSetCall,
};
use interfaces::sol::ISlasher::{CreateLimitedSetParams, SlashLimits, createLimitedOperatorSetsCall};

use super::{add, create_redistributing, read, remove, serve, strategies};
use crate::harness::sets::{create_sets, open_service, set};
use crate::harness::{ONE, SERVICE_OWNER, STRANGER, World, fresh};

/// `count` strategies from the `first` on.
fn some(first: u8, count: u8) -> Vec<Address> {
    (first..first + count).map(Address::repeat_byte).collect()
}

/// The service is refused for the 33rd strategy.
fn refuse(world: &World, call: &impl alloy::sol_types::SolCall) {
    world.refuse::<MaxStrategiesExceeded>(SERVICE_OWNER, world.at("slasher"), call);
}

#[test]
fn no_set_is_created_with_thirty_three_strategies_whichever_way() {
    let world = fresh();
    open_service(&world);
    let (avs, slasher, id) = (SERVICE_OWNER, SERVICE_OWNER, 1);
    for (count, accepted) in [(33, false), (32, true)] {
        let with = some(1, count);
        let plain = CreateSetParams { operatorSetId: id, strategies: with.clone() };
        let slashed = CreateSetParamsV2 { operatorSetId: id + 1, strategies: with.clone(), slasher };
        let redistributing = CreateSetParamsV2 { operatorSetId: id + 2, ..slashed.clone() };
        let limited = CreateLimitedSetParams {
            operatorSetId: id + 4,
            strategies: with.clone(),
            slasher,
            redistributionRecipient: Address::ZERO,
            limits: SlashLimits { maxPerSlash: ONE, maxPerPeriod: ONE / 2, period: 1 },
        };
        let plain = createOperatorSets_0Call { avs, params: vec![plain] };
        let slashed = createOperatorSets_1Call { avs, params: vec![slashed] };
        let redistributing = createRedistributingOperatorSets_1Call {
            avs,
            params: vec![redistributing],
            redistributionRecipients: vec![STRANGER],
        };
        let older = create_redistributing(id + 3, &with);
        let limited = createLimitedOperatorSetsCall { avs, params: vec![limited] };
        if accepted {
            serve(&world, &plain);
            serve(&world, &slashed);
            serve(&world, &redistributing);
            serve(&world, &older);
            serve(&world, &limited);
        } else {
            refuse(&world, &plain);
            refuse(&world, &slashed);
            refuse(&world, &redistributing);
            refuse(&world, &older);
            refuse(&world, &limited);
            assert_eq!(read(&world, &getOperatorSetCountCall { avs }), U256::ZERO);
        }
    }
    for id in 1..=5 {
        assert_eq!(strategies(&world, id), some(1, 32));
    }
}

#[test]
fn one_set_too_large_refuses_all_that_are_created_with_it() {
    let world = fresh();
    open_service(&world);
    let params = [(1, 1), (2, 33)];
    let params = params.map(|(id, count)| CreateSetParams { operatorSetId: id, strategies: some(1, count) });
    refuse(&world, &createOperatorSets_0Call { avs: SERVICE_OWNER, params: params.to_vec() });
    assert!(!read(&world, &isOperatorSetCall { operatorSet: set(1) }));
}

#[test]
fn the_thirty_third_strategy_is_refused_later_too_and_all_that_come_with_it() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &some(1, 30));
    refuse(&world, &add(1, &some(31, 3)));
    assert_eq!(strategies(&world, 1), some(1, 30));
    serve(&world, &add(1, &some(31, 2)));
    refuse(&world, &add(1, &some(33, 1)));
    assert_eq!(strategies(&world, 1), some(1, 32));
    serve(&world, &add(1, &[]));
}

#[test]
fn a_strategy_that_leaves_makes_room_for_one() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &some(1, 32));
    serve(&world, &remove(1, &some(32, 1)));
    refuse(&world, &add(1, &some(33, 2)));
    serve(&world, &add(1, &some(33, 1)));
    refuse(&world, &add(1, &some(34, 1)));
    // Its own place is taken meanwhile.
    refuse(&world, &add(1, &some(32, 1)));
    assert_eq!(strategies(&world, 1), [some(1, 31), some(33, 1)].concat());
}

#[test]
fn a_full_set_gives_up_all_of_its_strategies_in_one_call_and_takes_as_many_others() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1, 2], &some(1, 32));
    serve(&world, &remove(1, &some(1, 32)));
    assert_eq!(strategies(&world, 1), [Address::ZERO; 0]);
    serve(&world, &add(1, &some(101, 32)));
    assert_eq!(strategies(&world, 1), some(101, 32));
    assert_eq!(strategies(&world, 2), some(1, 32), "another set's list is another");
}
