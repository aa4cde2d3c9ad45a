//! What accounts set for themselves, and whoever may act for an operator.

use abi::{Event, Result};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolEvent;
use common::host::{caller, emit, this};
use common::permission;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    CompletionByAnyoneSet, DelegationApproverUpdated, OperatorNotRegistered, SaltCancelled, SaltSpent,
};
use stylus_sdk::prelude::*;

use crate::state::Account;
use crate::DelegationManager;

impl DelegationManager {
    /// An approver takes back a salt: whoever holds an approval with it can no longer use it.
    pub(crate) fn cancel_salt(&mut self, salt: B256) -> Result<()> {
        let approver = caller(self.vm());
        require::<SaltSpent>(!self.spent_salts.getter(approver).get(salt))?;
        self.spent_salts.setter(approver).setter(salt).set(true);
        let event = Event::new(&SaltCancelled::SIGNATURE_HASH, 2).topic_address(&approver);
        emit(self.vm(), &event.b256(&salt));
        Ok(())
    }

    /// The caller lets anyone complete its withdrawals, or no longer.
    pub(crate) fn set_completed_by_anyone(&mut self, allowed: bool) {
        let staker = caller(self.vm());
        let account = self.account(staker);
        self.set_account(staker, &Account { completed_by_anyone: allowed, ..account });
        let event = Event::new(&CompletionByAnyoneSet::SIGNATURE_HASH, 2).topic_address(&staker);
        emit(self.vm(), &event.word(&U256::from(allowed)));
    }

    /// For the operator: names another approver; zero opens delegation to anyone.
    pub(crate) fn modify_operator(
        &mut self,
        operator: Address,
        approver: Address,
        selector: u32,
    ) -> Result<()> {
        self.require_may_act(operator, selector)?;
        self.set_account(operator, &self.account(operator).approved_by(approver));
        self.emit_operator(&DelegationApproverUpdated::SIGNATURE_HASH, &operator, &approver);
        Ok(())
    }

    /// For the operator: reports where its metadata is.
    pub(crate) fn update_metadata(
        &mut self,
        operator: Address,
        metadata: &[u8],
        selector: u32,
    ) -> Result<()> {
        self.require_may_act(operator, selector)?;
        self.emit_metadata(&operator, metadata);
        Ok(())
    }

    /// Reverts unless the caller may call `selector` here for `operator`, and `operator` is one.
    fn require_may_act(&self, operator: Address, selector: u32) -> Result<()> {
        let (vm, controller) = (self.vm(), self.permission_controller.get());
        permission::require(vm, &controller, &operator, &caller(vm), &this(vm), selector)?;
        require::<OperatorNotRegistered>(self.is_operator(operator))
    }
}
