//! Operator sets: created once, with a recipient that stays; strategies come and go.

use abi::{Event, Result};
use allocation_manager::limits::Limits;
use allocation_manager::sets::{Avs, Place, Set, DEFAULT_BURN_ADDRESS, UNPLACED};
use alloy_primitives::{address, Address, B256};
use alloy_sol_types::SolEvent;
use common::arithmetic::some;
use common::host::{block_number, emit};
use common::list::{address_of, element_of};
use interfaces::require;
use interfaces::sol::IAllocationManager::{
    addStrategiesToOperatorSetCall, removeStrategiesFromOperatorSetCall, InputAddressZero,
    InputArrayLengthMismatch, InvalidOperatorSet, InvalidRedistributionRecipient, InvalidStrategy,
    MaxStrategiesExceeded, NonexistentAVSMetadata, OperatorSetCreated, RedistributionAddressSet,
    SlasherUpdated, StrategyAddedToOperatorSet, StrategyAlreadyInOperatorSet, StrategyNotInOperatorSet,
    StrategyRemovedFromOperatorSet,
};
use interfaces::types::{CreateSetParams, OperatorSet};
use interfaces::CallId;
use math::limits::SlashLimits;
use stylus_sdk::prelude::*;

use crate::AvsDirectory;

/// The reference's number for native stake, of which nothing can be redistributed.
const BEACON_CHAIN_ETH_STRATEGY: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");
/// How many strategies a set can have, so that a slash of all of them fits a transaction.
const MAX_STRATEGIES: u64 = 32;
/// How many it can have and have given up together: readers of whoever allocated to it go through all of them.
const MAX_STRATEGIES_EVER: u64 = 64;

impl AvsDirectory {
    /// AVS: creates sets; with `recipients`, sets whose slashes are redistributed to them. `selector` is the function that was
    /// called, which permissions name.
    pub(crate) fn create_sets(
        &mut self,
        avs: Address,
        sets: &[CreateSetParams],
        recipients: Option<&[Address]>,
        selector: u32,
    ) -> Result<()> {
        self.manager.require_may_act(&avs, selector)?;
        let parallel = recipients.is_none_or(|recipients| recipients.len() == sets.len());
        require::<InputArrayLengthMismatch>(parallel)?;
        let known = self.manager.avss.getter(avs).get();
        require::<NonexistentAVSMetadata>(known.has_metadata)?;
        for (index, params) in sets.iter().enumerate() {
            let named = recipients.and_then(|recipients| recipients.get(index));
            require::<InputAddressZero>(named.is_none_or(|recipient| !recipient.is_zero()))?;
            let recipient = named.copied().unwrap_or(params.recipient);
            self.create_set(&OperatorSet { avs, id: params.operator_set_id }, params, recipient)?;
        }
        let set_count = some(known.set_count.checked_add(sets.len() as u64))?;
        self.manager.avss.setter(avs).set(&Avs { set_count, ..known });
        Ok(())
    }

    /// Creates a set; `recipient` is zero for one that redistributes nothing.
    fn create_set(&mut self, set: &OperatorSet, params: &CreateSetParams, recipient: Address) -> Result<()> {
        let key = set.key();
        require::<InvalidRedistributionRecipient>(recipient != DEFAULT_BURN_ADDRESS)?;
        require::<InvalidOperatorSet>(!self.manager.sets.getter(key).get().exists)?;
        let limited = params.limits != SlashLimits::NONE;
        let slasher = params.slasher;
        let created = Set {
            slasher,
            exists: true,
            redistributing: !recipient.is_zero(),
            limited,
            slasher_proposed: false,
        };
        self.manager.sets.setter(key).set(&created);
        emit(self.vm(), &of_set(&OperatorSetCreated::SIGNATURE_HASH, set));
        if created.redistributing {
            self.manager.recipients.setter(key).set(recipient);
            let event = of_set(&RedistributionAddressSet::SIGNATURE_HASH, set);
            emit(self.vm(), &event.address(&recipient));
        }
        params.strategies.iter().try_for_each(|strategy| self.add_strategy(set, &created, *strategy))?;
        require::<InputAddressZero>(!slasher.is_zero())?;
        let event = of_set(&SlasherUpdated::SIGNATURE_HASH, set).address(&slasher);
        emit(self.vm(), &event.u64(u64::from(block_number(self.vm()))));
        if limited {
            self.set_limits(set, Limits(params.limits))?;
        }
        Ok(())
    }

    /// AVS: adds strategies. What operators have allocated there already becomes slashable at once.
    pub(crate) fn add_strategies(&mut self, set: &OperatorSet, strategies: &[Address]) -> Result<()> {
        self.manager.require_may_act(&set.avs, addStrategiesToOperatorSetCall::ID)?;
        let key = set.key();
        let known = self.manager.existing(&key)?;
        for strategy in strategies {
            if !self.manager.place(&key, *strategy).former {
                let former = self.manager.former_strategies.getter(key).len();
                let all = self.manager.strategy_lists.getter(key).len().saturating_add(former);
                require::<MaxStrategiesExceeded>(all < MAX_STRATEGIES_EVER)?;
            }
            self.add_strategy(set, &known, *strategy)?;
        }
        Ok(())
    }

    /// AVS: removes strategies. What is allocated there stops being slashable at once.
    pub(crate) fn remove_strategies(&mut self, set: &OperatorSet, strategies: &[Address]) -> Result<()> {
        self.manager.require_may_act(&set.avs, removeStrategiesFromOperatorSetCall::ID)?;
        self.manager.existing(&set.key())?;
        strategies.iter().try_for_each(|strategy| self.remove_strategy(set, *strategy))
    }

    fn add_strategy(&mut self, set: &OperatorSet, known: &Set, strategy: Address) -> Result<()> {
        let key = set.key();
        require::<InvalidStrategy>(!known.redistributing || strategy != BEACON_CHAIN_ETH_STRATEGY)?;
        require::<StrategyAlreadyInOperatorSet>(!self.manager.has_strategy(&key, strategy))?;
        let place = self.manager.strategy_lists.setter(key).push(&element_of(&strategy));
        require::<MaxStrategiesExceeded>(place <= MAX_STRATEGIES)?;
        if place > UNPLACED {
            self.set_place(key, strategy, place);
        }
        emit(self.vm(), &of_set(&StrategyAddedToOperatorSet::SIGNATURE_HASH, set).address(&strategy));
        Ok(())
    }

    fn remove_strategy(&mut self, set: &OperatorSet, strategy: Address) -> Result<()> {
        let key = set.key();
        let place = self.manager.place_of(&key, strategy);
        require::<StrategyNotInOperatorSet>(place != 0)?;
        if let Some(moved) = self.manager.strategy_lists.setter(key).remove(place) {
            self.set_place(key, address_of(&moved), place);
        }
        self.set_place(key, strategy, 0);
        self.keep_former(key, strategy);
        let event = of_set(&StrategyRemovedFromOperatorSet::SIGNATURE_HASH, set);
        emit(self.vm(), &event.address(&strategy));
        Ok(())
    }

    /// Remembers a strategy's place on a set's list, if it is not among those that are looked through anyway.
    fn set_place(&mut self, set: B256, strategy: Address, place: u64) {
        let before = self.manager.place(&set, strategy);
        let after = Place { place: if place > UNPLACED { place } else { 0 }, ..before };
        if after != before {
            self.manager.strategy_places.setter(set).setter(strategy).set(&after);
        }
    }

    /// Remembers that the set had a strategy: what is allocated there stays allocated, and readers must find it.
    fn keep_former(&mut self, set: B256, strategy: Address) {
        let before = self.manager.place(&set, strategy);
        if !before.former {
            self.manager.former_strategies.setter(set).push(&element_of(&strategy));
            self.manager.strategy_places.setter(set).setter(strategy).set(&Place { former: true, ..before });
        }
    }
}

/// An event whose first plain argument is a set.
pub(crate) fn of_set(topic: &B256, set: &OperatorSet) -> Event {
    let mut event = Event::new(topic, 5);
    set.encode(event.data());
    event
}
