//! How much is tried, and from which seed on.

use std::env;

use super::dice::Dice;

/// Requests of a run whose length nobody chose.
const CASES: u64 = 3_000;
/// Gas of a program that never ends, unless chosen: a tenth of what long calls are given elsewhere.
const GAS: u64 = 3_000_000;
const FIRST_SEED: u64 = 1;

fn asked(variable: &str) -> Option<u64> {
    let value = env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} must be a number, not {value}")))
}

/// Number of requests to try.
pub fn cases() -> usize {
    usize::try_from(asked("DEVNET_HOSTILE_CASES").unwrap_or(CASES)).unwrap()
}

/// Number of modules to try.
pub fn modules() -> usize {
    cases().div_ceil(2)
}

/// Gas each program that never ends is given.
pub fn gas() -> u64 {
    asked("DEVNET_HOSTILE_GAS").unwrap_or(GAS)
}

/// The dice of a run's part, with the seed that brings them back.
pub fn dice(part: u64) -> (u64, Dice) {
    let seed = asked("DEVNET_HOSTILE_SEED").unwrap_or(FIRST_SEED);
    (seed, Dice::new(seed.wrapping_mul(0x1_0000_0001).wrapping_add(part << 32)))
}
