//! Storage of a strategy.

use alloy_primitives::Address;
use common::packed::{field, Packed, Slot};
use common::pausing::Pausing;
use stylus_sdk::prelude::*;
use stylus_sdk::storage::{StorageAddress, StorageU256};

/// A vault of one token.
#[storage]
#[entrypoint]
pub struct Strategy {
    /// What every deposit and withdrawal reads.
    pub(crate) vault: Slot<Vault>,
    /// Who may move shares.
    pub(crate) strategy_manager: StorageAddress,
    /// The one token held.
    pub(crate) token: StorageAddress,
    /// Pausing.
    pub(crate) pausing: Pausing,
    /// Most token units of one deposit, where [`Vault::LIMITED`].
    pub(crate) max_per_deposit: StorageU256,
    /// Most token units held after a deposit, where [`Vault::LIMITED`].
    pub(crate) max_total_deposits: StorageU256,
}

/// The total, and all that decides whether it may move, in one slot.
#[derive(Clone, Copy)]
pub(crate) struct Vault {
    /// The first fifteen bytes of keccak256(manager ‖ token): proves both without reading either. Finding another pair
    /// with the same ones takes 2^120 tries.
    pub(crate) binding: [u8; 15],
    /// Pause bits 0 (deposits) and 1 (withdrawals), and [`Vault::LIMITED`].
    pub(crate) flags: u8,
    /// All shares, at most 1e38 - 1.
    pub(crate) total: u128,
}

impl Vault {
    /// Set when there are limits to read.
    pub(crate) const LIMITED: u8 = 1 << 7;
}

impl Packed for Vault {
    fn unpack(word: &[u8; 32]) -> Self {
        let mut binding = [0; 15];
        binding.copy_from_slice(&word[..15]);
        Self { binding, flags: field::u8(word, 15), total: field::u128(word, 16) }
    }

    fn pack(&self) -> [u8; 32] {
        let mut word = [0; 32];
        field::put(&mut word, 0, &self.binding);
        field::put(&mut word, 15, &[self.flags]);
        field::put(&mut word, 16, &self.total.to_be_bytes());
        word
    }
}

/// What [`Vault::binding`] is made from.
pub(crate) fn binding_preimage(manager: &Address, token: &Address) -> [u8; 40] {
    let mut preimage = [0; 40];
    preimage[..20].copy_from_slice(manager.as_slice());
    preimage[20..].copy_from_slice(token.as_slice());
    preimage
}
