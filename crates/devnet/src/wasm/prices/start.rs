//! What activating a program and starting a call to it cost.
//!
//! The constants are scaled integers: `amount * 13_420 / 100_000` means 0.1342 per unit. Every division rounds down.

use crate::wasm::rules::Rules;

/// Gas of every activation, whatever the program.
pub const ACTIVATION_BASE_GAS: u64 = 1_659_168;

/// Gas per microsecond of activation work: twice (for safety) 7,000,000 gas in 500,000 microseconds.
const ACTIVATION_GAS_PER_MICROSECOND: u64 = 2 * 7_000_000 / 500_000;

/// The sizes of a program that decide what it costs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ActivationSize {
    /// Bytes of WASM, decompressed.
    pub wasm_bytes: u64,
    /// Functions the program defines.
    pub functions: u64,
    /// Parameters and results of all those functions.
    pub type_words: u64,
    /// Globals, the four added ones included.
    pub globals: u64,
    /// Bytes of all data segments.
    pub data_bytes: u64,
    /// Entries of all element segments.
    pub element_entries: u64,
    /// Initial pages.
    pub pages: u64,
    /// Operators after instrumentation.
    pub instrumented_ops: u64,
}

/// `amount * numerator / denominator`, rounded down.
fn scale_floor(amount: u64, numerator: u64, denominator: u64) -> u64 {
    amount.saturating_mul(numerator) / denominator
}

/// Variable part of starting a program whose module is at hand, unscaled.
#[must_use]
pub fn cached_init_cost(size: &ActivationSize) -> u64 {
    [
        scale_floor(size.functions, 13_420, 100_000),
        scale_floor(size.type_words, 89, 100_000),
        scale_floor(size.wasm_bytes, 122, 100_000),
        scale_floor(size.globals, 1_628, 1_000),
        scale_floor(size.data_bytes.saturating_add(size.element_entries), 75_244, 100_000),
        size.pages.saturating_mul(5),
    ]
    .into_iter()
    .fold(0, u64::saturating_add)
}

/// Variable part of loading a program's module, unscaled.
#[must_use]
pub fn init_cost(size: &ActivationSize) -> u64 {
    [
        scale_floor(size.functions, 8_252, 1_000),
        scale_floor(size.type_words, 1_059, 1_000),
        scale_floor(size.wasm_bytes, 1_286, 10_000),
    ]
    .into_iter()
    .fold(0, u64::saturating_add)
}

/// Estimated bytes of the native code compiled from the program: what the data fee is charged for.
#[must_use]
pub fn asm_estimate(size: &ActivationSize) -> u64 {
    [
        scale_floor(size.functions, 996_829, 1_000),
        scale_floor(size.type_words, 11_416, 1_000),
        scale_floor(size.wasm_bytes, 62_628, 10_000),
    ]
    .into_iter()
    .fold(512_000, u64::saturating_add)
}

/// Gas of activating a program: the base and what its size adds.
#[must_use]
pub fn activation_gas(size: &ActivationSize) -> u64 {
    let microseconds = [
        scale_floor(size.wasm_bytes, 31_733, 100_000),
        scale_floor(size.functions, 17_263, 100_000),
        scale_floor(size.data_bytes, 17_376, 100_000),
        scale_floor(size.element_entries, 17_376, 100_000),
        size.pages.saturating_mul(2_217),
        scale_floor(size.instrumented_ops, 535, 1_000),
    ];
    microseconds
        .into_iter()
        .map(|term| term.saturating_mul(ACTIVATION_GAS_PER_MICROSECOND))
        .fold(ACTIVATION_BASE_GAS, u64::saturating_add)
}

/// What starting a program costs beyond its pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StartCost {
    /// Gas of every start.
    pub cached_gas: u64,
    /// Gas added when the program is not cached.
    pub init_gas: u64,
}

impl StartCost {
    /// Gas of a start at the cached or the full price.
    #[must_use]
    pub fn gas(&self, cached: bool) -> u64 {
        if cached { self.cached_gas } else { self.cached_gas.saturating_add(self.init_gas) }
    }
}

/// Gas of every start of a program with this [`cached_init_cost`].
#[must_use]
pub fn cached_init_gas(rules: &Rules, cached_init_cost: u64) -> u64 {
    let base = u64::from(rules.min_cached_init_gas) * 32;
    base.saturating_add(percent_ceil(cached_init_cost, rules.cached_cost_scalar))
}

/// Gas added to a start of a program with this [`init_cost`] when it is not cached.
#[must_use]
pub fn init_gas(rules: &Rules, init_cost: u64) -> u64 {
    let base = u64::from(rules.min_init_gas) * 128;
    base.saturating_add(percent_ceil(init_cost, rules.init_cost_scalar))
}

/// `cost` scaled by `scalar` units of 2 %, rounded up.
fn percent_ceil(cost: u64, scalar: u8) -> u64 {
    cost.saturating_mul(u64::from(scalar)).saturating_mul(2).div_ceil(100)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: ActivationSize = ActivationSize {
        wasm_bytes: 18_793,
        functions: 60,
        type_words: 150,
        globals: 5,
        data_bytes: 700,
        element_entries: 9,
        pages: 17,
        instrumented_ops: 20_000,
    };

    #[test]
    fn start_costs_follow_the_formula_term_by_term() {
        // 60*0.1342=8, 150*0.00089=0, 18793*0.00122=22, 5*1.628=8, 709*0.75244=533, 17*5=85
        assert_eq!(cached_init_cost(&SIZE), 8 + 22 + 8 + 533 + 85);
        // 60*8.252=495, 150*1.059=158, 18793*0.1286=2416
        assert_eq!(init_cost(&SIZE), 495 + 158 + 2_416);
        assert_eq!(asm_estimate(&SIZE), 512_000 + 59_809 + 1_712 + 117_696);
    }

    #[test]
    fn an_uncached_start_adds_to_the_cached_price() {
        let rules = Rules::default();
        assert_eq!(cached_init_gas(&rules, 0), 352);
        assert_eq!(init_gas(&rules, 0), 8_832);
        let cost = StartCost { cached_gas: cached_init_gas(&rules, 656), init_gas: init_gas(&rules, 3_069) };
        assert_eq!(cost.gas(true), 1_008);
        assert_eq!(cost.gas(false), 1_008 + 11_901);
    }

    #[test]
    fn scalars_round_up() {
        let rules = Rules { init_cost_scalar: 1, ..Rules::default() };
        assert_eq!(init_gas(&rules, 51), 8_832 + 2);
    }

    #[test]
    fn activation_charges_each_term_in_whole_microseconds() {
        let microseconds = 5_963 + 10 + 121 + 1 + 17 * 2_217 + 10_700;
        assert_eq!(activation_gas(&SIZE), 1_659_168 + 28 * microseconds);
        assert_eq!(activation_gas(&ActivationSize::default()), 1_659_168);
    }
}
