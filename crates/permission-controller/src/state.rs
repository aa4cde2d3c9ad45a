//! Storage of the PermissionController.

use alloy_primitives::{Address, B256};
use common::list::List;
use common::map::Map;
use common::packed::{field, Packed, Slot};
use stylus_sdk::prelude::*;

/// Admins and appointees of accounts.
#[storage]
#[entrypoint]
pub struct PermissionController {
    /// account → admins. Empty: the account is its own and only admin.
    pub(crate) admin_lists: Map<Address, List>,
    /// account → admins who have not accepted yet.
    pub(crate) pending_admin_lists: Map<Address, List>,
    /// account → address → places on the two lists above.
    pub(crate) memberships: Map<Address, Map<Address, Slot<Membership>>>,
    /// account → appointee → what it may call.
    pub(crate) permission_lists: Map<Address, Map<Address, List>>,
    /// account → permission → who may make the call.
    pub(crate) appointee_lists: Map<Address, Map<B256, List>>,
    /// account → appointee → permission → places on the two lists above.
    pub(crate) grants: Map<Address, Map<Address, Map<B256, Slot<Grant>>>>,
}

/// Where an address stands on an account's lists of admins and pending admins (from 1; 0 when not on it).
#[derive(Clone, Copy)]
pub(crate) struct Membership {
    pub(crate) admin_place: u64,
    pub(crate) pending_place: u64,
}

impl Packed for Membership {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { admin_place: field::u64(word, 24), pending_place: field::u64(word, 16) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 16, &self.pending_place.to_be_bytes());
        field::put(&mut word, 24, &self.admin_place.to_be_bytes());
        word
    }
}

/// Where a grant stands on its appointee's list of permissions and on its permission's list of appointees (from 1; both 0
/// when not granted).
#[derive(Clone, Copy)]
pub(crate) struct Grant {
    pub(crate) permission_place: u64,
    pub(crate) appointee_place: u64,
}

impl Packed for Grant {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { permission_place: field::u64(word, 24), appointee_place: field::u64(word, 16) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 16, &self.appointee_place.to_be_bytes());
        field::put(&mut word, 24, &self.permission_place.to_be_bytes());
        word
    }
}

/// A function of a contract that may be called in an account's name.
#[derive(Clone, Copy)]
pub(crate) struct Permission {
    pub(crate) target: Address,
    pub(crate) selector: u32,
}

impl Permission {
    /// As a list element and mapping key: target in the upper 20 bytes, selector in the lower 4.
    #[inline(never)]
    pub(crate) fn key(&self) -> B256 {
        let mut key = [0; 32];
        field::put(&mut key, 0, self.target.as_slice());
        field::put(&mut key, 28, &self.selector.to_be_bytes());
        B256::from(key)
    }

    /// The permission of a key made by [`Permission::key`].
    pub(crate) fn from_key(key: &B256) -> Self {
        Self { target: field::address(&key.0, 0), selector: field::u32(&key.0, 28) }
    }
}
