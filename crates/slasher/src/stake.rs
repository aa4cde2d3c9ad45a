//! The stake behind a set, of many operators and strategies in one call.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, U256};
use common::arithmetic::{checked, some};
use common::calls;
use interfaces::peers::delegation_manager;
use interfaces::types::OperatorSet;
use math::allocation::Allocation;
use math::stake::{allocated_stake_down, minimum_slashable_magnitude};
use stylus_sdk::prelude::*;

use crate::Slasher;

impl Slasher {
    /// Shares behind what each operator has allocated to the set now.
    pub(crate) fn allocated_stake(
        &self,
        set: &OperatorSet,
        operators: &[Address],
        strategies: &[Address],
    ) -> Result<Vec<Vec<U256>>> {
        let all = alloc::vec![true; strategies.len()];
        self.stakes(set, operators, strategies, &all, |_| true, |allocation| Ok(allocation.current))
    }

    /// Shares the set is certain to be able to slash through `future_block`; zero for operators it cannot slash now, and for
    /// strategies it does not have (EGSL-07: the reference counts those).
    pub(crate) fn minimum_slashable_stake(
        &self,
        set: &OperatorSet,
        operators: &[Address],
        strategies: &[Address],
        future_block: u32,
    ) -> Result<Vec<Vec<U256>>> {
        let key = set.key();
        let in_set: Vec<_> = strategies.iter().map(|strategy| self.has_strategy(&key, *strategy)).collect();
        let slashable = |operator| self.can_be_slashed(&self.membership(operator, &key));
        self.stakes(set, operators, strategies, &in_set, slashable, |allocation| {
            checked(minimum_slashable_magnitude(allocation, future_block))
        })
    }

    /// Shares behind the magnitude that `magnitude` reads from each allocation, of those operators and strategies that count.
    fn stakes(
        &self,
        set: &OperatorSet,
        operators: &[Address],
        strategies: &[Address],
        strategy_counts: &[bool],
        operator_counts: impl Fn(Address) -> bool,
        magnitude: impl Fn(Allocation) -> Result<u64>,
    ) -> Result<Vec<Vec<U256>>> {
        let key = set.key();
        let call = delegation_manager::get_stakes(operators, strategies);
        let answer = calls::view(self.vm(), &self.delegation.get().address, &call)?;
        let mut answer = Reader::new(&answer);
        let (shares, max_magnitudes) = (answer.words()?, answer.u64s()?);
        let mut stakes = shares.iter().zip(&max_magnitudes);
        let mut rows = Vec::with_capacity(operators.len());
        for operator in operators {
            let (counts, mut row) = (operator_counts(*operator), Vec::with_capacity(strategies.len()));
            for (strategy, in_set) in strategies.iter().zip(strategy_counts) {
                let (shares, max) = some(stakes.next())?;
                row.push(if shares.is_zero() || !counts || !in_set {
                    U256::ZERO
                } else {
                    let allocated = magnitude(self.allocation_of(*operator, &key, *strategy)?)?;
                    checked(allocated_stake_down(*shares, allocated, *max))?
                });
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// A result that is one `uint256[][]`.
#[inline(never)]
pub(crate) fn rows(rows: &[Vec<U256>]) -> Vec<u8> {
    let mut out = Writer::new(4);
    let slot = out.offset(0);
    out.tail(slot);
    out.length(rows.len());
    let tuple = out.here();
    let slots: Vec<_> = rows.iter().map(|_| out.offset(tuple)).collect();
    for (slot, row) in slots.into_iter().zip(rows) {
        out.tail(slot);
        out.words(row);
    }
    out.finish()
}
