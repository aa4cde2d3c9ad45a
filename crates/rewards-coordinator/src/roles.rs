//! Wiring, owner and rewards updater.

use abi::{Event, Result};
use alloy_primitives::Address;
use alloy_sol_types::SolEvent;
use common::host::{caller, emit};
use interfaces::require;
use interfaces::sol::IRewardsCoordinator::{
    ActivationDelaySet, AlreadyWired, InputAddressZero, InvalidCalculationIntervalSecondsRemainder,
    InvalidGenesisRewardsTimestampRemainder, OnlyOwner, RewardsUpdaterSet,
};
use interfaces::types::Timing;
use stylus_sdk::prelude::*;

use crate::state::{Globals, Limits};
use crate::RewardsCoordinator;

/// Seconds of a day: stake is looked at once a day.
const SNAPSHOT_CADENCE: u32 = 86_400;

impl RewardsCoordinator {
    /// Sets peer, roles and timing, once.
    pub(crate) fn wire(
        &mut self,
        strategy_manager: Address,
        owner: Address,
        rewards_updater: Address,
        timing: &Timing,
    ) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().is_zero())?;
        require::<InputAddressZero>(!strategy_manager.is_zero() && !owner.is_zero())?;
        let interval = timing.calculation_interval;
        require::<InvalidCalculationIntervalSecondsRemainder>(
            interval != 0 && interval.is_multiple_of(SNAPSHOT_CADENCE),
        )?;
        require::<InvalidGenesisRewardsTimestampRemainder>(
            timing.genesis_rewards_timestamp.is_multiple_of(interval),
        )?;
        self.strategy_manager.set(strategy_manager);
        self.owner.set(owner);
        self.limits.set(&Limits {
            calculation_interval: interval,
            max_duration: timing.max_rewards_duration,
            max_retroactive_length: timing.max_retroactive_length,
            max_future_length: timing.max_future_length,
            genesis: timing.genesis_rewards_timestamp,
        });
        self.change_activation_delay(timing.activation_delay);
        self.change_rewards_updater(rewards_updater);
        Ok(())
    }

    /// Owner: changes how long roots submitted from now on wait (seconds).
    pub(crate) fn set_activation_delay(&mut self, delay: u32) -> Result<()> {
        self.require_owner()?;
        self.change_activation_delay(delay);
        Ok(())
    }

    /// Owner: names another rewards updater; zero for nobody.
    pub(crate) fn set_rewards_updater(&mut self, updater: Address) -> Result<()> {
        self.require_owner()?;
        self.change_rewards_updater(updater);
        Ok(())
    }

    fn require_owner(&self) -> Result<()> {
        require::<OnlyOwner>(caller(self.vm()) == self.owner.get())
    }

    fn change_activation_delay(&mut self, delay: u32) {
        let globals = self.globals.get();
        let event = Event::new(&ActivationDelaySet::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.u64(u64::from(globals.activation_delay)).u64(u64::from(delay)));
        self.globals.set(&Globals { activation_delay: delay, ..globals });
    }

    fn change_rewards_updater(&mut self, updater: Address) {
        let globals = self.globals.get();
        let event = Event::new(&RewardsUpdaterSet::SIGNATURE_HASH, 2);
        emit(self.vm(), &event.topic_address(&globals.rewards_updater).topic_address(&updater));
        self.globals.set(&Globals { rewards_updater: updater, ..globals });
    }
}
