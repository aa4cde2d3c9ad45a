//! Appointees: who may call one function of one contract in an account's name.

use abi::{Event, Result};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::host::emit;
use common::list::{address_of, element_of};
use interfaces::require;
use interfaces::sol::IPermissionController::{
    AppointeeAlreadySet, AppointeeNotSet, AppointeeRemoved, AppointeeSet,
};
use stylus_sdk::prelude::*;

use crate::state::{Grant, Permission};
use crate::PermissionController;

impl PermissionController {
    /// Admin: lets `appointee` make the call.
    pub(crate) fn set_appointee(
        &mut self,
        account: Address,
        appointee: Address,
        permission: &Permission,
    ) -> Result<()> {
        self.require_admin(account)?;
        let key = permission.key();
        require::<AppointeeAlreadySet>(!self.is_granted(account, appointee, key))?;
        let grant = Grant {
            permission_place: self.permission_lists.setter(account).setter(appointee).push(&key),
            appointee_place: self.appointee_lists.setter(account).setter(key).push(&element_of(&appointee)),
        };
        self.set_grant(account, appointee, key, &grant);
        self.emit_appointee(AppointeeSet::SIGNATURE_HASH, &account, &appointee, permission);
        Ok(())
    }

    /// Admin: takes the right to make the call back.
    pub(crate) fn remove_appointee(
        &mut self,
        account: Address,
        appointee: Address,
        permission: &Permission,
    ) -> Result<()> {
        self.require_admin(account)?;
        let key = permission.key();
        let Grant { permission_place, appointee_place } = self.grant(account, appointee, key);
        require::<AppointeeNotSet>(permission_place != 0)?;
        // What moves into a gap learns its new place.
        if let Some(moved) = self.permission_lists.setter(account).setter(appointee).remove(permission_place)
        {
            let its = self.grant(account, appointee, moved);
            self.set_grant(account, appointee, moved, &Grant { permission_place, ..its });
        }
        if let Some(moved) = self.appointee_lists.setter(account).setter(key).remove(appointee_place) {
            let moved = address_of(&moved);
            let its = self.grant(account, moved, key);
            self.set_grant(account, moved, key, &Grant { appointee_place, ..its });
        }
        self.set_grant(account, appointee, key, &Grant { permission_place: 0, appointee_place: 0 });
        self.emit_appointee(AppointeeRemoved::SIGNATURE_HASH, &account, &appointee, permission);
        Ok(())
    }

    /// Whether `caller` may make the call in the account's name: as an admin, or as an appointee for it.
    pub(crate) fn can_call(&self, account: Address, caller: Address, permission: &Permission) -> bool {
        self.is_admin(account, caller) || self.is_granted(account, caller, permission.key())
    }

    fn is_granted(&self, account: Address, appointee: Address, key: B256) -> bool {
        self.grant(account, appointee, key).permission_place != 0
    }

    #[inline(never)]
    fn grant(&self, account: Address, appointee: Address, key: B256) -> Grant {
        self.grants.getter(account).getter(appointee).getter(key).get()
    }

    #[inline(never)]
    fn set_grant(&mut self, account: Address, appointee: Address, key: B256, grant: &Grant) {
        self.grants.setter(account).setter(appointee).setter(key).set(grant);
    }

    fn emit_appointee(&self, topic: B256, account: &Address, appointee: &Address, permission: &Permission) {
        let mut event = Event::new(&topic, 4).topic_address(account).topic_address(appointee);
        event.data().address(&permission.target);
        event.data().selector(permission.selector);
        emit(self.vm(), &event);
    }
}
