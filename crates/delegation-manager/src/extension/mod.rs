//! Routing of the extension: what is called rarely, or only read off-chain.

mod operators;
mod queue;
mod record;
mod settings;
mod views;

use abi::{Reader, Writer};
use alloy_primitives::{address, Address};
use common::lock::locked;
use common::routing::{done, Routed};
use common::signature::{domain_separator, VERSION};
use common::{multicall, pausing};
use interfaces::sol::IDelegationManager as abi_of;
use interfaces::types::Withdrawal;
use interfaces::CallId;
use stylus_sdk::prelude::*;

use crate::{delegation, DelegationManager};

/// The strategy number of native restaking in the reference protocol.
const BEACON_CHAIN_ETH_STRATEGY: Address = address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");

common::router!(
    DelegationManager,
    payable: [],
    tables: [
        settings,
        queue_views,
        position_views,
        approval_views,
        views,
        multicall::routes,
        pausing::routes
    ]
);

/// What accounts set for themselves, operators above all, and whoever may act for one.
fn settings(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    match selector {
        abi_of::cancelSaltCall::ID => done(this.cancel_salt(args.b256()?)?),
        abi_of::registerAsOperatorCall::ID => {
            let (approver, allocation_delay, metadata) = (args.address()?, args.u32()?, args.bytes()?);
            done(locked(this, |this| this.register(approver, allocation_delay, metadata))?)
        }
        abi_of::modifyOperatorDetailsCall::ID => {
            done(this.modify_operator(args.address()?, args.address()?, selector)?)
        }
        abi_of::updateOperatorMetadataURICall::ID => {
            done(this.update_metadata(args.address()?, args.bytes()?, selector)?)
        }
        abi_of::setCompletionByAnyoneCall::ID => {
            this.set_completed_by_anyone(args.boolean()?);
            done(())
        }
        _ => Ok(None),
    }
}

/// What wallets read of withdrawals.
fn queue_views(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::calculateWithdrawalRootCall::ID => this.root_of(&Withdrawal::decode(args.tuple()?)?).to_vec(),
        abi_of::completionByAnyoneCall::ID => {
            Writer::one_boolean(this.account(args.address()?).completed_by_anyone)
        }
        abi_of::cumulativeWithdrawalsQueuedCall::ID => Writer::one_u64(this.account(args.address()?).nonce),
        abi_of::getQueuedWithdrawalCall::ID => this.queued_withdrawal(args.b256()?)?,
        abi_of::getQueuedWithdrawalRootsCall::ID => {
            Writer::one_word_array(&this.queued_roots(args.address()?))
        }
        abi_of::getQueuedWithdrawalsCall::ID => this.queued_withdrawals(args.address()?)?,
        abi_of::pendingWithdrawalsCall::ID => {
            Writer::one_boolean(this.pending.getter(args.b256()?).get().is_some())
        }
        abi_of::queuedWithdrawalsCall::ID => this.queued_struct(args.b256()?),
        _ => return Ok(None),
    }))
}

/// What is read of positions and magnitudes.
fn position_views(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::convertToDepositSharesCall::ID => {
            let (staker, strategies, shares) = (args.address()?, args.addresses()?, args.words()?);
            Writer::one_word_array(&this.deposit_shares_for(staker, &strategies, &shares)?)
        }
        abi_of::depositScalingFactorCall::ID => {
            Writer::one_word(&this.scaling_factor(args.address()?, args.address()?)?)
        }
        abi_of::getWithdrawableSharesCall::ID => {
            this.withdrawable_shares(args.address()?, &args.addresses()?)?
        }
        abi_of::getMaxMagnitudesAtBlockCall::ID => {
            let (operator, strategies, block) = (args.address()?, args.addresses()?, args.u32()?);
            Writer::one_u64_array(&this.max_magnitudes_at(operator, &strategies, block))
        }
        abi_of::getSlashableSharesInQueueCall::ID => {
            let (operator, strategy) = (args.address()?, args.address()?);
            Writer::one_word(&this.most_slashable_in_queue(operator, strategy)?)
        }
        abi_of::getOperatorSharesCall::ID => {
            Writer::one_word_array(&this.operator_shares(args.address()?, &args.addresses()?))
        }
        abi_of::getOperatorsSharesCall::ID => this.operators_shares(&args.addresses()?, &args.addresses()?),
        abi_of::getDepositedSharesCall::ID => this.deposits_answer(&args.address()?)?,
        _ => return Ok(None),
    }))
}

/// What approvers and their wallets read.
fn approval_views(this: &mut DelegationManager, selector: u32, args: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::DELEGATION_APPROVAL_TYPEHASHCall::ID => delegation::DELEGATION_APPROVAL_TYPEHASH.to_vec(),
        abi_of::calculateDelegationApprovalDigestHashCall::ID => {
            let (staker, operator, approver) = (args.address()?, args.address()?, args.address()?);
            let (salt, expiry) = (args.b256()?, args.word()?);
            this.approval_digest(&staker, &operator, &approver, &salt, &expiry).to_vec()
        }
        abi_of::delegationApproverCall::ID => Writer::one_address(&this.account(args.address()?).approver()),
        abi_of::delegationApproverSaltIsSpentCall::ID => {
            let approver = args.address()?;
            Writer::one_boolean(this.spent_salts.getter(approver).get(args.b256()?))
        }
        abi_of::domainSeparatorCall::ID => domain_separator(this.vm()).to_vec(),
        _ => return Ok(None),
    }))
}

/// What anyone reads of the contract itself.
fn views(this: &mut DelegationManager, selector: u32, _: &mut Reader<'_>) -> Routed {
    Ok(Some(match selector {
        abi_of::allocationManagerCall::ID => Writer::one_address(&this.allocation_manager.get()),
        abi_of::beaconChainETHStrategyCall::ID => Writer::one_address(&BEACON_CHAIN_ETH_STRATEGY),
        abi_of::eigenPodManagerCall::ID => Writer::one_address(&Address::ZERO),
        abi_of::minWithdrawalDelayBlocksCall::ID => {
            Writer::one_u64(u64::from(this.strategy_manager.get().delay))
        }
        abi_of::permissionControllerCall::ID => Writer::one_address(&this.permission_controller.get()),
        abi_of::strategyManagerCall::ID => Writer::one_address(&this.strategy_manager.get().address),
        abi_of::versionCall::ID => Writer::one_byte_string(VERSION),
        _ => return Ok(None),
    }))
}
