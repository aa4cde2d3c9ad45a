//! Structs of the DelegationManager.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, B256, U256};

/// `struct Withdrawal`, a dynamic tuple. Scaled shares are deposit shares times the deposit scaling factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Whose shares were queued.
    pub staker: Address,
    /// The staker's operator when queueing; zero for none.
    pub delegated_to: Address,
    /// Who may complete it: the staker.
    pub withdrawer: Address,
    /// Which of the staker's withdrawals it is; makes roots unique.
    pub nonce: U256,
    /// The block it was queued in.
    pub start_block: u32,
    /// Parallel to `scaled_shares`.
    pub strategies: Vec<Address>,
    /// Deposit shares × scaling factor, before slashing.
    pub scaled_shares: Vec<U256>,
}

impl Withdrawal {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'_>) -> Result<Self> {
        Ok(Self {
            staker: from.address()?,
            delegated_to: from.address()?,
            withdrawer: from.address()?,
            nonce: from.word()?,
            start_block: from.u32()?,
            strategies: from.addresses()?,
            scaled_shares: from.words()?,
        })
    }

    /// Writes the tuple.
    #[inline(never)]
    pub fn encode(&self, to: &mut Writer) {
        let tuple = to.here();
        to.address(&self.staker);
        to.address(&self.delegated_to);
        to.address(&self.withdrawer);
        to.word(&self.nonce);
        to.u64(u64::from(self.start_block));
        let strategies = to.offset(tuple);
        let scaled_shares = to.offset(tuple);
        to.tail(strategies);
        to.addresses(&self.strategies);
        to.tail(scaled_shares);
        to.words(&self.scaled_shares);
    }

    /// `abi.encode(withdrawal)`: what the withdrawal root is the hash of.
    #[inline(never)]
    pub fn encoded(&self) -> Vec<u8> {
        let mut out = Writer::new(self.strategies.len().saturating_mul(2).saturating_add(10));
        let slot = out.offset(0);
        out.tail(slot);
        self.encode(&mut out);
        out.finish()
    }
}

/// `struct QueuedWithdrawalParams`. Its third member, a withdrawer, is not used any more: the withdrawer is the staker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueuedWithdrawalParams {
    /// Parallel to `deposit_shares`.
    pub strategies: Vec<Address>,
    /// Deposit shares to take out, before scaling and slashing.
    pub deposit_shares: Vec<U256>,
}

impl QueuedWithdrawalParams {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'_>) -> Result<Self> {
        let params = Self { strategies: from.addresses()?, deposit_shares: from.words()? };
        from.address()?;
        Ok(params)
    }
}

/// `struct Payout`: how one strategy of a completed withdrawal was paid, a static tuple.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payout {
    /// The strategy.
    pub strategy: Address,
    /// The token paid; zero when completed as shares, in ETH or kept.
    pub token: Address,
    /// The completion mode.
    pub mode: u8,
    /// Scaled shares that were queued.
    pub queued: U256,
    /// Of these, paid; the rest was lost to slashing.
    pub paid: U256,
    /// Token units or wei paid; zero when completed as shares.
    pub amount: U256,
}

impl Payout {
    /// Words of the tuple.
    pub const WORDS: usize = 7;

    /// Writes the tuple.
    #[inline(never)]
    pub fn encode(&self, to: &mut Writer) {
        to.address(&self.strategy);
        to.address(&self.token);
        to.u64(u64::from(self.mode));
        to.word(&self.queued);
        to.word(&self.queued.saturating_sub(self.paid));
        to.word(&self.paid);
        to.word(&self.amount);
    }
}

/// `struct SignatureWithExpiry`; the signature is borrowed from calldata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureWithExpiry<'a> {
    /// 65 bytes for an account with a key; anything for a contract (EIP-1271).
    pub signature: &'a [u8],
    /// The last second it is valid in.
    pub expiry: U256,
}

impl<'a> SignatureWithExpiry<'a> {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'a>) -> Result<Self> {
        Ok(Self { signature: from.bytes()?, expiry: from.word()? })
    }
}

/// `struct SignatureWithSaltAndExpiry`; the signature is borrowed from calldata.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignatureWithSaltAndExpiry<'a> {
    /// Signature and expiry.
    pub signature: SignatureWithExpiry<'a>,
    /// Spent when used.
    pub salt: B256,
}

impl<'a> SignatureWithSaltAndExpiry<'a> {
    /// Reads the tuple that starts at `from`.
    #[inline(never)]
    pub fn decode(mut from: Reader<'a>) -> Result<Self> {
        let (signature, salt, expiry) = (from.bytes()?, from.b256()?, from.word()?);
        Ok(Self { signature: SignatureWithExpiry { signature, expiry }, salt })
    }
}
