//! Admins: proposed by an admin, in office once they accept. Once there is one, the account itself has no say any more
//! unless it is one of them, and the last one can't be removed.

use abi::{Event, Result};
use alloy_primitives::{Address, B256};
use alloy_sol_types::SolEvent;
use common::host::{caller, emit};
use common::list::{address_of, element_of};
use interfaces::require;
use interfaces::sol::IPermissionController::{
    AdminAlreadyPending, AdminAlreadySet, AdminNotPending, AdminNotSet, AdminRemoved, AdminSet,
    CannotHaveZeroAdmins, NotAdmin, PendingAdminAdded, PendingAdminRemoved,
};
use stylus_sdk::prelude::*;

use crate::state::Membership;
use crate::PermissionController;

impl PermissionController {
    /// Admin: proposes another admin.
    pub(crate) fn add_pending_admin(&mut self, account: Address, admin: Address) -> Result<()> {
        self.require_admin(account)?;
        let membership = self.membership(account, admin);
        require::<AdminAlreadySet>(membership.admin_place == 0)?;
        require::<AdminAlreadyPending>(membership.pending_place == 0)?;
        let pending_place = self.pending_admin_lists.setter(account).push(&element_of(&admin));
        self.set_membership(account, admin, &Membership { pending_place, ..membership });
        self.emit_admin(PendingAdminAdded::SIGNATURE_HASH, &account, &admin);
        Ok(())
    }

    /// Admin: takes a proposal back.
    pub(crate) fn remove_pending_admin(&mut self, account: Address, admin: Address) -> Result<()> {
        self.require_admin(account)?;
        let membership = self.membership(account, admin);
        require::<AdminNotPending>(membership.pending_place != 0)?;
        self.leave_pending(account, membership.pending_place);
        self.set_membership(account, admin, &Membership { pending_place: 0, ..membership });
        self.emit_admin(PendingAdminRemoved::SIGNATURE_HASH, &account, &admin);
        Ok(())
    }

    /// The proposed admin: takes office.
    pub(crate) fn accept_admin(&mut self, account: Address) -> Result<()> {
        let admin = caller(self.vm());
        let membership = self.membership(account, admin);
        require::<AdminNotPending>(membership.pending_place != 0)?;
        self.leave_pending(account, membership.pending_place);
        let admin_place = self.admin_lists.setter(account).push(&element_of(&admin));
        self.set_membership(account, admin, &Membership { admin_place, pending_place: 0 });
        self.emit_admin(AdminSet::SIGNATURE_HASH, &account, &admin);
        Ok(())
    }

    /// Admin: removes an admin, possibly itself, but never the last one.
    pub(crate) fn remove_admin(&mut self, account: Address, admin: Address) -> Result<()> {
        self.require_admin(account)?;
        require::<CannotHaveZeroAdmins>(self.admin_lists.getter(account).len() > 1)?;
        let membership = self.membership(account, admin);
        require::<AdminNotSet>(membership.admin_place != 0)?;
        if let Some(moved) = self.admin_lists.setter(account).remove(membership.admin_place) {
            let moved = address_of(&moved);
            let its = self.membership(account, moved);
            self.set_membership(account, moved, &Membership { admin_place: membership.admin_place, ..its });
        }
        self.set_membership(account, admin, &Membership { admin_place: 0, ..membership });
        self.emit_admin(AdminRemoved::SIGNATURE_HASH, &account, &admin);
        Ok(())
    }

    /// Whether `caller` is an admin of `account`: on its list or, when that is empty, the account itself.
    pub(crate) fn is_admin(&self, account: Address, caller: Address) -> bool {
        if caller == account && self.admin_lists.getter(account).is_empty() {
            return true;
        }
        self.membership(account, caller).admin_place != 0
    }

    /// Whether `admin` has been proposed and has not accepted yet.
    pub(crate) fn is_pending_admin(&self, account: Address, admin: Address) -> bool {
        self.membership(account, admin).pending_place != 0
    }

    /// Reverts unless an admin of `account` calls.
    pub(crate) fn require_admin(&self, account: Address) -> Result<()> {
        require::<NotAdmin>(self.is_admin(account, caller(self.vm())))
    }

    /// Takes the entry at `place` off the list of pending admins; the one that moves into the gap learns its new place.
    fn leave_pending(&mut self, account: Address, place: u64) {
        if let Some(moved) = self.pending_admin_lists.setter(account).remove(place) {
            let moved = address_of(&moved);
            let its = self.membership(account, moved);
            self.set_membership(account, moved, &Membership { pending_place: place, ..its });
        }
    }

    #[inline(never)]
    fn membership(&self, account: Address, admin: Address) -> Membership {
        self.memberships.getter(account).getter(admin).get()
    }

    #[inline(never)]
    fn set_membership(&mut self, account: Address, admin: Address, membership: &Membership) {
        self.memberships.setter(account).setter(admin).set(membership);
    }

    fn emit_admin(&self, topic: B256, account: &Address, admin: &Address) {
        emit(self.vm(), &Event::new(&topic, 2).topic_address(account).address(admin));
    }
}
