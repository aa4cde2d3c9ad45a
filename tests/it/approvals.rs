//! Operators with an approver: whose signature lets a staker in, and how often.

use alloy::primitives::{Address, B256, Bytes, Signature, U256};
use alloy::sol_types::{SolStruct, eip712_domain};
use interfaces::sol::IDelegationManager::{
    self, DELEGATION_APPROVAL_TYPEHASHCall, InvalidSignature, SaltSpent, SignatureExpired,
    SignatureWithExpiry, calculateDelegationApprovalDigestHashCall, delegateToCall,
    delegationApproverSaltIsSpentCall, domainSeparatorCall,
};

use crate::harness::permits::sign;
use crate::harness::wallets::{AGREES, answering};
use crate::harness::{ALICE, BOB, GOVERNANCE, OPERATOR, OTHER_OPERATOR, STRANGER, World, fresh};

alloy::sol! {
    struct DelegationApproval {
        address delegationApprover;
        address staker;
        address operator;
        bytes32 salt;
        uint256 expiry;
    }
}

const APPROVER: Address = GOVERNANCE;
const SALT: B256 = B256::repeat_byte(7);

fn delegation(world: &World) -> Address {
    world.at("delegation-manager")
}

fn register(world: &World, operator: Address, approver: Address) {
    let call = IDelegationManager::registerAsOperatorCall {
        initDelegationApprover: approver,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    world.act(operator, delegation(world), &call);
}

/// What [`APPROVER`] signs, by the contract.
fn digest(world: &World, staker: Address, operator: Address, expiry: U256) -> B256 {
    let approver = APPROVER;
    let ask =
        calculateDelegationApprovalDigestHashCall { staker, operator, approver, approverSalt: SALT, expiry };
    world.view(delegation(world), &ask)
}

fn delegate_with(operator: Address, signature: impl Into<Bytes>, expiry: U256) -> delegateToCall {
    let approval = SignatureWithExpiry { signature: signature.into(), expiry };
    delegateToCall { operator, approverSignatureAndExpiry: approval, approverSalt: SALT }
}

/// Delegation with an approval of [`APPROVER`] for `staker`.
fn approved(world: &World, staker: Address, operator: Address, expiry: U256) -> delegateToCall {
    let digest = digest(world, staker, operator, expiry);
    delegate_with(operator, sign(world, APPROVER, digest).as_bytes(), expiry)
}

fn operator_of(world: &World, staker: Address) -> Address {
    world.view(delegation(world), &IDelegationManager::delegatedToCall { staker })
}

fn is_spent(world: &World) -> bool {
    let ask = delegationApproverSaltIsSpentCall { approver: APPROVER, salt: SALT };
    world.view(delegation(world), &ask)
}

#[test]
fn the_digest_is_that_of_eip_712_for_eigenlayer_1() {
    let world = fresh();
    let domain = eip712_domain! {
        name: "EigenLayer",
        version: "1",
        chain_id: devnet::Config::default().chain.chain_id,
        verifying_contract: delegation(&world),
    };
    let expiry = U256::from(1_900_000_000_u64);
    let approval = DelegationApproval {
        delegationApprover: APPROVER,
        staker: ALICE,
        operator: OPERATOR,
        salt: SALT,
        expiry,
    };
    assert_eq!(digest(&world, ALICE, OPERATOR, expiry), approval.eip712_signing_hash(&domain));
    assert_eq!(world.view(delegation(&world), &domainSeparatorCall {}), domain.separator());
    let type_hash = world.view(delegation(&world), &DELEGATION_APPROVAL_TYPEHASHCall {});
    assert_eq!(type_hash, approval.eip712_type_hash());
}

#[test]
fn an_operator_with_an_approver_takes_nobody_without_its_signature() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    let unsigned = delegate_with(OPERATOR, Bytes::new(), U256::MAX);
    world.refuse::<InvalidSignature>(ALICE, delegation(&world), &unsigned);
    let hash = digest(&world, ALICE, OPERATOR, U256::MAX);
    for signer in [STRANGER, ALICE, OPERATOR] {
        let call = delegate_with(OPERATOR, sign(&world, signer, hash).as_bytes(), U256::MAX);
        world.refuse::<InvalidSignature>(ALICE, delegation(&world), &call);
    }
    assert!(!is_spent(&world), "a refused approval leaves its salt");
    world.act(ALICE, delegation(&world), &approved(&world, ALICE, OPERATOR, U256::MAX));
    assert_eq!(operator_of(&world, ALICE), OPERATOR);
}

#[test]
fn an_approval_is_for_one_staker_one_operator_and_one_expiry() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    register(&world, OTHER_OPERATOR, APPROVER);
    let alices = approved(&world, ALICE, OPERATOR, U256::from(1_900_000_000_u64));
    world.refuse::<InvalidSignature>(BOB, delegation(&world), &alices);
    let elsewhere = delegateToCall { operator: OTHER_OPERATOR, ..alices.clone() };
    world.refuse::<InvalidSignature>(ALICE, delegation(&world), &elsewhere);
    let mut longer = alices.clone();
    longer.approverSignatureAndExpiry.expiry = U256::MAX;
    world.refuse::<InvalidSignature>(ALICE, delegation(&world), &longer);
    let resalted = delegateToCall { approverSalt: B256::ZERO, ..alices.clone() };
    world.refuse::<InvalidSignature>(ALICE, delegation(&world), &resalted);
    world.act(ALICE, delegation(&world), &alices);
}

#[test]
fn an_approval_counts_through_the_second_of_its_expiry() {
    let mut world = fresh();
    register(&world, OPERATOR, APPROVER);
    let expiry = world.node().next_time() + 100;
    let call = approved(&world, ALICE, OPERATOR, U256::from(expiry));
    let before = world.snapshot();
    world.node().set_next_block_timestamp(expiry + 1).unwrap();
    world.refuse::<SignatureExpired>(ALICE, delegation(&world), &call);
    world.revert(before);
    world.node().set_next_block_timestamp(expiry).unwrap();
    world.act(ALICE, delegation(&world), &call);
    assert_eq!(operator_of(&world, ALICE), OPERATOR);
}

#[test]
fn an_approval_is_spent_by_its_use() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    let call = approved(&world, ALICE, OPERATOR, U256::MAX);
    assert!(!is_spent(&world));
    world.act(ALICE, delegation(&world), &call);
    assert!(is_spent(&world));
    world.act(ALICE, delegation(&world), &IDelegationManager::undelegateCall { staker: ALICE });
    world.refuse::<SaltSpent>(ALICE, delegation(&world), &call);
}

#[test]
fn a_signature_has_one_form() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    let signature = sign(&world, APPROVER, digest(&world, ALICE, OPERATOR, U256::MAX));
    let bytes = signature.as_bytes();
    let order = U256::from_be_bytes(alloy::primitives::hex!(
        "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
    ));
    let mirrored = Signature::new(signature.r(), order - signature.s(), !signature.v());
    let mut parity = bytes;
    parity[64] -= 27;
    let long = [&bytes[..], &[0]].concat();
    for form in [&mirrored.as_bytes()[..], &bytes[..64], &bytes[..32], &parity, &long, &[0; 65]] {
        let call = delegate_with(OPERATOR, form.to_vec(), U256::MAX);
        world.refuse::<InvalidSignature>(ALICE, delegation(&world), &call);
    }
    world.act(ALICE, delegation(&world), &delegate_with(OPERATOR, bytes.to_vec(), U256::MAX));
}

#[test]
fn a_contract_approves_by_answering_as_eip_1271_says() {
    let world = fresh();
    let contract = Address::repeat_byte(0xc0);
    register(&world, OPERATOR, contract);
    let call = delegate_with(OPERATOR, Bytes::from_static(b"whatever it takes"), U256::MAX);
    for refusal in [[0xff; 4], [0; 4]] {
        world.node().set_code(contract, answering(refusal)).unwrap();
        world.refuse::<InvalidSignature>(ALICE, delegation(&world), &call);
    }
    world.node().set_code(contract, answering(AGREES)).unwrap();
    world.act(ALICE, delegation(&world), &call);
    assert_eq!(operator_of(&world, ALICE), OPERATOR);
}

#[test]
fn who_needs_no_approval_spends_no_salt() {
    let world = fresh();
    register(&world, OPERATOR, Address::ZERO);
    world.act(ALICE, delegation(&world), &approved(&world, ALICE, OPERATOR, U256::MAX));
    assert_eq!(operator_of(&world, ALICE), OPERATOR);
    assert!(!is_spent(&world));
    let ask = delegationApproverSaltIsSpentCall { approver: Address::ZERO, salt: SALT };
    assert!(!world.view(delegation(&world), &ask));
}

#[test]
fn an_approver_takes_back_a_salt_and_with_it_the_approval() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    let call = approved(&world, ALICE, OPERATOR, U256::from(4_000_000_000_u64));
    let cancel = IDelegationManager::cancelSaltCall { salt: SALT };
    let done = world.act(APPROVER, delegation(&world), &cancel);
    let event = done.events::<IDelegationManager::SaltCancelled>().remove(0);
    assert_eq!((event.approver, event.salt), (APPROVER, SALT));
    assert!(is_spent(&world));
    world.refuse::<SaltSpent>(ALICE, delegation(&world), &call);
    world.refuse::<SaltSpent>(APPROVER, delegation(&world), &cancel);
    // Whose salt it is counts: another account's changes nothing for this approver.
    world.act(STRANGER, delegation(&world), &IDelegationManager::cancelSaltCall { salt: B256::ZERO });
    let ask = delegationApproverSaltIsSpentCall { approver: APPROVER, salt: B256::ZERO };
    assert!(!world.view(delegation(&world), &ask));
}

#[test]
fn an_approver_needs_its_own_approval_like_anybody() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    let unsigned = delegate_with(OPERATOR, Bytes::new(), U256::MAX);
    world.refuse::<InvalidSignature>(APPROVER, delegation(&world), &unsigned);
    world.act(APPROVER, delegation(&world), &approved(&world, APPROVER, OPERATOR, U256::MAX));
    assert_eq!(operator_of(&world, APPROVER), OPERATOR);
}

#[test]
fn a_salt_is_an_approvers_once_for_all_its_operators_and_an_operators_change_of_approver_voids_approvals() {
    let world = fresh();
    register(&world, OPERATOR, APPROVER);
    register(&world, OTHER_OPERATOR, APPROVER);
    world.act(ALICE, delegation(&world), &approved(&world, ALICE, OPERATOR, U256::MAX));
    let same_salt = approved(&world, BOB, OTHER_OPERATOR, U256::MAX);
    world.refuse::<SaltSpent>(BOB, delegation(&world), &same_salt);
    let change =
        IDelegationManager::modifyOperatorDetailsCall { operator: OPERATOR, newDelegationApprover: STRANGER };
    world.act(OPERATOR, delegation(&world), &change);
    let voided = approved(&world, BOB, OPERATOR, U256::MAX);
    world.refuse::<InvalidSignature>(BOB, delegation(&world), &voided);
}
