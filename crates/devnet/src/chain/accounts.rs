//! The accounts whose keys the chain holds.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

use alloy_primitives::{Address, B256, b256};
use alloy_signer_local::{MnemonicBuilder, PrivateKeySigner, coins_bip39::English};

use super::error::NodeError;

/// Phrase the dev accounts are derived from, the same as in every other local node.
pub const MNEMONIC: &str = "test test test test test test test test test test test junk";

/// Key of the account Nitro's own dev node funds.
pub const NITRO_DEV_KEY: B256 = b256!("b6b15c8cb491557369f3c7d2c287b053eb229daa9c22138887752191c9520659");

/// Keys of [`MNEMONIC`] that were derived in this process, because stretching the phrase takes longer than starting
/// a chain.
static DERIVED: Mutex<Vec<PrivateKeySigner>> = Mutex::new(Vec::new());

/// Accounts whose keys the chain holds.
#[derive(Clone, Debug)]
pub struct DevAccounts {
    addresses: Vec<Address>,
    signers: HashMap<Address, PrivateKeySigner>,
}

impl DevAccounts {
    /// The first `count` accounts of [`MNEMONIC`], then the one of [`NITRO_DEV_KEY`].
    pub fn derive(count: u32) -> Result<Self, NodeError> {
        let mut keys = of_the_phrase(count)?;
        keys.push(PrivateKeySigner::from_bytes(&NITRO_DEV_KEY).map_err(broken)?);
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

fn of_the_phrase(count: u32) -> Result<Vec<PrivateKeySigner>, NodeError> {
    let mut derived = DERIVED.lock().unwrap_or_else(PoisonError::into_inner);
    let have = u32::try_from(derived.len()).unwrap_or(u32::MAX);
    if have < count {
        let builder = MnemonicBuilder::<English>::default().phrase(MNEMONIC);
        let parent = builder.build_parent_key().map_err(broken)?;
        for index in have..count {
            derived.push(parent.child(index).map_err(broken)?.signer());
        }
    }
    Ok(derived.iter().take(count as usize).cloned().collect())
}

fn broken(error: impl Display) -> NodeError {
    NodeError::DevAccounts(error.to_string())
}
