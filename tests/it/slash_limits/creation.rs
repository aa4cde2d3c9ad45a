//! Sets created with limits: who may, with what, and what is announced.

use alloy::primitives::{Address, B256, U256, address};
use alloy::sol_types::{SolCall, SolEvent};
use interfaces::sol::IAllocationManager::{
    InputAddressZero, InvalidOperatorSet, InvalidPermissions, InvalidRedistributionRecipient,
    InvalidStrategy, NonexistentAVSMetadata, OperatorSetCreated, RedistributionAddressSet, SlasherUpdated,
    StrategyAddedToOperatorSet, createOperatorSets_1Call, getOperatorSetCountCall,
    getRedistributionRecipientCall, getSlasherCall, getStrategiesInOperatorSetCall,
    isRedistributingOperatorSetCall,
};
use interfaces::sol::ISlasher::{
    CreateLimitedSetParams, InvalidSlashLimits, SlashLimitsSet, createLimitedOperatorSetsCall,
};
use math::limits::SlashLimits;

use super::{
    AVS, PERIOD, TENTH, announced, from_abi, in_abi, limits_of, per_period, per_slash, refuse_part, take,
};
use crate::harness::sets::{allocate, appoint, create_sets, join, open_service, set};
use crate::harness::{ALICE, BOB, BURN_ADDRESS, ONE, OPERATOR, World, ether, fresh};

const BEACON_CHAIN_ETH: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");

/// A set of the LST that Bob slashes, whose stake is burnt.
fn params(world: &World, id: u32, limits: SlashLimits) -> CreateLimitedSetParams {
    CreateLimitedSetParams {
        operatorSetId: id,
        strategies: vec![world.strategy(world.lst)],
        slasher: BOB,
        redistributionRecipient: Address::ZERO,
        limits: in_abi(limits),
    }
}

fn create(params: Vec<CreateLimitedSetParams>) -> createLimitedOperatorSetsCall {
    createLimitedOperatorSetsCall { avs: AVS, params }
}

fn set_count(world: &World) -> U256 {
    world.view(world.at("slasher"), &getOperatorSetCountCall { avs: AVS })
}

#[test]
fn a_limited_set_has_the_strategies_slasher_recipient_and_limits_it_was_created_with() {
    let world = fresh();
    open_service(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    let limits = SlashLimits { max_per_slash: TENTH, max_per_period: 3 * TENTH, period: PERIOD };
    let paying = CreateLimitedSetParams { redistributionRecipient: ALICE, ..params(&world, 2, limits) };
    let done = world.act(AVS, slasher, &create(vec![params(&world, 1, limits), paying]));
    let read = |id| {
        let operator_set = set(id);
        (
            world.view(slasher, &getStrategiesInOperatorSetCall { operatorSet: operator_set.clone() }),
            world.view(slasher, &getSlasherCall { operatorSet: operator_set.clone() }),
            world.view(slasher, &isRedistributingOperatorSetCall { operatorSet: operator_set.clone() }),
            world.view(slasher, &getRedistributionRecipientCall { operatorSet: operator_set }),
            limits_of(&world, id),
        )
    };
    assert_eq!(read(1), (vec![lst], BOB, false, BURN_ADDRESS, limits));
    assert_eq!(read(2), (vec![lst], BOB, true, ALICE, limits));
    assert_eq!(announced(&done), [(1, limits), (2, limits)]);
    assert_eq!(set_count(&world), U256::from(2));
}

#[test]
fn the_events_of_a_limited_set_are_those_of_any_set_and_its_limits_last() {
    let world = fresh();
    open_service(&world);
    let slasher = world.at("slasher");
    let set =
        CreateLimitedSetParams { redistributionRecipient: ALICE, ..params(&world, 1, per_slash(TENTH)) };
    let kinds = world.act(AVS, slasher, &create(vec![set])).kinds(&[slasher]);
    let expected: [B256; 5] = [
        OperatorSetCreated::SIGNATURE_HASH,
        RedistributionAddressSet::SIGNATURE_HASH,
        StrategyAddedToOperatorSet::SIGNATURE_HASH,
        SlasherUpdated::SIGNATURE_HASH,
        SlashLimitsSet::SIGNATURE_HASH,
    ];
    assert_eq!(kinds, expected);
}

#[test]
fn sets_of_one_call_have_limits_of_their_own_and_without_limits_none_are_announced() {
    let world = fresh();
    open_service(&world);
    let all = [SlashLimits::NONE, per_slash(TENTH), per_period(TENTH, 1), per_slash(ONE - 1)];
    let params = all.iter().zip(1..).map(|(limits, id)| params(&world, id, *limits)).collect();
    let done = world.act(AVS, world.at("slasher"), &create(params));
    assert_eq!(announced(&done), [(2, all[1]), (3, all[2]), (4, all[3])]);
    assert_eq!([1, 2, 3, 4].map(|id| limits_of(&world, id)), all);
}

#[test]
fn sets_created_otherwise_have_no_limits_nor_have_sets_that_do_not_exist() {
    let world = fresh();
    open_service(&world);
    create_sets(&world, &[1], &[]);
    for id in [1, 2] {
        let limits = in_abi(limits_of(&world, id));
        assert_eq!((limits.maxPerSlash, limits.maxPerPeriod, limits.period), (ONE, ONE, 0), "set {id}");
        assert_eq!(from_abi(&limits), SlashLimits::NONE);
    }
}

#[test]
fn limits_hold_from_the_creation_on() {
    let world = fresh();
    open_service(&world);
    let (slasher, lst) = (world.at("slasher"), world.strategy(world.lst));
    let set = CreateLimitedSetParams { slasher: AVS, ..params(&world, 1, per_slash(TENTH)) };
    world.act(AVS, slasher, &create(vec![set]));
    world.register_operator(OPERATOR, 0);
    world.deposit_lst(OPERATOR, ether(100));
    world.act(OPERATOR, slasher, &join(OPERATOR, &[1]));
    world.act(OPERATOR, slasher, &allocate(OPERATOR, 1, lst, ONE));
    refuse_part(&world, TENTH + 1);
    take(&world, TENTH, 9 * TENTH);
}

#[test]
fn only_the_avs_and_whom_it_appoints_for_exactly_this_create_limited_sets() {
    let world = fresh();
    open_service(&world);
    let (slasher, call) = (world.at("slasher"), create(vec![params(&world, 1, per_slash(TENTH))]));
    for who in [ALICE, BOB, OPERATOR] {
        world.refuse::<InvalidPermissions>(who, slasher, &call);
    }
    appoint(&world, slasher, createOperatorSets_1Call::SELECTOR);
    world.refuse::<InvalidPermissions>(ALICE, slasher, &call);
    appoint(&world, slasher, createLimitedOperatorSetsCall::SELECTOR);
    world.act(ALICE, slasher, &call);
    assert_eq!(limits_of(&world, 1), per_slash(TENTH));
}

#[test]
fn an_avs_without_metadata_creates_no_limited_sets() {
    let world = fresh();
    let call = create(vec![params(&world, 1, per_slash(TENTH))]);
    world.refuse::<NonexistentAVSMetadata>(AVS, world.at("slasher"), &call);
}

#[test]
fn limited_sets_are_created_once_and_only_with_sound_parameters() {
    let world = fresh();
    open_service(&world);
    let slasher = world.at("slasher");
    let sound = |id| params(&world, id, per_slash(TENTH));
    // A sound one before the other: nothing of it stays.
    let pair = |second| create(vec![sound(1), second]);
    let slasherless = CreateLimitedSetParams { slasher: Address::ZERO, ..sound(2) };
    world.refuse::<InputAddressZero>(AVS, slasher, &pair(slasherless));
    let burnt = CreateLimitedSetParams { redistributionRecipient: BURN_ADDRESS, ..sound(2) };
    world.refuse::<InvalidRedistributionRecipient>(AVS, slasher, &pair(burnt));
    let native = CreateLimitedSetParams { strategies: vec![BEACON_CHAIN_ETH], ..sound(2) };
    let native = CreateLimitedSetParams { redistributionRecipient: ALICE, ..native };
    world.refuse::<InvalidStrategy>(AVS, slasher, &pair(native));
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &pair(sound(1)));
    assert_eq!((set_count(&world), limits_of(&world, 1)), (U256::ZERO, SlashLimits::NONE));
    world.act(AVS, slasher, &create(vec![sound(1)]));
    let again = create(vec![params(&world, 1, SlashLimits::NONE)]);
    world.refuse::<InvalidOperatorSet>(AVS, slasher, &again);
    assert_eq!((set_count(&world), limits_of(&world, 1)), (U256::ONE, per_slash(TENTH)));
}

#[test]
fn limits_no_set_can_keep_are_refused() {
    let world = fresh();
    open_service(&world);
    let slasher = world.at("slasher");
    let refused = [
        per_slash(ONE + 1),
        per_slash(u64::MAX),
        per_period(ONE + 1, PERIOD),
        per_period(u64::MAX, PERIOD),
        per_period(ONE - 1, 0),
        per_period(0, 0),
    ];
    for limits in refused {
        world.refuse::<InvalidSlashLimits>(AVS, slasher, &create(vec![params(&world, 1, limits)]));
    }
    let kept = [per_slash(0), per_period(0, 1), per_period(ONE - 1, u32::MAX), per_period(ONE, PERIOD)];
    for (limits, id) in kept.into_iter().zip(1..) {
        let done = world.act(AVS, slasher, &create(vec![params(&world, id, limits)]));
        assert_eq!((announced(&done), limits_of(&world, id)), (vec![(id, limits)], limits));
    }
}
