//! The status word, the same in every contract.

use alloy::primitives::{Address, U256};
use interfaces::sol::IPausable::{
    InvalidNewPausedStatus, OnlyPauser, OnlyUnpauser, Paused, Unpaused, pauseAllCall, pauseCall,
    paused_0Call, paused_1Call, pauserRegistryCall,
};
use interfaces::sol::IPauserRegistry::{acceptUnpauserCall, setUnpauserCall};

use super::{pausable, pause, pause_to, set_pauser, unpause, unpause_to};
use crate::harness::{BOB, GOVERNANCE, STRANGER, World, fresh};

fn status(world: &World, contract: Address) -> U256 {
    world.view(contract, &paused_0Call {})
}

fn is_paused(world: &World, contract: Address, index: u8) -> bool {
    world.view(contract, &paused_1Call { index })
}

#[test]
fn only_pausers_pause() {
    let world = fresh();
    for contract in pausable(&world) {
        assert_eq!(world.view(contract, &pauserRegistryCall {}), world.at("pauser-registry"));
        world.refuse::<OnlyPauser>(STRANGER, contract, &pause_to(1));
        world.refuse::<OnlyPauser>(STRANGER, contract, &pauseAllCall {});
    }
    set_pauser(&world, STRANGER, true);
    for contract in pausable(&world) {
        world.act(STRANGER, contract, &pause_to(1));
    }
    set_pauser(&world, STRANGER, false);
    for contract in pausable(&world) {
        world.refuse::<OnlyPauser>(STRANGER, contract, &pause_to(1));
    }
}

#[test]
fn only_the_unpauser_unpauses_also_what_a_pauser_paused_itself() {
    let world = fresh();
    set_pauser(&world, STRANGER, true);
    for contract in pausable(&world) {
        world.act(STRANGER, contract, &pause_to(1));
        world.refuse::<OnlyUnpauser>(STRANGER, contract, &unpause_to(0));
    }
    let registry = world.at("pauser-registry");
    world.act(GOVERNANCE, registry, &setUnpauserCall { newUnpauser: BOB });
    world.act(BOB, registry, &acceptUnpauserCall {});
    for contract in pausable(&world) {
        world.refuse::<OnlyUnpauser>(GOVERNANCE, contract, &unpause_to(0));
        world.act(BOB, contract, &unpause_to(0));
        // The right to unpause is not the right to pause.
        world.refuse::<OnlyPauser>(BOB, contract, &pause_to(1));
    }
}

#[test]
fn pausing_only_sets_bits_and_unpausing_only_clears_them() {
    let world = fresh();
    for contract in pausable(&world) {
        pause(&world, contract, 0b1_1000);
        world.refuse::<InvalidNewPausedStatus>(GOVERNANCE, contract, &pause_to(0));
        world.refuse::<InvalidNewPausedStatus>(GOVERNANCE, contract, &pause_to(0b10_1000));
        world.refuse::<InvalidNewPausedStatus>(GOVERNANCE, contract, &unpause_to(0b11_1000));
        world.refuse::<InvalidNewPausedStatus>(GOVERNANCE, contract, &unpause_to(0b10_0000));
        assert_eq!(status(&world, contract), U256::from(0b1_1000));
        pause(&world, contract, 0b11_1000);
        unpause(&world, contract, 0b10_0000);
        assert_eq!(status(&world, contract), U256::from(0b10_0000));
    }
}

#[test]
fn the_status_is_read_whole_and_by_bit_and_told_by_events() {
    let world = fresh();
    for contract in pausable(&world) {
        assert_eq!(status(&world, contract), U256::ZERO);
        let word = (U256::ONE << 255) | U256::from(0b1001);
        let done = world.act(GOVERNANCE, contract, &pauseCall { newPausedStatus: word });
        let paused = done.events::<Paused>().remove(0);
        assert_eq!((paused.account, paused.newPausedStatus), (GOVERNANCE, word));
        assert_eq!(status(&world, contract), word);
        for index in 0..=u8::MAX {
            assert_eq!(is_paused(&world, contract, index), [0, 3, 255].contains(&index), "bit {index}");
        }
        let unpaused = unpause(&world, contract, 0b1000).events::<Unpaused>().remove(0);
        assert_eq!((unpaused.account, unpaused.newPausedStatus), (GOVERNANCE, U256::from(0b1000)));
        assert_eq!(status(&world, contract), U256::from(0b1000));
    }
}

#[test]
fn pause_all_sets_every_bit() {
    let world = fresh();
    for contract in pausable(&world) {
        pause(&world, contract, 1);
        let paused = world.act(GOVERNANCE, contract, &pauseAllCall {}).events::<Paused>().remove(0);
        assert_eq!((paused.account, paused.newPausedStatus), (GOVERNANCE, U256::MAX));
        assert_eq!(status(&world, contract), U256::MAX);
        assert!(is_paused(&world, contract, 0) && is_paused(&world, contract, u8::MAX));
    }
}

#[test]
fn one_contract_paused_leaves_the_others_open() {
    for paused in 0..pausable(&fresh()).len() {
        let world = fresh();
        let contracts = pausable(&world);
        world.act(GOVERNANCE, contracts[paused], &pauseAllCall {});
        for (index, contract) in contracts.into_iter().enumerate() {
            let expected = if index == paused { U256::MAX } else { U256::ZERO };
            assert_eq!(status(&world, contract), expected, "{index} with {paused} paused");
        }
        assert_eq!(status(&world, world.strategy(world.weth)), U256::ZERO);
    }
}
