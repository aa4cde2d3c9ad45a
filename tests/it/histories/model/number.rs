//! Numbers as on paper: naturals too wide to overflow, and fractions that are rounded only where a formula says so.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub, SubAssign};

use alloy::primitives::{U256, Uint};

/// No product of the formulas comes near this width.
type Wide = Uint<1024, 16>;

/// A natural number. What would leave the naturals ends the test.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Nat(Wide);

impl Nat {
    pub(crate) const ZERO: Self = Self::new(0);
    pub(crate) const ONE: Self = Self::new(1);

    pub(crate) const fn new(value: u128) -> Self {
        let mut limbs = [0; 16];
        limbs[0] = value as u64;
        limbs[1] = (value >> 64) as u64;
        Self(Wide::from_limbs(limbs))
    }

    pub(crate) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    /// As a word of the chain.
    pub(crate) fn word(self) -> U256 {
        assert!(self.0.bit_len() <= 256, "{self} fits no word");
        U256::from(self.0)
    }

    /// As a magnitude.
    pub(crate) fn small(self) -> u64 {
        u64::try_from(self.0).unwrap_or_else(|_| panic!("{self} is no magnitude"))
    }

    /// The difference, or zero where there is none.
    pub(crate) fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    pub(crate) fn parse(decimal: &str) -> Self {
        Self(decimal.parse().unwrap_or_else(|_| panic!("{decimal} is no number")))
    }
}

impl From<U256> for Nat {
    fn from(word: U256) -> Self {
        Self(Wide::from(word))
    }
}

impl From<u64> for Nat {
    fn from(value: u64) -> Self {
        Self::new(u128::from(value))
    }
}

impl Add for Nat {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.checked_add(other.0).expect("wide enough"))
    }
}

impl Sub for Nat {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        let difference = self.0.checked_sub(other.0);
        Self(difference.unwrap_or_else(|| panic!("{self} - {other} is below zero")))
    }
}

impl Mul for Nat {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0.checked_mul(other.0).expect("wide enough"))
    }
}

/// An exact fraction.
impl Div for Nat {
    type Output = Fraction;

    fn div(self, below: Self) -> Fraction {
        assert!(!below.is_zero(), "{self} / 0");
        Fraction { above: self.0, below: below.0 }
    }
}

impl AddAssign for Nat {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Nat {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Nat {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Nat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// In decimal too: acts are printed this way.
impl fmt::Debug for Nat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A quotient that was not rounded yet.
#[derive(Clone, Copy)]
pub(crate) struct Fraction {
    above: Wide,
    below: Wide,
}

impl Fraction {
    pub(crate) fn floor(self) -> Nat {
        Nat(self.above / self.below)
    }

    pub(crate) fn ceil(self) -> Nat {
        Nat(self.above.div_ceil(self.below))
    }

    pub(crate) fn is_less_than(self, other: Self) -> bool {
        Nat(self.above) * Nat(other.below) < Nat(other.above) * Nat(self.below)
    }
}
