//! Operators, and who delegates to them.

use alloy::primitives::Address;
use interfaces::sol::{IAllocationManager, IDelegationManager};

use super::{Journey, OPERATORS, URI};
use crate::harness::{ALICE, BOB, OPERATOR, OTHER_OPERATOR, STRANGER};

impl Journey<'_> {
    pub(super) fn operators(&mut self) {
        let register = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 5,
            metadataURI: URI.into(),
        };
        let [_, done] = OPERATORS.map(|operator| self.on("delegation-manager", operator, &register));
        self.record("registerAsOperator", 136_509, &done);
        let delay = IAllocationManager::setAllocationDelayCall { operator: OTHER_OPERATOR, delay: 6 };
        let done = self.on("slasher", OTHER_OPERATOR, &delay);
        self.record("setAllocationDelay", 62_976, &done);
    }

    pub(super) fn delegation(&mut self) {
        self.aside(|journey| {
            for staker in [ALICE, BOB] {
                journey.deposit(staker, journey.world.weth, 10);
            }
            let [_, done] = [ALICE, BOB].map(|staker| journey.world.delegate(staker, OPERATOR));
            journey.record("delegateTo, 2 strategies", 149_826, &done);
        });
        self.aside(|journey| {
            journey.world.delegate(ALICE, OTHER_OPERATOR);
            let done = journey.world.delegate(BOB, OPERATOR);
            journey.record("delegateTo, 1 strategy, operator without shares", 145_391, &done);
        });
        let [_, done] = [ALICE, BOB].map(|staker| self.world.delegate(staker, OPERATOR));
        self.record("delegateTo, 1 strategy", 128_291, &done);
        let done = self.world.delegate(STRANGER, OPERATOR);
        self.record("delegateTo, without deposits", 106_564, &done);
        let done = self.deposit(STRANGER, self.world.lst, 20);
        self.record("depositIntoStrategy, new staker, delegated", 223_078, &done);
        let done = self.deposit(BOB, self.world.lst, 10);
        self.record("depositIntoStrategy, 2nd deposit, delegated", 142_383, &done);
    }
}
