//! An owner, replaced in two steps. See `contracts/interfaces/IOwnable.sol`.

use abi::{Event, Reader, Writer};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use interfaces::require;
use interfaces::sol::IOwnable::{
    self as abi_of, OnlyOwner, OnlyPendingOwner, OwnershipTransferStarted, OwnershipTransferred,
};
use interfaces::CallId;
use stylus_sdk::host::VM;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageAddress;

use crate::host::{caller, emit};
use crate::routing::{done, Routed};

/// The owner, and who was proposed as the next one.
#[storage]
pub struct Ownership {
    owner: StorageAddress,
    pending: StorageAddress,
}

/// A contract with an owner.
pub trait Ownable: HostAccess<Host = VM> {
    /// Who the owner is.
    fn ownership(&self) -> &Ownership;
    /// Who the owner is.
    fn ownership_mut(&mut self) -> &mut Ownership;
}

/// Gives a contract with a field `ownership` an owner.
#[macro_export]
macro_rules! ownable {
    ($contract:ty) => {
        impl $crate::ownable::Ownable for $contract {
            fn ownership(&self) -> &$crate::ownable::Ownership {
                &self.ownership
            }

            fn ownership_mut(&mut self) -> &mut $crate::ownable::Ownership {
                &mut self.ownership
            }
        }
    };
}

/// Reverts unless the owner calls.
pub fn require_owner<C: Ownable>(this: &C) -> abi::Result<()> {
    require::<OnlyOwner>(caller(this.vm()) == this.ownership().owner.get())
}

/// What the owner, its successor and readers call: a routing table.
pub fn routes<C: Ownable>(this: &mut C, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        abi_of::ownerCall::ID => Ok(Some(Writer::one_address(&this.ownership().owner.get()))),
        abi_of::pendingOwnerCall::ID => Ok(Some(Writer::one_address(&this.ownership().pending.get()))),
        abi_of::transferOwnershipCall::ID => done(propose(this, args.address()?)?),
        abi_of::acceptOwnershipCall::ID => done(accept(this)?),
        _ => Ok(None),
    }
}

/// Makes `owner` the owner.
pub fn set_owner<C: Ownable>(this: &mut C, owner: Address) {
    emit_change(this, &OwnershipTransferred::SIGNATURE_HASH, &owner);
    this.ownership_mut().owner.set(owner);
}

fn propose<C: Ownable>(this: &mut C, owner: Address) -> abi::Result<()> {
    require_owner(this)?;
    this.ownership_mut().pending.set(owner);
    emit_change(this, &OwnershipTransferStarted::SIGNATURE_HASH, &owner);
    Ok(())
}

fn accept<C: Ownable>(this: &mut C) -> abi::Result<()> {
    let pending = this.ownership().pending.get();
    require::<OnlyPendingOwner>(caller(this.vm()) == pending)?;
    this.ownership_mut().pending.set(Address::ZERO);
    set_owner(this, pending);
    Ok(())
}

fn emit_change<C: Ownable>(this: &C, topic: &B256, to: &Address) {
    let event = Event::new(topic, 2).topic_address(&this.ownership().owner.get());
    emit(this.vm(), &event.topic_address(to));
}
