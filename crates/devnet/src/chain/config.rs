//! What a chain is started with.

use std::collections::HashMap;
use std::sync::LazyLock;

use alloy_primitives::{Address, B256, U256, b256};
use alloy_signer_local::{MnemonicBuilder, PrivateKeySigner, coins_bip39::English};

use super::error::NodeError;

/// Phrase the first ten dev accounts are derived from, the same as in every other local node.
pub const MNEMONIC: &str = "test test test test test test test test test test test junk";

/// Key of the account Nitro's own dev node funds.
pub const NITRO_DEV_KEY: B256 = b256!("b6b15c8cb491557369f3c7d2c287b053eb229daa9c22138887752191c9520659");

/// Chain id of Nitro's dev node, which tools for Stylus expect at a local address.
pub const CHAIN_ID: u64 = 412_346;

/// 0.1 gwei, the floor of the base fee on Arbitrum One, in wei per gas.
pub const BASE_FEE: u64 = 100_000_000;

/// Gas limit written into every block, as Nitro writes it: blocks are bounded by time there, not by gas.
pub const BLOCK_GAS_LIMIT: u64 = 1 << 50;

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

/// What a chain is started with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Chain id.
    pub chain_id: u64,
    /// Gas limit of every block.
    pub block_gas_limit: u64,
    /// Base fee of every block in wei per gas; it does not move with load.
    pub base_fee: u64,
    /// Rules for programs.
    pub arbos_version: ArbOsVersion,
    /// Largest code of an account in bytes, programs' prefix included (EIP-170: 24,576).
    pub max_code_size: usize,
    /// Time of the genesis block in seconds since 1970.
    pub genesis_timestamp: u64,
    /// How block times are chosen.
    pub clock: Clock,
    /// Balance of each dev account at genesis in wei.
    pub dev_balance: U256,
    /// Most gas a call or an estimate may use, and what it gets when it names none.
    pub call_gas_limit: u64,
    /// Whether a program called before in the same block starts at the cached price, as it does since ArbOS 60.
    /// Off, every start costs the uncached price unless ArbWasmCache holds the program.
    pub block_cache: bool,
    /// Whether every transaction is put into a block of its own at once.
    pub automine: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            chain_id: CHAIN_ID,
            block_gas_limit: BLOCK_GAS_LIMIT,
            base_fee: BASE_FEE,
            arbos_version: ArbOsVersion::V61,
            max_code_size: 24_576,
            genesis_timestamp: 1_750_000_000,
            clock: Clock::Step(1),
            dev_balance: U256::from(10_000_u64).saturating_mul(U256::from(10_u64).pow(U256::from(18))),
            call_gas_limit: 50_000_000,
            block_cache: true,
            automine: true,
        }
    }
}

/// Accounts whose keys the chain holds.
#[derive(Clone, Debug)]
pub struct DevAccounts {
    addresses: Vec<Address>,
    signers: HashMap<Address, PrivateKeySigner>,
}

impl DevAccounts {
    /// The ten accounts of [`MNEMONIC`] and the one of [`NITRO_DEV_KEY`]. Derived once in a process, because
    /// stretching the phrase takes longer than starting a chain.
    pub fn derive() -> Result<Self, NodeError> {
        static ACCOUNTS: LazyLock<Result<DevAccounts, NodeError>> = LazyLock::new(DevAccounts::derive_now);
        ACCOUNTS.clone()
    }

    fn derive_now() -> Result<Self, NodeError> {
        let broken = |e: &dyn std::fmt::Display| NodeError::DevAccounts(e.to_string());
        let mut keys = Vec::with_capacity(11);
        for index in 0..10 {
            let builder = MnemonicBuilder::<English>::default().phrase(MNEMONIC);
            let builder = builder.index(index).map_err(|e| broken(&e))?;
            keys.push(builder.build().map_err(|e| broken(&e))?);
        }
        keys.push(PrivateKeySigner::from_bytes(&NITRO_DEV_KEY).map_err(|e| broken(&e))?);
        let addresses = keys.iter().map(PrivateKeySigner::address).collect();
        let signers = keys.into_iter().map(|key| (key.address(), key)).collect();
        Ok(Self { addresses, signers })
    }

    /// The accounts' addresses in order of derivation, Nitro's last.
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// The key of an account.
    pub fn signer(&self, address: Address) -> Option<&PrivateKeySigner> {
        self.signers.get(&address)
    }
}
