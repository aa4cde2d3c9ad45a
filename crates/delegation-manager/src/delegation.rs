//! Who is delegated to whom.

use alloc::vec;
use alloc::vec::Vec;

use abi::{Event, Result, Writer};
use alloy_primitives::{b256, Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::arithmetic::at;
use common::host::{caller, emit, keccak, this};
use common::pausing::require_open;
use common::{calls, permission, signature};
use interfaces::peers::strategy_manager;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    undelegateCall, ActivelyDelegated, CallerCannotUndelegate, NotActivelyDelegated, OperatorNotRegistered,
    OperatorsCannotUndelegate, SaltSpent, StakerDelegated, StakerForceUndelegated, StakerUndelegated,
};
use interfaces::types::{QueuedWithdrawalParams, SignatureWithExpiry};
use interfaces::CallId;
use math::shares::ScalingFactor;
use stylus_sdk::prelude::*;

use crate::shares::Position;
use crate::{DelegationManager, DELEGATING, QUEUEING};

/// keccak256("DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,uint256 expiry)")
pub(crate) const DELEGATION_APPROVAL_TYPEHASH: B256 =
    b256!("14bde674c9f64b2ad00eaaee4a8bed1fabef35c7507e3c5b9cfc9436909a2dad");

/// An operator to delegate to, and the approver's signature if it wants one.
#[derive(Clone, Copy)]
pub(crate) struct Choice<'a> {
    pub(crate) operator: Address,
    pub(crate) approval: SignatureWithExpiry<'a>,
    pub(crate) salt: B256,
}

impl DelegationManager {
    /// StrategyManager: delegates a staker that called it.
    pub(crate) fn delegate_for(&mut self, staker: Address, to: &Choice<'_>) -> Result<()> {
        self.require_strategy_manager()?;
        self.delegate_to(staker, to)
    }

    /// Delegates `staker`, all strategies at once, with the approver's signature if the operator wants one.
    pub(crate) fn delegate_to(&mut self, staker: Address, to: &Choice<'_>) -> Result<()> {
        let Choice { operator, approval, salt } = to;
        let account = self.account(staker);
        require::<ActivelyDelegated>(account == account.delegated(Address::ZERO) && !account.is_operator)?;
        let chosen = self.account(*operator);
        require::<OperatorNotRegistered>(chosen.is_operator)?;
        let approver = chosen.approver();
        if !approver.is_zero() {
            require::<SaltSpent>(!self.spent_salts.getter(approver).get(*salt))?;
            self.spent_salts.setter(approver).setter(*salt).set(true);
            let digest = self.approval_digest(&staker, operator, &approver, salt, &approval.expiry);
            signature::require_valid(self.vm(), &approver, &digest, approval)?;
        }
        self.set_account(staker, &account.delegated(*operator));
        self.delegate(staker, *operator)
    }

    /// Turns what `staker` has deposited into shares of the operator it was delegated to.
    #[inline(never)]
    pub(crate) fn delegate(&mut self, staker: Address, operator: Address) -> Result<()> {
        require_open(self.strategy_manager.get().paused, DELEGATING)?;
        let (strategies, shares) = self.deposits_of(&staker)?;
        self.emit_change(&StakerDelegated::SIGNATURE_HASH, &staker, &operator);
        let (mut factors, mut changed) = (Vec::with_capacity(strategies.len()), false);
        for index in 0..strategies.len() {
            // Without an operator nothing was slashed, the factor is 1e18, and deposit shares are worth themselves: all
            // count as added to nothing.
            let (strategy, factor) = (at(&strategies, index)?, ScalingFactor::ONE);
            let position = Position { staker, strategy, shares: U256::ZERO, factor };
            let next = self.increase_delegation(operator, &position, at(&shares, index)?)?;
            changed |= next != factor;
            factors.push(next.wad());
        }
        if changed {
            self.keep_factors(&staker, &strategies, &factors)?;
        }
        Ok(())
    }

    /// Has the StrategyManager keep scaling factors (WAD) that changed: with an operator never slashed none do, and the
    /// call is saved.
    pub(crate) fn keep_factors(
        &mut self,
        staker: &Address,
        strategies: &[Address],
        factors: &[U256],
    ) -> Result<()> {
        let call = strategy_manager::set_scaling_factors(staker, strategies, factors);
        calls::call(self.vm(), &self.strategy_manager.get().address, &call).map(|_| ())
    }

    /// The staker, its operator or the operator's approver: ends the delegation and queues all shares, a withdrawal per
    /// strategy. Returns the roots.
    #[inline(never)]
    pub(crate) fn undelegate(&mut self, staker: Address) -> Result<Vec<U256>> {
        let operator = self.operator_of(staker);
        require::<NotActivelyDelegated>(!operator.is_zero())?;
        require::<OperatorsCannotUndelegate>(operator != staker)?;
        let caller = caller(self.vm());
        if caller != staker {
            require::<CallerCannotUndelegate>(self.may_eject(operator, caller)?)?;
            self.emit_change(&StakerForceUndelegated::SIGNATURE_HASH, &staker, &operator);
        }
        require_open(self.strategy_manager.get().paused, QUEUEING)?;
        let (strategies, shares) = self.deposits_of(&staker)?;
        self.set_account(staker, &self.account(staker).delegated(Address::ZERO));
        self.emit_change(&StakerUndelegated::SIGNATURE_HASH, &staker, &operator);
        let single = |(strategy, shares)| QueuedWithdrawalParams {
            strategies: vec![strategy],
            deposit_shares: vec![shares],
        };
        let withdrawals = strategies.into_iter().zip(shares).map(single).collect();
        self.queue(staker, operator, withdrawals)
    }

    /// Undelegates the caller and delegates it anew. What it had is in the queue until completed as shares.
    pub(crate) fn redelegate(&mut self, to: &Choice<'_>) -> Result<Vec<U256>> {
        let staker = caller(self.vm());
        let roots = self.undelegate(staker)?;
        self.delegate_to(staker, to)?;
        Ok(roots)
    }

    /// Whether `caller` may undelegate the operator's stakers: its approver, or whoever may act for it.
    fn may_eject(&self, operator: Address, caller: Address) -> Result<bool> {
        if self.account(operator).approver() == caller {
            return Ok(true);
        }
        let (vm, controller) = (self.vm(), self.permission_controller.get());
        permission::can_call(vm, &controller, &operator, &caller, &this(vm), undelegateCall::ID)
    }

    /// The staker's strategies and deposit shares, by the StrategyManager.
    pub(crate) fn deposits_of(&self, staker: &Address) -> Result<(Vec<Address>, Vec<U256>)> {
        strategy_manager::deposits(&self.deposits_answer(staker)?)
    }

    /// As [`Self::deposits_of`], as the StrategyManager encoded it.
    pub(crate) fn deposits_answer(&self, staker: &Address) -> Result<Vec<u8>> {
        let manager = self.strategy_manager.get().address;
        calls::view(self.vm(), &manager, &strategy_manager::get_deposits(staker))
    }

    /// What an approver signs to let `staker` delegate to `operator`.
    #[inline(never)]
    pub(crate) fn approval_digest(
        &self,
        staker: &Address,
        operator: &Address,
        approver: &Address,
        salt: &B256,
        expiry: &U256,
    ) -> B256 {
        let mut message = Writer::new(6);
        message.b256(&DELEGATION_APPROVAL_TYPEHASH);
        message.address(approver);
        message.address(staker);
        message.address(operator);
        message.b256(salt);
        message.word(expiry);
        signature::digest(self.vm(), &keccak(self.vm(), message.as_slice()))
    }

    #[inline(never)]
    fn emit_change(&self, topic: &B256, staker: &Address, operator: &Address) {
        emit(self.vm(), &Event::new(topic, 2).topic_address(staker).topic_address(operator));
    }
}
