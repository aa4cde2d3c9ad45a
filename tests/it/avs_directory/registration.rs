//! In by a signature, out by the AVS.

use alloy::primitives::{Address, B256, Bytes, U256, b256};
use alloy::sol_types::{SolCall, SolStruct};
use interfaces::sol::IAVSDirectory::{
    AVSMetadataURIUpdated, InvalidSignature, OperatorNotRegisteredToAVS, registerOperatorToAVSCall,
    updateAVSMetadataURICall,
};
use interfaces::sol::IAllocationManager::{
    CreateSetParams, NonexistentAVSMetadata, createOperatorSets_0Call, getRegisteredSetsCall,
};

use super::{
    AVS, NEVER, OTHER_SALT, OperatorAVSRegistration, SALT, deregister, directory, here, is_registered,
    is_spent, message, signature, signed, with,
};
use crate::harness::wallets::{AGREES, answering, expecting};
use crate::harness::{ALICE, Done, OPERATOR, STRANGER, World, fresh, speaking};

/// Topic of `OperatorAVSRegistrationStatusUpdated`, as the reference publishes it.
const STATUS_UPDATED: B256 = b256!("f0952b1c65271d819d39983d2abb044b9cace59bcc4d4dd389f586ebdcb15b41");

/// Nothing a key could have made.
const SIGNATURE: &[u8] = b"whatever it takes";

/// That all an act emitted is one change of [`OPERATOR`]'s status with [`AVS`].
fn assert_says_status(world: &World, done: &Done, status: u64) {
    let [log] = done.logs() else { panic!("{} logs", done.logs().len()) };
    assert_eq!(log.address, directory(world));
    assert_eq!(log.data.topics(), [STATUS_UPDATED, OPERATOR.into_word(), AVS.into_word()]);
    assert_eq!(log.data.data[..], U256::from(status).to_be_bytes::<32>());
}

#[test]
fn an_avs_registers_an_operator_by_its_signature_and_takes_it_out_by_itself() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    assert!(!is_registered(&world, AVS));
    let done = world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
    assert_says_status(&world, &done, 1);
    assert!(is_registered(&world, AVS));
    assert!(!is_registered(&world, STRANGER), "with the AVS it signed for, and no other");
    let done = world.act(AVS, directory(&world), &deregister());
    assert_says_status(&world, &done, 0);
    assert!(!is_registered(&world, AVS));
}

#[test]
fn who_registers_again_signs_again_with_another_salt() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    for salt in [SALT, OTHER_SALT] {
        world.act(AVS, directory(&world), &signed(&world, salt, NEVER));
        assert!(is_spent(&world, OPERATOR, salt));
        world.act(AVS, directory(&world), &deregister());
    }
    assert!(is_spent(&world, OPERATOR, SALT), "leaving gives no salt back");
}

#[test]
fn an_operator_is_with_many_avss_at_once_and_leaves_each_by_itself() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    let other = OperatorAVSRegistration { avs: ALICE, ..message(OTHER_SALT, NEVER) };
    let by = signature(&world, OPERATOR, &other, &here(&world));
    world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
    world.act(ALICE, directory(&world), &with(by, OTHER_SALT, NEVER));
    world.act(AVS, directory(&world), &deregister());
    assert!(!is_registered(&world, AVS) && is_registered(&world, ALICE));
}

#[test]
fn only_the_avs_takes_an_operator_out_and_only_once() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.refuse::<OperatorNotRegisteredToAVS>(AVS, directory(&world), &deregister());
    world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
    for who in [OPERATOR, STRANGER] {
        world.refuse::<OperatorNotRegisteredToAVS>(who, directory(&world), &deregister());
    }
    assert!(is_registered(&world, AVS));
    world.act(AVS, directory(&world), &deregister());
    world.refuse::<OperatorNotRegisteredToAVS>(AVS, directory(&world), &deregister());
}

#[test]
fn an_operator_that_is_a_contract_signs_by_answering_as_eip_1271_says() {
    alloy::sol! {
        function isValidSignature(bytes32 hash, bytes signature) external view returns (bytes4);
    }
    let world = fresh();
    let wallet = Address::repeat_byte(0xc0);
    world.node().set_code(wallet, answering(AGREES)).unwrap();
    world.register_operator(speaking(&world, wallet), 0);
    let asked = |salt| {
        let message = OperatorAVSRegistration { operator: wallet, ..message(salt, NEVER) };
        let hash = message.eip712_signing_hash(&here(&world));
        expecting(&isValidSignatureCall { hash, signature: SIGNATURE.into() }.abi_encode())
    };
    let call = registerOperatorToAVSCall { operator: wallet, ..with(SIGNATURE, SALT, NEVER) };
    // No, no answer at all, a revert, and a yes to another question.
    for code in
        [answering([0xff; 4]), Bytes::from_static(&[0]), Bytes::from_static(&[0xfe]), asked(OTHER_SALT)]
    {
        world.node().set_code(wallet, code).unwrap();
        world.refuse::<InvalidSignature>(AVS, directory(&world), &call);
    }
    let code = asked(SALT);
    world.node().set_code(wallet, code).unwrap();
    world.act(AVS, directory(&world), &call);
    assert!(is_spent(&world, wallet, SALT));
}

#[test]
fn metadata_is_an_event_and_makes_nobody_an_avs_with_sets() {
    let world = fresh();
    let uri = "ipfs://avs-without-sets";
    let done = world.act(AVS, directory(&world), &updateAVSMetadataURICall { metadataURI: uri.into() });
    let [log] = done.logs() else { panic!("{} logs", done.logs().len()) };
    assert_eq!(log.address, directory(&world));
    let topic = b256!("a89c1dc243d8908a96dd84944bcc97d6bc6ac00dd78e20621576be6a3c943713");
    assert_eq!(log.data.topics(), [topic, AVS.into_word()]);
    assert_eq!(done.events::<AVSMetadataURIUpdated>()[0].metadataURI, uri);
    let params = vec![CreateSetParams { operatorSetId: 1, strategies: Vec::new() }];
    let create = createOperatorSets_0Call { avs: AVS, params };
    world.refuse::<NonexistentAVSMetadata>(AVS, world.at("slasher"), &create);
}

#[test]
fn registering_here_joins_no_operator_set() {
    let world = fresh();
    world.register_operator(OPERATOR, 0);
    world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
    let ask = getRegisteredSetsCall { operator: OPERATOR };
    assert!(world.view(world.at("slasher"), &ask).is_empty());
}
