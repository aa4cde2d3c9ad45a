//! Slashes, what they leave behind, and how it is cleared.

use alloy::primitives::{Address, U256, address};
use interfaces::sol::{IAllocationManager, IStrategyManager};

use super::{Journey, OPERATORS, QUARTER};
use crate::harness::world::percent;
use crate::harness::{ALICE, BURN_ADDRESS, Done, GOVERNANCE, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, Token};

/// Of the redistributing set: an account without tokens.
const RECIPIENT: Address = address!("00000000000000000000000000000000000000aa");
/// A staker of each operator, in the order they do things.
const STAKERS: [Address; 2] = [GOVERNANCE, ALICE];

impl Journey<'_> {
    pub(super) fn slash(&self, operator: Address, id: u32, strategies: &[Address]) -> Done {
        let params = IAllocationManager::SlashingParams {
            operator,
            operatorSetId: id,
            strategies: strategies.to_vec(),
            wadsToSlash: vec![percent(10); strategies.len()],
            description: "liveness fault".into(),
        };
        let call = IAllocationManager::slashOperatorCall { avs: SERVICE_OWNER, params };
        self.on("slasher", SERVICE_OWNER, &call)
    }

    fn clear(&self, set: u32, slash: u64) -> Done {
        let call = IStrategyManager::clearBurnOrRedistributableSharesCall {
            operatorSet: IStrategyManager::OperatorSet { avs: SERVICE_OWNER, id: set },
            slashId: U256::from(slash),
        };
        self.on("strategy-manager", STRANGER, &call)
    }

    pub(super) fn slashes(&mut self) {
        self.world.pass_blocks(11);
        let [_, done] = OPERATORS.map(|operator| self.slash(operator, 0, &[self.lst()]));
        self.record("slashOperator, 1 strategy", 319_177, &done);
        self.world.pass_blocks(1);
        let mint = Token::mintCall { to: BURN_ADDRESS, amount: U256::ONE };
        self.world.act(GOVERNANCE, self.world.lst, &mint);
        let done = self.clear(0, 2);
        self.record("clearBurnOrRedistributableShares, 1 strategy (burn)", 115_110, &done);
    }

    /// Both operators have shares in both strategies, allocated to a set that slashes them.
    pub(super) fn slashes_of_two_strategies(&mut self) {
        self.world.delegate(GOVERNANCE, OTHER_OPERATOR);
        for staker in STAKERS {
            for token in [self.world.lst, self.world.weth] {
                self.deposit(staker, token, 20);
            }
        }
        for operator in OPERATORS {
            self.allocate(operator, 0, &[(self.weth(), QUARTER)]);
        }
        self.world.pass_blocks(6);
        let both = self.strategies();
        let [_, done] = OPERATORS.map(|operator| self.slash(operator, 0, &both));
        self.record("slashOperator, 2 strategies", 474_386, &done);
        self.aside(|journey| {
            let [_, done] = STAKERS.map(|staker| journey.deposit(staker, journey.world.lst, 10));
            journey.record("depositIntoStrategy, delegated, operator slashed before", 147_478, &done);
        });
        self.aside(|journey| journey.slashes_of_the_queue(&both));
        self.aside(|journey| journey.slashes_within_limits(&both));
        self.world.pass_blocks(1);
        let [_, done] = [1, 2].map(|slash| self.clear(0, slash));
        self.record("clearBurnOrRedistributableShares, 2 strategies (burn)", 165_240, &done);
        self.redistribution(&both);
    }

    fn slashes_of_the_queue(&mut self, both: &[Address]) {
        let withdrawals = STAKERS.map(|staker| self.queue(staker, both, 5).1);
        let [_, done] = OPERATORS.map(|operator| self.slash(operator, 0, both));
        self.record("slashOperator, 2 strategies, with withdrawals in the queue", 464_939, &done);
        self.world.pass_blocks(11);
        let [_, done] = withdrawals.map(|withdrawal| self.complete(withdrawal, true));
        self.record("completeQueuedWithdrawal as tokens, 2 strategies, slashed", 209_617, &done);
    }

    fn redistribution(&mut self, both: &[Address]) {
        let params = IAllocationManager::CreateSetParams { operatorSetId: 1, strategies: both.to_vec() };
        let call = IAllocationManager::createRedistributingOperatorSets_0Call {
            avs: SERVICE_OWNER,
            params: vec![params],
            redistributionRecipients: vec![RECIPIENT],
        };
        let done = self.on("slasher", SERVICE_OWNER, &call);
        self.record("createRedistributingOperatorSets, 1 set x 2 strategies", 289_710, &done);
        for operator in OPERATORS {
            self.join(operator, &[1]);
        }
        let parts: Vec<_> = both.iter().map(|strategy| (*strategy, QUARTER)).collect();
        let [_, done] = OPERATORS.map(|operator| self.allocate(operator, 1, &parts));
        self.record("modifyAllocations, allocate redistributing set x 2 strategies", 306_985, &done);
        self.world.pass_blocks(self.world.config.redistribution_allocation_delay_blocks);
        let [_, done] = OPERATORS.map(|operator| self.slash(operator, 1, both));
        self.record("slashOperator, 2 strategies, redistributing set", 464_939, &done);
        self.world.pass_blocks(1);
        let [_, done] = [1, 2].map(|slash| self.clear(1, slash));
        self.record("clearBurnOrRedistributableShares, 2 strategies (redistribute)", 169_948, &done);
    }
}
