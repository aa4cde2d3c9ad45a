//! Operators join and leave sets. The registrar's callback comes after all effects.

use abi::{Event, Result};
use allocation_manager::sets::Membership;
use allocation_manager::REGISTERING;
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::arithmetic::some;
use common::calls;
use common::host::{block_number, emit};
use common::list::{address_of, element_of};
use common::pausing::{require_exit_open, require_open};
use interfaces::peers::registrar;
use interfaces::sol::IAllocationManager::{
    deregisterFromOperatorSetsCall, registerForOperatorSetsCall, AlreadyMemberOfSet, DelayTooLong,
    InvalidAVSRegistrar, InvalidCaller, InvalidOperator, NotMemberOfSet, OperatorAddedToOperatorSet,
    OperatorRemovedFromOperatorSet,
};
use interfaces::types::{DeregisterParams, OperatorSet, RegisterParams};
use interfaces::{require, CallId, ErrorId};
use math::delay;
use stylus_sdk::prelude::*;

use crate::Slasher;

impl Slasher {
    /// Operator: joins sets of one AVS, each of which could not slash it before.
    pub(crate) fn register(&mut self, operator: Address, params: &RegisterParams<'_>) -> Result<()> {
        require_open(self.permissions.get().paused, REGISTERING)?;
        self.require_may_act(&operator, registerForOperatorSetsCall::ID)?;
        require::<InvalidOperator>(self.is_operator(operator))?;
        for id in &params.operator_set_ids {
            self.join(operator, &OperatorSet { avs: params.avs, id: *id })?;
        }
        let ids = &params.operator_set_ids;
        let callback = registrar::register_operator(&operator, &params.avs, ids, params.data);
        self.call_registrar(params.avs, &callback)
    }

    fn join(&mut self, operator: Address, set: &OperatorSet) -> Result<()> {
        let key = set.key();
        self.existing(&key)?;
        let before = self.membership(operator, &key);
        require::<AlreadyMemberOfSet>(!self.can_be_slashed(&before))?;
        let member_place = self.member_lists.setter(key).push(&element_of(&operator));
        let set_place = if before.set_place == 0 {
            let place = self.operator_sets.setter(operator).push(&key);
            some(u32::try_from(place).ok())?
        } else {
            before.set_place
        };
        self.store(operator, key, &Membership { registered: true, member_place, set_place, ..before });
        self.emit_membership(&OperatorAddedToOperatorSet::SIGNATURE_HASH, &operator, set);
        Ok(())
    }

    /// Operator or AVS: takes the operator out of sets, which can slash it for the deallocation delay from now.
    pub(crate) fn deregister(&mut self, params: &DeregisterParams) -> Result<()> {
        let DeregisterParams { operator, avs, operator_set_ids: ids } = params;
        let permissions = self.permissions.get();
        require_exit_open(&self.manager, permissions.paused, REGISTERING)?;
        let may_act =
            |account| self.may_act(&permissions.controller, account, deregisterFromOperatorSetsCall::ID);
        require::<InvalidCaller>(may_act(operator)? || may_act(avs)?)?;
        let now = block_number(self.vm());
        let slashable_until =
            delay::last_block(now, permissions.deallocation_delay).map_err(|_| DelayTooLong::FAULT)?;
        for id in ids {
            self.leave(*operator, &OperatorSet { avs: *avs, id: *id }, slashable_until)?;
        }
        self.call_registrar(*avs, &registrar::deregister_operator(operator, avs, ids))
    }

    fn leave(&mut self, operator: Address, set: &OperatorSet, slashable_until: u32) -> Result<()> {
        let key = set.key();
        self.existing(&key)?;
        let before = self.membership(operator, &key);
        require::<NotMemberOfSet>(before.registered)?;
        if let Some(moved) = self.member_lists.setter(key).remove(before.member_place) {
            let moved = address_of(&moved);
            let member = self.membership(moved, &key);
            self.store(moved, key, &Membership { member_place: before.member_place, ..member });
        }
        // The set stays on the operator's list: what is allocated to it is found there.
        let after = Membership { registered: false, slashable_until, member_place: 0, ..before };
        self.store(operator, key, &after);
        self.emit_membership(&OperatorRemovedFromOperatorSet::SIGNATURE_HASH, &operator, set);
        Ok(())
    }

    fn store(&mut self, operator: Address, set: B256, membership: &Membership) {
        self.memberships.setter(operator).setter(set).set(membership);
    }

    /// Calls the registrar. It can refuse by reverting. One without code cannot agree to anything: it is no registrar.
    fn call_registrar(&self, avs: Address, callback: &[u8]) -> Result<()> {
        let registrar = self.registrar_of(avs);
        require::<InvalidAVSRegistrar>(self.vm().code_size(registrar) != 0)?;
        calls::call(self.vm(), &registrar, callback)?;
        Ok(())
    }

    fn emit_membership(&self, topic: &B256, operator: &Address, set: &OperatorSet) {
        let mut event = Event::new(topic, 3).topic_address(operator);
        set.encode(event.data());
        emit(self.vm(), &event);
    }
}
