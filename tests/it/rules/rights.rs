//! Every function an operator or an AVS can have others call: by an appointment for that one, and by no other.

use alloy::primitives::{Address, Bytes, U256};
use alloy::rpc::types::{TransactionInput, TransactionRequest};
use alloy::sol_types::{SolCall, SolError};
use interfaces::sol::IAllocationManager::{
    self as abi, CreateSetParams, CreateSetParamsV2, InvalidCaller, InvalidPermissions,
};
use interfaces::sol::IPermissionController::{removeAppointeeCall, setAppointeeCall};
use interfaces::sol::ISlasher::{
    CreateLimitedSetParams, OperatorSet, SlashLimits, createLimitedOperatorSetsCall, tightenSlashLimitsCall,
};

use super::{add, redistributing, remove};
use crate::harness::sets::{allocate, create_sets, join, leave, open_service, set, slashable};
use crate::harness::{ALICE, BOB, ONE, OPERATOR, SERVICE_OWNER, STRANGER, World, fresh};

const AVS: Address = SERVICE_OWNER;
/// What a set may slash that is bound to half.
const HALF: SlashLimits = SlashLimits { maxPerSlash: ONE / 2, maxPerPeriod: ONE / 2, period: 100 };

/// What an AVS can be represented in: calldata that works for whoever may.
fn of_avss(world: &World) -> Vec<Vec<u8>> {
    let plain = |id| vec![CreateSetParams { operatorSetId: id, strategies: Vec::new() }];
    let full = |id| vec![CreateSetParamsV2 { operatorSetId: id, strategies: Vec::new(), slasher: BOB }];
    let registrar = world.create("QuietRegistrar", ());
    let limited = CreateLimitedSetParams {
        operatorSetId: 24,
        strategies: Vec::new(),
        slasher: BOB,
        redistributionRecipient: Address::ZERO,
        limits: HALF,
    };
    vec![
        abi::updateAVSMetadataURICall { avs: AVS, metadataURI: String::new() }.abi_encode(),
        abi::setAVSRegistrarCall { avs: AVS, registrar }.abi_encode(),
        abi::createOperatorSets_0Call { avs: AVS, params: plain(21) }.abi_encode(),
        abi::createOperatorSets_1Call { avs: AVS, params: full(22) }.abi_encode(),
        redistributing(23, &[], BOB).abi_encode(),
        abi::createRedistributingOperatorSets_1Call {
            avs: AVS,
            params: full(25),
            redistributionRecipients: vec![BOB],
        }
        .abi_encode(),
        createLimitedOperatorSetsCall { avs: AVS, params: vec![limited] }.abi_encode(),
        tightenSlashLimitsCall { operatorSet: OperatorSet { avs: AVS, id: 1 }, limits: HALF }.abi_encode(),
        add(1, &[STRANGER]).abi_encode(),
        remove(1, &[world.strategy(world.lst)]).abi_encode(),
        abi::updateSlasherCall { operatorSet: set(1), slasher: BOB }.abi_encode(),
        leave(OPERATOR, &[1]).abi_encode(),
    ]
}

/// What an operator can be represented in.
fn of_operators(world: &World) -> Vec<Vec<u8>> {
    vec![
        join(OPERATOR, &[2]).abi_encode(),
        leave(OPERATOR, &[1]).abi_encode(),
        abi::setAllocationDelayCall { operator: OPERATOR, delay: 1 }.abi_encode(),
        allocate(OPERATOR, 1, world.strategy(world.lst), ONE / 2).abi_encode(),
    ]
}

fn selector(data: &[u8]) -> [u8; 4] {
    data[..4].try_into().unwrap()
}

/// Whether `from` may: what it asks for works, or is refused for its caller.
fn may(world: &World, from: Address, data: &[u8]) -> bool {
    let request = TransactionRequest { from: Some(from), ..Default::default() };
    let input = TransactionInput::new(Bytes::copy_from_slice(data));
    let request = request.to(world.at("slasher")).input(input);
    let outcome = world.node().call(&request, Default::default(), None).unwrap();
    if outcome.is_success() {
        return true;
    }
    let refusal = if selector(data) == abi::deregisterFromOperatorSetsCall::SELECTOR {
        InvalidCaller::SELECTOR
    } else {
        InvalidPermissions::SELECTOR
    };
    assert_eq!(outcome.output[..], refusal, "{}", client::errors::name(&outcome.output));
    false
}

/// Holds that with an appointment of `account` for one of the functions, that one can be called and none of the others; with
/// none, none; and by the account itself, all.
fn check(world: &World, account: Address, functions: &[Vec<u8>]) {
    let controller = world.at("permission-controller");
    for appointed in functions {
        let (target, one) = (world.at("slasher"), selector(appointed).into());
        let call = setAppointeeCall { account, appointee: ALICE, target, selector: one };
        world.act(account, controller, &call);
        for data in functions {
            assert_eq!(may(world, ALICE, data), data == appointed, "{:02x?}", selector(data));
        }
        let call = removeAppointeeCall { account, appointee: ALICE, target, selector: one };
        world.act(account, controller, &call);
        assert!(!may(world, ALICE, appointed));
        assert!(may(world, account, appointed));
    }
}

#[test]
fn each_right_of_an_avs_is_one_function() {
    let world = fresh();
    slashable(&world);
    let functions = of_avss(&world);
    assert_eq!(functions.len(), 12);
    check(&world, AVS, &functions);
}

#[test]
fn each_right_of_an_operator_is_one_function() {
    let world = fresh();
    slashable(&world);
    create_sets(&world, &[2], &[]);
    check(&world, OPERATOR, &of_operators(&world));
}

/// What one may do for an operator it may not do for another, nor in the name of an AVS that happens to have the same key.
#[test]
fn an_appointment_is_for_one_account() {
    let world = fresh();
    slashable(&world);
    let (controller, target) = (world.at("permission-controller"), world.at("slasher"));
    let selector = abi::updateAVSMetadataURICall::SELECTOR.into();
    let call = setAppointeeCall { account: OPERATOR, appointee: ALICE, target, selector };
    world.act(OPERATOR, controller, &call);
    let of = |avs| abi::updateAVSMetadataURICall { avs, metadataURI: String::new() }.abi_encode();
    assert!(may(&world, ALICE, &of(OPERATOR)));
    assert!(!may(&world, ALICE, &of(AVS)));
    assert!(!may(&world, OPERATOR, &of(AVS)));
}

/// Slashing is no right of the account: the set names who slashes.
#[test]
fn what_is_not_gated_asks_nobody() {
    let world = fresh();
    open_service(&world);
    let request = |call: Vec<u8>, value: U256| {
        let request = TransactionRequest { from: Some(STRANGER), value: Some(value), ..Default::default() };
        let request = request.to(world.at("slasher")).input(TransactionInput::new(call.into()));
        let outcome = world.node().call(&request, Default::default(), None).unwrap();
        if outcome.is_success() { Ok(()) } else { Err(outcome.output) }
    };
    let clear =
        abi::clearDeallocationQueueCall { operator: OPERATOR, strategies: vec![BOB], numToClear: vec![1] };
    assert_eq!(request(clear.abi_encode(), U256::ZERO), Ok(()));
    // Value reaches neither program, whichever has the function: nor with calldata of no function.
    let metadata = abi::updateAVSMetadataURICall { avs: STRANGER, metadataURI: String::new() };
    assert_eq!(request(metadata.abi_encode(), U256::ZERO), Ok(()));
    for data in
        [metadata.abi_encode(), clear.abi_encode(), vec![], vec![1, 2, 3], vec![0xde, 0xad, 0xbe, 0xef]]
    {
        assert_eq!(request(data, U256::ONE), Err(Bytes::new()));
    }
}
