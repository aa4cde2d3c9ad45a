//! Reading the records of withdrawals in the queue (see `../record.rs`).

use alloc::vec::Vec;

use abi::word::from_word;
use alloy_primitives::{Address, U256};
use common::packed::field;
use interfaces::types::Withdrawal;

use crate::record::NEXT_WORD;
use crate::DelegationManager;

impl DelegationManager {
    /// The withdrawal of `staker` with this nonce, which is in the queue.
    pub(crate) fn record(&self, staker: Address, nonce: U256) -> Withdrawal {
        let records = self.records.getter(staker);
        let record = records.getter(nonce);
        let first = record.get(0);
        let (mut strategies, mut scaled_shares, mut index) = (Vec::new(), Vec::new(), 1_usize);
        for _ in 0..field::u32(&first, 24) {
            let mut word = record.get(index);
            strategies.push(field::address(&word, 0));
            if word[20..] == NEXT_WORD {
                index = index.saturating_add(1);
                word = record.get(index);
            } else {
                field::put(&mut word, 0, Address::ZERO.as_slice());
            }
            scaled_shares.push(from_word(&word));
            index = index.saturating_add(1);
        }
        Withdrawal {
            staker,
            delegated_to: field::address(&first, 0),
            withdrawer: staker,
            nonce,
            start_block: field::u32(&first, 20),
            strategies,
            scaled_shares,
        }
    }

    /// The nonces of the staker's withdrawals in the queue, in order.
    pub(crate) fn queued_nonces(&self, staker: Address) -> Vec<U256> {
        let queued = self.account(staker).nonce;
        let pages = self.pending_nonces.getter(staker);
        let mut nonces = Vec::new();
        for page in 0..=queued.wrapping_shr(8) {
            let bits = pages.getter(U256::from(page)).get();
            let first = U256::from(page.wrapping_shl(8));
            nonces.extend(
                (0..256_u64).filter(|bit| bits.bit(*bit as usize)).map(|bit| first | U256::from(bit)),
            );
        }
        nonces
    }
}
