//! The chain parameters programs are checked, priced and run by.

/// ArbOS version whose rules the devnet follows unless told otherwise.
pub const DEFAULT_ARBOS_VERSION: u64 = 61;

/// Chain parameters. The defaults are those of a new chain at ArbOS 61.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// ArbOS version: decides on fragments, multi-value and the recent-program cache (all from 60).
    pub arbos_version: u64,
    /// Ink one gas buys.
    pub ink_price: u32,
    /// Words of the stack counter a program starts with.
    pub stack_depth: u32,
    /// Pages a transaction has without charge.
    pub free_pages: u16,
    /// Gas of each further page.
    pub page_gas: u16,
    /// Most initial pages of a program.
    pub page_limit: u16,
    /// Largest decompressed program in bytes.
    pub max_wasm_size: u32,
    /// Largest code an account can hold, in bytes: reading code is priced by it.
    pub max_code_size: u32,
    /// Most fragments a program may be cut into.
    pub max_fragments: u8,
    /// Least gas of an uncached start, in units of 128 gas.
    pub min_init_gas: u8,
    /// Least gas of a cached start, in units of 32 gas.
    pub min_cached_init_gas: u8,
    /// Scale of the uncached start's variable part, in units of 2 %.
    pub init_cost_scalar: u8,
    /// Scale of the cached start's variable part, in units of 2 %.
    pub cached_cost_scalar: u8,
    /// Programs per block that start at the cached price after their first call (from ArbOS 60).
    pub block_cache_size: u16,
    /// Days after which a program must be activated again.
    pub expiry_days: u16,
    /// Days after which a program's life may be extended.
    pub keepalive_days: u16,
    /// Gas every activation costs on top of its own price (from ArbOS 60).
    pub activation_gas: u64,
    /// True when programs may import the `console` functions, as on chains started for debugging.
    pub debug: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            arbos_version: DEFAULT_ARBOS_VERSION,
            ink_price: 10_000,
            stack_depth: 22_000,
            free_pages: 2,
            page_gas: 1_000,
            page_limit: 128,
            max_wasm_size: 131_072,
            max_code_size: 24_576,
            max_fragments: 2,
            min_init_gas: 69,
            min_cached_init_gas: 11,
            init_cost_scalar: 50,
            cached_cost_scalar: 50,
            block_cache_size: 32,
            expiry_days: 365,
            keepalive_days: 31,
            activation_gas: 0,
            debug: true,
        }
    }
}

impl Rules {
    /// The default parameters under another ArbOS version.
    #[must_use]
    pub fn at_version(arbos_version: u64) -> Self {
        Self { arbos_version, ..Self::default() }
    }

    /// The same rules for a program that is active: it stays so when an owner lowers the limits of activation.
    #[must_use]
    pub fn for_active(&self) -> Self {
        Self { page_limit: u16::MAX, max_wasm_size: u32::MAX, max_fragments: u8::MAX, ..self.clone() }
    }

    /// True when functions and blocks may return several values: refused from ArbOS 60.
    #[must_use]
    pub fn multi_value(&self) -> bool {
        self.arbos_version < 60
    }
}
