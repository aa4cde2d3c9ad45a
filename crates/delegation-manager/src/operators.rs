//! Operators, and the contract's wiring.

use abi::{Event, Result};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::host::{caller, emit, this};
use common::packed::Peer;
use common::{calls, permission};
use interfaces::peers::slasher;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    ActivelyDelegated, AlreadyWired, DelegationApproverUpdated, InputAddressZero, OperatorMetadataURIUpdated,
    OperatorNotRegistered, OperatorRegistered,
};
use stylus_sdk::prelude::*;

use crate::DelegationManager;

impl DelegationManager {
    /// Sets the peers and the withdrawal delay (blocks), once.
    pub(crate) fn wire(
        &mut self,
        strategy_manager: Address,
        allocation_manager: Address,
        permission_controller: Address,
        withdrawal_delay: u32,
    ) -> Result<()> {
        require::<AlreadyWired>(self.strategy_manager.get().address.is_zero())?;
        require::<InputAddressZero>(
            !strategy_manager.is_zero() && !allocation_manager.is_zero() && !permission_controller.is_zero(),
        )?;
        self.strategy_manager.set(&Peer { address: strategy_manager, delay: withdrawal_delay });
        self.allocation_manager.set(allocation_manager);
        self.permission_controller.set(permission_controller);
        Ok(())
    }

    /// Makes the caller an operator, for good: it is delegated to itself, and its deposits become operator shares.
    pub(crate) fn register(
        &mut self,
        approver: Address,
        allocation_delay: u32,
        metadata: &[u8],
    ) -> Result<()> {
        let operator = caller(self.vm());
        require::<ActivelyDelegated>(self.operator_of(operator).is_zero())?;
        let delay = slasher::set_allocation_delay(&operator, allocation_delay);
        calls::call(self.vm(), &self.allocation_manager.get(), &delay)?;
        self.set_approver(operator, approver);
        self.delegate(operator, operator)?;
        self.emit_operator(&OperatorRegistered::SIGNATURE_HASH, &operator, &approver);
        self.emit_metadata(&operator, metadata);
        Ok(())
    }

    /// For the operator: names another approver; zero opens delegation to anyone.
    pub(crate) fn modify_operator(
        &mut self,
        operator: Address,
        approver: Address,
        selector: u32,
    ) -> Result<()> {
        self.require_may_act(operator, selector)?;
        self.set_approver(operator, approver);
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

    fn set_approver(&mut self, operator: Address, approver: Address) {
        let mut slot = self.approvers.setter(operator);
        if slot.get() != approver {
            slot.set(approver);
        }
        self.emit_operator(&DelegationApproverUpdated::SIGNATURE_HASH, &operator, &approver);
    }

    #[inline(never)]
    fn emit_operator(&self, topic: &B256, operator: &Address, approver: &Address) {
        emit(self.vm(), &Event::new(topic, 2).topic_address(operator).address(approver));
    }

    fn emit_metadata(&self, operator: &Address, metadata: &[u8]) {
        let words = metadata.len().checked_div(abi::WORD).unwrap_or(0).saturating_add(4);
        let event = Event::new(&OperatorMetadataURIUpdated::SIGNATURE_HASH, words);
        emit(self.vm(), &event.topic_address(operator).byte_string(metadata));
    }
}
