//! Slots of a set's limits and of what it used of them.

use common::packed::{field, Packed};
use math::limits::{SlashLimits, SlashWindow};
use math::wad::WAD;

/// A set's limits. Stored is what they leave out of 1e18, so that an untouched slot reads as no limits.
#[derive(Clone, Copy)]
pub struct Limits(pub SlashLimits);

impl Packed for Limits {
    fn unpack(word: &[u8; 32]) -> Self {
        Self(SlashLimits {
            max_per_slash: WAD.saturating_sub(field::u64(word, 0)),
            max_per_period: WAD.saturating_sub(field::u64(word, 8)),
            period: field::u32(word, 16),
        })
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &WAD.saturating_sub(self.0.max_per_slash).to_be_bytes());
        field::put(&mut word, 8, &WAD.saturating_sub(self.0.max_per_period).to_be_bytes());
        field::put(&mut word, 16, &self.0.period.to_be_bytes());
        word
    }
}

/// What a set slashed of an allocation in the period that runs, or ran last.
#[derive(Clone, Copy)]
pub struct Window(pub SlashWindow);

impl Packed for Window {
    fn unpack(word: &[u8; 32]) -> Self {
        Self(SlashWindow {
            basis: field::u64(word, 0),
            slashed: field::u64(word, 8),
            start: field::u32(word, 16),
        })
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.0.basis.to_be_bytes());
        field::put(&mut word, 8, &self.0.slashed.to_be_bytes());
        field::put(&mut word, 16, &self.0.start.to_be_bytes());
        word
    }
}
