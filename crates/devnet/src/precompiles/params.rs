//! The parameters of programs that owners can change, packed into two words of the chain's own state.

use std::sync::LazyLock;

use alloy_primitives::U256;

use super::storage::{read, slot, write};
use crate::evm::Ctx;
use crate::wasm::Rules;

/// In the first byte of the packed word, once an owner has changed something.
const CHANGED: u8 = 1;
/// Read at every call of a program, so hashed once.
static PARAMETERS: LazyLock<U256> = LazyLock::new(|| slot("parameters", &[]));

/// The chain's parameters: those of `genesis` with what owners changed.
pub(crate) fn load(ctx: &mut Ctx<'_>, genesis: &Rules) -> Rules {
    let word = read(ctx, *PARAMETERS);
    if word.is_zero() {
        return genesis.clone();
    }
    let activation_gas = read(ctx, slot("activation gas", &[]));
    Rules { activation_gas: activation_gas.saturating_to(), ..unpack(word, genesis) }
}

/// Keeps `rules` for all calls from now on.
pub(super) fn store(ctx: &mut Ctx<'_>, rules: &Rules) {
    write(ctx, *PARAMETERS, pack(rules));
    write(ctx, slot("activation gas", &[]), U256::from(rules.activation_gas));
}

fn pack(rules: &Rules) -> U256 {
    let mut word = [0; 32];
    word[0] = CHANGED;
    word[1..5].copy_from_slice(&rules.ink_price.to_be_bytes());
    word[5..9].copy_from_slice(&rules.stack_depth.to_be_bytes());
    word[9..13].copy_from_slice(&rules.max_wasm_size.to_be_bytes());
    word[13..15].copy_from_slice(&rules.free_pages.to_be_bytes());
    word[15..17].copy_from_slice(&rules.page_gas.to_be_bytes());
    word[17..19].copy_from_slice(&rules.page_limit.to_be_bytes());
    word[19..21].copy_from_slice(&rules.expiry_days.to_be_bytes());
    word[21..23].copy_from_slice(&rules.keepalive_days.to_be_bytes());
    word[23..25].copy_from_slice(&rules.block_cache_size.to_be_bytes());
    word[25] = rules.min_init_gas;
    word[26] = rules.min_cached_init_gas;
    word[27] = rules.init_cost_scalar;
    word[28] = rules.max_fragments;
    U256::from_be_bytes(word)
}

fn unpack(word: U256, genesis: &Rules) -> Rules {
    let word = word.to_be_bytes::<32>();
    let half = |at: usize| u16::from_be_bytes([word[at], word[at + 1]]);
    let full = |at: usize| u32::from_be_bytes([word[at], word[at + 1], word[at + 2], word[at + 3]]);
    Rules {
        ink_price: full(1),
        stack_depth: full(5),
        max_wasm_size: full(9),
        free_pages: half(13),
        page_gas: half(15),
        page_limit: half(17),
        expiry_days: half(19),
        keepalive_days: half(21),
        block_cache_size: half(23),
        min_init_gas: word[25],
        min_cached_init_gas: word[26],
        init_cost_scalar: word[27],
        max_fragments: word[28],
        ..genesis.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_survive_packing() {
        let rules = Rules {
            ink_price: 1 << 23,
            stack_depth: 262_144,
            max_wasm_size: 1 << 20,
            free_pages: 3,
            page_gas: 1_001,
            page_limit: 127,
            expiry_days: 366,
            keepalive_days: 32,
            block_cache_size: 0x1_02,
            min_init_gas: 70,
            min_cached_init_gas: 12,
            init_cost_scalar: 51,
            max_fragments: 4,
            ..Rules::default()
        };
        assert_eq!(unpack(pack(&rules), &Rules::default()), rules);
        assert!(!pack(&Rules::default()).is_zero(), "the genesis parameters differ from no change at all");
    }
}
