//! The reference's number for native stake, of which nothing can be redistributed: no strategy of a redistributing set, and
//! one like any other of an ordinary set.

use alloy::primitives::{Address, address};
use alloy::sol_types::SolCall;
use interfaces::sol::IAllocationManager::{
    CreateSetParamsV2, InvalidStrategy, createRedistributingOperatorSets_1Call, isOperatorSetCall,
};
use interfaces::sol::ISlasher::{CreateLimitedSetParams, SlashLimits, createLimitedOperatorSetsCall};

use super::{A, add, create_redistributing, read, serve, strategies};
use crate::harness::sets::{create_sets, open_service, set};
use crate::harness::{ONE, SERVICE_OWNER, STRANGER, World, fresh};

const NATIVE: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");
/// Its neighbour, which is no number of anything.
const NEIGHBOUR: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC1");

fn refuse(world: &World, call: &impl SolCall) {
    world.refuse::<InvalidStrategy>(SERVICE_OWNER, world.at("slasher"), call);
    assert!(!read(world, &isOperatorSetCall { operatorSet: set(1) }));
}

/// A set with limits and native stake; zero for a recipient burns what it slashes.
fn limited(id: u32, recipient: Address) -> createLimitedOperatorSetsCall {
    let params = CreateLimitedSetParams {
        operatorSetId: id,
        strategies: vec![A, NATIVE],
        slasher: SERVICE_OWNER,
        redistributionRecipient: recipient,
        limits: SlashLimits { maxPerSlash: ONE / 2, maxPerPeriod: ONE, period: 0 },
    };
    createLimitedOperatorSetsCall { avs: SERVICE_OWNER, params: vec![params] }
}

#[test]
fn no_redistributing_set_is_created_with_native_stake() {
    let world = fresh();
    open_service(&world);
    for strategies in [vec![NATIVE], vec![A, NATIVE], vec![NATIVE, A], vec![NATIVE, NATIVE]] {
        refuse(&world, &create_redistributing(1, &strategies));
        let params = CreateSetParamsV2 { operatorSetId: 1, strategies, slasher: STRANGER };
        let newer = createRedistributingOperatorSets_1Call {
            avs: SERVICE_OWNER,
            params: vec![params],
            redistributionRecipients: vec![STRANGER],
        };
        refuse(&world, &newer);
    }
    refuse(&world, &limited(1, STRANGER));
    serve(&world, &create_redistributing(1, &[A, NEIGHBOUR]));
    assert_eq!(strategies(&world, 1), [A, NEIGHBOUR]);
}

#[test]
fn no_redistributing_set_takes_native_stake_later() {
    let world = fresh();
    open_service(&world);
    serve(&world, &create_redistributing(1, &[A]));
    for batch in [vec![NATIVE], vec![NEIGHBOUR, NATIVE]] {
        world.refuse::<InvalidStrategy>(SERVICE_OWNER, world.at("slasher"), &add(1, &batch));
    }
    assert_eq!(strategies(&world, 1), [A]);
}

#[test]
fn an_ordinary_set_has_native_stake_from_its_creation_or_later() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[NATIVE]);
    create_sets(&world, &[2], &[A]);
    serve(&world, &add(2, &[NATIVE]));
    serve(&world, &limited(3, Address::ZERO));
    let found = [1, 2, 3].map(|id| strategies(&world, id));
    assert_eq!(found, [vec![NATIVE], vec![A, NATIVE], vec![A, NATIVE]]);
}
