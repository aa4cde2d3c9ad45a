//! Results of the shapes readers expect.

use alloc::vec::Vec;

use abi::Writer;
use allocation_manager::sets::PendingSlasher;
use interfaces::types::{encode_allocation, encode_limits, OperatorSet};
use math::allocation::Allocation;
use math::limits::SlashLimits;

/// Words of an allocation.
const ALLOCATION: usize = 3;

/// The result of `getAllocation`.
pub(crate) fn allocation(allocation: &Allocation) -> Vec<u8> {
    let mut out = Writer::new(ALLOCATION);
    encode_allocation(allocation, &mut out);
    out.finish()
}

/// The result of `getAllocations`.
pub(crate) fn allocations(allocations: &[Allocation]) -> Vec<u8> {
    let mut out = Writer::new(allocations.len().saturating_mul(ALLOCATION).saturating_add(2));
    let slot = out.offset(0);
    out.tail(slot);
    array_of_allocations(allocations, &mut out);
    out.finish()
}

/// The result of `getStrategyAllocations`.
pub(crate) fn sets_and_allocations(sets: &[OperatorSet], allocations: &[Allocation]) -> Vec<u8> {
    let mut out = Writer::new(4);
    let (sets_slot, allocations_slot) = (out.offset(0), out.offset(0));
    out.tail(sets_slot);
    out.length(sets.len());
    sets.iter().for_each(|set| set.encode(&mut out));
    out.tail(allocations_slot);
    array_of_allocations(allocations, &mut out);
    out.finish()
}

fn array_of_allocations(allocations: &[Allocation], out: &mut Writer) {
    out.length(allocations.len());
    allocations.iter().for_each(|allocation| encode_allocation(allocation, out));
}

/// The result of `getAllocationDelay`.
pub(crate) fn delay((is_set, delay): (bool, u32)) -> Vec<u8> {
    let mut out = Writer::new(2);
    out.boolean(is_set);
    out.u64(u64::from(delay));
    out.finish()
}

/// The result of `getPendingSlasher`.
pub(crate) fn pending_slasher(pending: &PendingSlasher) -> Vec<u8> {
    let mut out = Writer::new(2);
    out.address(&pending.slasher);
    out.u64(u64::from(pending.effect_block));
    out.finish()
}

/// The result of `getSlashLimits`.
pub(crate) fn limits(limits: &SlashLimits) -> Vec<u8> {
    let mut out = Writer::new(3);
    encode_limits(limits, &mut out);
    out.finish()
}
