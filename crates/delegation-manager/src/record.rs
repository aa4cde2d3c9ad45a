//! Withdrawals in the queue, kept so that they can be listed.
//!
//! A record is a run of words under (staker, nonce): first the operator, block and number of strategies, then a word for
//! each strategy with its scaled shares behind the address, where twelve bytes hold them; where not, those are all ones
//! and the next word holds the shares.

use alloc::vec::Vec;

use abi::word::to_word;
use abi::Result;
use alloy_primitives::B256;
use common::arithmetic::{checked, some};
use common::packed::field;
use interfaces::types::Withdrawal;
use math::wide::to_u64;

use crate::state::Pending;
use crate::DelegationManager;

/// Bits of scaled shares that fit beside a strategy; the largest number of them means "in the next word".
const INLINE_BITS: usize = 96;
pub(crate) const NEXT_WORD: [u8; 12] = [u8::MAX; 12];

impl DelegationManager {
    /// Puts a withdrawal into the queue.
    #[inline(never)]
    pub(crate) fn add_record(&mut self, root: B256, withdrawal: &Withdrawal) -> Result<()> {
        let (staker, nonce) = (withdrawal.staker, checked(to_u64(withdrawal.nonce))?);
        self.pending.setter(root).set(&Pending { staker, nonce });
        self.write_record(withdrawal, &words_of(withdrawal)?);
        self.mark(withdrawal, true);
        Ok(())
    }

    /// Takes a withdrawal out of the queue, and its record with it.
    #[inline(never)]
    pub(crate) fn remove_record(&mut self, root: B256, withdrawal: &Withdrawal) -> Result<()> {
        self.pending.setter(root).set(&Pending::NONE);
        let mut words = words_of(withdrawal)?;
        words.fill([0; 32]);
        self.write_record(withdrawal, &words);
        self.mark(withdrawal, false);
        Ok(())
    }

    fn write_record(&mut self, withdrawal: &Withdrawal, words: &[[u8; 32]]) {
        let mut records = self.records.setter(withdrawal.staker);
        let mut record = records.setter(withdrawal.nonce);
        for (index, word) in words.iter().enumerate() {
            record.set(index, word);
        }
    }

    /// Sets or clears the nonce's bit.
    fn mark(&mut self, withdrawal: &Withdrawal, queued: bool) {
        let mut page = self.pending_nonces.setter(withdrawal.staker);
        let mut page = page.setter(withdrawal.nonce.wrapping_shr(8));
        let mut bits = page.get();
        bits.set_bit(usize::from(withdrawal.nonce.byte(0)), queued);
        page.set(bits);
    }
}

/// The words of a withdrawal's record.
fn words_of(withdrawal: &Withdrawal) -> Result<Vec<[u8; 32]>> {
    let count = some(u32::try_from(withdrawal.strategies.len()).ok())?;
    let mut first = [0; 32];
    field::put(&mut first, 0, withdrawal.delegated_to.as_slice());
    field::put(&mut first, 20, &withdrawal.start_block.to_be_bytes());
    field::put(&mut first, 24, &count.to_be_bytes());
    let mut words = Vec::with_capacity(withdrawal.strategies.len().saturating_add(1));
    words.push(first);
    for (strategy, scaled) in withdrawal.strategies.iter().zip(&withdrawal.scaled_shares) {
        let whole = to_word(scaled);
        let fits = scaled.bit_len() <= INLINE_BITS && whole[20..] != NEXT_WORD;
        let mut word = [0; 32];
        field::put(&mut word, 0, strategy.as_slice());
        field::put(&mut word, 20, if fits { &whole[20..] } else { &NEXT_WORD });
        words.push(word);
        if !fits {
            words.push(whole);
        }
    }
    Ok(words)
}
