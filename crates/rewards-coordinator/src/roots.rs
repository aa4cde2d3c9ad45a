//! Distribution roots: what everyone has earned up to a time, calculated off chain, posted by the rewards updater, and
//! open to claims after a delay in which the updater can withdraw a wrong one.

use abi::{Event, Result};
use alloy_primitives::{B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::some;
use common::host::{caller, emit, timestamp};
use interfaces::require;
use interfaces::sol::IRewardsCoordinator::{
    DistributionRootDisabled, DistributionRootSubmitted, InvalidRootIndex,
    NewRootMustBeForNewCalculatedPeriod, RewardsEndTimestampNotElapsed, RootAlreadyActivated, RootDisabled,
    UnauthorizedCaller,
};
use interfaces::types::DistributionRoot;
use interfaces::ErrorId;
use stylus_sdk::prelude::*;

use crate::state::{Globals, RootState};
use crate::RewardsCoordinator;

impl RewardsCoordinator {
    /// Updater: posts what everyone has earned up to `calculation_end`.
    pub(crate) fn submit_root(&mut self, root: B256, calculation_end: u32) -> Result<()> {
        let globals = self.require_updater()?;
        let now = timestamp(self.vm());
        require::<NewRootMustBeForNewCalculatedPeriod>(calculation_end > globals.calculation_end)?;
        require::<RewardsEndTimestampNotElapsed>(calculation_end < now)?;
        let activated_at = some(now.checked_add(globals.activation_delay))?;
        let index = globals.root_count;
        let root_count = some(index.checked_add(1))?;
        self.roots.setter(index).set(root);
        self.root_states.setter(index).set(&RootState { calculation_end, activated_at, disabled: false });
        self.globals.set(&Globals { calculation_end, root_count, ..globals });
        let event = Event::new(&DistributionRootSubmitted::SIGNATURE_HASH, 4)
            .topic_word(&U256::from(index))
            .topic_word(&root.into())
            .topic_word(&U256::from(calculation_end))
            .u64(u64::from(activated_at));
        emit(self.vm(), &event);
        Ok(())
    }

    /// Updater: withdraws a root before it is active. The next root must still be for a later time.
    pub(crate) fn disable_root(&mut self, index: u32) -> Result<()> {
        self.require_updater()?;
        let state = self.root_state(index)?;
        require::<RootDisabled>(!state.disabled)?;
        require::<RootAlreadyActivated>(timestamp(self.vm()) < state.activated_at)?;
        self.root_states.setter(index).set(&RootState { disabled: true, ..state });
        let event = Event::new(&DistributionRootDisabled::SIGNATURE_HASH, 1);
        emit(self.vm(), &event.topic_word(&U256::from(index)));
        Ok(())
    }

    /// The root at `index`, whatever became of it; reverts with `InvalidRootIndex` past the last.
    pub(crate) fn root(&self, index: u32) -> Result<DistributionRoot> {
        let state = self.root_state(index)?;
        Ok(DistributionRoot {
            root: self.roots.get(index),
            rewards_calculation_end_timestamp: state.calculation_end,
            activated_at: state.activated_at,
            disabled: state.disabled,
        })
    }

    fn root_state(&self, index: u32) -> Result<RootState> {
        let state = self.root_states.getter(index).get();
        if state.activated_at == 0 {
            Err(InvalidRootIndex::FAULT)
        } else {
            Ok(state)
        }
    }

    fn require_updater(&self) -> Result<Globals> {
        let globals = self.globals.get();
        require::<UnauthorizedCaller>(caller(self.vm()) == globals.rewards_updater)?;
        Ok(globals)
    }
}
