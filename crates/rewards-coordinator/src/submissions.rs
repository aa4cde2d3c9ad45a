//! Submissions: an AVS describes rewards and pays them in. Nothing can be taken back.

use alloc::vec::Vec;

use abi::{Event, Reader, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::host::{caller, emit, keccak, this, timestamp};
use common::{calls, token};
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IRewardsCoordinator::{
    AVSRewardsSubmissionCreated, AmountExceedsMax, AmountIsZero, DurationExceedsMax, DurationIsZero,
    InputArrayLengthZero, InvalidDurationRemainder, InvalidStartTimestampRemainder,
    StartTimestampTooFarInFuture, StartTimestampTooFarInPast, StrategiesNotInAscendingOrder,
    StrategyNotWhitelisted,
};
use interfaces::types::{RewardsSubmission, StrategyAndMultiplier};
use math::strategy::MAX_TOTAL_SHARES;
use math::wide::checked_add;
use stylus_sdk::prelude::*;

use crate::RewardsCoordinator;

/// The most a submission may pay, in token units: 1e38 - 1, so that sums of rewards stay within what off-chain
/// calculation holds.
const MAX_REWARDS_AMOUNT: u128 = MAX_TOTAL_SHARES;

impl RewardsCoordinator {
    /// AVS: announces rewards and pays them in from its allowance for this contract.
    pub(crate) fn create_submission(&mut self, submission: &RewardsSubmission) -> Result<()> {
        self.require_valid(submission)?;
        let avs = caller(self.vm());
        let nonce = self.nonces.get(avs);
        let hash = keccak(self.vm(), &submission.encoded(&avs, &nonce));
        self.submissions.setter(avs).setter(hash).set(true);
        self.nonces.setter(avs).set(checked(checked_add(nonce, U256::from(1)))?);
        self.emit_submission(&avs, &nonce, hash, submission);
        token::transfer_from(self.vm(), &submission.token, &avs, &this(self.vm()), &submission.amount)
    }

    /// Holds a submission to the limits. The order of the checks is part of the ABI: it decides which error is seen.
    fn require_valid(&self, submission: &RewardsSubmission) -> Result<()> {
        let limits = self.limits.get();
        let now = timestamp(self.vm());
        let (start, duration) = (submission.start_timestamp, submission.duration);
        require::<InputArrayLengthZero>(!submission.strategies_and_multipliers.is_empty())?;
        require::<DurationExceedsMax>(duration <= limits.max_duration)?;
        require::<InvalidDurationRemainder>(duration.is_multiple_of(limits.calculation_interval))?;
        require::<DurationIsZero>(duration != 0)?;
        require::<InvalidStartTimestampRemainder>(start.is_multiple_of(limits.calculation_interval))?;
        let earliest = now.saturating_sub(limits.max_retroactive_length).max(limits.genesis);
        require::<StartTimestampTooFarInPast>(earliest <= start)?;
        self.require_valid_strategies(&submission.strategies_and_multipliers)?;
        require::<AmountIsZero>(!submission.amount.is_zero())?;
        require::<AmountExceedsMax>(submission.amount <= U256::from(MAX_REWARDS_AMOUNT))?;
        let latest = now.saturating_add(limits.max_future_length);
        require::<StartTimestampTooFarInFuture>(start <= latest)
    }

    /// Strategies take deposits and ascend strictly, so that none is named twice.
    fn require_valid_strategies(&self, entries: &[StrategyAndMultiplier]) -> Result<()> {
        let strategies: Vec<Address> = entries.iter().map(|entry| entry.strategy).collect();
        let ask = strategy_manager::strategies_are_whitelisted(&strategies);
        let answer = calls::view(self.vm(), &self.strategy_manager.get(), &ask)?;
        let whitelisted = Reader::new(&answer).booleans()?;
        let mut previous = Address::ZERO;
        for (index, strategy) in strategies.iter().enumerate() {
            require::<StrategyNotWhitelisted>(*some(whitelisted.get(index))?)?;
            require::<StrategiesNotInAscendingOrder>(previous < *strategy)?;
            previous = *strategy;
        }
        Ok(())
    }

    fn emit_submission(&self, avs: &Address, nonce: &U256, hash: B256, submission: &RewardsSubmission) {
        let words = submission.words().saturating_add(4);
        let mut event = Event::new(&AVSRewardsSubmissionCreated::SIGNATURE_HASH, words)
            .topic_address(avs)
            .topic_word(nonce)
            .topic_word(&hash.into());
        let data = event.data();
        let slot = data.offset(data.here());
        data.tail(slot);
        submission.encode(data);
        emit(self.vm(), &event);
    }
}
