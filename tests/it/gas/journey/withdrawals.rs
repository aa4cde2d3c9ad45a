//! Shares out.

use alloy::primitives::Address;
use alloy::sol_types::SolCall;
use interfaces::sol::IDelegationManager::{
    Withdrawal, completeQueuedWithdrawalAsCall, completeQueuedWithdrawalCall, completeQueuedWithdrawalsCall,
    redelegateCall, undelegateCall,
};

use super::Journey;
use super::one_transaction::multicall;
use crate::harness::queue::{queued, withdraw};
use crate::harness::world::delegate_to;
use crate::harness::{ALICE, BOB, Done, OTHER_OPERATOR, STRANGER, ether};

/// In the order they do things.
const STAKERS: [Address; 2] = [ALICE, BOB];
/// Completion as ETH, `completeQueuedWithdrawalAs`.
const AS_ETHER: u8 = 2;

impl Journey<'_> {
    /// Queues the same deposit shares of every strategy as one withdrawal.
    pub(super) fn queue(&self, staker: Address, strategies: &[Address], shares: u64) -> (Done, Withdrawal) {
        let shares: Vec<_> = strategies.iter().map(|strategy| (*strategy, ether(shares))).collect();
        let done = self.on("delegation-manager", staker, &withdraw(&shares));
        let withdrawal = queued(&done).remove(0);
        (done, withdrawal)
    }

    fn completion(&self, withdrawal: Withdrawal, as_tokens: bool) -> completeQueuedWithdrawalCall {
        let tokens = self.tokens(&withdrawal);
        completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: as_tokens }
    }

    pub(super) fn complete(&self, withdrawal: Withdrawal, as_tokens: bool) -> Done {
        let staker = withdrawal.staker;
        self.on("delegation-manager", staker, &self.completion(withdrawal, as_tokens))
    }

    /// The token of every strategy of a withdrawal.
    fn tokens(&self, withdrawal: &Withdrawal) -> Vec<Address> {
        let token = |strategy: &Address| {
            if *strategy == self.weth() { self.world.weth } else { self.world.lst }
        };
        withdrawal.strategies.iter().map(token).collect()
    }

    fn undelegate(&self, staker: Address) -> Done {
        self.on("delegation-manager", staker, &undelegateCall { staker })
    }

    pub(super) fn withdrawals(&mut self) {
        let lst = [self.lst()];
        let [(_, alices), (done, bobs)] = STAKERS.map(|staker| self.queue(staker, &lst, 10));
        self.record("queueWithdrawals, 1 strategy, partial, delegated", 430_079, &done);
        let (done, bobs_second) = self.queue(BOB, &lst, 10);
        self.record("queueWithdrawals, 1 strategy, partial, 2nd by the staker", 415_779, &done);
        let (done, strangers) = self.queue(STRANGER, &lst, 20);
        self.record("queueWithdrawals, 1 strategy, full exit, delegated", 427_797, &done);
        self.world.pass_blocks(11);
        let [_, done] = [alices, bobs].map(|withdrawal| self.complete(withdrawal, true));
        self.record("completeQueuedWithdrawal as tokens, 1 strategy", 161_508, &done);
        let done = self.complete(strangers, true);
        self.record("completeQueuedWithdrawal as tokens, after full exit", 153_132, &done);
        let done = self.complete(bobs_second, false);
        self.record("completeQueuedWithdrawal as shares, 1 strategy", 148_465, &done);
        self.aside(Self::withdrawals_of_two_strategies);
        self.aside(Self::batches);
        self.aside(Self::ether_out);
        self.aside(Self::redelegation);
        let done = self.undelegate(BOB);
        self.record("undelegate, 1 strategy", 443_048, &done);
    }

    fn withdrawals_of_two_strategies(&mut self) {
        for staker in STAKERS {
            self.deposit(staker, self.world.weth, 10);
        }
        self.aside(|journey| {
            let [_, done] = STAKERS.map(|staker| journey.undelegate(staker));
            journey.record("undelegate, 2 strategies", 779_932, &done);
        });
        let both = self.strategies();
        let [(_, alices), (done, bobs)] = STAKERS.map(|staker| self.queue(staker, &both, 5));
        self.record("queueWithdrawals, 2 strategies, partial, delegated", 523_754, &done);
        self.world.pass_blocks(11);
        let [_, done] = [alices, bobs].map(|withdrawal| self.complete(withdrawal, true));
        self.record("completeQueuedWithdrawal as tokens, 2 strategies", 202_865, &done);
    }

    /// Two withdrawals in one call; and a completion with what comes next.
    fn batches(&mut self) {
        let lst = [self.lst()];
        let pairs = STAKERS.map(|staker| [0; 2].map(|_| self.queue(staker, &lst, 5).1));
        self.world.pass_blocks(11);
        self.aside(|journey| {
            let [_, done] = pairs.clone().map(|pair| {
                let batch = completeQueuedWithdrawalsCall {
                    withdrawals: pair.to_vec(),
                    tokens: vec![vec![journey.world.lst]; 2],
                    receiveAsTokens: vec![true; 2],
                };
                journey.on("delegation-manager", pair[0].staker, &batch)
            });
            journey.record("completeQueuedWithdrawals as tokens, 2 x 1 strategy", 258_958, &done);
        });
        let [_, done] = pairs.map(|[first, _]| {
            let (staker, next) = (first.staker, withdraw(&[(self.lst(), ether(5))]));
            let calls = [self.completion(first, true).abi_encode(), next.abi_encode()];
            self.on("delegation-manager", staker, &multicall(calls))
        });
        self.record("multicall, complete 1 withdrawal and queue the next", None, &done);
    }

    fn ether_out(&mut self) {
        for staker in STAKERS {
            self.deposit_ether(staker);
        }
        let weth = [self.weth()];
        let withdrawals = STAKERS.map(|staker| self.queue(staker, &weth, 5).1);
        self.world.pass_blocks(11);
        let [_, done] = withdrawals.map(|withdrawal| {
            let staker = withdrawal.staker;
            let (tokens, modes) = (self.tokens(&withdrawal), vec![AS_ETHER]);
            let call = completeQueuedWithdrawalAsCall { withdrawal, tokens, modes };
            self.on("delegation-manager", staker, &call)
        });
        self.record("completeQueuedWithdrawalAs ETH, 1 strategy", None, &done);
    }

    fn redelegation(&mut self) {
        let to = delegate_to(OTHER_OPERATOR);
        let redelegate = redelegateCall {
            newOperator: to.operator,
            newOperatorApproverSig: to.approverSignatureAndExpiry,
            approverSalt: to.approverSalt,
        };
        let [alices, bobs] = STAKERS.map(|staker| self.on("delegation-manager", staker, &redelegate));
        self.record("redelegate, 1 strategy", 466_091, &bobs);
        self.world.pass_blocks(11);
        let [_, done] = [alices, bobs].map(|done| self.complete(queued(&done).remove(0), false));
        self.record("completeQueuedWithdrawal as shares, after redelegate", 212_372, &done);
    }
}
