//! Signatures that register nobody, each refused with its error, and in the reference's order.

use alloy::primitives::{B256, Bytes, Signature, U256, hex};
use alloy::sol_types::{SolError, SolStruct};
use interfaces::sol::IAVSDirectory::{
    InvalidSignature, OperatorAlreadyRegisteredToAVS, OperatorNotRegisteredToEigenLayer, SaltSpent,
    SignatureExpired, cancelSaltCall, registerOperatorToAVSCall,
};
use interfaces::sol::IPausable::{CurrentlyPaused, pauseCall, unpauseCall};

use super::{
    AVS, NEVER, OTHER_SALT, OperatorAVSRegistration, SALT, directory, domain, here, is_registered, is_spent,
    message, signature, signed, with,
};
use crate::harness::clock::{next_block_at, now};
use crate::harness::permits::sign;
use crate::harness::{ALICE, GOVERNANCE, OPERATOR, OTHER_OPERATOR, STRANGER, World, fresh};

/// A registration that must be refused with `E`, and leave [`OPERATOR`] where it was and its salt unspent.
fn refuse<E: SolError>(world: &World, call: &registerOperatorToAVSCall) {
    world.refuse::<E>(AVS, directory(world), call);
    assert!(!is_registered(world, AVS));
    assert!(!is_spent(world, OPERATOR, call.operatorSignature.salt));
}

/// An operator whose signature would be accepted.
fn prepare(world: &World) {
    world.register_operator(OPERATOR, 0);
}

/// What refuses a registration, from the last rule to the first: each hides all those before it.
#[test]
fn of_several_things_that_are_wrong_the_first_by_the_references_order_is_named() {
    let world = fresh();
    let (avs, to) = (AVS, directory(&world));
    // Not signed, expired, and of nobody who is an operator.
    let bad = with(Bytes::new(), SALT, U256::ZERO);
    refuse::<OperatorNotRegisteredToEigenLayer>(&world, &bad);
    world.act(OPERATOR, to, &cancelSaltCall { salt: SALT });
    world.refuse::<SaltSpent>(avs, to, &bad);
    prepare(&world);
    world.refuse::<SaltSpent>(avs, to, &bad);
    let unspent = with(Bytes::new(), OTHER_SALT, U256::ZERO);
    refuse::<SignatureExpired>(&world, &unspent);
    refuse::<InvalidSignature>(&world, &with(Bytes::new(), OTHER_SALT, NEVER));
    world.act(avs, to, &signed(&world, OTHER_SALT, NEVER));
    world.refuse::<OperatorAlreadyRegisteredToAVS>(avs, to, &bad);
    world.act(GOVERNANCE, to, &pauseCall { newPausedStatus: U256::ONE });
    world.refuse::<CurrentlyPaused>(avs, to, &bad);
    world.act(GOVERNANCE, to, &unpauseCall { newPausedStatus: U256::ZERO });
    world.refuse::<OperatorAlreadyRegisteredToAVS>(avs, to, &bad);
}

#[test]
fn an_operator_registers_with_an_avs_once_at_a_time() {
    let world = fresh();
    prepare(&world);
    world.act(AVS, directory(&world), &signed(&world, SALT, NEVER));
    let again = signed(&world, OTHER_SALT, NEVER);
    world.refuse::<OperatorAlreadyRegisteredToAVS>(AVS, directory(&world), &again);
    assert!(!is_spent(&world, OPERATOR, OTHER_SALT));
}

#[test]
fn a_registration_counts_through_the_second_of_its_expiry() {
    let mut world = fresh();
    prepare(&world);
    let expiry = now(&world) + 100;
    let call = signed(&world, SALT, U256::from(expiry));
    let mut before = world.snapshot();
    next_block_at(&world, expiry + 1);
    refuse::<SignatureExpired>(&world, &call);
    for second in [expiry, expiry - 1] {
        world.revert(before);
        before = world.snapshot();
        next_block_at(&world, second);
        world.act(AVS, directory(&world), &call);
        assert!(is_registered(&world, AVS));
    }
}

#[test]
fn nobody_but_the_operator_signs_for_it() {
    let world = fresh();
    prepare(&world);
    for signer in [AVS, GOVERNANCE, STRANGER] {
        let by = signature(&world, signer, &message(SALT, NEVER), &here(&world));
        refuse::<InvalidSignature>(&world, &with(by, SALT, NEVER));
    }
}

#[test]
fn a_signature_is_for_one_operator_one_avs_one_salt_and_one_expiry() {
    let world = fresh();
    prepare(&world);
    world.register_operator(OTHER_OPERATOR, 0);
    let good = signed(&world, SALT, U256::from(4_000_000_000_u64));
    let by = &good.operatorSignature.signature;
    refuse::<InvalidSignature>(&world, &with(by.clone(), OTHER_SALT, good.operatorSignature.expiry));
    refuse::<InvalidSignature>(&world, &with(by.clone(), SALT, NEVER));
    let other = registerOperatorToAVSCall { operator: OTHER_OPERATOR, ..good.clone() };
    refuse::<InvalidSignature>(&world, &other);
    for avs in [ALICE, OPERATOR] {
        world.refuse::<InvalidSignature>(avs, directory(&world), &good);
        assert!(!is_registered(&world, avs));
    }
    world.act(AVS, directory(&world), &good);
}

#[test]
fn a_signature_for_another_chain_or_contract_is_refused() {
    let world = fresh();
    prepare(&world);
    let chain = world.node().config().chain_id;
    let elsewhere = [
        domain(1, directory(&world)),
        domain(chain + 1, directory(&world)),
        domain(chain, world.at("slasher")),
        domain(chain, world.at("delegation-manager")),
    ];
    for domain in elsewhere {
        let by = signature(&world, OPERATOR, &message(SALT, NEVER), &domain);
        refuse::<InvalidSignature>(&world, &with(by, SALT, NEVER));
    }
}

#[test]
fn a_signature_of_another_message_of_the_same_fields_is_refused() {
    alloy::sol! {
        struct DelegationApproval {
            address operator;
            address avs;
            bytes32 salt;
            uint256 expiry;
        }
    }
    let world = fresh();
    prepare(&world);
    let OperatorAVSRegistration { operator, avs, salt, expiry } = message(SALT, NEVER);
    let approval = DelegationApproval { operator, avs, salt, expiry };
    let hash = approval.eip712_signing_hash(&here(&world));
    let by = sign(&world, OPERATOR, hash).as_bytes();
    refuse::<InvalidSignature>(&world, &with(by, SALT, NEVER));
}

#[test]
fn a_signature_has_one_form() {
    let world = fresh();
    prepare(&world);
    let hash: B256 = message(SALT, NEVER).eip712_signing_hash(&here(&world));
    let good = sign(&world, OPERATOR, hash);
    let bytes = good.as_bytes();
    let order = hex!("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    let mirrored = Signature::new(good.r(), U256::from_be_bytes(order) - good.s(), !good.v());
    let mut parity = bytes;
    parity[64] -= 27;
    assert!(parity[64] < 2, "v is 27 or 28 and nothing else");
    // EIP-2098: s with the parity in its highest bit.
    let mut compact = bytes;
    compact[32] |= parity[64] << 7;
    let long = [&bytes[..], &[0]].concat();
    let forms = [&mirrored.as_bytes()[..], &parity, &compact[..64], &bytes[..64], &long, &[0; 65], &[]];
    for form in forms {
        refuse::<InvalidSignature>(&world, &with(form.to_vec(), SALT, NEVER));
    }
    world.act(AVS, directory(&world), &with(bytes, SALT, NEVER));
}
