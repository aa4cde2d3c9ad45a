//! Sets of addresses in the chain's own state: its owners, and the managers of its cache.

use alloy_primitives::{Address, U256};

use super::call::{CLEAR_GAS, Fault, PrecompileCall, READ_GAS, WRITE_GAS};
use super::storage::{read, slot, write};

/// A set of addresses, listed in the order they were added until one is removed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members {
    name: &'static str,
}

/// Accounts that may change the chain's parameters.
pub(super) const CHAIN_OWNERS: Members = Members { name: "chain owner" };
/// Accounts that may put programs into the cache.
pub(super) const CACHE_MANAGERS: Members = Members { name: "cache manager" };
/// Most members one answer lists.
const MAX_LISTED: u64 = 65_536;

impl Members {
    pub(super) fn contains(self, call: &mut PrecompileCall<'_, '_>, member: Address) -> Result<bool, Fault> {
        Ok(self.position(call, member)? != 0)
    }

    pub(super) fn all(self, call: &mut PrecompileCall<'_, '_>) -> Result<Vec<Address>, Fault> {
        let count = self.count(call)?.min(MAX_LISTED);
        (1..=count).map(|position| self.at(call, position)).collect()
    }

    /// Adds a member; nothing happens when it is one.
    pub(super) fn add(self, call: &mut PrecompileCall<'_, '_>, member: Address) -> Result<(), Fault> {
        if self.contains(call, member)? {
            return Ok(());
        }
        let last = self.count(call)?.saturating_add(1);
        call.spend(WRITE_GAS.saturating_mul(3))?;
        self.put(call, last, member);
        write(call.ctx, self.count_slot(), U256::from(last));
        Ok(())
    }

    /// Removes a member, whose place the last one takes.
    pub(super) fn remove(self, call: &mut PrecompileCall<'_, '_>, member: Address) -> Result<(), Fault> {
        let position = self.position(call, member)?;
        if position == 0 {
            return Err(Fault::Burnt(format!("{member} is no {}", self.name)));
        }
        let last = self.count(call)?;
        let moved = self.at(call, last)?;
        call.spend(CLEAR_GAS.saturating_mul(2).saturating_add(WRITE_GAS.saturating_mul(3)))?;
        self.put(call, position, moved);
        write(call.ctx, self.member_slot(last), U256::ZERO);
        write(call.ctx, self.position_slot(member), U256::ZERO);
        write(call.ctx, self.count_slot(), U256::from(last.saturating_sub(1)));
        Ok(())
    }

    /// Where a member is in the list, from one; zero when it is none.
    fn position(self, call: &mut PrecompileCall<'_, '_>, member: Address) -> Result<u64, Fault> {
        call.spend(READ_GAS)?;
        Ok(read(call.ctx, self.position_slot(member)).saturating_to())
    }

    fn count(self, call: &mut PrecompileCall<'_, '_>) -> Result<u64, Fault> {
        call.spend(READ_GAS)?;
        Ok(read(call.ctx, self.count_slot()).saturating_to())
    }

    fn at(self, call: &mut PrecompileCall<'_, '_>, position: u64) -> Result<Address, Fault> {
        call.spend(READ_GAS)?;
        Ok(Address::from_word(read(call.ctx, self.member_slot(position)).into()))
    }

    fn put(self, call: &mut PrecompileCall<'_, '_>, position: u64, member: Address) {
        write(call.ctx, self.member_slot(position), member.into_word().into());
        write(call.ctx, self.position_slot(member), U256::from(position));
    }

    fn count_slot(self) -> U256 {
        slot(self.name, b"count")
    }

    fn member_slot(self, position: u64) -> U256 {
        slot(self.name, &position.to_be_bytes())
    }

    fn position_slot(self, member: Address) -> U256 {
        slot(self.name, member.as_slice())
    }
}
