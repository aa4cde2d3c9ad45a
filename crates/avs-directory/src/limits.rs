//! How much a set may slash: said at its creation, and only ever tightened.

use abi::Result;
use allocation_manager::limits::Limits;
use allocation_manager::sets::Set;
use alloy_sol_types::SolEvent;
use common::host::emit;
use interfaces::sol::ISlasher::{tightenSlashLimitsCall, InvalidSlashLimits, SlashLimitsSet};
use interfaces::types::{encode_limits, OperatorSet};
use interfaces::{require, CallId};
use math::limits::SlashLimits;
use stylus_sdk::prelude::*;

use crate::sets::of_set;
use crate::AvsDirectory;

impl AvsDirectory {
    /// AVS: gives a set limits no wider than those it has.
    pub(crate) fn tighten_limits(&mut self, set: &OperatorSet, limits: &SlashLimits) -> Result<()> {
        self.manager.require_may_act(&set.avs, tightenSlashLimitsCall::ID)?;
        let key = set.key();
        let known = self.manager.existing(&key)?;
        let Limits(before) = self.manager.limits.getter(key).get();
        require::<InvalidSlashLimits>(limits.is_at_least_as_tight_as(&before))?;
        self.manager.sets.setter(key).set(&Set { limited: true, ..known });
        self.set_limits(set, Limits(*limits))
    }

    /// Stores the limits of a set.
    pub(crate) fn set_limits(&mut self, set: &OperatorSet, limits: Limits) -> Result<()> {
        require::<InvalidSlashLimits>(limits.0.is_valid())?;
        self.manager.limits.setter(set.key()).set(&limits);
        let mut event = of_set(&SlashLimitsSet::SIGNATURE_HASH, set);
        encode_limits(&limits.0, event.data());
        emit(self.vm(), &event);
        Ok(())
    }
}
