//! What completed withdrawals give: shares back, tokens or ETH out.

use alloc::vec::Vec;

use abi::{Reader, Result};
use alloy_primitives::{Address, U256};
use common::arithmetic::{at, some};
use common::calls;
use interfaces::peers::strategy_manager;
use interfaces::types::Payout;
use math::shares::ScalingFactor;
use stylus_sdk::prelude::*;

use crate::completion::mode;
use crate::shares::{scaling_fault, Position};
use crate::DelegationManager;

/// Builds the StrategyManager's call that pays: recipient, strategies, tokens, shares.
type PayCall = fn(&Address, &[Address], &[Address], &[U256]) -> Vec<u8>;

impl DelegationManager {
    /// Gives shares back to the staker, and to the operator it has now.
    pub(crate) fn restore(&mut self, staker: Address, payouts: &[Payout]) -> Result<()> {
        let (mut strategies, mut added) = (Vec::new(), Vec::new());
        for payout in wanted(payouts, mode::SHARES) {
            strategies.push(payout.strategy);
            added.push(payout.paid);
        }
        if strategies.is_empty() {
            return Ok(());
        }
        let credit = strategy_manager::credit_shares(&staker, &strategies, &added);
        let answer = calls::call(self.vm(), &self.strategy_manager.get().address, &credit)?;
        let (before, words) = strategy_manager::positions(&answer)?;
        let operator = self.operator_of(staker);
        let (mut factors, mut changed) = (Vec::with_capacity(words.len()), false);
        for index in 0..strategies.len() {
            let (strategy, mut factor) = (at(&strategies, index)?, at(&words, index)?);
            // A strategy that was given before in this call goes on from the factor it got there.
            if let Some(earlier) =
                (0..index).rev().find(|earlier| strategies.get(*earlier) == Some(&strategy))
            {
                factor = at(&factors, earlier)?;
            }
            let position = Position {
                staker,
                strategy,
                shares: at(&before, index)?,
                factor: ScalingFactor::from_wad(factor).map_err(scaling_fault)?,
            };
            let next = self.increase_delegation(operator, &position, at(&added, index)?)?.wad();
            changed |= next != factor;
            factors.push(next);
        }
        if changed {
            self.keep_factors(&staker, &strategies, &factors)?;
        }
        Ok(())
    }

    /// Pays tokens and ETH, and notes the amounts. Pays no zeros: some tokens refuse them.
    pub(crate) fn pay(&mut self, staker: &Address, payouts: &mut [Payout]) -> Result<()> {
        self.pay_in(staker, payouts, mode::TOKENS, strategy_manager::pay_shares)?;
        self.pay_in(staker, payouts, mode::ETHER, strategy_manager::pay_ether)?;
        for payout in payouts.iter_mut().filter(|payout| payout.mode != mode::TOKENS) {
            payout.token = Address::ZERO;
        }
        Ok(())
    }

    fn pay_in(&mut self, staker: &Address, payouts: &mut [Payout], mode: u8, call: PayCall) -> Result<()> {
        let (mut strategies, mut tokens, mut shares) = (Vec::new(), Vec::new(), Vec::new());
        for payout in wanted(payouts, mode) {
            strategies.push(payout.strategy);
            tokens.push(payout.token);
            shares.push(payout.paid);
        }
        if strategies.is_empty() {
            return Ok(());
        }
        let call = call(staker, &strategies, &tokens, &shares);
        let answer = calls::call(self.vm(), &self.strategy_manager.get().address, &call)?;
        let mut amounts = Reader::new(&answer).words()?.into_iter();
        for payout in payouts.iter_mut().filter(|payout| is_wanted(payout, mode)) {
            payout.amount = some(amounts.next())?;
        }
        Ok(())
    }
}

/// Payouts of one mode that are not zero.
fn wanted(payouts: &[Payout], mode: u8) -> impl Iterator<Item = &Payout> {
    payouts.iter().filter(move |payout| is_wanted(payout, mode))
}

fn is_wanted(payout: &Payout, mode: u8) -> bool {
    payout.mode == mode && !payout.paid.is_zero()
}
