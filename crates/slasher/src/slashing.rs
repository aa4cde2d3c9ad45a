//! Slashing: magnitude here, shares in the DelegationManager, in one call for all strategies.

use alloc::vec::Vec;

use abi::{Event, Result, Writer};
use allocation_manager::allocations::{Allocated, Book};
use allocation_manager::limits::{Limits, Window};
use allocation_manager::sets::{Set, SlashCounts};
use allocation_manager::SLASHING;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::calls;
use common::host::{block_number, caller, emit};
use common::pausing::require_open;
use interfaces::peers::delegation_manager;
use interfaces::sol::IAllocationManager::{
    InputArrayLengthMismatch, InvalidCaller, InvalidWadToSlash, MaxMagnitudeUpdated, OperatorNotSlashable,
    StrategiesMustBeInAscendingOrder, StrategyNotInOperatorSet,
};
use interfaces::sol::ISlasher::SlashLimitExceeded;
use interfaces::types::{OperatorSet, SlashingParams, StrategySlash};
use interfaces::{require, ErrorId};
use math::allocation::completed;
use math::limits::{slashed_within_limits, SlashLimits};
use math::slash::slash_allocation;
use math::wad::WAD;
use stylus_sdk::prelude::*;

use crate::taken::Taken;
use crate::Slasher;

/// Whom a slash hits, in whose name, and how far it may go.
struct Slash<'a> {
    operator: Address,
    set: &'a OperatorSet,
    key: B256,
    limits: SlashLimits,
}

impl Slasher {
    /// The set's slasher: destroys parts of what the operator allocated to the set. Returns the slash id, and the shares
    /// booked per strategy.
    pub(crate) fn slash(&mut self, avs: Address, params: &SlashingParams<'_>) -> Result<(u64, Vec<U256>)> {
        let delegation = self.delegation.get();
        require_open(delegation.paused, SLASHING)?;
        require::<InputArrayLengthMismatch>(params.strategies.len() == params.wads_to_slash.len())?;
        let set = OperatorSet { avs, id: params.operator_set_id };
        let key = set.key();
        let known = self.existing(&key)?;
        let member = self.membership(params.operator, &key);
        require::<OperatorNotSlashable>(self.can_be_slashed(&member))?;
        require::<InvalidCaller>(caller(self.vm()) == self.slasher_of(&key, &known))?;
        let limits = self.limits_of(&key, &known);
        let slash = Slash { operator: params.operator, set: &set, key, limits };
        let mut taken = self.take_magnitudes(&slash, params)?;
        let slash_id = self.count_slash(&key, !taken.slashes.is_empty())?;
        self.take_shares(&delegation.address, &slash, slash_id, &mut taken)?;
        taken.emit_slashed(self.vm(), &set, params);
        taken.emit_stakes(self.vm(), &set, &params.operator, slash_id);
        Ok((slash_id, taken.booked(params.strategies.len())?))
    }

    /// Counts a slash; its id.
    fn count_slash(&mut self, set: &B256, booked: bool) -> Result<u64> {
        let before = self.slash_counts.getter(*set).get();
        let all = some(before.all.checked_add(1))?;
        let booked = some(before.booked.checked_add(u64::from(booked)))?;
        self.slash_counts.setter(*set).set(&SlashCounts { all, booked });
        Ok(all)
    }

    /// How much the set may slash.
    fn limits_of(&self, key: &B256, set: &Set) -> SlashLimits {
        if !set.limited {
            return SlashLimits::NONE;
        }
        let Limits(limits) = self.limits.getter(*key).get();
        limits
    }

    fn take_magnitudes(&mut self, slash: &Slash<'_>, params: &SlashingParams<'_>) -> Result<Taken> {
        let mut taken = Taken::default();
        let mut last = None;
        for (place, (strategy, wad)) in params.strategies.iter().zip(&params.wads_to_slash).enumerate() {
            require::<StrategiesMustBeInAscendingOrder>(last < Some(strategy))?;
            last = Some(strategy);
            let wad = u64::try_from(*wad).unwrap_or(u64::MAX);
            require::<InvalidWadToSlash>(wad != 0 && wad <= WAD)?;
            require::<StrategyNotInOperatorSet>(self.has_strategy(&slash.key, *strategy))?;
            require::<SlashLimitExceeded>(wad <= slash.limits.max_per_slash)?;
            self.take_magnitude(slash, *strategy, wad, place, &mut taken)?;
        }
        Ok(taken)
    }

    /// Takes the proportion `wad` of one allocation. Nothing allocated: nothing taken, so that a slash of several
    /// strategies does not fail for one of them.
    fn take_magnitude(
        &mut self,
        slash: &Slash<'_>,
        strategy: Address,
        wad: u64,
        place: usize,
        taken: &mut Taken,
    ) -> Result<()> {
        let operator = slash.operator;
        let (book, stored) = (self.book(operator, strategy), self.allocated(operator, &slash.key, strategy));
        let now = block_number(self.vm());
        let (allocated, before) = checked(completed(stored.allocation, book.magnitudes, now))?;
        let slashed = checked(slash_allocation(allocated, before, wad))?;
        taken.wad_slashed.push(U256::from(slashed.wad_slashed));
        if slashed.magnitude == 0 {
            return Ok(());
        }
        self.count_within_limits(slash, strategy, allocated.current, slashed.magnitude)?;
        let (allocation, magnitudes) = (slashed.allocation, slashed.magnitudes);
        self.store_allocation(operator, slash.key, strategy, &Allocated { allocation, ..stored });
        self.books.setter(operator).setter(strategy).set(&Book { magnitudes, ..book });
        if allocated.pending_diff < 0 {
            let after = checked(allocation.after_pending())?;
            self.emit_allocation(&operator, slash.set, &strategy, after, allocation.effect_block);
        }
        self.emit_encumbered(&operator, &strategy, book.magnitudes, magnitudes);
        self.emit_allocation(&operator, slash.set, &strategy, allocation.current, now);
        let event = Event::new(&MaxMagnitudeUpdated::SIGNATURE_HASH, 3).address(&operator);
        emit(self.vm(), &event.address(&strategy).u64(magnitudes.max));
        taken.places.push(place);
        taken.slashes.push(StrategySlash {
            strategy,
            magnitude: [allocated.current, allocation.current],
            max_magnitude: [before.max, magnitudes.max],
            shares: [U256::ZERO; 2],
            booked: U256::ZERO,
        });
        Ok(())
    }

    /// Counts what is taken against what the set may take in a period.
    fn count_within_limits(
        &mut self,
        slash: &Slash<'_>,
        strategy: Address,
        current: u64,
        magnitude: u64,
    ) -> Result<()> {
        if slash.limits.max_per_period == WAD {
            return Ok(());
        }
        let now = block_number(self.vm());
        let mut windows = self.windows.setter(slash.operator);
        let mut windows = windows.setter(slash.key);
        let Window(window) = windows.getter(strategy).get();
        let counted = checked(slashed_within_limits(&slash.limits, window, current, magnitude, now))?;
        let counted = counted.ok_or(SlashLimitExceeded::FAULT)?;
        windows.setter(strategy).set(&Window(counted));
        Ok(())
    }

    /// Has the DelegationManager take shares in the proportion the maximum magnitudes fell.
    fn take_shares(
        &self,
        delegation: &Address,
        slash: &Slash<'_>,
        slash_id: u64,
        taken: &mut Taken,
    ) -> Result<()> {
        // A set's first slash is told also when it took nothing: StrategyManager lists the set from then on.
        if taken.slashes.is_empty() && slash_id != 1 {
            return Ok(());
        }
        let call = delegation_manager::slash_operator_shares(
            &slash.operator,
            slash.set,
            slash_id,
            &taken.strategies(),
            &taken.max_magnitudes(0)?,
            &taken.max_magnitudes(1)?,
        );
        taken.add_shares(&calls::call(self.vm(), delegation, &call)?)
    }
}

/// The result of `slashOperator`.
#[inline(never)]
pub(crate) fn result(slash_id: u64, shares: &[U256]) -> Vec<u8> {
    let mut out = Writer::new(shares.len().saturating_add(3));
    out.u64(slash_id);
    let slot = out.offset(0);
    out.tail(slot);
    out.words(shares);
    out.finish()
}
