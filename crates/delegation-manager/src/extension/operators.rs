//! Operators.

use abi::{Event, Result};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::{caller, emit};
use interfaces::peers::slasher;
use interfaces::require;
use interfaces::sol::IDelegationManager::{
    ActivelyDelegated, DelegationApproverUpdated, OperatorMetadataURIUpdated, OperatorRegistered,
};
use stylus_sdk::prelude::*;

use crate::state::Account;
use crate::DelegationManager;

impl Account {
    /// An operator's, with this approver.
    pub(crate) fn approved_by(self, approver: Address) -> Self {
        Self { peer: approver, is_operator: true, ..self }
    }
}

impl DelegationManager {
    /// Makes the caller an operator, for good: it is delegated to itself, and its deposits become operator shares.
    pub(crate) fn register(
        &mut self,
        approver: Address,
        allocation_delay: u32,
        metadata: &[u8],
    ) -> Result<()> {
        let operator = caller(self.vm());
        require::<ActivelyDelegated>(self.operator_of(operator).is_zero())?;
        self.set_account(operator, &self.account(operator).approved_by(approver));
        let delay = slasher::set_allocation_delay(&operator, allocation_delay);
        calls::call(self.vm(), &self.allocation_manager.get(), &delay)?;
        self.emit_operator(&DelegationApproverUpdated::SIGNATURE_HASH, &operator, &approver);
        self.delegate(operator, operator)?;
        self.emit_operator(&OperatorRegistered::SIGNATURE_HASH, &operator, &approver);
        self.emit_metadata(&operator, metadata);
        Ok(())
    }

    #[inline(never)]
    pub(crate) fn emit_operator(&self, topic: &B256, operator: &Address, approver: &Address) {
        emit(self.vm(), &Event::new(topic, 2).topic_address(operator).address(approver));
    }

    pub(crate) fn emit_metadata(&self, operator: &Address, metadata: &[u8]) {
        let words = metadata.len().checked_div(abi::WORD).unwrap_or(0).saturating_add(4);
        let event = Event::new(&OperatorMetadataURIUpdated::SIGNATURE_HASH, words);
        emit(self.vm(), &event.topic_address(operator).byte_string(metadata));
    }
}
