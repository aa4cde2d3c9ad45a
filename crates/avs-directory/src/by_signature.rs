//! Registration of operators with AVSs that have no operator sets: by the operator's signature, the AVS calling. See
//! `contracts/interfaces/IAVSDirectory.sol`.

use abi::{Event, Reader, Result, Writer};
use allocation_manager::REGISTERED_BY_SIGNATURE;
use alloy_primitives::{b256, Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::{caller, emit, keccak};
use common::packed::Peer;
use common::pausing::{require_exit_open, require_open};
use common::routing::{done, Routed};
use common::signature::{digest, domain_separator, require_valid, VERSION};
use interfaces::peers::delegation_manager;
use interfaces::sol::IAVSDirectory::{
    self as abi_of, AlreadyWired, InputAddressZero, OperatorAVSRegistrationStatusUpdated,
    OperatorAlreadyRegisteredToAVS, OperatorNotRegisteredToAVS, OperatorNotRegisteredToEigenLayer, SaltSpent,
};
use interfaces::types::SignatureWithSaltAndExpiry;
use interfaces::{require, CallId};
use stylus_sdk::prelude::*;

use crate::avs::emit_metadata;
use crate::AvsDirectory;

/// keccak256("OperatorAVSRegistration(address operator,address avs,bytes32 salt,uint256 expiry)")
const OPERATOR_AVS_REGISTRATION_TYPEHASH: B256 =
    b256!("da2c89bafdd34776a2b8bb9c83c82f419e20cc8c67207f70edd58249b92661bd");
/// keccak256("OperatorSetRegistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)"), which nothing is signed
/// with any more.
const OPERATOR_SET_REGISTRATION_TYPEHASH: B256 =
    b256!("809c5ac049c45b7a7f050a20f00c16cf63797efbf8b1eb8d749fdfa39ff8f929");
/// keccak256("OperatorSetForceDeregistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)"), likewise.
const OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASH: B256 =
    b256!("4ee65f64218c67b68da66fd0db16560040a6b973290b9e71912d661ee53fe495");

/// Routing of this contract's own address.
pub(crate) fn serve(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    match calls_of_avss(this, selector, args)? {
        None => views(this, selector, args),
        known => Ok(known),
    }
}

/// What AVSs and operators call, and deployment, once.
fn calls_of_avss(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        abi_of::registerOperatorToAVSCall::ID => {
            let (operator, by) = (args.address()?, SignatureWithSaltAndExpiry::decode(args.tuple()?)?);
            done(this.register_by_signature(operator, &by)?)
        }
        abi_of::deregisterOperatorFromAVSCall::ID => done(this.deregister_from_avs(args.address()?)?),
        abi_of::updateAVSMetadataURICall::ID => {
            emit_metadata(this.vm(), &caller(this.vm()), args.bytes()?);
            done(())
        }
        abi_of::cancelSaltCall::ID => {
            let operator = caller(this.vm());
            this.spend(operator, args.b256()?);
            done(())
        }
        abi_of::wireCall::ID => done(this.wire(args.address()?, args.address()?)?),
        _ => Ok(None),
    }
}

/// What anyone reads.
fn views(this: &mut AvsDirectory, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::avsOperatorStatusCall::ID => {
            let (avs, operator) = (args.address()?, args.address()?);
            Writer::one_boolean(this.statuses.getter(avs).get(operator))
        }
        abi_of::operatorSaltIsSpentCall::ID => {
            let (operator, salt) = (args.address()?, args.b256()?);
            Writer::one_boolean(this.spent_salts.getter(operator).get(salt))
        }
        abi_of::calculateOperatorAVSRegistrationDigestHashCall::ID => {
            let (operator, avs) = (args.address()?, args.address()?);
            this.registration_digest(&operator, &avs, &args.b256()?, &args.word()?).to_vec()
        }
        abi_of::domainSeparatorCall::ID => domain_separator(this.vm()).to_vec(),
        abi_of::versionCall::ID => Writer::one_byte_string(VERSION),
        abi_of::delegationCall::ID => Writer::one_address(&this.manager.delegation.get().address),
        abi_of::OPERATOR_AVS_REGISTRATION_TYPEHASHCall::ID => OPERATOR_AVS_REGISTRATION_TYPEHASH.to_vec(),
        abi_of::OPERATOR_SET_REGISTRATION_TYPEHASHCall::ID => OPERATOR_SET_REGISTRATION_TYPEHASH.to_vec(),
        abi_of::OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASHCall::ID => {
            OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASH.to_vec()
        }
        _ => return Ok(None),
    }))
}

impl AvsDirectory {
    /// Sets the peers, once.
    fn wire(&mut self, delegation: Address, pauser_registry: Address) -> Result<()> {
        require::<AlreadyWired>(self.manager.delegation.get().address.is_zero())?;
        require::<InputAddressZero>(!delegation.is_zero() && !pauser_registry.is_zero())?;
        self.manager.delegation.set(&Peer::new(delegation, 0));
        self.manager.pausing.wire(pauser_registry);
        Ok(())
    }

    /// AVS: registers an operator that signed for it.
    fn register_by_signature(
        &mut self,
        operator: Address,
        by: &SignatureWithSaltAndExpiry<'_>,
    ) -> Result<()> {
        let delegation = self.manager.delegation.get();
        require_open(delegation.paused, REGISTERED_BY_SIGNATURE)?;
        let avs = caller(self.vm());
        require::<OperatorAlreadyRegisteredToAVS>(!self.statuses.getter(avs).get(operator))?;
        require::<SaltSpent>(!self.spent_salts.getter(operator).get(by.salt))?;
        let ask = delegation_manager::is_operator(&operator);
        let is_operator = calls::view_boolean(self.vm(), &delegation.address, &ask)?;
        require::<OperatorNotRegisteredToEigenLayer>(is_operator)?;
        let digest = self.registration_digest(&operator, &avs, &by.salt, &by.signature.expiry);
        require_valid(self.vm(), &operator, &digest, &by.signature)?;
        self.spend(operator, by.salt);
        self.set_status(avs, operator, true);
        Ok(())
    }

    /// AVS: takes an operator out.
    fn deregister_from_avs(&mut self, operator: Address) -> Result<()> {
        let bits = self.manager.delegation.get().paused;
        require_exit_open(&self.manager, bits, REGISTERED_BY_SIGNATURE)?;
        let avs = caller(self.vm());
        require::<OperatorNotRegisteredToAVS>(self.statuses.getter(avs).get(operator))?;
        self.set_status(avs, operator, false);
        Ok(())
    }

    fn set_status(&mut self, avs: Address, operator: Address, registered: bool) {
        self.statuses.setter(avs).setter(operator).set(registered);
        let event = Event::new(&OperatorAVSRegistrationStatusUpdated::SIGNATURE_HASH, 1);
        let event = event.topic_address(&operator).topic_address(&avs);
        emit(self.vm(), &event.u64(u64::from(registered)));
    }

    fn spend(&mut self, operator: Address, salt: B256) {
        self.spent_salts.setter(operator).setter(salt).set(true);
    }

    /// What an operator signs to be registered.
    fn registration_digest(&self, operator: &Address, avs: &Address, salt: &B256, expiry: &U256) -> B256 {
        let mut message = Writer::new(5);
        message.b256(&OPERATOR_AVS_REGISTRATION_TYPEHASH);
        message.address(operator);
        message.address(avs);
        message.b256(salt);
        message.word(expiry);
        digest(self.vm(), &keccak(self.vm(), message.as_slice()))
    }
}
