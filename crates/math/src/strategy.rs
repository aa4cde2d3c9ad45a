//! The exchange rate between a strategy's shares and its token.
//!
//! Every conversion adds [`SHARES_OFFSET`] virtual shares and [`BALANCE_OFFSET`] virtual tokens.
//! An empty strategy therefore exchanges one to one, and whoever donates tokens to move the price
//! of an almost empty strategy gives about a thousand times the price of a share to the virtual
//! depositor. All conversions round down, in favour of those who stay in the pool.
use crate::MathError;
use crate::wad::WAD_U256;
use crate::wide::{checked_add, mul_div_down};
use alloy_primitives::U256;

/// Virtual shares added to the total in every conversion.
pub const SHARES_OFFSET: u64 = 1_000;

/// Virtual tokens added to the balance in every conversion.
pub const BALANCE_OFFSET: u64 = 1_000;

/// Most shares a strategy may have, 1e38 − 1: a limit checked on deposit that keeps shares within
/// 128 bits.
pub const MAX_TOTAL_SHARES: u128 = 99_999_999_999_999_999_999_999_999_999_999_999_999;

/// Shares for `amount` tokens: `floor(amount · (total_shares + 1e3) / (balance + 1e3))`.
///
/// For a deposit, `balance` is what the strategy held **before** the tokens arrived. Rounds down:
/// a depositor never receives a share the tokens do not cover.
///
/// # Errors
/// `Overflow` if a virtual sum or the result needs more than 256 bits.
pub fn tokens_to_shares_down(amount: U256, total_shares: U256, balance: U256) -> Result<U256, MathError> {
    mul_div_down(amount, virtual_shares(total_shares)?, virtual_balance(balance)?)
}

/// Tokens for `shares`: `floor(shares · (balance + 1e3) / (total_shares + 1e3))`.
///
/// For a withdrawal, both totals are those before it. Rounds down: the pool never pays for a part
/// of a share that was not given back.
///
/// # Errors
/// `Overflow` if a virtual sum or the result needs more than 256 bits.
pub fn shares_to_tokens_down(shares: U256, total_shares: U256, balance: U256) -> Result<U256, MathError> {
    mul_div_down(shares, virtual_balance(balance)?, virtual_shares(total_shares)?)
}

/// Tokens per share in WAD, `floor(1e18 · (balance + 1e3) / (total_shares + 1e3))`, for the
/// `ExchangeRateEmitted` event alone. Both totals are those after the operation.
///
/// # Errors
/// `Overflow` if a virtual sum or the result needs more than 256 bits.
pub fn exchange_rate_down(total_shares: U256, balance: U256) -> Result<U256, MathError> {
    shares_to_tokens_down(WAD_U256, total_shares, balance)
}

fn virtual_shares(total_shares: U256) -> Result<U256, MathError> {
    checked_add(total_shares, U256::from_limbs([SHARES_OFFSET, 0, 0, 0]))
}

fn virtual_balance(balance: U256) -> Result<U256, MathError> {
    checked_add(balance, U256::from_limbs([BALANCE_OFFSET, 0, 0, 0]))
}
