//! Where two things are wrong with what an AVS asks for, the first one in the reference's order is the answer.

use alloy::primitives::{Address, address};
use alloy::sol_types::SolEvent;
use interfaces::sol::IAllocationManager::{
    CreateSetParams, CreateSetParamsV2, InputAddressZero, InputArrayLengthMismatch, InvalidAVSRegistrar,
    InvalidOperatorSet, InvalidPermissions, InvalidRedistributionRecipient, InvalidStrategy,
    NonexistentAVSMetadata, OperatorSetCreated, RedistributionAddressSet, SlasherUpdated,
    StrategyAddedToOperatorSet, StrategyAlreadyInOperatorSet, StrategyNotInOperatorSet,
    createOperatorSets_1Call, createRedistributingOperatorSets_0Call, createRedistributingOperatorSets_1Call,
    getOperatorSetCountCall, getSlasherCall, isOperatorSetCall, migrateSlashersCall, setAVSRegistrarCall,
};

use super::{add, redistributing, remove};
use crate::harness::sets::{create_sets, open_service, set};
use crate::harness::{ALICE, BOB, BURN_ADDRESS, SERVICE_OWNER, STRANGER, fresh};

const AVS: Address = SERVICE_OWNER;
/// An id no set has.
const NONE: u32 = 9;
/// What the reference calls native stake, of which there is nothing to redistribute.
const NATIVE: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");

/// A redistributing set for each recipient, with ids from `id` on, and one recipient more.
fn one_too_many(avs: Address) -> createRedistributingOperatorSets_0Call {
    createRedistributingOperatorSets_0Call {
        avs,
        params: Vec::new(),
        redistributionRecipients: vec![Address::ZERO],
    }
}

fn with_slasher(id: u32, strategies: &[Address], slasher: Address) -> createOperatorSets_1Call {
    let params = CreateSetParamsV2 { operatorSetId: id, strategies: strategies.to_vec(), slasher };
    createOperatorSets_1Call { avs: AVS, params: vec![params] }
}

#[test]
fn of_new_sets_the_caller_is_looked_at_first_then_the_arrays_the_metadata_and_the_sets() {
    let world = fresh();
    let slasher = world.at("slasher");
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &one_too_many(AVS));
    world.refuse::<InputArrayLengthMismatch>(AVS, slasher, &one_too_many(AVS));
    world.refuse::<NonexistentAVSMetadata>(AVS, slasher, &redistributing(1, &[], Address::ZERO));
    world.refuse::<NonexistentAVSMetadata>(AVS, slasher, &with_slasher(1, &[ALICE, ALICE], Address::ZERO));
}

#[test]
fn of_a_new_set_the_recipient_is_looked_at_first_then_the_id_and_the_strategies_in_turn() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    create_sets(&world, &[1], &[]);
    let twice = [ALICE, ALICE];
    world.refuse::<InputAddressZero>(AVS, slasher, &redistributing(1, &twice, Address::ZERO));
    world.refuse::<InvalidRedistributionRecipient>(AVS, slasher, &redistributing(1, &twice, BURN_ADDRESS));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &redistributing(1, &[NATIVE], BOB));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &with_slasher(1, &twice, Address::ZERO));
    world.refuse::<InvalidStrategy>(AVS, slasher, &redistributing(2, &[NATIVE, ALICE, ALICE], BOB));
    let call = redistributing(2, &[ALICE, ALICE, NATIVE], BOB);
    world.refuse::<StrategyAlreadyInOperatorSet>(AVS, slasher, &call);
    let exists = world.view(slasher, &isOperatorSetCall { operatorSet: set(2) });
    assert!(!exists);
}

/// One of two errors of the same mistaken call; either way nothing is created.
#[test]
fn of_a_new_set_the_strategies_are_looked_at_before_the_slasher() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    let call = with_slasher(2, &[ALICE, ALICE], Address::ZERO);
    world.refuse::<StrategyAlreadyInOperatorSet>(AVS, slasher, &call);
}

#[test]
fn of_several_new_sets_one_that_is_wrong_leaves_none() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    let params = |id| CreateSetParams { operatorSetId: id, strategies: Vec::new() };
    let call = createRedistributingOperatorSets_0Call {
        avs: AVS,
        params: vec![params(1), params(2), params(1)],
        redistributionRecipients: vec![ALICE, BOB, ALICE],
    };
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &call);
    let count = || world.view(slasher, &getOperatorSetCountCall { avs: AVS }).to::<u64>();
    assert_eq!(count(), 0);
    create_sets(&world, &[1, 5], &[]);
    create_sets(&world, &[2], &[]);
    assert_eq!(count(), 3);
}

#[test]
fn a_new_set_says_that_it_is_there_who_receives_what_it_may_slash_and_who_slashes() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    let params = CreateSetParamsV2 { operatorSetId: 1, strategies: vec![BOB, ALICE], slasher: STRANGER };
    let call = createRedistributingOperatorSets_1Call {
        avs: AVS,
        params: vec![params],
        redistributionRecipients: vec![BOB],
    };
    let done = world.act(AVS, slasher, &call);
    let kinds = [
        OperatorSetCreated::SIGNATURE_HASH,
        RedistributionAddressSet::SIGNATURE_HASH,
        StrategyAddedToOperatorSet::SIGNATURE_HASH,
        StrategyAddedToOperatorSet::SIGNATURE_HASH,
        SlasherUpdated::SIGNATURE_HASH,
    ];
    assert_eq!(done.kinds(&[slasher]), kinds);
    assert_eq!(done.events::<RedistributionAddressSet>()[0].redistributionRecipient, BOB);
    let added = done.events::<StrategyAddedToOperatorSet>();
    assert_eq!([added[0].strategy, added[1].strategy], [BOB, ALICE]);
    let updated = &done.events::<SlasherUpdated>()[0];
    assert_eq!((updated.slasher, u64::from(updated.effectBlock)), (STRANGER, world.block()));
}

#[test]
fn of_strategies_that_come_and_go_the_caller_is_looked_at_first_then_the_set_and_each_in_turn() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    create_sets(&world, &[1], &[ALICE]);
    world.act(AVS, slasher, &redistributing(2, &[ALICE], BOB));
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &add(NONE, &[NATIVE]));
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &remove(NONE, &[NATIVE]));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &add(NONE, &[NATIVE]));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &remove(NONE, &[NATIVE]));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &add(NONE, &[]));
    world.refuse::<InvalidStrategy>(AVS, slasher, &add(2, &[NATIVE, ALICE]));
    world.refuse::<StrategyAlreadyInOperatorSet>(AVS, slasher, &add(2, &[ALICE, NATIVE]));
    world.refuse::<StrategyNotInOperatorSet>(AVS, slasher, &remove(1, &[ALICE, ALICE]));
    // A set that redistributes nothing may name whatever it likes.
    world.act(AVS, slasher, &add(1, &[NATIVE]));
    world.act(AVS, slasher, &remove(1, &[NATIVE]));
}

#[test]
fn of_a_registrar_the_caller_is_looked_at_first() {
    let world = fresh();
    let slasher = world.at("slasher");
    let call = setAVSRegistrarCall { avs: AVS, registrar: Address::ZERO };
    world.refuse::<InvalidPermissions>(STRANGER, slasher, &call);
    world.refuse::<InvalidAVSRegistrar>(AVS, slasher, &call);
}

/// Slashing-UX M-01: whoever migrated a set elsewhere had its slasher chosen for it. Here there is nothing to migrate.
#[test]
fn migrating_slashers_does_nothing_for_anyone() {
    let world = fresh();
    let slasher = world.at("slasher");
    open_service(&world);
    world.act(AVS, slasher, &with_slasher(1, &[], BOB));
    let call = migrateSlashersCall { operatorSets: vec![set(1), set(NONE)] };
    for who in [STRANGER, AVS] {
        assert!(world.act(who, slasher, &call).kinds(&[slasher]).is_empty());
    }
    let slasher_of = |id| world.view(slasher, &getSlasherCall { operatorSet: set(id) });
    assert_eq!((slasher_of(1), slasher_of(NONE)), (BOB, Address::ZERO));
}
