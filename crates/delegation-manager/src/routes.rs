//! Routing of the contract itself: what moves shares, and what other contracts read.

use alloc::vec;
use alloc::vec::Vec;

use abi::{Reader, Result, Writer};
use alloy_primitives::{Address, U256};
use common::extension;
use common::host::caller;
use common::lock::locked;
use common::routing::{done, Routed};
use interfaces::require;
use interfaces::sol::IDelegationManager::{self as abi_of, InputArrayLengthMismatch};
use interfaces::types::{OperatorSet, QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal};
use interfaces::CallId;
use stylus_sdk::prelude::*;

use crate::completion::{mode, Completion};
use crate::delegation::Choice;
use crate::slashing::Slash;
use crate::DelegationManager;

common::router!(
    DelegationManager,
    payable: [],
    tables: [peers, stakers, withdrawers, deployment, views],
    fallback: extended
);

/// Whatever is not here is in the extension.
fn extended(this: &mut DelegationManager, calldata: &[u8]) -> Option<stylus_sdk::ArbResult> {
    extension::run(this.vm(), this.extension.get(), calldata)
}

/// What StrategyManager and Slasher call.
fn peers(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::increaseSharesCall::ID => {
            let (staker, strategy) = (args.address()?, args.address()?);
            let (before, added, factor) = (args.word()?, args.word()?, args.word()?);
            Writer::one_word(&locked(this, |this| {
                this.increase_shares(staker, strategy, before, added, factor)
            })?)
        }
        abi_of::delegateForCall::ID => {
            let (staker, to) = (args.address()?, choice(args)?);
            return done(locked(this, |this| this.delegate_for(staker, &to))?);
        }
        abi_of::slashOperatorSharesCall::ID => {
            let operator = args.address()?;
            let slash = Slash { operator, set: OperatorSet::decode(args)?, id: args.u64()? };
            let (strategies, previous, new) = (args.addresses()?, args.u64s()?, args.u64s()?);
            let slashed = locked(this, |this| this.slash(slash, &strategies, &previous, &new))?;
            Writer::word_arrays(&[&slashed.booked, &slashed.previous, &slashed.new])
        }
        _ => return Ok(None),
    }))
}

/// What stakers call to choose and leave operators; operators and approvers may undelegate too.
fn stakers(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::delegateToCall::ID => {
            let to = choice(args)?;
            let staker = caller(this.vm());
            return done(locked(this, |this| this.delegate_to(staker, &to))?);
        }
        abi_of::undelegateCall::ID => {
            let staker = args.address()?;
            Writer::one_word_array(&locked(this, |this| this.undelegate(staker))?)
        }
        abi_of::redelegateCall::ID => {
            let to = choice(args)?;
            Writer::one_word_array(&locked(this, |this| this.redelegate(&to))?)
        }
        _ => return Ok(None),
    }))
}

/// What stakers call to withdraw.
fn withdrawers(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    let completions = match selector {
        abi_of::queueWithdrawalsCall::ID => {
            let withdrawals = queued_withdrawals(args)?;
            let roots = locked(this, |this| this.queue_withdrawals(withdrawals))?;
            return Ok(Some(Writer::one_word_array(&roots)));
        }
        abi_of::completeQueuedWithdrawalCall::ID | abi_of::completeQueuedWithdrawalAsCall::ID => {
            let (withdrawal, tokens) = (Withdrawal::decode(args.tuple()?)?, args.addresses()?);
            let modes = if selector == abi_of::completeQueuedWithdrawalCall::ID {
                one_mode(&withdrawal, args.boolean()?)
            } else {
                args.u8s()?
            };
            vec![Completion { withdrawal, tokens, modes }]
        }
        abi_of::completeQueuedWithdrawalsCall::ID => completions(args)?,
        _ => return Ok(None),
    };
    done(locked(this, |this| this.complete(completions))?)
}

/// What the deployment calls and reads: not left to the extension, which is not known to be the right one before.
fn deployment(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        abi_of::wireCall::ID => {
            let mut peers = [Address::ZERO; 5];
            for peer in &mut peers {
                *peer = args.address()?;
            }
            done(this.wire(&peers, args.u32()?)?)
        }
        abi_of::extensionCall::ID => Ok(Some(Writer::one_address(&this.extension.get()))),
        _ => Ok(None),
    }
}

/// What contracts read.
fn views(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::delegatedToCall::ID => Writer::one_address(&this.operator_of(args.address()?)),
        abi_of::isDelegatedCall::ID => Writer::one_boolean(!this.operator_of(args.address()?).is_zero()),
        abi_of::isOperatorCall::ID => Writer::one_boolean(this.is_operator(args.address()?)),
        abi_of::operatorSharesCall::ID => {
            Writer::one_word(&U256::from(this.stake_of(args.address()?, args.address()?).shares))
        }
        abi_of::getStakesCall::ID => this.stakes_of(&args.addresses()?, &args.addresses()?),
        _ => return Ok(None),
    }))
}

/// The arguments that name an operator to delegate to.
fn choice<'a>(args: &mut Reader<'a>) -> Result<Choice<'a>> {
    let (operator, approval) = (args.address()?, SignatureWithExpiry::decode(args.tuple()?)?);
    Ok(Choice { operator, approval, salt: args.b256()? })
}

/// The argument of `queueWithdrawals`.
fn queued_withdrawals(args: &mut Reader<'_>) -> Result<Vec<QueuedWithdrawalParams>> {
    let (length, mut elements) = args.array()?;
    let mut withdrawals = Vec::with_capacity(length);
    for _ in 0..length {
        withdrawals.push(QueuedWithdrawalParams::decode(elements.tuple()?)?);
    }
    Ok(withdrawals)
}

/// The arguments of `completeQueuedWithdrawals`.
fn completions(args: &mut Reader<'_>) -> Result<Vec<Completion>> {
    let (length, mut withdrawals) = args.array()?;
    let (token_rows, mut tokens) = args.array()?;
    let (flags, mut as_tokens) = args.array()?;
    require::<InputArrayLengthMismatch>(token_rows == length && flags == length)?;
    let mut all = Vec::with_capacity(length);
    for _ in 0..length {
        let (withdrawal, tokens) = (Withdrawal::decode(withdrawals.tuple()?)?, tokens.addresses()?);
        let modes = one_mode(&withdrawal, as_tokens.boolean()?);
        all.push(Completion { withdrawal, tokens, modes });
    }
    Ok(all)
}

/// The same mode for every strategy.
#[inline(never)]
fn one_mode(withdrawal: &Withdrawal, as_tokens: bool) -> Vec<u8> {
    vec![if as_tokens { mode::TOKENS } else { mode::SHARES }; withdrawal.strategies.len()]
}
