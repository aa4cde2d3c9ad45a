//! What an AVS says of itself: metadata and registrar.

use abi::{Event, Reader, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::emit;
use interfaces::peers::registrar as registrar_calls;
use interfaces::require;
use interfaces::sol::IAllocationManager::{AVSMetadataURIUpdated, AVSRegistrarSet, InvalidAVSRegistrar};
use stylus_sdk::prelude::*;

use crate::forwarding::Request;
use crate::state::Avs;
use crate::AvsDirectory;

impl AvsDirectory {
    /// AVS: publishes where its metadata is. The first time makes it known, which creating sets requires.
    pub(crate) fn update_metadata(&mut self, request: Request, avs: Address, uri: &[u8]) -> Result<()> {
        self.require_may_act(request, &avs)?;
        let mut slot = self.avss.setter(avs);
        let known = slot.get();
        if !known.has_metadata {
            slot.set(&Avs { has_metadata: true, ..known });
        }
        let event = Event::new(&AVSMetadataURIUpdated::SIGNATURE_HASH, 4);
        emit(self.vm(), &event.topic_address(&avs).byte_string(uri));
        Ok(())
    }

    /// AVS: names the contract that is called when operators join and leave. It must say that it supports the AVS.
    pub(crate) fn set_registrar(&mut self, request: Request, avs: Address, registrar: Address) -> Result<()> {
        self.require_may_act(request, &avs)?;
        let answer = calls::view(self.vm(), &registrar, &registrar_calls::supports_avs(&avs))?;
        require::<InvalidAVSRegistrar>(matches!(Reader::new(&answer).boolean(), Ok(true)))?;
        let mut slot = self.avss.setter(avs);
        let known = slot.get();
        slot.set(&Avs { registrar, ..known });
        let event = Event::new(&AVSRegistrarSet::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.address(&avs).address(&registrar));
        Ok(())
    }

    /// Where the AVS's callbacks go.
    pub(crate) fn registrar_of(&self, avs: Address) -> Address {
        let registrar = self.avss.getter(avs).get().registrar;
        if registrar.is_zero() {
            avs
        } else {
            registrar
        }
    }
}
