//! Calls of the StrategyManager.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, U256};

use crate::CallId;
use crate::sol::IStrategyManager::{
    addStrategiesToDepositWhitelistCall, bookSlashCall, creditSharesCall, debitSharesCall, getDepositsCall,
    getPositionsCall, payEtherCall, paySharesCall, removeStrategiesFromDepositWhitelistCall,
    setScalingFactorsCall, stakerDepositSharesCall, strategiesAreWhitelistedForDepositCall,
};
use crate::types::OperatorSet;

/// `debitShares(staker, strategies, shares)`; answers with what is left in each strategy, and the scaling factors.
pub fn debit_shares(staker: &Address, strategies: &[Address], shares: &[U256]) -> Vec<u8> {
    staker_arrays(debitSharesCall::ID, staker, strategies, shares)
}

/// `creditShares(staker, strategies, shares)`; answers with what was held in each strategy before, and the scaling factors.
pub fn credit_shares(staker: &Address, strategies: &[Address], shares: &[U256]) -> Vec<u8> {
    staker_arrays(creditSharesCall::ID, staker, strategies, shares)
}

/// `setScalingFactors(staker, strategies, scalingFactors)`.
pub fn set_scaling_factors(staker: &Address, strategies: &[Address], factors: &[U256]) -> Vec<u8> {
    staker_arrays(setScalingFactorsCall::ID, staker, strategies, factors)
}

/// `getPositions(staker, strategies)`; answers with deposit shares and scaling factors.
#[inline(never)]
pub fn get_positions(staker: &Address, strategies: &[Address]) -> Vec<u8> {
    let mut call = Writer::call(getPositionsCall::ID, strategies.len().saturating_add(3));
    let tuple = call.here();
    call.address(staker);
    let strategies_slot = call.offset(tuple);
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.finish()
}

/// The answer of [`debit_shares`], [`credit_shares`] and [`get_positions`]: shares and scaling factors (WAD).
#[inline(never)]
pub fn positions(answer: &[u8]) -> Result<(Vec<U256>, Vec<U256>)> {
    let mut answer = Reader::new(answer);
    Ok((answer.words()?, answer.words()?))
}

#[inline(never)]
fn staker_arrays(selector: u32, staker: &Address, strategies: &[Address], shares: &[U256]) -> Vec<u8> {
    let mut call = Writer::call(selector, strategies.len().saturating_mul(2).saturating_add(5));
    let tuple = call.here();
    call.address(staker);
    let strategies_slot = call.offset(tuple);
    let shares_slot = call.offset(tuple);
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.tail(shares_slot);
    call.words(shares);
    call.finish()
}

/// `payShares(recipient, strategies, tokens, shares)`; answers with the token units paid per strategy.
pub fn pay_shares(
    recipient: &Address,
    strategies: &[Address],
    tokens: &[Address],
    shares: &[U256],
) -> Vec<u8> {
    payment(paySharesCall::ID, recipient, strategies, tokens, shares)
}

/// `payEther(recipient, strategies, tokens, shares)`; answers with the wei paid per strategy.
pub fn pay_ether(
    recipient: &Address,
    strategies: &[Address],
    tokens: &[Address],
    shares: &[U256],
) -> Vec<u8> {
    payment(payEtherCall::ID, recipient, strategies, tokens, shares)
}

#[inline(never)]
fn payment(
    selector: u32,
    recipient: &Address,
    strategies: &[Address],
    tokens: &[Address],
    shares: &[U256],
) -> Vec<u8> {
    let mut call = Writer::call(selector, strategies.len().saturating_mul(3).saturating_add(7));
    let tuple = call.here();
    call.address(recipient);
    let strategies_slot = call.offset(tuple);
    let tokens_slot = call.offset(tuple);
    let shares_slot = call.offset(tuple);
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.tail(tokens_slot);
    call.addresses(tokens);
    call.tail(shares_slot);
    call.words(shares);
    call.finish()
}

/// `bookSlash(set, slashId, strategies, shares)`.
#[inline(never)]
pub fn book_slash(set: &OperatorSet, slash_id: u64, strategies: &[Address], shares: &[U256]) -> Vec<u8> {
    let mut call = Writer::call(bookSlashCall::ID, strategies.len().saturating_mul(2).saturating_add(7));
    let tuple = call.here();
    set.encode(&mut call);
    call.u64(slash_id);
    let strategies_slot = call.offset(tuple);
    let shares_slot = call.offset(tuple);
    call.tail(strategies_slot);
    call.addresses(strategies);
    call.tail(shares_slot);
    call.words(shares);
    call.finish()
}

/// `getDeposits(staker)`.
pub fn get_deposits(staker: &Address) -> Vec<u8> {
    let mut call = Writer::call(getDepositsCall::ID, 1);
    call.address(staker);
    call.finish()
}

/// The answer of [`get_deposits`]: strategies and deposit shares.
#[inline(never)]
pub fn deposits(answer: &[u8]) -> Result<(Vec<Address>, Vec<U256>)> {
    let mut answer = Reader::new(answer);
    Ok((answer.addresses()?, answer.words()?))
}

/// `stakerDepositShares(staker, strategy)`.
pub fn staker_deposit_shares(staker: &Address, strategy: &Address) -> Vec<u8> {
    let mut call = Writer::call(stakerDepositSharesCall::ID, 2);
    call.address(staker);
    call.address(strategy);
    call.finish()
}

/// `strategiesAreWhitelistedForDeposit(strategies)`; answers with a `bool[]`.
pub fn strategies_are_whitelisted(strategies: &[Address]) -> Vec<u8> {
    one_array(strategiesAreWhitelistedForDepositCall::ID, strategies)
}

/// `addStrategiesToDepositWhitelist(strategies)`.
pub fn add_to_whitelist(strategies: &[Address]) -> Vec<u8> {
    one_array(addStrategiesToDepositWhitelistCall::ID, strategies)
}

/// `removeStrategiesFromDepositWhitelist(strategies)`.
pub fn remove_from_whitelist(strategies: &[Address]) -> Vec<u8> {
    one_array(removeStrategiesFromDepositWhitelistCall::ID, strategies)
}

#[inline(never)]
fn one_array(selector: u32, strategies: &[Address]) -> Vec<u8> {
    let words = strategies.len().saturating_add(2);
    let mut call = Writer::call(selector, words);
    let slot = call.offset(call.here());
    call.tail(slot);
    call.addresses(strategies);
    call.finish()
}
