//! Operators join and leave sets.
//!
//! The registrar's callback is not made here but by the Slasher, whose address AVS contracts expect it from, after all
//! effects: so both rules return who is to be called.

use abi::{Event, Result};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::calls;
use common::host::{block_number, emit};
use common::list::{address_of, element_of};
use interfaces::peers::delegation_manager;
use interfaces::sol::IAllocationManager::{
    AlreadyMemberOfSet, DelayTooLong, InvalidCaller, InvalidOperator, NotMemberOfSet,
    OperatorAddedToOperatorSet, OperatorRemovedFromOperatorSet,
};
use interfaces::types::{DeregisterParams, OperatorSet, RegisterParams};
use interfaces::{require, ErrorId};
use math::delay;
use stylus_sdk::prelude::*;

use crate::forwarding::Request;
use crate::state::Membership;
use crate::AvsDirectory;

impl AvsDirectory {
    /// Operator: joins sets of one AVS, each of which could not slash it before.
    pub(crate) fn register(
        &mut self,
        request: Request,
        operator: Address,
        params: &RegisterParams<'_>,
    ) -> Result<Address> {
        self.require_may_act(request, &operator)?;
        let is_operator = delegation_manager::is_operator(&operator);
        require::<InvalidOperator>(calls::view_boolean(
            self.vm(),
            &self.delegation.get().address,
            &is_operator,
        )?)?;
        for id in &params.operator_set_ids {
            self.join(operator, &OperatorSet { avs: params.avs, id: *id })?;
        }
        Ok(self.registrar_of(params.avs))
    }

    fn join(&mut self, operator: Address, set: &OperatorSet) -> Result<()> {
        self.require_exists(set)?;
        let before = self.memberships.getter(operator).getter(set.key()).get();
        require::<AlreadyMemberOfSet>(!self.can_be_slashed(&before))?;
        let member_place = self.member_lists.setter(set.key()).push(&element_of(&operator));
        let set_place = self.registered_lists.setter(operator).push(&set.key());
        let membership = Membership { registered: true, member_place, set_place, ..before };
        self.memberships.setter(operator).setter(set.key()).set(&membership);
        self.emit_membership(&OperatorAddedToOperatorSet::SIGNATURE_HASH, &operator, set);
        Ok(())
    }

    /// Operator or AVS: takes the operator out of sets, which can slash it for the deallocation delay from now.
    pub(crate) fn deregister(&mut self, request: Request, params: &DeregisterParams) -> Result<Address> {
        let allowed = self.may_act(request, &params.operator)? || self.may_act(request, &params.avs)?;
        require::<InvalidCaller>(allowed)?;
        let now = block_number(self.vm());
        let slashable_until =
            delay::last_block(now, self.delegation.get().delay).map_err(|_| DelayTooLong::FAULT)?;
        for id in &params.operator_set_ids {
            self.leave(params.operator, &OperatorSet { avs: params.avs, id: *id }, slashable_until)?;
        }
        Ok(self.registrar_of(params.avs))
    }

    fn leave(&mut self, operator: Address, set: &OperatorSet, slashable_until: u32) -> Result<()> {
        self.require_exists(set)?;
        let before = self.memberships.getter(operator).getter(set.key()).get();
        require::<NotMemberOfSet>(before.registered)?;
        if let Some(moved) = self.member_lists.setter(set.key()).remove(before.member_place) {
            let moved = address_of(&moved);
            self.update(moved, set.key(), |membership| membership.member_place = before.member_place);
        }
        if let Some(moved) = self.registered_lists.setter(operator).remove(before.set_place) {
            self.update(operator, moved, |membership| membership.set_place = before.set_place);
        }
        let membership = Membership { registered: false, slashable_until, member_place: 0, set_place: 0 };
        self.memberships.setter(operator).setter(set.key()).set(&membership);
        self.emit_membership(&OperatorRemovedFromOperatorSet::SIGNATURE_HASH, &operator, set);
        Ok(())
    }

    fn update(&mut self, operator: Address, set: B256, change: impl FnOnce(&mut Membership)) {
        let mut memberships = self.memberships.setter(operator);
        let mut slot = memberships.setter(set);
        let mut membership = slot.get();
        change(&mut membership);
        slot.set(&membership);
    }

    /// Whether the set can slash the operator now: it is registered, or left at most the deallocation delay ago.
    pub(crate) fn is_slashable(&self, operator: Address, set: &OperatorSet) -> bool {
        self.can_be_slashed(&self.memberships.getter(operator).getter(set.key()).get())
    }

    fn can_be_slashed(&self, membership: &Membership) -> bool {
        delay::is_slashable(membership.registered, membership.slashable_until, block_number(self.vm()))
    }

    fn emit_membership(&self, topic: &B256, operator: &Address, set: &OperatorSet) {
        let mut event = Event::new(topic, 3).topic_address(operator);
        set.encode(event.data());
        emit(self.vm(), &event);
    }
}
