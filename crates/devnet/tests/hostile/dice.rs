//! Chance that can be replayed: the same seed throws the same dice, on every machine.

/// A generator of pseudo-random numbers (SplitMix64).
#[derive(Clone)]
pub struct Dice {
    state: u64,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    pub fn throw(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// From 0 to `end`, without it.
    pub fn below(&mut self, end: usize) -> usize {
        (self.throw() % end.max(1) as u64) as usize
    }

    pub fn byte(&mut self) -> u8 {
        self.throw() as u8
    }

    /// True this many times in a hundred.
    pub fn percent(&mut self, times: usize) -> bool {
        self.below(100) < times
    }

    pub fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.byte()).collect()
    }

    /// From 0 to `most`, small numbers far more often than large ones.
    pub fn skewed(&mut self, most: usize) -> usize {
        let doublings = self.below(usize::BITS as usize - most.leading_zeros() as usize + 1);
        self.below(1 << doublings).min(most)
    }
}
