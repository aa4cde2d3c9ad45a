//! The data fee: wei for the native code a program takes on every node, dearer the more was activated of late.

/// Wei of each byte while nothing was activated of late.
const MIN_WEI_PER_BYTE: u64 = 82_928_201;
/// Bytes a second by which demand falls: 4 TiB a year.
const BYTES_PER_SECOND: u32 = 139_461;
/// Bytes of demand that raise the price by one part in e.
const INERTIA: u64 = 70_177_364;
/// When the chain's records begin (January 2015), in seconds since 1970.
const BEGINNING: u64 = 1_421_388_000;
/// One, in basis points.
const ONE: u64 = 10_000;
/// Terms of the series the exponential is computed from.
const TERMS: u64 = 12;

/// Bytes activated of late, and when that was noted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Demand {
    /// Bytes, fallen since they were activated.
    pub bytes: u32,
    /// Time of the last activation in seconds since 1970.
    pub updated: u64,
}

impl Default for Demand {
    fn default() -> Self {
        Self { bytes: 0, updated: BEGINNING }
    }
}

impl Demand {
    /// The demand after `bytes` more are activated at this time.
    #[must_use]
    pub fn after(self, bytes: u32, now: u64) -> Self {
        let seconds = u32::try_from(now.saturating_sub(self.updated)).unwrap_or(u32::MAX);
        let fallen = self.bytes.saturating_sub(BYTES_PER_SECOND.saturating_mul(seconds));
        Self { bytes: fallen.saturating_add(bytes), updated: now }
    }

    /// Wei for `bytes`, which this demand includes already.
    #[must_use]
    pub fn fee(self, bytes: u32) -> u64 {
        let multiplier = exponential(ONE.saturating_mul(u64::from(self.bytes)) / INERTIA);
        let wei_per_byte = MIN_WEI_PER_BYTE.saturating_mul(multiplier) / ONE;
        wei_per_byte.saturating_mul(u64::from(bytes))
    }
}

/// e to the power of `x` basis points, in basis points, rounded down in every step of the series.
fn exponential(x: u64) -> u64 {
    let first = ONE.saturating_add(x / TERMS);
    (1..TERMS).rev().fold(first, |sum, term| ONE.saturating_add(sum.saturating_mul(x) / (term * ONE)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_750_000_000;

    #[test]
    fn a_first_program_pays_the_least_price_and_what_its_own_size_adds() {
        let demand = Demand::default().after(600_000, NOW);
        assert_eq!(demand, Demand { bytes: 600_000, updated: NOW });
        // 600,000 bytes raise the price by 85 basis points: 85 of the exponent, and less than one of its square.
        assert_eq!(demand.fee(600_000), 82_928_201 * 10_085 / 10_000 * 600_000);
    }

    #[test]
    fn demand_adds_up_and_falls_by_the_second() {
        let first = Demand::default().after(1_000_000, NOW);
        assert_eq!(first.after(500_000, NOW).bytes, 1_500_000);
        assert_eq!(first.after(500_000, NOW + 2).bytes, 1_500_000 - 2 * 139_461);
        assert_eq!(first.after(500_000, NOW + 8).bytes, 500_000);
    }

    #[test]
    fn demand_of_the_inertia_multiplies_the_price_by_e() {
        let demand = Demand { bytes: 70_177_364, updated: NOW };
        assert_eq!(demand.fee(1), 82_928_201 * 27_182 / 10_000);
        assert_eq!(exponential(0), 10_000);
    }

    #[test]
    fn no_demand_overflows() {
        let demand = Demand { bytes: u32::MAX, updated: 0 }.after(u32::MAX, 0);
        assert_eq!(demand.bytes, u32::MAX);
        assert!(demand.fee(u32::MAX) > demand.fee(1));
    }
}
