//! Operator sets: created once, with a slasher and a recipient that stay; strategies come and go.

use abi::{Event, Result};
use alloy_primitives::{address, Address, B256};
use alloy_sol_types::SolEvent;
use common::arithmetic::some;
use common::host::{block_number, emit};
use common::list::{address_of, element_of};
use interfaces::require;
use interfaces::sol::IAllocationManager::{
    InputAddressZero, InputArrayLengthMismatch, InvalidOperatorSet, InvalidRedistributionRecipient,
    NonexistentAVSMetadata, OperatorSetCreated, RedistributionAddressSet, SlasherUpdated,
    StrategyAddedToOperatorSet, StrategyAlreadyInOperatorSet, StrategyNotInOperatorSet,
    StrategyRemovedFromOperatorSet,
};
use interfaces::types::{CreateSetParams, OperatorSet};
use stylus_sdk::prelude::*;

use crate::forwarding::Request;
use crate::state::{Avs, Place, Set};
use crate::AvsDirectory;

/// The recipient of sets that redistribute nothing: an address nobody owns.
const DEFAULT_BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");

impl AvsDirectory {
    /// AVS: creates sets; with `recipients`, sets whose slashes are redistributed to them.
    pub(crate) fn create_sets(
        &mut self,
        request: Request,
        avs: Address,
        sets: &[CreateSetParams],
        recipients: Option<&[Address]>,
    ) -> Result<()> {
        self.require_may_act(request, &avs)?;
        let parallel = recipients.is_none_or(|recipients| recipients.len() == sets.len());
        require::<InputArrayLengthMismatch>(parallel)?;
        let known = self.avss.getter(avs).get();
        require::<NonexistentAVSMetadata>(known.has_metadata)?;
        for (index, params) in sets.iter().enumerate() {
            let recipient = recipients.and_then(|recipients| recipients.get(index));
            self.create_set(&OperatorSet { avs, id: params.operator_set_id }, params, recipient)?;
        }
        let set_count = some(known.set_count.checked_add(sets.len() as u64))?;
        self.avss.setter(avs).set(&Avs { set_count, ..known });
        Ok(())
    }

    fn create_set(
        &mut self,
        set: &OperatorSet,
        params: &CreateSetParams,
        recipient: Option<&Address>,
    ) -> Result<()> {
        if let Some(recipient) = recipient {
            require::<InputAddressZero>(!recipient.is_zero())?;
            require::<InvalidRedistributionRecipient>(*recipient != DEFAULT_BURN_ADDRESS)?;
        }
        require::<InvalidOperatorSet>(!self.sets.getter(set.key()).get().exists)?;
        require::<InputAddressZero>(!params.slasher.is_zero())?;
        self.sets.setter(set.key()).set(&Set { slasher: params.slasher, exists: true });
        emit(self.vm(), &of_set(&OperatorSetCreated::SIGNATURE_HASH, set));
        if let Some(recipient) = recipient {
            self.recipients.setter(set.key()).set(*recipient);
            let event = of_set(&RedistributionAddressSet::SIGNATURE_HASH, set);
            emit(self.vm(), &event.address(recipient));
        }
        for strategy in &params.strategies {
            self.add_strategy(set, *strategy)?;
        }
        let event = of_set(&SlasherUpdated::SIGNATURE_HASH, set).address(&params.slasher);
        emit(self.vm(), &event.u64(u64::from(block_number(self.vm()))));
        Ok(())
    }

    /// AVS: adds strategies. What operators have allocated there already becomes slashable at once.
    pub(crate) fn add_strategies(
        &mut self,
        request: Request,
        set: &OperatorSet,
        strategies: &[Address],
    ) -> Result<()> {
        self.require_may_act(request, &set.avs)?;
        self.require_exists(set)?;
        strategies.iter().try_for_each(|strategy| self.add_strategy(set, *strategy))
    }

    /// AVS: removes strategies. What is allocated there stops being slashable at once.
    pub(crate) fn remove_strategies(
        &mut self,
        request: Request,
        set: &OperatorSet,
        strategies: &[Address],
    ) -> Result<()> {
        self.require_may_act(request, &set.avs)?;
        self.require_exists(set)?;
        strategies.iter().try_for_each(|strategy| self.remove_strategy(set, *strategy))
    }

    fn add_strategy(&mut self, set: &OperatorSet, strategy: Address) -> Result<()> {
        require::<StrategyAlreadyInOperatorSet>(!self.has_strategy(set, strategy))?;
        let place = self.strategy_lists.setter(set.key()).push(&element_of(&strategy));
        self.strategy_places.setter(set.key()).setter(strategy).set(&Place(place));
        emit(self.vm(), &of_set(&StrategyAddedToOperatorSet::SIGNATURE_HASH, set).address(&strategy));
        Ok(())
    }

    fn remove_strategy(&mut self, set: &OperatorSet, strategy: Address) -> Result<()> {
        let mut places = self.strategy_places.setter(set.key());
        let Place(place) = places.getter(strategy).get();
        require::<StrategyNotInOperatorSet>(place != 0)?;
        places.setter(strategy).set(&Place(0));
        if let Some(moved) = self.strategy_lists.setter(set.key()).remove(place) {
            places.setter(address_of(&moved)).set(&Place(place));
        }
        let event = of_set(&StrategyRemovedFromOperatorSet::SIGNATURE_HASH, set);
        emit(self.vm(), &event.address(&strategy));
        Ok(())
    }

    /// Whether the set can slash the strategy.
    pub(crate) fn has_strategy(&self, set: &OperatorSet, strategy: Address) -> bool {
        self.strategy_places.getter(set.key()).getter(strategy).get().0 != 0
    }

    /// Reverts with `InvalidOperatorSet` unless the set exists; what is known of it.
    pub(crate) fn require_exists(&self, set: &OperatorSet) -> Result<Set> {
        let known = self.sets.getter(set.key()).get();
        require::<InvalidOperatorSet>(known.exists)?;
        Ok(known)
    }

    /// Who receives what the set slashes; the burn address if it redistributes nothing.
    pub(crate) fn recipient_of(&self, set: &OperatorSet) -> Address {
        let recipient = self.recipients.get(set.key());
        if recipient.is_zero() {
            DEFAULT_BURN_ADDRESS
        } else {
            recipient
        }
    }

    /// Whether what the set slashes goes to somebody.
    pub(crate) fn is_redistributing(&self, set: &OperatorSet) -> bool {
        !self.recipients.get(set.key()).is_zero()
    }
}

/// An event whose first plain argument is a set.
fn of_set(topic: &B256, set: &OperatorSet) -> Event {
    let mut event = Event::new(topic, 4);
    set.encode(event.data());
    event
}
