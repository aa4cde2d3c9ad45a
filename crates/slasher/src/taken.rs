//! What a slash took, while it is collected.

use alloc::vec::Vec;

use abi::{Event, Reader, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{at, some};
use common::host::emit;
use interfaces::sol::IAllocationManager::OperatorSlashed;
use interfaces::sol::ISlasher::StakeSlashed;
use interfaces::types::{OperatorSet, SlashingParams, StrategySlash};
use stylus_sdk::host::VM;

/// What a slash did, by strategy.
#[derive(Default)]
pub(crate) struct Taken {
    /// The strategies it took something from.
    pub(crate) slashes: Vec<StrategySlash>,
    /// Where in the request each of them stands.
    pub(crate) places: Vec<usize>,
    /// For every strategy asked for: the part (WAD) of the operator's whole stake it took.
    pub(crate) wad_slashed: Vec<U256>,
}

impl Taken {
    /// The strategies it took something from.
    pub(crate) fn strategies(&self) -> Vec<Address> {
        self.slashes.iter().map(|slash| slash.strategy).collect()
    }

    /// Their maximum magnitudes, before (0) or after (1).
    pub(crate) fn max_magnitudes(&self, when: usize) -> Result<Vec<u64>> {
        self.slashes.iter().map(|slash| at(&slash.max_magnitude, when)).collect()
    }

    /// Adds what the DelegationManager answered of their shares.
    pub(crate) fn add_shares(&mut self, answer: &[u8]) -> Result<()> {
        let mut answer = Reader::new(answer);
        let (booked, previous, new) = (answer.words()?, answer.words()?, answer.words()?);
        for (index, slash) in self.slashes.iter_mut().enumerate() {
            slash.booked = at(&booked, index)?;
            slash.shares = [at(&previous, index)?, at(&new, index)?];
        }
        Ok(())
    }

    /// The shares booked for each of `length` strategies asked for: zero for those it took nothing from.
    pub(crate) fn booked(&self, length: usize) -> Result<Vec<U256>> {
        let mut shares = Vec::new();
        shares.resize(length, U256::ZERO);
        for (slash, place) in self.slashes.iter().zip(&self.places) {
            *some(shares.get_mut(*place))? = slash.booked;
        }
        Ok(shares)
    }

    /// Emits the event of the reference's ABI.
    pub(crate) fn emit_slashed(&self, vm: &VM, set: &OperatorSet, params: &SlashingParams<'_>) {
        let words = self.wad_slashed.len().saturating_mul(2).saturating_add(12);
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
        data.words(&self.wad_slashed);
        data.tail(description);
        data.bytes(params.description);
        emit(vm, &event);
    }

    /// Emits everything, so that a reader needs to ask nothing more.
    pub(crate) fn emit_stakes(&self, vm: &VM, set: &OperatorSet, operator: &Address, slash_id: u64) {
        let words = self.slashes.len().saturating_mul(StrategySlash::WORDS).saturating_add(5);
        let mut event = Event::new(&StakeSlashed::SIGNATURE_HASH, words).topic_address(operator);
        let data = event.data();
        let tuple = data.here();
        set.encode(data);
        data.u64(slash_id);
        let slashes = data.offset(tuple);
        data.tail(slashes);
        data.length(self.slashes.len());
        self.slashes.iter().for_each(|slash| slash.encode(data));
        emit(vm, &event);
    }
}
