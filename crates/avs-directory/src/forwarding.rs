//! Wiring, and acting for whoever called the Slasher.

use alloc::vec::Vec;

use abi::{Fault, Reader, Result};
use alloy_primitives::Address;
use common::packed::Peer;
use common::{host, permission};
use interfaces::require;
use interfaces::sol::IAvsDirectory::{AlreadyWired, InputAddressZero, OnlySlasher};
use stylus_sdk::prelude::*;

use crate::{avss, operators, set_views, views, AvsDirectory};

/// Who asked the Slasher, and for which function.
#[derive(Clone, Copy)]
pub(crate) struct Request {
    pub(crate) caller: Address,
    pub(crate) selector: u32,
}

impl AvsDirectory {
    /// Sets peers and the deallocation delay (blocks), once.
    pub(crate) fn wire(
        &mut self,
        slasher: Address,
        delegation: Address,
        permission_controller: Address,
        deallocation_delay: u32,
    ) -> Result<()> {
        require::<AlreadyWired>(self.slasher.get().is_zero())?;
        require::<InputAddressZero>(
            !slasher.is_zero() && !delegation.is_zero() && !permission_controller.is_zero(),
        )?;
        self.slasher.set(slasher);
        self.delegation.set(&Peer::new(delegation, deallocation_delay));
        self.permission_controller.set(permission_controller);
        Ok(())
    }

    /// Slasher: runs a call for `caller`. What no table knows reverts without data, as an unknown function does.
    pub(crate) fn forward(&mut self, caller: Address, data: &[u8]) -> Result<Vec<u8>> {
        require::<OnlySlasher>(host::caller(self.vm()) == self.slasher.get())?;
        let unknown = || Fault::Bubbled(Vec::new());
        let (selector, arguments) = data.split_first_chunk::<4>().ok_or_else(unknown)?;
        let request = Request { caller, selector: u32::from_be_bytes(*selector) };
        for table in [avss, operators, set_views, views] {
            if let Some(result) = table(self, request, &mut Reader::new(arguments))? {
                return Ok(result);
            }
        }
        Err(unknown())
    }

    /// Whether the caller may call this function for `account`. Permissions name the Slasher's address as the target: it is
    /// where the caller called.
    pub(crate) fn may_act(&self, request: Request, account: &Address) -> Result<bool> {
        permission::can_call(
            self.vm(),
            &self.permission_controller.get(),
            account,
            &request.caller,
            &self.slasher.get(),
            request.selector,
        )
    }

    /// As [`Self::may_act`], reverting with `InvalidPermissions` when not.
    pub(crate) fn require_may_act(&self, request: Request, account: &Address) -> Result<()> {
        require::<interfaces::sol::IAllocationManager::InvalidPermissions>(self.may_act(request, account)?)
    }
}
