//! Chance that can be replayed: the same seed throws the same dice, on every machine.

use super::model::Nat;

/// A generator of pseudo-random numbers (SplitMix64).
pub(crate) struct Dice {
    state: u64,
}

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    fn throw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// From 0 to `end`, without it.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.throw() % end as u64) as usize
    }

    /// From `first` to `last`, with both.
    pub(crate) fn between(&mut self, first: u32, last: u32) -> u32 {
        first + self.below((last - first + 1) as usize) as u32
    }

    /// True this many times in a hundred.
    pub(crate) fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// A choice by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, choices: &[(usize, T)]) -> T {
        let mut left = self.below(choices.iter().map(|(weight, _)| weight).sum());
        for (weight, choice) in choices {
            if left < *weight {
                return *choice;
            }
            left -= weight;
        }
        unreachable!("less than all weights together")
    }

    /// From 1 to `most`, every length as likely as any other.
    pub(super) fn skewed(&mut self, most: Nat) -> Nat {
        let wide = u128::from(self.throw()) << 64 | u128::from(self.throw());
        let shorter = wide >> self.below(128);
        let number = if Nat::new(shorter) > most { self.part_of(most) } else { Nat::new(shorter) };
        number.max(Nat::ONE)
    }

    /// From 0 to `whole`, evenly.
    pub(super) fn part_of(&mut self, whole: Nat) -> Nat {
        (whole * Nat::from(self.throw()) / Nat::from(u64::MAX)).floor()
    }
}
