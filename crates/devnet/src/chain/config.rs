//! What a chain is started with.

use std::time::Duration;

use alloy_primitives::U256;

use crate::wasm::Rules;

/// Chain id of Nitro's dev node, which tools for Stylus expect at a local address.
pub const CHAIN_ID: u64 = 412_346;

/// 0.1 gwei, the floor of the base fee on Arbitrum One, in wei per gas.
pub const BASE_FEE: u64 = 100_000_000;

/// Gas limit written into every block, as Nitro writes it: blocks are bounded by time there, not by gas.
pub const BLOCK_GAS_LIMIT: u64 = 1 << 50;

/// Most accounts of the phrase: each is funded at genesis and listed when the devnet starts.
const MAX_ACCOUNTS: u32 = 1_000;
/// Gas of the smallest transaction there is.
const LEAST_GAS: u64 = 21_000;
/// Largest code of an account on Ethereum (EIP-170), which chains may raise.
const LEAST_CODE_SIZE: usize = 24_576;
/// Nitro keeps the ink price in three bytes.
const MAX_INK_PRICE: u32 = 0xff_ffff;

/// The rules a chain runs under. Only what changes how programs run is told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArbOsVersion(pub u64);

impl ArbOsVersion {
    /// Before fragments and the cache of recently called programs.
    pub const V51: Self = Self(51);
    /// With fragments and the cache of recently called programs, as on Arbitrum One.
    pub const V61: Self = Self(61);

    /// True when programs may be split into fragments.
    pub const fn has_fragments(self) -> bool {
        self.0 >= 60
    }

    /// True when a program called before in the same block starts at the cached price.
    pub const fn has_block_cache(self) -> bool {
        self.0 >= 60
    }
}

/// How block times are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Every block is this many seconds after its parent: nothing depends on when a test runs.
    Step(u64),
    /// The system's time, shifted by what `increase_time` added, never before the parent.
    System,
}

/// When blocks are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mining {
    /// Every transaction gets a block of its own at once.
    Instant,
    /// A block each time this much time has passed, with all transactions that waited for it, while a
    /// [`Devnet`](crate::Devnet) runs the chain.
    Every(Duration),
    /// Only when asked to.
    Manual,
}

/// What a chain is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Chain id.
    pub chain_id: u64,
    /// Gas limit of every block.
    pub block_gas_limit: u64,
    /// Base fee of every block in wei per gas; it does not move with load.
    pub base_fee: u64,
    /// Rules for programs: version 51 or 61.
    pub arbos_version: ArbOsVersion,
    /// Ink one gas buys.
    pub ink_price: u32,
    /// Largest code of an account in bytes, programs' prefix included; at least EIP-170's 24,576.
    pub max_code_size: usize,
    /// Time of the genesis block in seconds since 1970.
    pub genesis_timestamp: u64,
    /// How block times are chosen.
    pub clock: Clock,
    /// Number of dev accounts of the well-known phrase, beside Nitro's.
    pub accounts: u32,
    /// Balance of each dev account at genesis in wei.
    pub dev_balance: U256,
    /// Most gas a call or an estimate may use, and what it gets when it names none.
    pub call_gas_limit: u64,
    /// Whether a program called before in the same block starts at the cached price, as it does since ArbOS 60.
    /// Off, every start costs the uncached price unless ArbWasmCache holds the program.
    pub block_cache: bool,
    /// Number of blocks kept with their transactions, logs and states; all when none. At least one.
    pub history: Option<u64>,
    /// When blocks are made.
    pub mining: Mining,
}

/// Why a configuration makes no chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The rules of this version are not known.
    #[error("ArbOS version {0} is not offered: choose 51 or 61")]
    ArbOsVersion(u64),
    /// Nitro could not store it.
    #[error("ink price {0} is out of range: choose one from 1 to {MAX_INK_PRICE}")]
    InkPrice(u32),
    /// Signatures for chain 0 are signatures for every chain.
    #[error("chain id 0 would accept transactions for any chain: choose another")]
    ChainId,
    /// No transaction would fit.
    #[error("block gas limit {0} holds no transaction: choose {LEAST_GAS} at least")]
    BlockGasLimit(u64),
    /// No call could run.
    #[error("call gas limit {0} lets no call run: choose {LEAST_GAS} at least")]
    CallGasLimit(u64),
    /// Below Ethereum's, or beyond what gas prices are computed with.
    #[error("max code size {0} is out of range: choose one from {LEAST_CODE_SIZE} to {max}", max = u32::MAX)]
    MaxCodeSize(usize),
    /// None, or more than one would want to see listed.
    #[error("{0} accounts are not offered: choose from 1 to {MAX_ACCOUNTS}")]
    Accounts(u32),
    /// The latest block at least is always needed.
    #[error("a history of 0 blocks cannot be kept: choose 1 at least, or leave it out to keep all")]
    History,
    /// Blocks would be made without a pause.
    #[error("block time 0 leaves no time between blocks: leave it out to mine each transaction at once")]
    BlockTime,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            chain_id: CHAIN_ID,
            block_gas_limit: BLOCK_GAS_LIMIT,
            base_fee: BASE_FEE,
            arbos_version: ArbOsVersion::V61,
            ink_price: Rules::default().ink_price,
            max_code_size: LEAST_CODE_SIZE,
            genesis_timestamp: 1_750_000_000,
            clock: Clock::Step(1),
            accounts: 10,
            dev_balance: U256::from(10_000_u64).saturating_mul(U256::from(10_u64).pow(U256::from(18))),
            call_gas_limit: 50_000_000,
            block_cache: true,
            history: None,
            mining: Mining::Instant,
        }
    }
}

impl Config {
    /// Finds the first value that makes no chain.
    pub fn check(&self) -> Result<(), ConfigError> {
        let wrong = [
            (self.chain_id == 0, ConfigError::ChainId),
            (
                ![ArbOsVersion::V51, ArbOsVersion::V61].contains(&self.arbos_version),
                ConfigError::ArbOsVersion(self.arbos_version.0),
            ),
            (!(1..=MAX_INK_PRICE).contains(&self.ink_price), ConfigError::InkPrice(self.ink_price)),
            (self.block_gas_limit < LEAST_GAS, ConfigError::BlockGasLimit(self.block_gas_limit)),
            (self.call_gas_limit < LEAST_GAS, ConfigError::CallGasLimit(self.call_gas_limit)),
            (
                !(LEAST_CODE_SIZE..=u32::MAX as usize).contains(&self.max_code_size),
                ConfigError::MaxCodeSize(self.max_code_size),
            ),
            (!(1..=MAX_ACCOUNTS).contains(&self.accounts), ConfigError::Accounts(self.accounts)),
            (self.history == Some(0), ConfigError::History),
            (self.mining == Mining::Every(Duration::ZERO), ConfigError::BlockTime),
        ];
        wrong.into_iter().find_map(|(is_wrong, error)| is_wrong.then_some(error)).map_or(Ok(()), Err)
    }

    /// The parameters programs are checked, priced and run by until an owner changes them.
    pub(crate) fn rules(&self) -> Rules {
        Rules {
            ink_price: self.ink_price,
            // `check` has refused what does not fit.
            max_code_size: u32::try_from(self.max_code_size).unwrap_or(u32::MAX),
            ..Rules::at_version(self.arbos_version.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Config)) -> String {
        let mut config = Config::default();
        change(&mut config);
        config.check().unwrap_err().to_string()
    }

    #[test]
    fn the_default_makes_a_chain() {
        assert_eq!(Config::default().check(), Ok(()));
    }

    #[test]
    fn a_value_that_makes_no_chain_is_refused_with_what_to_choose() {
        for error in [
            refused(|config| config.chain_id = 0),
            refused(|config| config.arbos_version = ArbOsVersion(60)),
            refused(|config| config.ink_price = 0),
            refused(|config| config.ink_price = 1 << 24),
            refused(|config| config.block_gas_limit = 20_999),
            refused(|config| config.call_gas_limit = 20_999),
            refused(|config| config.max_code_size = 24_575),
            refused(|config| config.accounts = 0),
            refused(|config| config.accounts = 1_001),
            refused(|config| config.history = Some(0)),
        ] {
            assert!(error.contains("choose") && !error.contains('\n'), "{error}");
        }
        assert!(refused(|config| config.mining = Mining::Every(Duration::ZERO)).contains("leave it out"));
    }
}
