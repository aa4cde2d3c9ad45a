//! What the reference has not: limits to what a set may slash. And a change of slasher.

use alloy::primitives::Address;
use interfaces::sol::IAllocationManager::{self, updateSlasherCall};
use interfaces::sol::ISlasher::{
    CreateLimitedSetParams, OperatorSet, SlashLimits, createLimitedOperatorSetsCall, tightenSlashLimitsCall,
};

use super::further_sets::SERVICES;
use super::{Journey, OPERATORS, QUARTER};
use crate::harness::{Done, STRANGER};

/// The set with limits.
const LIMITED: u32 = 2;
/// Half of an allocation in a slash, and in a hundred blocks.
const LIMITS: SlashLimits = SlashLimits { maxPerSlash: 2 * QUARTER, maxPerPeriod: 2 * QUARTER, period: 100 };

impl Journey<'_> {
    pub(super) fn slashes_within_limits(&mut self, both: &[Address]) {
        let [_, done] = SERVICES.map(|avs| self.create_limited(avs, both));
        self.record("createLimitedOperatorSets, 1 set x 2 strategies", None, &done);
        let [_, done] = SERVICES.map(|avs| self.tighten(avs));
        self.record("tightenSlashLimits", None, &done);
        for operator in OPERATORS {
            self.join(operator, &[LIMITED]);
            self.allocate(operator, LIMITED, &both.iter().map(|of| (*of, QUARTER)).collect::<Vec<_>>());
        }
        self.world.pass_blocks(6);
        let [_, done] = OPERATORS.map(|operator| self.slash(operator, LIMITED, both));
        self.record("slashOperator, 2 strategies, limited set", None, &done);
        let [_, done] = OPERATORS.map(|operator| self.slash(operator, LIMITED, both));
        self.record("slashOperator, 2 strategies, limited set, 2nd of the period", None, &done);
    }

    fn create_limited(&self, avs: Address, strategies: &[Address]) -> Done {
        let params = CreateLimitedSetParams {
            operatorSetId: LIMITED,
            strategies: strategies.to_vec(),
            slasher: avs,
            redistributionRecipient: Address::ZERO,
            limits: LIMITS,
        };
        self.on("slasher", avs, &createLimitedOperatorSetsCall { avs, params: vec![params] })
    }

    fn tighten(&self, avs: Address) -> Done {
        let limits = SlashLimits { maxPerSlash: QUARTER, ..LIMITS };
        let operator_set = OperatorSet { avs, id: LIMITED };
        self.on("slasher", avs, &tightenSlashLimitsCall { operatorSet: operator_set, limits })
    }

    pub(super) fn changes_of_slasher(&mut self) {
        let [_, done] = SERVICES.map(|avs| {
            let operator_set = IAllocationManager::OperatorSet { avs, id: 0 };
            self.on("slasher", avs, &updateSlasherCall { operatorSet: operator_set, slasher: STRANGER })
        });
        self.record("updateSlasher, first", None, &done);
    }
}
