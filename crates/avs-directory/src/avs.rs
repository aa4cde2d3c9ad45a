//! What an AVS says of itself: metadata and registrar.

use abi::{Event, Reader, Result};
use allocation_manager::sets::Avs;
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::emit;
use interfaces::peers::registrar as registrar_calls;
use interfaces::sol::IAllocationManager::{
    setAVSRegistrarCall, updateAVSMetadataURICall, AVSMetadataURIUpdated, AVSRegistrarSet,
    InvalidAVSRegistrar,
};
use interfaces::{require, CallId};
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;

use crate::AvsDirectory;

impl AvsDirectory {
    /// AVS: publishes where its metadata is. The first time makes it known, which creating sets requires.
    pub(crate) fn update_metadata(&mut self, avs: Address, uri: &[u8]) -> Result<()> {
        self.manager.require_may_act(&avs, updateAVSMetadataURICall::ID)?;
        let mut slot = self.manager.avss.setter(avs);
        let known = slot.get();
        if !known.has_metadata {
            slot.set(&Avs { has_metadata: true, ..known });
        }
        emit_metadata(self.vm(), &avs, uri);
        Ok(())
    }

    /// AVS: names the contract that is called when operators join and leave. It must say that it supports the AVS.
    pub(crate) fn set_registrar(&mut self, avs: Address, registrar: Address) -> Result<()> {
        self.manager.require_may_act(&avs, setAVSRegistrarCall::ID)?;
        let answer = calls::view(self.vm(), &registrar, &registrar_calls::supports_avs(&avs))?;
        require::<InvalidAVSRegistrar>(matches!(Reader::new(&answer).boolean(), Ok(true)))?;
        let mut slot = self.manager.avss.setter(avs);
        let known = slot.get();
        slot.set(&Avs { registrar, ..known });
        let event = Event::new(&AVSRegistrarSet::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(&avs).address(&registrar));
        Ok(())
    }
}

/// The event of published metadata, the same in both ABIs.
pub(crate) fn emit_metadata(vm: &VM, avs: &Address, uri: &[u8]) {
    let event = Event::new(&AVSMetadataURIUpdated::SIGNATURE_HASH, 4);
    emit(vm, &event.topic_address(avs).byte_string(uri));
}
