//! AVSs without operator sets: their operators register by a signature, at AvsDirectory's own address.

mod digests;
mod refusals;
mod registration;
mod salts;
mod wiring;

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::{Eip712Domain, SolStruct, eip712_domain};
use interfaces::sol::IAVSDirectory::{
    OperatorAVSRegistrationStatus, SignatureWithSaltAndExpiry, avsOperatorStatusCall,
    deregisterOperatorFromAVSCall, operatorSaltIsSpentCall, registerOperatorToAVSCall,
};

use crate::harness::permits::sign;
use crate::harness::{OPERATOR, SERVICE_OWNER, World};

alloy::sol! {
    struct OperatorAVSRegistration {
        address operator;
        address avs;
        bytes32 salt;
        uint256 expiry;
    }
}

/// An AVS without operator sets: whoever calls is one.
const AVS: Address = SERVICE_OWNER;
const SALT: B256 = B256::repeat_byte(7);
const OTHER_SALT: B256 = B256::repeat_byte(8);
const NEVER: U256 = U256::MAX;

fn directory(world: &World) -> Address {
    world.at("avs-directory")
}

/// What signatures for AvsDirectory are bound to, with these two of its parts.
fn domain(chain_id: u64, verifying_contract: Address) -> Eip712Domain {
    eip712_domain! {
        name: "EigenLayer",
        version: "1",
        chain_id: chain_id,
        verifying_contract: verifying_contract,
    }
}

/// What signatures for AvsDirectory are bound to here.
fn here(world: &World) -> Eip712Domain {
    domain(world.node().config().chain_id, directory(world))
}

/// What [`OPERATOR`] signs to be registered with [`AVS`].
fn message(salt: B256, expiry: U256) -> OperatorAVSRegistration {
    OperatorAVSRegistration { operator: OPERATOR, avs: AVS, salt, expiry }
}

/// The signature of `signer`, as bytes.
fn signature(
    world: &World,
    signer: Address,
    message: &OperatorAVSRegistration,
    for_: &Eip712Domain,
) -> Bytes {
    sign(world, signer, message.eip712_signing_hash(for_)).as_bytes().into()
}

/// The registration of [`OPERATOR`] with these bytes for a signature.
fn with(signature: impl Into<Bytes>, salt: B256, expiry: U256) -> registerOperatorToAVSCall {
    let by = SignatureWithSaltAndExpiry { signature: signature.into(), salt, expiry };
    registerOperatorToAVSCall { operator: OPERATOR, operatorSignature: by }
}

/// The registration of [`OPERATOR`] with [`AVS`], signed by it.
fn signed(world: &World, salt: B256, expiry: U256) -> registerOperatorToAVSCall {
    with(signature(world, OPERATOR, &message(salt, expiry), &here(world)), salt, expiry)
}

fn deregister() -> deregisterOperatorFromAVSCall {
    deregisterOperatorFromAVSCall { operator: OPERATOR }
}

fn status(world: &World, avs: Address) -> OperatorAVSRegistrationStatus {
    world.view(directory(world), &avsOperatorStatusCall { avs, operator: OPERATOR })
}

fn is_registered(world: &World, avs: Address) -> bool {
    matches!(status(world, avs), OperatorAVSRegistrationStatus::REGISTERED)
}

fn is_spent(world: &World, operator: Address, salt: B256) -> bool {
    world.view(directory(world), &operatorSaltIsSpentCall { operator, salt })
}
