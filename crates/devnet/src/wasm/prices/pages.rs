//! The page model: what memory costs a transaction.

use crate::wasm::chain::PageCounters;
use crate::wasm::rules::Rules;

/// Gas of ever having held p pages: floor(b^p) with b^128 = 31,874,000.
///
/// Integers, because a price must not depend on how a machine rounds.
const EVER_GAS: [u32; 129] = [
    1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 6, 7, 8, 9, 11, 12, 14, 17, 19, 22, 25, 29, 33, 38, 43, 50, 57,
    65, 75, 85, 98, 112, 128, 147, 168, 193, 221, 253, 289, 331, 379, 434, 497, 569, 651, 745, 853, 976,
    1_117, 1_279, 1_463, 1_675, 1_917, 2_194, 2_511, 2_874, 3_290, 3_765, 4_309, 4_932, 5_645, 6_461, 7_395,
    8_464, 9_687, 11_087, 12_689, 14_523, 16_621, 19_024, 21_773, 24_919, 28_521, 32_642, 37_359, 42_758,
    48_938, 56_010, 64_104, 73_368, 83_971, 96_106, 109_994, 125_890, 144_082, 164_904, 188_735, 216_010,
    247_226, 282_953, 323_844, 370_643, 424_206, 485_509, 555_672, 635_973, 727_880, 833_067, 953_456,
    1_091_243, 1_248_941, 1_429_429, 1_636_000, 1_872_423, 2_143_012, 2_452_704, 2_807_151, 3_212_820,
    3_677_113, 4_208_502, 4_816_684, 5_512_756, 6_309_419, 7_221_210, 8_264_766, 9_459_129, 10_826_093,
    12_390_601, 14_181_199, 16_230_562, 18_576_084, 21_260_563, 24_332_984, 27_849_408, 31_873_999,
];

/// Gas of ever having held `pages`; more than the table holds cannot be paid for.
#[must_use]
pub fn page_table(pages: u16) -> u64 {
    EVER_GAS.get(usize::from(pages)).map_or(u64::MAX, |gas| u64::from(*gas))
}

/// Gas of opening `new` pages: linear in the pages open beyond the free ones, and exponential in the most that were
/// ever open at once.
#[must_use]
pub fn page_gas(rules: &Rules, counters: PageCounters, new: u16) -> u64 {
    let open = counters.open.saturating_add(new);
    let ever = counters.ever.max(open);
    if ever <= rules.free_pages {
        return 0;
    }
    if usize::from(open) >= EVER_GAS.len() {
        return u64::MAX;
    }
    let beyond_free = |pages: u16| pages.saturating_sub(rules.free_pages);
    let added = beyond_free(open).saturating_sub(beyond_free(counters.open));
    let linear = u64::from(added) * u64::from(rules.page_gas);
    linear.saturating_add(page_table(ever).saturating_sub(page_table(counters.ever)))
}

impl PageCounters {
    /// Opens `new` pages and returns what they cost in gas.
    pub fn open_pages(&mut self, rules: &Rules, new: u16) -> u64 {
        let gas = page_gas(rules, *self, new);
        self.open = self.open.saturating_add(new);
        self.ever = self.ever.max(self.open);
        gas
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(open: u16, ever: u16, new: u16) -> u64 {
        page_gas(&Rules::default(), PageCounters { open, ever }, new)
    }

    #[test]
    fn the_table_is_the_exponential_it_stands_for() {
        let base = (31_874_000f64.ln() / 128.0).exp();
        for pages in 0u16..=128 {
            assert_eq!(page_table(pages), base.powi(i32::from(pages)) as u64, "{pages} pages");
        }
        assert_eq!(page_table(129), u64::MAX);
    }

    #[test]
    fn two_pages_of_a_transaction_are_free() {
        assert_eq!(cost(0, 0, 2), 0);
        assert_eq!(cost(1, 1, 1), 0);
        assert_eq!(cost(0, 0, 3), 1_000);
        assert_eq!(cost(2, 2, 1), 1_000);
        assert_eq!(cost(0, 0, 17), 15_000 + 8);
    }

    #[test]
    fn all_pages_cost_thirty_two_million_and_one_more_cannot_be_paid() {
        assert_eq!(cost(0, 0, 128), 126_000 + 31_873_998);
        assert_eq!(cost(0, 0, 129), u64::MAX);
        assert_eq!(cost(0, 200, 129), u64::MAX, "even when a failed frame has asked for more before");
        assert_eq!(cost(u16::MAX, u16::MAX, u16::MAX), u64::MAX);
    }

    #[test]
    fn pages_given_back_and_opened_again_cost_the_linear_part_alone() {
        assert_eq!(cost(0, 20, 10), 8_000);
        assert_eq!(cost(0, 20, 2), 0);
        assert_eq!(cost(5, 20, 1), 1_000);
    }

    #[test]
    fn opening_moves_both_counters() {
        let mut counters = PageCounters { open: 1, ever: 4 };
        assert_eq!(counters.open_pages(&Rules::default(), 2), 1_000);
        assert_eq!(counters, PageCounters { open: 3, ever: 4 });
        counters.open_pages(&Rules::default(), 7);
        assert_eq!(counters, PageCounters { open: 10, ever: 10 });
    }
}
