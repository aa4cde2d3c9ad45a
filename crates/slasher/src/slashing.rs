//! Slashing: magnitude here, shares in the DelegationManager, in one call for all strategies.

use alloc::vec::Vec;

use abi::{Event, Reader, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::calls;
use common::host::{block_number, caller, emit};
use interfaces::peers::delegation_manager;
use interfaces::require;
use interfaces::sol::IAllocationManager::{
    InputArrayLengthMismatch, InvalidCaller, InvalidWadToSlash, MaxMagnitudeUpdated, OperatorNotSlashable,
    OperatorSlashed, StrategiesMustBeInAscendingOrder, StrategyNotInOperatorSet,
};
use interfaces::types::{OperatorSet, SlashingParams};
use math::slash::slash_allocation;
use math::wad::WAD;
use stylus_sdk::prelude::*;

use crate::state::{Book, Count};
use crate::Slasher;

/// What a slash did to magnitudes: parallel arrays of the strategies it took something from, and for every strategy asked
/// for the part (WAD) of the operator's whole stake it took.
#[derive(Default)]
struct Taken {
    /// Where in the request each strategy stands.
    places: Vec<usize>,
    strategies: Vec<Address>,
    previous: Vec<u64>,
    new: Vec<u64>,
    wad_slashed: Vec<U256>,
}

impl Slasher {
    /// The set's slasher: destroys parts of what the operator allocated to the set. Returns the slash id, and the shares
    /// booked per strategy.
    pub(crate) fn slash(&mut self, avs: Address, params: &SlashingParams<'_>) -> Result<(u64, Vec<U256>)> {
        require::<InputArrayLengthMismatch>(params.strategies.len() == params.wads_to_slash.len())?;
        let set = OperatorSet { avs, id: params.operator_set_id };
        let context = self.context(&set, &params.operator, &params.strategies)?;
        require::<OperatorNotSlashable>(context.slashable)?;
        require::<InvalidCaller>(caller(self.vm()) == context.slasher)?;
        let slash_id = some(self.slash_counts.getter(set.key()).get().0.checked_add(1))?;
        self.slash_counts.setter(set.key()).set(&Count(slash_id));
        let taken = self.take_magnitudes(&set, params, &context.in_set)?;
        let shares = self.take_shares(&set, slash_id, params, &taken)?;
        self.emit_slashed(&set, params, &taken.wad_slashed);
        Ok((slash_id, shares))
    }

    fn take_magnitudes(
        &mut self,
        set: &OperatorSet,
        params: &SlashingParams<'_>,
        in_set: &[bool],
    ) -> Result<Taken> {
        let mut taken = Taken::default();
        let mut last = None;
        for (index, (strategy, wad)) in params.strategies.iter().zip(&params.wads_to_slash).enumerate() {
            require::<StrategiesMustBeInAscendingOrder>(last < Some(strategy))?;
            last = Some(strategy);
            let wad = u64::try_from(*wad).unwrap_or(u64::MAX);
            require::<InvalidWadToSlash>(wad != 0 && wad <= WAD)?;
            require::<StrategyNotInOperatorSet>(*some(in_set.get(index))?)?;
            self.take_magnitude(set, params.operator, *strategy, wad, index, &mut taken)?;
        }
        Ok(taken)
    }

    /// Takes the proportion `wad` of one allocation. Nothing allocated: nothing taken, so that a slash of several
    /// strategies does not fail for one of them.
    fn take_magnitude(
        &mut self,
        set: &OperatorSet,
        operator: Address,
        strategy: Address,
        wad: u64,
        place: usize,
        taken: &mut Taken,
    ) -> Result<()> {
        let book = self.books.getter(operator).getter(strategy).get();
        let (allocated, before) = self.completed(operator, set, strategy, book.magnitudes)?;
        let slashed = checked(slash_allocation(allocated, before, wad))?;
        taken.wad_slashed.push(U256::from(slashed.wad_slashed));
        if slashed.magnitude == 0 {
            return Ok(());
        }
        let (allocation, magnitudes) = (slashed.allocation, slashed.magnitudes);
        self.store_allocation(operator, set.key(), strategy, allocation);
        self.books.setter(operator).setter(strategy).set(&Book { magnitudes, ..book });
        if allocated.pending_diff < 0 {
            let after = checked(allocation.after_pending())?;
            self.emit_allocation(&operator, set, &strategy, after, allocation.effect_block);
        }
        self.emit_encumbered(&operator, &strategy, book.magnitudes, magnitudes);
        self.emit_allocation(&operator, set, &strategy, allocation.current, block_number(self.vm()));
        let event = Event::new(&MaxMagnitudeUpdated::SIGNATURE_HASH, 3).address(&operator);
        emit(self.vm(), &event.address(&strategy).u64(magnitudes.max));
        taken.places.push(place);
        taken.strategies.push(strategy);
        taken.previous.push(before.max);
        taken.new.push(magnitudes.max);
        Ok(())
    }

    /// Has the DelegationManager take shares in the proportion the maximum magnitudes fell. Zero for strategies that had
    /// nothing to slash.
    fn take_shares(
        &self,
        set: &OperatorSet,
        slash_id: u64,
        params: &SlashingParams<'_>,
        taken: &Taken,
    ) -> Result<Vec<U256>> {
        let mut shares = Vec::new();
        shares.resize(params.strategies.len(), U256::ZERO);
        // A set's first slash is told also when it took nothing: StrategyManager lists the set from then on.
        if taken.strategies.is_empty() && slash_id != 1 {
            return Ok(shares);
        }
        let call = delegation_manager::slash_operator_shares(
            &params.operator,
            set,
            slash_id,
            &taken.strategies,
            &taken.previous,
            &taken.new,
        );
        let answer = calls::call(self.vm(), &self.delegation.get().address, &call)?;
        let booked = Reader::new(&answer).words()?;
        for (index, place) in taken.places.iter().enumerate() {
            *some(shares.get_mut(*place))? = *some(booked.get(index))?;
        }
        Ok(shares)
    }

    fn emit_slashed(&self, set: &OperatorSet, params: &SlashingParams<'_>, wad_slashed: &[U256]) {
        let words = wad_slashed.len().saturating_mul(2).saturating_add(12);
        let mut event = Event::new(&OperatorSlashed::SIGNATURE_HASH, words);
        let data = event.data();
        let tuple = data.here();
        data.address(&params.operator);
        set.encode(data);
        let strategies = data.offset(tuple);
        let wads = data.offset(tuple);
        let description = data.offset(tuple);
        data.tail(strategies);
        data.addresses(&params.strategies);
        data.tail(wads);
        data.words(wad_slashed);
        data.tail(description);
        data.bytes(params.description);
        emit(self.vm(), &event);
    }
}
