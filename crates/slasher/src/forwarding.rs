//! What AvsDirectory owns, answered at this address.

use alloc::vec::Vec;

use abi::{Fault, Reader, Result};
use alloy_primitives::Address;
use common::calls;
use common::host::caller;
use interfaces::peers::{avs_directory, registrar};
use interfaces::require;
use interfaces::sol::IAllocationManager::InvalidAVSRegistrar;
use interfaces::types::{DeregisterParams, RegisterParams};
use stylus_sdk::prelude::*;

use crate::Slasher;

/// Calldata of a selector this contract does not have itself: AvsDirectory's, or nobody's. Routing has refused ETH before,
/// and calldata too short for a selector is nobody's.
pub(crate) fn unknown(this: &mut Slasher, calldata: &[u8]) -> Option<stylus_sdk::ArbResult> {
    calldata.first_chunk::<4>()?;
    Some(this.forward(calldata).map_err(Fault::into_data))
}

/// The calldata that `args` were read from.
#[inline(never)]
pub(crate) fn calldata(selector: u32, args: &Reader<'_>) -> Vec<u8> {
    [&selector.to_be_bytes(), args.source()].concat()
}

impl Slasher {
    /// Lets AvsDirectory run a call for whoever called here. What it returns or reverts with, unchanged.
    pub(crate) fn forward(&self, calldata: &[u8]) -> Result<Vec<u8>> {
        let call = avs_directory::forward(&caller(self.vm()), calldata);
        let answer = calls::call(self.vm(), &self.directory.get().address, &call)?;
        Ok(Reader::new(&answer).bytes()?.to_vec())
    }

    /// Operator: joins sets. AvsDirectory does it; the AVS's callback comes last, and from here.
    pub(crate) fn register(
        &self,
        calldata: &[u8],
        operator: &Address,
        params: &RegisterParams<'_>,
    ) -> Result<()> {
        let answer = self.forward(calldata)?;
        let callback =
            registrar::register_operator(operator, &params.avs, &params.operator_set_ids, params.data);
        self.call_registrar(&answer, &callback)
    }

    /// Operator or AVS: takes the operator out of sets, in the same manner.
    pub(crate) fn deregister(&self, calldata: &[u8], params: &DeregisterParams) -> Result<()> {
        let answer = self.forward(calldata)?;
        let callback =
            registrar::deregister_operator(&params.operator, &params.avs, &params.operator_set_ids);
        self.call_registrar(&answer, &callback)
    }

    /// Calls the registrar that AvsDirectory answered with. It can refuse by reverting. A registrar without code cannot
    /// agree to anything: it is no registrar.
    fn call_registrar(&self, answer: &[u8], callback: &[u8]) -> Result<()> {
        let registrar = Reader::new(answer).address()?;
        require::<InvalidAVSRegistrar>(self.vm().code_size(registrar) != 0)?;
        calls::call(self.vm(), &registrar, callback)?;
        Ok(())
    }
}
