//! What anyone reads, and results of their shapes.

use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, U256};
use common::arithmetic::{checked, some};
use common::calls;
use interfaces::peers::{avs_directory, delegation_manager};
use interfaces::types::OperatorSet;
use math::allocation::Allocation;
use math::stake::{allocated_stake_down, minimum_slashable_magnitude};
use stylus_sdk::prelude::*;

use crate::Slasher;

impl Slasher {
    /// What slashing has left of the operator's magnitude (WAD). Full for whoever was never slashed, the zero address too.
    pub(crate) fn max_magnitude_of(&self, operator: Address, strategy: Address) -> u64 {
        self.books.getter(operator).getter(strategy).get().magnitudes.max
    }

    /// The allocation as it counts now.
    pub(crate) fn allocation_of(
        &self,
        operator: Address,
        set: &OperatorSet,
        strategy: Address,
    ) -> Result<Allocation> {
        let magnitudes = self.books.getter(operator).getter(strategy).get().magnitudes;
        Ok(self.completed(operator, set, strategy, magnitudes)?.0)
    }

    /// Shares behind what each operator has allocated to the set now.
    pub(crate) fn allocated_stake(
        &self,
        set: &OperatorSet,
        operators: &[Address],
        strategies: &[Address],
    ) -> Result<Vec<Vec<U256>>> {
        self.stakes(set, operators, strategies, |_, allocation| Ok(allocation.current))
    }

    /// Shares the set is certain to be able to slash through `future_block`; zero for operators it cannot slash now.
    pub(crate) fn minimum_slashable_stake(
        &self,
        set: &OperatorSet,
        operators: &[Address],
        strategies: &[Address],
        future_block: u32,
    ) -> Result<Vec<Vec<U256>>> {
        let call = avs_directory::slashable_operators(set, operators);
        let answer = calls::view(self.vm(), &self.directory.get().address, &call)?;
        let slashable = Reader::new(&answer).booleans()?;
        self.stakes(set, operators, strategies, |index, allocation| {
            if *some(slashable.get(index))? {
                checked(minimum_slashable_magnitude(allocation, future_block))
            } else {
                Ok(0)
            }
        })
    }

    /// Shares behind the magnitude that `magnitude` reads from the allocation of each operator, by its place.
    fn stakes(
        &self,
        set: &OperatorSet,
        operators: &[Address],
        strategies: &[Address],
        magnitude: impl Fn(usize, Allocation) -> Result<u64>,
    ) -> Result<Vec<Vec<U256>>> {
        let call = delegation_manager::get_operators_shares(operators, strategies);
        let answer = calls::view(self.vm(), &self.delegation.get().address, &call)?;
        let mut rows = delegation_manager::operators_shares(&answer)?;
        for (index, operator) in operators.iter().enumerate() {
            let row = some(rows.get_mut(index))?;
            for (shares, strategy) in row.iter_mut().zip(strategies) {
                let allocation = self.allocation_of(*operator, set, *strategy)?;
                let max = self.max_magnitude_of(*operator, *strategy);
                *shares = checked(allocated_stake_down(*shares, magnitude(index, allocation)?, max))?;
            }
        }
        Ok(rows)
    }
}

/// The result of `getAllocation`.
#[inline(never)]
pub(crate) fn allocation(allocation: &Allocation) -> Vec<u8> {
    let mut out = Writer::new(3);
    out.u64(allocation.current);
    out.i128(i128::from(allocation.pending_diff));
    out.u64(u64::from(allocation.effect_block));
    out.finish()
}

/// The result of `getAllocationDelay`.
pub(crate) fn delay((is_set, delay): (bool, u32)) -> Vec<u8> {
    let mut out = Writer::new(2);
    out.boolean(is_set);
    out.u64(u64::from(delay));
    out.finish()
}

/// The result of `slashOperator`.
#[inline(never)]
pub(crate) fn slash_result(slash_id: u64, shares: &[U256]) -> Vec<u8> {
    let mut out = Writer::new(shares.len().saturating_add(3));
    out.u64(slash_id);
    let slot = out.offset(0);
    out.tail(slot);
    out.words(shares);
    out.finish()
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
