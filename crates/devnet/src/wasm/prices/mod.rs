//! What running costs. Every figure is Arbitrum's published price; the unit is ink unless a name says gas.

mod demand;
mod opcode;
#[cfg(test)]
mod opcode_tests;
mod pages;
mod start;

pub use demand::Demand;
pub use opcode::{BLOCK_HEADER_INK, MEMORY_BYTE_INK, Refused, ends_basic_block, may_leave, op_ink};
pub use pages::{page_gas, page_table};
pub use start::{
    ACTIVATION_BASE_GAS, ActivationSize, StartCost, activation_gas, asm_estimate, cached_init_cost,
    cached_init_gas, init_cost, init_gas,
};

/// Ink of entering any host function.
pub const HOSTIO: u64 = 8_400;
/// Ink of each fixed-size pointer a host function reads or writes.
pub const PTR: u64 = 5_040;
/// Ink of leaving the WASM engine for the chain's state.
pub const EVM_API: u64 = 59_673;
/// Ink of a 256-bit division.
pub const DIV: u64 = 20_000;
/// Ink of a 256-bit modular addition.
pub const ADD_MOD: u64 = 21_000;
/// Ink of a 256-bit modular multiplication.
pub const MUL_MOD: u64 = 24_100;

/// Ink of copying `bytes` from the program's memory to the host.
#[must_use]
pub fn read_ink(bytes: u32) -> u64 {
    16_381 + 55 * u64::from(bytes.saturating_sub(32))
}

/// Ink of copying `bytes` from the host to the program's memory.
#[must_use]
pub fn write_ink(bytes: u32) -> u64 {
    5_040 + 30 * u64::from(bytes.saturating_sub(32))
}

/// Ink of hashing `bytes`: the first two words are within the base price.
#[must_use]
pub fn keccak_ink(bytes: u32) -> u64 {
    121_800 + 21_000 * u64::from(bytes.div_ceil(32).saturating_sub(2))
}

/// Ink of raising to a big-endian exponent: by its significant bytes, and one more.
#[must_use]
pub fn pow_ink(exponent: &[u8; 32]) -> u64 {
    let leading_zeros = exponent.iter().take_while(|byte| **byte == 0).count();
    3_000 + 17_500 * (33 - leading_zeros as u64)
}

/// Gas amounts of the EVM that host functions charge or demand.
pub mod gas {
    /// First read of a storage slot (EIP-2929).
    pub const COLD_SLOAD: u64 = 2_100;
    /// First touch of an account (EIP-2929).
    pub const COLD_ACCOUNT: u64 = 2_600;
    /// Read of a slot or account touched before (EIP-2929).
    pub const WARM_READ: u64 = 100;
    /// Gas that must be left for any storage write (EIP-2200).
    pub const SSTORE_SENTRY: u64 = 2_300;
    /// Most the storage cache charges for one access.
    pub const STORAGE_CACHE_ACCESS: u64 = 10;
    /// TLOAD and TSTORE (EIP-1153).
    pub const TRANSIENT: u64 = 100;
    /// A log, and each of its topics.
    pub const LOG: u64 = 375;
    /// Each byte of a log's data.
    pub const LOG_BYTE: u64 = 8;
    /// Reading code of at most the standard size (EIP-150).
    pub const EXTCODE: u64 = 700;
    /// Moving value in a call.
    pub const CALL_VALUE: u64 = 9_000;
    /// Moving value to an empty account.
    pub const NEW_ACCOUNT: u64 = 25_000;
    /// Given to the callee when value is moved.
    pub const CALL_STIPEND: u64 = 2_300;
    /// Each word copied.
    pub const COPY_WORD: u64 = 3;
    /// CREATE and CREATE2.
    pub const CREATE: u64 = 32_000;
    /// CREATE2, for each word of init code hashed.
    pub const KECCAK_WORD: u64 = 6;

    /// Gas of a memory of `bytes` in the EVM: the least a call that returns them must cost.
    #[must_use]
    pub fn evm_memory(bytes: u64) -> u64 {
        let words = bytes.div_ceil(32);
        words.saturating_mul(3).saturating_add(words.saturating_mul(words) / 512)
    }

    /// What remains for a nested frame when one part in 64 stays behind (EIP-150), rounded down.
    #[must_use]
    pub fn all_but_one_64th_floor(gas: u64) -> u64 {
        // 63/64 of 64 · q + r, without the overflow of multiplying first.
        63 * (gas / 64) + 63 * (gas % 64) / 64
    }
}

/// Ink that `gas` buys at `price`, saturating.
#[must_use]
pub fn gas_to_ink(gas: u64, price: u32) -> u64 {
    gas.saturating_mul(u64::from(price))
}

/// Whole gas in `ink` at `price`, rounded down: a fraction of gas is lost to the caller.
#[must_use]
pub fn ink_to_gas_floor(ink: u64, price: u32) -> u64 {
    ink.checked_div(u64::from(price)).unwrap_or(0)
}
