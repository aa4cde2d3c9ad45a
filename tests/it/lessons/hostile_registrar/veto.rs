//! What a registrar may do: refuse.

use alloy::primitives::{Address, Bytes};
use alloy::sol_types::SolError;
use interfaces::sol::IAllocationManager::{InvalidAVSRegistrar, getAVSRegistrarCall, setAVSRegistrarCall};

use super::{Membership, Mood, REFUSALS, outside, revert_data, set_mood};
use crate::harness::sets::join;
use crate::harness::wallets::answering;
use crate::harness::{OPERATOR, SERVICE_OWNER, fresh};

#[test]
fn a_veto_leaves_no_trace_however_it_is_spoken() {
    for mood in REFUSALS {
        let world = fresh();
        let (registrar, _) = outside(&world);
        set_mood(&world, registrar, mood);
        world.refuse_data(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]), &revert_data(mood));
        assert_eq!(Membership::read(&world), Membership::outside(), "{mood:?}");
        set_mood(&world, registrar, Mood::Agree);
        world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
        assert_eq!(Membership::read(&world), Membership::inside(), "{mood:?}");
    }
}

/// A long answer is paid for by who asked to join, and ignored.
#[test]
fn an_answer_as_long_as_one_likes_changes_nothing() {
    let world = fresh();
    let (registrar, _) = outside(&world);
    set_mood(&world, registrar, Mood::ReturnBomb);
    world.act(OPERATOR, world.at("slasher"), &join(OPERATOR, &[1]));
    assert_eq!(Membership::read(&world), Membership::inside());
}

/// A registrar is asked whether it supports the AVS, and cannot change anything by it. Only a clear yes counts.
#[test]
fn what_does_not_clearly_say_yes_becomes_no_registrar() {
    let no = InvalidAVSRegistrar::SELECTOR;
    // Answers of false, of a word that is no bool, and of nothing; no answer but a revert, and all gas gone. PUSH1 1,
    // PUSH0, SSTORE: one that would change something.
    let answers: [(Bytes, &[u8]); 6] = [
        (answering([0; 4]), &no),
        (answering([1; 4]), &no),
        (Bytes::from_static(&[0x00]), &no),
        (Bytes::from_static(&[0x5f, 0x5f, 0xfd]), &[]),
        (Bytes::from_static(&[0xfe]), &[]),
        (Bytes::from_static(&[0x60, 0x01, 0x5f, 0x55]), &[]),
    ];
    let world = fresh();
    let (accepted, _) = outside(&world);
    let (slasher, avs) = (world.at("slasher"), SERVICE_OWNER);
    for (code, error) in answers {
        let registrar = Address::repeat_byte(0x4e);
        world.node().set_code(registrar, code).unwrap();
        world.refuse_data(avs, slasher, &setAVSRegistrarCall { avs, registrar }, error);
        assert_eq!(world.view(slasher, &getAVSRegistrarCall { avs }), accepted);
    }
}
