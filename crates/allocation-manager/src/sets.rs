//! Slots of AVSs, operator sets and membership.

use alloy_primitives::{address, Address};
use common::packed::{field, Packed};

/// An AVS: its registrar (zero for the AVS itself), whether it published metadata, and how many sets it created.
#[derive(Clone, Copy)]
pub struct Avs {
    /// Where its callbacks go.
    pub registrar: Address,
    /// Whether it may create sets.
    pub has_metadata: bool,
    /// How many it created.
    pub set_count: u64,
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

/// A set: who slashes for it, and what a rule must know before it reads more. All false and zero when it does not exist.
#[derive(Clone, Copy, Default)]
pub struct Set {
    /// Who slashes for it, unless a proposal has come into force.
    pub slasher: Address,
    /// Whether it exists.
    pub exists: bool,
    /// Whether what it slashes goes to a recipient.
    pub redistributing: bool,
    /// Whether it has limits to what it may slash.
    pub limited: bool,
    /// Whether another slasher was ever proposed.
    pub slasher_proposed: bool,
}

impl Packed for Set {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            slasher: field::address(word, 0),
            exists: word[20] != 0,
            redistributing: word[21] != 0,
            limited: word[22] != 0,
            slasher_proposed: word[23] != 0,
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.slasher.as_slice());
        let flags = [self.exists, self.redistributing, self.limited, self.slasher_proposed];
        field::put(&mut word, 20, &flags.map(u8::from));
        word
    }
}

/// A proposed slasher: it is the set's from `effect_block` on.
#[derive(Clone, Copy)]
pub struct PendingSlasher {
    /// Who.
    pub slasher: Address,
    /// From which block.
    pub effect_block: u32,
}

impl Packed for PendingSlasher {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { slasher: field::address(word, 0), effect_block: field::u32(word, 20) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, self.slasher.as_slice());
        field::put(&mut word, 20, &self.effect_block.to_be_bytes());
        word
    }
}

/// The recipient of sets that redistribute nothing: an address nobody owns.
pub const DEFAULT_BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");

/// So many strategies of a set are found by going through them: their places are stored nowhere else, which saves a slot for
/// each. Few sets have more.
pub const UNPLACED: u64 = 4;

/// A strategy in a set: its place on the set's list if that is beyond [`UNPLACED`], and whether it is on the list of those the
/// set gave up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The place (from 1); 0 when the set does not have it, or has it in one of the first places.
    pub place: u64,
    /// Whether the set gave it up at least once.
    pub former: bool,
}

impl Packed for Place {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { place: field::u64(word, 24), former: field::u8(word, 23) != 0 }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 23, &[u8::from(self.former)]);
        field::put(&mut word, 24, &self.place.to_be_bytes());
        word
    }
}

/// How often a set slashed, which is the last slash id, and how often it took something, which was booked.
#[derive(Clone, Copy)]
pub struct SlashCounts {
    /// All slashes.
    pub all: u64,
    /// Those that were booked.
    pub booked: u64,
}

impl Packed for SlashCounts {
    fn unpack(word: &[u8; 32]) -> Self {
        Self { booked: field::u64(word, 16), all: field::u64(word, 24) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 16, &self.booked.to_be_bytes());
        field::put(&mut word, 24, &self.all.to_be_bytes());
        word
    }
}

/// An operator's standing in a set: whether it is registered; the last block in which it can be slashed after leaving
/// (zero if it never left); whether it ever allocated to the set; its place on the set's list (from 1, 0 when it is not
/// registered); and the set's place on the operator's, where it stays once it is there (from 1, 0 when it never was).
#[derive(Clone, Copy, Default)]
pub struct Membership {
    /// Whether it is registered.
    pub registered: bool,
    /// The last block in which it can be slashed after leaving.
    pub slashable_until: u32,
    /// Whether it ever allocated to the set.
    pub allocated: bool,
    /// Its place on the set's list.
    pub member_place: u64,
    /// The set's place on its own.
    pub set_place: u32,
}

impl Packed for Membership {
    fn unpack(word: &[u8; 32]) -> Self {
        Self {
            registered: word[0] != 0,
            allocated: word[1] != 0,
            slashable_until: field::u32(word, 4),
            member_place: field::u64(word, 8),
            set_place: field::u32(word, 16),
        }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        word[0] = u8::from(self.registered);
        word[1] = u8::from(self.allocated);
        field::put(&mut word, 4, &self.slashable_until.to_be_bytes());
        field::put(&mut word, 8, &self.member_place.to_be_bytes());
        field::put(&mut word, 16, &self.set_place.to_be_bytes());
        word
    }
}
