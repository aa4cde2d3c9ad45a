//! One journey through the protocol, operation by operation.

use std::collections::BTreeMap;

use alloy::primitives::{Address, Bytes, U256, aliases::U96, keccak256};
use alloy::sol_types::SolCall;
use interfaces::sol::{IAllocationManager, IDelegationManager, IRewardsCoordinator, IStrategyManager};
use math::tree::Distribution;

use crate::harness::queue::{queued, withdraw};
use crate::harness::world::percent;
use crate::harness::{
    ALICE, BOB, Done, GOVERNANCE, OPERATOR, OTHER_OPERATOR, SERVICE_OWNER, STRANGER, Token, World, ether,
};

/// An operation, the reference's gas for it where it was measured, and ours.
pub(super) struct Measured {
    pub(super) operation: &'static str,
    pub(super) reference: Option<u64>,
    pub(super) gas: u64,
}

/// 66 bytes, as in the reference's measurement.
const URI: &str = "https://operators.example/metadata/0123456789abcdef0123456789.json";
const HALF: u64 = 500_000_000_000_000_000;

struct Journey<'a> {
    world: &'a World,
    measured: Vec<Measured>,
}

/// Runs the journey.
pub(super) fn run(world: &World) -> Vec<Measured> {
    let mut journey = Journey { world, measured: Vec::new() };
    journey.deposits();
    journey.operators();
    journey.delegation();
    journey.services();
    journey.allocations();
    journey.withdrawals();
    journey.slashes();
    journey.rewards();
    journey.measured
}

impl Journey<'_> {
    fn record(&mut self, operation: &'static str, reference: u64, done: &Done) {
        self.measured.push(Measured { operation, reference: Some(reference), gas: done.gas() });
    }

    fn on<C: SolCall>(&self, program: &str, from: Address, call: &C) -> Done {
        self.world.act(from, self.world.at(program), call)
    }

    fn lst(&self) -> Address {
        self.world.strategy(self.world.lst)
    }

    fn deposit(&self, staker: Address, amount: u64) -> Done {
        let (strategy, token) = (self.lst(), self.world.lst);
        let call = IStrategyManager::depositIntoStrategyCall { strategy, token, amount: ether(amount) };
        self.on("strategy-manager", staker, &call)
    }

    fn deposits(&mut self) {
        let spender = self.world.at("strategy-manager");
        for staker in [ALICE, BOB, STRANGER] {
            self.world.act(staker, self.world.lst, &Token::mintCall { to: staker, amount: ether(5_000) });
            self.world.act(staker, self.world.lst, &Token::approveCall { spender, amount: ether(5_000) });
        }
        self.deposit(ALICE, 100);
        let done = self.deposit(BOB, 50);
        self.record("depositIntoStrategy, new staker, not delegated", 215_730, &done);
        let done = self.deposit(BOB, 10);
        self.record("depositIntoStrategy, 2nd deposit, not delegated", 135_047, &done);
        let call =
            IStrategyManager::depositETHIntoStrategyCall { strategy: self.world.strategy(self.world.weth) };
        self.world.pay(STRANGER, spender, &call, ether(1));
        let done = self.world.pay(SERVICE_OWNER, spender, &call, ether(1));
        self.measured.push(Measured {
            operation: "depositETHIntoStrategy, new staker",
            reference: None,
            gas: done.gas(),
        });
    }

    fn operators(&mut self) {
        let register = IDelegationManager::registerAsOperatorCall {
            initDelegationApprover: Address::ZERO,
            allocationDelay: 5,
            metadataURI: URI.into(),
        };
        self.on("delegation-manager", OTHER_OPERATOR, &register);
        let done = self.on("delegation-manager", OPERATOR, &register);
        self.record("registerAsOperator", 136_509, &done);
        let delay = IAllocationManager::setAllocationDelayCall { operator: OTHER_OPERATOR, delay: 6 };
        let done = self.on("slasher", OTHER_OPERATOR, &delay);
        self.record("setAllocationDelay", 62_976, &done);
    }

    fn delegation(&mut self) {
        self.world.delegate(ALICE, OPERATOR);
        let done = self.world.delegate(BOB, OPERATOR);
        self.record("delegateTo, 1 strategy", 128_291, &done);
        self.world.delegate(STRANGER, OPERATOR);
        let done = self.deposit(STRANGER, 20);
        self.record("depositIntoStrategy, new staker, delegated", 223_078, &done);
        let done = self.deposit(BOB, 10);
        self.record("depositIntoStrategy, 2nd deposit, delegated", 142_383, &done);
    }

    fn set(&self, id: u32) -> IAllocationManager::OperatorSet {
        IAllocationManager::OperatorSet { avs: SERVICE_OWNER, id }
    }

    fn strategies(&self) -> Vec<Address> {
        let mut strategies = vec![self.lst(), self.world.strategy(self.world.weth)];
        strategies.sort();
        strategies
    }

    /// The AVS is an account with a registrar that does nothing, as in the reference's measurement.
    fn services(&mut self) {
        let registrar = self.world.create("QuietRegistrar", ());
        for avs in [GOVERNANCE, SERVICE_OWNER] {
            let metadata = IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: URI.into() };
            let done = self.on("slasher", avs, &metadata);
            let call = IAllocationManager::setAVSRegistrarCall { avs, registrar };
            let set = self.on("slasher", avs, &call);
            let params =
                IAllocationManager::CreateSetParams { operatorSetId: 0, strategies: self.strategies() };
            let call = IAllocationManager::createOperatorSets_0Call { avs, params: vec![params] };
            let created = self.on("slasher", avs, &call);
            if avs == SERVICE_OWNER {
                self.record("updateAVSMetadataURI, first", 69_057, &done);
                self.record("setAVSRegistrar", 69_899, &set);
                self.record("createOperatorSets, 1 set x 2 strategies", 261_084, &created);
            }
        }
        for operator in [OTHER_OPERATOR, OPERATOR] {
            let params = IAllocationManager::RegisterParams {
                avs: SERVICE_OWNER,
                operatorSetIds: vec![0],
                data: Bytes::new(),
            };
            let call = IAllocationManager::registerForOperatorSetsCall { operator, params };
            let done = self.on("slasher", operator, &call);
            if operator == OPERATOR {
                self.record("registerForOperatorSets, 1 set", 211_814, &done);
            }
        }
    }

    fn allocate(&self, operator: Address, magnitude: u64) -> Done {
        let params = IAllocationManager::AllocateParams {
            operatorSet: self.set(0),
            strategies: vec![self.lst()],
            newMagnitudes: vec![magnitude],
        };
        let call = IAllocationManager::modifyAllocationsCall { operator, params: vec![params] };
        self.on("slasher", operator, &call)
    }

    fn allocations(&mut self) {
        self.world.pass_blocks(12);
        self.allocate(OTHER_OPERATOR, HALF);
        let done = self.allocate(OPERATOR, HALF);
        self.record("modifyAllocations, allocate 1 x 1", 251_373, &done);
        self.world.pass_blocks(6);
        let done = self.allocate(OTHER_OPERATOR, HALF / 2);
        self.record("modifyAllocations, deallocate 1 x 1", 126_060, &done);
        self.world.pass_blocks(11);
        let clear = IAllocationManager::clearDeallocationQueueCall {
            operator: OTHER_OPERATOR,
            strategies: vec![self.lst()],
            numToClear: vec![1],
        };
        let done = self.on("slasher", STRANGER, &clear);
        self.record("clearDeallocationQueue, 1 entry", 57_312, &done);
    }

    fn queue(&self, staker: Address, shares: u64) -> (Done, IDelegationManager::Withdrawal) {
        let done = self.on("delegation-manager", staker, &withdraw(&[(self.lst(), ether(shares))]));
        let withdrawal = queued(&done).remove(0);
        (done, withdrawal)
    }

    fn complete(&self, staker: Address, withdrawal: IDelegationManager::Withdrawal, as_tokens: bool) -> Done {
        let tokens = vec![self.world.lst];
        let call = IDelegationManager::completeQueuedWithdrawalCall {
            withdrawal,
            tokens,
            receiveAsTokens: as_tokens,
        };
        self.on("delegation-manager", staker, &call)
    }

    fn withdrawals(&mut self) {
        let (_, alices) = self.queue(ALICE, 10);
        let (done, bobs) = self.queue(BOB, 10);
        self.record("queueWithdrawals, 1 strategy, partial, delegated", 430_079, &done);
        let (_, bobs_second) = self.queue(BOB, 10);
        let (done, _) = self.queue(STRANGER, 20);
        self.record("queueWithdrawals, 1 strategy, full exit, delegated", 427_797, &done);
        self.world.pass_blocks(11);
        self.complete(ALICE, alices, true);
        let done = self.complete(BOB, bobs, true);
        self.record("completeQueuedWithdrawal as tokens, 1 strategy", 161_508, &done);
        let done = self.complete(BOB, bobs_second, false);
        self.record("completeQueuedWithdrawal as shares, 1 strategy", 148_465, &done);
        let undelegate = IDelegationManager::undelegateCall { staker: BOB };
        let done = self.on("delegation-manager", BOB, &undelegate);
        self.record("undelegate, 1 strategy", 443_048, &done);
    }

    fn slashes(&mut self) {
        let slash = |operator| IAllocationManager::slashOperatorCall {
            avs: SERVICE_OWNER,
            params: IAllocationManager::SlashingParams {
                operator,
                operatorSetId: 0,
                strategies: vec![self.lst()],
                wadsToSlash: vec![percent(10)],
                description: "liveness fault".into(),
            },
        };
        self.world.pass_blocks(11);
        self.on("slasher", SERVICE_OWNER, &slash(OTHER_OPERATOR));
        let done = self.on("slasher", SERVICE_OWNER, &slash(OPERATOR));
        let clear = IStrategyManager::clearBurnOrRedistributableSharesCall {
            operatorSet: IStrategyManager::OperatorSet { avs: SERVICE_OWNER, id: 0 },
            slashId: U256::from(2),
        };
        self.record("slashOperator, 1 strategy", 319_177, &done);
        self.world.pass_blocks(1);
        self.world.act(
            GOVERNANCE,
            self.world.lst,
            &Token::mintCall { to: crate::harness::BURN_ADDRESS, amount: U256::ONE },
        );
        let done = self.on("strategy-manager", STRANGER, &clear);
        self.record("clearBurnOrRedistributableShares, 1 strategy (burn)", 115_110, &done);
        let params = IAllocationManager::DeregisterParams {
            operator: OPERATOR,
            avs: SERVICE_OWNER,
            operatorSetIds: vec![0],
        };
        let call = IAllocationManager::deregisterFromOperatorSetsCall { params };
        let done = self.on("slasher", OPERATOR, &call);
        self.record("deregisterFromOperatorSets, 1 set", 88_573, &done);
    }

    fn submission(&self, now: u32) -> IRewardsCoordinator::createAVSRewardsSubmissionCall {
        let interval = self.world.config.rewards.calculation_interval;
        let weight =
            |strategy| IRewardsCoordinator::StrategyAndMultiplier { strategy, multiplier: U96::from(1) };
        let submission = IRewardsCoordinator::RewardsSubmission {
            strategiesAndMultipliers: self.strategies().into_iter().map(weight).collect(),
            token: self.world.reward,
            amount: ether(100),
            startTimestamp: now.checked_div(interval).unwrap().checked_mul(interval).unwrap(),
            duration: interval,
        };
        IRewardsCoordinator::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] }
    }

    fn rewards(&mut self) {
        let now = u32::try_from(self.world.node().latest().header.timestamp).unwrap();
        let spender = self.world.at("rewards-coordinator");
        for avs in [GOVERNANCE, SERVICE_OWNER] {
            self.world.act(avs, self.world.reward, &Token::mintCall { to: avs, amount: ether(5_000) });
            self.world.act(avs, self.world.reward, &Token::approveCall { spender, amount: ether(5_000) });
            let done = self.on("rewards-coordinator", avs, &self.submission(now));
            if avs == SERVICE_OWNER {
                self.record("createAVSRewardsSubmission, 1 x 2 strategies", 133_259, &done);
            }
        }
        let earners = (1..=1_022_u64).map(|n| (Address::left_padding_from(&n.to_be_bytes()), U256::from(n)));
        let ours = [(ALICE, ether(1)), (BOB, ether(2))];
        let earnings = earners
            .chain(ours)
            .map(|(earner, amount)| (earner, BTreeMap::from([(self.world.reward, amount)])));
        let distribution = Distribution::new(earnings.collect(), |data: &[u8]| keccak256(data)).unwrap();
        for (index, end) in [now.checked_sub(2).unwrap(), now.checked_sub(1).unwrap()].into_iter().enumerate()
        {
            let call = IRewardsCoordinator::submitRootCall {
                root: distribution.root(),
                rewardsCalculationEndTimestamp: end,
            };
            let done = self.on("rewards-coordinator", GOVERNANCE, &call);
            if index == 1 {
                self.record("submitRoot", 88_948, &done);
            }
        }
        self.world.pass_seconds(self.world.config.rewards.activation_delay);
        let claim = |earner| {
            let proof = distribution.claim(earner).unwrap();
            let leaves = proof.tokens.iter().map(|token| IRewardsCoordinator::TokenTreeMerkleLeaf {
                token: token.token,
                cumulativeEarnings: token.cumulative_earnings,
            });
            let claim = IRewardsCoordinator::RewardsMerkleClaim {
                rootIndex: 0,
                earnerIndex: proof.index,
                earnerTreeProof: proof.proof.clone().into(),
                earnerLeaf: IRewardsCoordinator::EarnerTreeMerkleLeaf {
                    earner,
                    earnerTokenRoot: proof.token_root,
                },
                tokenIndices: proof.tokens.iter().map(|token| token.index).collect(),
                tokenTreeProofs: proof.tokens.iter().map(|token| token.proof.clone().into()).collect(),
                tokenLeaves: leaves.collect(),
            };
            IRewardsCoordinator::processClaimCall { claim, recipient: earner }
        };
        self.on("rewards-coordinator", ALICE, &claim(ALICE));
        let done = self.on("rewards-coordinator", BOB, &claim(BOB));
        self.record("processClaim, 1 token, 1024 earners, first claim", 119_877, &done);
        let call = IRewardsCoordinator::setClaimerForCall { claimer: STRANGER };
        let done = self.on("rewards-coordinator", BOB, &call);
        self.record("setClaimerFor, first", 53_212, &done);
    }
}
