//! Calls of the Slasher (the AllocationManager ABI).

use alloc::vec::Vec;

use abi::Writer;
use alloy_primitives::Address;

use crate::CallId;
use crate::sol::IAllocationManager::{
    getRedistributionRecipientCall, getSlashCountCall, setAllocationDelayCall,
};
use crate::sol::ISlasher::getBookedSlashCountCall;
use crate::types::OperatorSet;

/// `setAllocationDelay(operator, delay)`: from the DelegationManager it takes effect at once.
pub fn set_allocation_delay(operator: &Address, delay: u32) -> Vec<u8> {
    let mut call = Writer::call(setAllocationDelayCall::ID, 2);
    call.address(operator);
    call.u64(u64::from(delay));
    call.finish()
}

/// `getRedistributionRecipient(set)`; answers with an address.
pub fn get_redistribution_recipient(set: &OperatorSet) -> Vec<u8> {
    let mut call = Writer::call(getRedistributionRecipientCall::ID, 2);
    set.encode(&mut call);
    call.finish()
}

/// `getSlashCount(set)`; answers with the number of slashes, whose ids count from 1.
pub fn get_slash_count(set: &OperatorSet) -> Vec<u8> {
    let mut call = Writer::call(getSlashCountCall::ID, 2);
    set.encode(&mut call);
    call.finish()
}

/// `getBookedSlashCount(set)`; answers with the number of slashes that were booked.
pub fn get_booked_slash_count(set: &OperatorSet) -> Vec<u8> {
    let mut call = Writer::call(getBookedSlashCountCall::ID, 2);
    set.encode(&mut call);
    call.finish()
}
