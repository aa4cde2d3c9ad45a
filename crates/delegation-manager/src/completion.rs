//! Out of the withdrawal queue.

use alloc::vec;
use alloc::vec::Vec;

use abi::{Event, Reader, Result};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::{checked, some};
use common::calls;
use common::host::{block_number, caller, emit};
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    InputArrayLengthMismatch, SlashingWithdrawalCompleted, WithdrawalDelayNotElapsed, WithdrawalNotQueued,
    WithdrawerNotCaller,
};
use interfaces::types::Withdrawal;
use math::delay;
use math::shares::completed_shares_down;
use stylus_sdk::prelude::*;

use crate::DelegationManager;

/// A queued withdrawal and how its owner wants it.
pub(crate) struct Completion {
    withdrawal: Withdrawal,
    /// Per strategy its token; not used when completing as shares.
    tokens: Vec<Address>,
    as_tokens: bool,
}

impl Completion {
    /// Reads the arguments of `completeQueuedWithdrawal`.
    pub(crate) fn decode(args: &mut Reader<'_>) -> Result<Vec<Self>> {
        Ok(vec![Self {
            withdrawal: Withdrawal::decode(args.tuple()?)?,
            tokens: args.addresses()?,
            as_tokens: args.boolean()?,
        }])
    }

    /// Reads the arguments of `completeQueuedWithdrawals`.
    pub(crate) fn decode_all(args: &mut Reader<'_>) -> Result<Vec<Self>> {
        let (length, mut withdrawals) = args.array()?;
        let (token_rows, mut tokens) = args.array()?;
        let (flags, mut as_tokens) = args.array()?;
        require::<InputArrayLengthMismatch>(token_rows == length && flags == length)?;
        let mut all = Vec::with_capacity(length);
        for _ in 0..length {
            all.push(Self {
                withdrawal: Withdrawal::decode(withdrawals.tuple()?)?,
                tokens: tokens.addresses()?,
                as_tokens: as_tokens.boolean()?,
            });
        }
        Ok(all)
    }
}

/// What completed withdrawals give, strategy by strategy, in order. Zeros are left out.
#[derive(Default)]
struct Due {
    strategies: Vec<Address>,
    /// Parallel to `strategies` when paid as tokens, else empty.
    tokens: Vec<Address>,
    shares: Vec<U256>,
}

impl DelegationManager {
    /// Completes withdrawals of the caller. Withdrawers are stakers, so all of them are of one staker and each peer call
    /// can be made once for all. Tokens leave last, when nothing of this contract is open any more.
    pub(crate) fn complete(&mut self, completions: Vec<Completion>) -> Result<()> {
        let staker = caller(self.vm());
        let (mut as_shares, mut as_tokens) = (Due::default(), Due::default());
        for completion in completions {
            let due = if completion.as_tokens { &mut as_tokens } else { &mut as_shares };
            self.dequeue(staker, completion, due)?;
        }
        let manager = self.strategy_manager.get().address;
        self.restore(&manager, staker, as_shares)?;
        if !as_tokens.strategies.is_empty() {
            let Due { strategies, tokens, shares } = &as_tokens;
            calls::call(
                self.vm(),
                &manager,
                &strategy_manager::pay_shares(&staker, strategies, tokens, shares),
            )?;
        }
        Ok(())
    }

    /// Takes one withdrawal out of the queue and adds what it gives to `due`: the scaled shares at the operator's
    /// magnitude of the last block in which they were slashable.
    fn dequeue(&mut self, caller: Address, completion: Completion, due: &mut Due) -> Result<()> {
        let Completion { withdrawal, tokens, as_tokens } = completion;
        require::<InputArrayLengthMismatch>(tokens.len() == withdrawal.strategies.len())?;
        require::<WithdrawerNotCaller>(caller == withdrawal.withdrawer)?;
        let root = self.root_of(&withdrawal);
        require::<WithdrawalNotQueued>(self.pending.get(root))?;
        let slashable_until =
            checked(delay::last_block(withdrawal.start_block, self.strategy_manager.get().delay))?;
        require::<WithdrawalDelayNotElapsed>(delay::is_past(block_number(self.vm()), slashable_until))?;
        self.pending.setter(root).set(false);
        emit(self.vm(), &Event::new(&SlashingWithdrawalCompleted::SIGNATURE_HASH, 1).b256(&root));
        let amounts = withdrawal.strategies.iter().zip(tokens).zip(withdrawal.scaled_shares);
        for ((strategy, token), scaled) in amounts {
            let magnitude = self.max_magnitude_at(withdrawal.delegated_to, *strategy, slashable_until);
            let shares = checked(completed_shares_down(scaled, magnitude))?;
            if !shares.is_zero() {
                due.strategies.push(*strategy);
                due.shares.push(shares);
                if as_tokens {
                    due.tokens.push(token);
                }
            }
        }
        Ok(())
    }

    /// Gives shares back to the staker, and to the operator it has now.
    fn restore(&mut self, manager: &Address, staker: Address, due: Due) -> Result<()> {
        if due.strategies.is_empty() {
            return Ok(());
        }
        let credit = strategy_manager::credit_shares(&staker, &due.strategies, &due.shares);
        let before = Reader::new(&calls::call(self.vm(), manager, &credit)?).words()?;
        let operator = self.operator_of(staker);
        let mut before = before.into_iter();
        for (strategy, shares) in due.strategies.into_iter().zip(due.shares) {
            self.increase_delegation(operator, staker, strategy, some(before.next())?, shares)?;
        }
        Ok(())
    }
}
