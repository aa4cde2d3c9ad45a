//! What an operator signs, held against alloy's own EIP-712.

use alloy::primitives::{B256, U256, b256, keccak256};
use alloy::sol_types::SolStruct;
use interfaces::sol::IAVSDirectory::{
    OPERATOR_AVS_REGISTRATION_TYPEHASHCall, OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASHCall,
    OPERATOR_SET_REGISTRATION_TYPEHASHCall, calculateOperatorAVSRegistrationDigestHashCall,
    domainSeparatorCall, versionCall,
};
use interfaces::sol::IDelegationManager;

use super::{AVS, NEVER, OTHER_SALT, OperatorAVSRegistration, SALT, directory, here, message};
use crate::harness::{ALICE, BOB, OPERATOR, World, fresh};

/// The digest by the contract.
fn digest(world: &World, of: &OperatorAVSRegistration) -> B256 {
    let ask = calculateOperatorAVSRegistrationDigestHashCall {
        operator: of.operator,
        avs: of.avs,
        salt: of.salt,
        expiry: of.expiry,
    };
    world.view(directory(world), &ask)
}

#[test]
fn the_digest_is_that_of_eip_712_for_eigenlayer_1_at_this_address() {
    let world = fresh();
    let domain = here(&world);
    assert_eq!(world.view(directory(&world), &domainSeparatorCall {}), domain.separator());
    let messages = [
        message(SALT, NEVER),
        message(B256::ZERO, U256::ZERO),
        OperatorAVSRegistration { operator: ALICE, avs: BOB, ..message(OTHER_SALT, U256::ONE) },
        OperatorAVSRegistration { operator: AVS, avs: OPERATOR, ..message(SALT, NEVER) },
    ];
    for message in messages {
        assert_eq!(digest(&world, &message), message.eip712_signing_hash(&domain));
    }
}

#[test]
fn type_hashes_are_those_of_the_references_strings() {
    let world = fresh();
    let found = [
        world.view(directory(&world), &OPERATOR_AVS_REGISTRATION_TYPEHASHCall {}),
        world.view(directory(&world), &OPERATOR_SET_REGISTRATION_TYPEHASHCall {}),
        world.view(directory(&world), &OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASHCall {}),
    ];
    let types = [
        "OperatorAVSRegistration(address operator,address avs,bytes32 salt,uint256 expiry)",
        "OperatorSetRegistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)",
        "OperatorSetForceDeregistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)",
    ];
    assert_eq!(found, types.map(keccak256));
    let published = b256!("da2c89bafdd34776a2b8bb9c83c82f419e20cc8c67207f70edd58249b92661bd");
    assert_eq!((found[0], message(SALT, NEVER).eip712_type_hash()), (published, published));
}

#[test]
fn the_directory_says_the_version_the_managers_say() {
    let world = fresh();
    let version = world.view(directory(&world), &versionCall {});
    let managers = world.view(world.at("delegation-manager"), &IDelegationManager::versionCall {});
    assert_eq!((version.as_str(), version.clone()), ("1.12.0", managers));
}
