//! What each bit of Slasher and AvsDirectory stops, and what it does not.

use alloy::primitives::{Address, B256, U256};
use interfaces::sol::IAVSDirectory::{
    OperatorAVSRegistrationStatus, avsOperatorStatusCall, cancelSaltCall, deregisterOperatorFromAVSCall,
    updateAVSMetadataURICall as updateOwnMetadataURICall,
};
use interfaces::sol::IAllocationManager::{
    addStrategiesToOperatorSetCall, removeStrategiesFromOperatorSetCall, setAVSRegistrarCall,
    setAllocationDelayCall, slashOperatorCall, updateAVSMetadataURICall, updateSlasherCall,
};
use interfaces::sol::IPausable::{CurrentlyPaused, pauseAllCall, pauseCall};
use interfaces::sol::ISlasher::{OperatorSet, SlashLimits, tightenSlashLimitsCall};

use super::{HALF, allocated, clear_queue, pause, register_signed, unpause};
use crate::harness::sets::{allocate, create_sets, join, leave, set, slash};
use crate::harness::world::percent;
use crate::harness::{
    ALICE, GOVERNANCE, ONE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, World, fresh,
};

const AVS: Address = SERVICE_OWNER;
/// Bits of the Slasher.
const ALLOCATING: u64 = 1;
const SLASHING: u64 = 1 << 1;
const REGISTERING: u64 = 1 << 2;
/// Bit of AvsDirectory, at its own address.
const REGISTERED_BY_SIGNATURE: u64 = 1;

fn slasher(world: &World) -> Address {
    world.at("slasher")
}

fn directory(world: &World) -> Address {
    world.at("avs-directory")
}

fn slash_some(strategy: Address) -> slashOperatorCall {
    slash(OPERATOR, 1, vec![strategy], vec![percent(10)])
}

#[test]
fn paused_allocating_stops_increases_decreases_and_clearing_and_nothing_else() {
    let world = fresh();
    let lst = allocated(&world);
    let (less, more) = (allocate(OPERATOR, 1, lst, HALF / 2), allocate(OPERATOR, 3, lst, 1));
    world.act(OPERATOR, slasher(&world), &less);
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    pause(&world, slasher(&world), ALLOCATING);
    let none = allocate(OPERATOR, 2, lst, 0);
    for change in [&more, &none] {
        world.refuse::<CurrentlyPaused>(OPERATOR, slasher(&world), change);
    }
    for who in [OPERATOR, STRANGER] {
        world.refuse::<CurrentlyPaused>(who, slasher(&world), &clear_queue(lst));
    }
    world.act(AVS, slasher(&world), &slash_some(lst));
    world.act(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    world.act(OPERATOR, slasher(&world), &leave(OPERATOR, &[2]));
    let delay = setAllocationDelayCall { operator: OPERATOR, delay: 7 };
    world.act(OPERATOR, slasher(&world), &delay);
    // Which sets the new operator's delay here.
    world.register_operator(OTHER_OPERATOR, 5);
    unpause(&world, slasher(&world), 0);
    world.act(STRANGER, slasher(&world), &clear_queue(lst));
    world.act(OPERATOR, slasher(&world), &more);
    world.act(OPERATOR, slasher(&world), &none);
}

#[test]
fn paused_slashing_stops_slashes_and_nothing_else() {
    let world = fresh();
    let lst = allocated(&world);
    pause(&world, slasher(&world), SLASHING);
    let empty = slash(OPERATOR, 1, Vec::new(), Vec::new());
    for call in [slash_some(lst), empty] {
        world.refuse::<CurrentlyPaused>(AVS, slasher(&world), &call);
    }
    world.act(OPERATOR, slasher(&world), &allocate(OPERATOR, 1, lst, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    world.act(STRANGER, slasher(&world), &clear_queue(lst));
    world.act(OPERATOR, slasher(&world), &allocate(OPERATOR, 1, lst, HALF));
    world.act(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    world.act(OPERATOR, slasher(&world), &leave(OPERATOR, &[3]));
    unpause(&world, slasher(&world), 0);
    world.act(AVS, slasher(&world), &slash_some(lst));
}

#[test]
fn paused_registering_stops_joining_and_leaving_sets_and_nothing_else() {
    let world = fresh();
    let lst = allocated(&world);
    pause(&world, slasher(&world), REGISTERING);
    world.refuse::<CurrentlyPaused>(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    for who in [OPERATOR, AVS] {
        world.refuse::<CurrentlyPaused>(who, slasher(&world), &leave(OPERATOR, &[1]));
    }
    world.act(AVS, slasher(&world), &slash_some(lst));
    world.act(OPERATOR, slasher(&world), &allocate(OPERATOR, 1, lst, 0));
    world.pass_blocks(world.config.deallocation_delay_blocks + 1);
    world.act(STRANGER, slasher(&world), &clear_queue(lst));
    world.act(OPERATOR, slasher(&world), &allocate(OPERATOR, 3, lst, 1));
    world.register_operator(OTHER_OPERATOR, 0);
    world.act(AVS, directory(&world), &register_signed(&world, OTHER_OPERATOR));
    unpause(&world, slasher(&world), 0);
    world.act(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    world.act(AVS, slasher(&world), &leave(OPERATOR, &[1]));
}

#[test]
fn paused_registration_by_signature_stops_both_ways_at_avs_directory_and_nothing_else() {
    let world = fresh();
    allocated(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    let (first, second) = (register_signed(&world, OPERATOR), register_signed(&world, OTHER_OPERATOR));
    world.act(AVS, directory(&world), &first);
    pause(&world, directory(&world), REGISTERED_BY_SIGNATURE);
    let take_out = deregisterOperatorFromAVSCall { operator: OPERATOR };
    world.refuse::<CurrentlyPaused>(AVS, directory(&world), &second);
    world.refuse::<CurrentlyPaused>(AVS, directory(&world), &take_out);
    world.act(OPERATOR, directory(&world), &cancelSaltCall { salt: B256::repeat_byte(1) });
    world.act(AVS, directory(&world), &updateOwnMetadataURICall { metadataURI: "ipfs://avs".into() });
    world.act(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    world.act(OPERATOR, slasher(&world), &leave(OPERATOR, &[3]));
    unpause(&world, directory(&world), 0);
    world.act(AVS, directory(&world), &second);
    world.act(AVS, directory(&world), &take_out);
    let is_registered = |operator| {
        let status = world.view(directory(&world), &avsOperatorStatusCall { avs: AVS, operator });
        matches!(status, OperatorAVSRegistrationStatus::REGISTERED)
    };
    assert_eq!([OPERATOR, OTHER_OPERATOR].map(is_registered), [false, true]);
}

/// What an AVS says of itself and its sets is in the same storage, and no bit stands for it.
#[test]
fn no_pause_stops_an_avs_from_arranging_its_sets() {
    let world = fresh();
    let lst = allocated(&world);
    for contract in [slasher(&world), directory(&world)] {
        world.act(GOVERNANCE, contract, &pauseAllCall {});
    }
    let (avs, to) = (AVS, slasher(&world));
    world.act(avs, to, &updateAVSMetadataURICall { avs, metadataURI: "ipfs://again".into() });
    world.act(avs, to, &setAVSRegistrarCall { avs, registrar: world.create("QuietRegistrar", ()) });
    create_sets(&world, &[4], &[lst]);
    let strategies = vec![world.strategy(world.weth)];
    let add = addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: strategies.clone() };
    world.act(avs, to, &add);
    let remove = removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies };
    world.act(avs, to, &remove);
    world.act(avs, to, &updateSlasherCall { operatorSet: set(1), slasher: ALICE });
    let limits = SlashLimits { maxPerSlash: ONE / 10, maxPerPeriod: ONE, period: 0 };
    let operator_set = OperatorSet { avs, id: 1 };
    world.act(avs, to, &tightenSlashLimitsCall { operatorSet: operator_set, limits });
    world.act(OPERATOR, to, &setAllocationDelayCall { operator: OPERATOR, delay: 9 });
}

#[test]
fn bits_that_stand_for_nothing_stop_nothing() {
    let world = fresh();
    let lst = allocated(&world);
    let all_but = |bits: u64| pauseCall { newPausedStatus: U256::MAX ^ U256::from(bits) };
    world.act(GOVERNANCE, slasher(&world), &all_but(ALLOCATING | SLASHING | REGISTERING));
    world.act(GOVERNANCE, directory(&world), &all_but(REGISTERED_BY_SIGNATURE));
    world.act(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    world.act(OPERATOR, slasher(&world), &allocate(OPERATOR, 1, lst, 0));
    world.act(STRANGER, slasher(&world), &clear_queue(lst));
    world.act(AVS, slasher(&world), &slash_some(lst));
    world.act(AVS, slasher(&world), &leave(OPERATOR, &[1]));
    world.act(AVS, directory(&world), &register_signed(&world, OPERATOR));
    world.act(AVS, directory(&world), &deregisterOperatorFromAVSCall { operator: OPERATOR });
}

/// The code is one program's, the status words are two contracts'.
#[test]
fn slasher_and_avs_directory_do_not_pause_each_other() {
    let world = fresh();
    allocated(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    world.act(GOVERNANCE, slasher(&world), &pauseAllCall {});
    world.act(AVS, directory(&world), &register_signed(&world, OPERATOR));
    world.act(AVS, directory(&world), &deregisterOperatorFromAVSCall { operator: OPERATOR });
    unpause(&world, slasher(&world), 0);
    world.act(GOVERNANCE, directory(&world), &pauseAllCall {});
    world.act(OPERATOR, slasher(&world), &join(OPERATOR, &[3]));
    world.act(OPERATOR, slasher(&world), &leave(OPERATOR, &[3]));
    let second = register_signed(&world, OTHER_OPERATOR);
    world.refuse::<CurrentlyPaused>(AVS, directory(&world), &second);
}
