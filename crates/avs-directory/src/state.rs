//! Storage of AvsDirectory.

use alloy_primitives::{Address, B256};
use common::list::List;
use common::map::Map;
use common::packed::{field, Packed, Peer, Slot};
use stylus_sdk::prelude::*;
use stylus_sdk::storage::StorageAddress;

/// AVSs, their operator sets, and who is in them. Sets are keyed by `OperatorSet::key`.
#[storage]
#[entrypoint]
pub struct AvsDirectory {
    /// The only one who may forward, and the address AVSs and operators know.
    pub(crate) slasher: StorageAddress,
    /// Who knows operators, and the deallocation delay.
    pub(crate) delegation: Slot<Peer>,
    /// Who may act for an account.
    pub(crate) permission_controller: StorageAddress,
    /// What is known of an AVS.
    pub(crate) avss: Map<Address, Slot<Avs>>,
    /// What is known of a set.
    pub(crate) sets: Map<B256, Slot<Set>>,
    /// Who receives what a set slashes; zero for nobody.
    pub(crate) recipients: Map<B256, StorageAddress>,
    /// Strategies of a set.
    pub(crate) strategy_lists: Map<B256, List>,
    /// set → strategy → place on the set's list.
    pub(crate) strategy_places: Map<B256, Map<Address, Slot<Place>>>,
    /// Operators registered for a set.
    pub(crate) member_lists: Map<B256, List>,
    /// Sets an operator is registered for.
    pub(crate) registered_lists: Map<Address, List>,
    /// operator → set → membership.
    pub(crate) memberships: Map<Address, Map<B256, Slot<Membership>>>,
}

/// An AVS: its registrar (zero for the AVS itself), whether it published metadata, and how many sets it created.
#[derive(Clone, Copy)]
pub(crate) struct Avs {
    pub(crate) registrar: Address,
    pub(crate) has_metadata: bool,
    pub(crate) set_count: u64,
}

impl Packed for Avs {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            registrar: field::address(word, 0),
            has_metadata: word[20] != 0,
            set_count: field::u64(word, 24),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.registrar.as_slice());
        word[20] = u8::from(self.has_metadata);
        field::put(&mut word, 24, &self.set_count.to_be_bytes());
        word
    }
}

/// A set: who may slash for it, and whether it exists.
#[derive(Clone, Copy)]
pub(crate) struct Set {
    pub(crate) slasher: Address,
    pub(crate) exists: bool,
}

impl Packed for Set {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { slasher: field::address(word, 0), exists: word[20] != 0 }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.slasher.as_slice());
        word[20] = u8::from(self.exists);
        word
    }
}

/// A strategy's place on its set's list, from 1; 0 when the set does not have it.
#[derive(Clone, Copy)]
pub(crate) struct Place(pub(crate) u64);

impl Packed for Place {
    fn unpack(word: &[u8; 32]) -> Self {
        Self(field::u64(word, 24))
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 24, &self.0.to_be_bytes());
        word
    }
}

/// An operator's standing in a set: whether it is registered; the last block in which it can be slashed after leaving
/// (zero if it never left); its place on the set's list and the set's place on its own, from 1, both 0 when it is not
/// registered.
#[derive(Clone, Copy)]
pub(crate) struct Membership {
    pub(crate) registered: bool,
    pub(crate) slashable_until: u32,
    pub(crate) member_place: u64,
    pub(crate) set_place: u64,
}

impl Packed for Membership {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            registered: word[0] != 0,
            slashable_until: field::u32(word, 4),
            member_place: field::u64(word, 8),
            set_place: field::u64(word, 16),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        word[0] = u8::from(self.registered);
        field::put(&mut word, 4, &self.slashable_until.to_be_bytes());
        field::put(&mut word, 8, &self.member_place.to_be_bytes());
        field::put(&mut word, 16, &self.set_place.to_be_bytes());
        word
    }
}
