//! Operators join sets and leave them.

use super::super::refusal::require;
use super::super::{Account, Model, Refusal};
use super::sets::take_out;
use super::{REGISTERING, SetId};

/// How an operator stands to a set.
#[derive(Clone, Copy, Default)]
pub(crate) struct Membership {
    pub(crate) registered: bool,
    /// The last block in which it can be slashed after it left.
    pub(crate) slashable_until: u32,
}

impl Model {
    pub(crate) fn membership(&self, operator: Account, set: SetId) -> Membership {
        self.memberships.get(&(operator, set)).copied().unwrap_or_default()
    }

    /// Whether a set can slash an operator now.
    pub(crate) fn is_slashable(&self, operator: Account, set: SetId) -> bool {
        let membership = self.membership(operator, set);
        membership.registered || self.block <= membership.slashable_until
    }

    pub(super) fn register_for_sets(
        &mut self,
        by: Account,
        operator: Account,
        avs: Account,
        ids: &[u32],
    ) -> Result<(), Refusal> {
        self.slasher.require_entry_open(REGISTERING)?;
        require(by == operator, Refusal::InvalidPermissions)?;
        require(self.is_operator(operator), Refusal::InvalidOperator)?;
        for id in ids {
            let set = SetId { avs, id: *id };
            self.require_set(set)?;
            require(!self.is_slashable(operator, set), Refusal::AlreadyMemberOfSet)?;
            self.memberships.entry((operator, set)).or_default().registered = true;
            self.people[operator].sets.push(set);
            self.sets.get_mut(&set).expect("it exists").members.push(operator);
        }
        require(self.avs(avs).registrar, Refusal::InvalidAVSRegistrar)
    }

    pub(super) fn deregister_from_sets(
        &mut self,
        by: Account,
        operator: Account,
        avs: Account,
        ids: &[u32],
    ) -> Result<(), Refusal> {
        self.slasher.require_open(REGISTERING, self.time)?;
        require(by == operator || by == avs, Refusal::InvalidCaller)?;
        let slashable_until = self.block + self.delays.deallocation;
        for id in ids {
            let set = SetId { avs, id: *id };
            self.require_set(set)?;
            require(self.membership(operator, set).registered, Refusal::NotMemberOfSet)?;
            self.memberships.insert((operator, set), Membership { registered: false, slashable_until });
            take_out(&mut self.people[operator].sets, &set);
            take_out(&mut self.sets.get_mut(&set).expect("it exists").members, &operator);
        }
        require(self.avs(avs).registrar, Refusal::InvalidAVSRegistrar)
    }
}
