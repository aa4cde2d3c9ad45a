//! AVSs and their sets.

use super::super::act::NewSet;
use super::super::refusal::require;
use super::super::{Account, Holder, Model, Refusal, VaultId};

/// An operator set: whose it is, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SetId {
    pub(crate) avs: Account,
    pub(crate) id: u32,
}

/// What is known of an AVS.
#[derive(Clone, Copy, Default)]
pub(crate) struct Avs {
    pub(crate) published: bool,
    /// Whether it has a registrar. Without one it would be called itself, which only a contract can be.
    pub(crate) registrar: bool,
    pub(crate) sets: u64,
}

/// An operator set. Both lists are in the order they are shown: the last element moves into the gap of a removed one.
#[derive(Clone)]
pub(crate) struct Set {
    pub(crate) slasher: Account,
    /// Who receives what it slashes; nobody when it is burnt.
    pub(crate) recipient: Option<Account>,
    pub(crate) strategies: Vec<VaultId>,
    pub(crate) members: Vec<Account>,
}

/// Takes an element out of such a list.
pub(super) fn take_out<T: PartialEq>(list: &mut Vec<T>, element: &T) -> bool {
    let place = list.iter().position(|listed| listed == element);
    place.map(|place| list.swap_remove(place)).is_some()
}

impl Model {
    pub(super) fn publish(&mut self, by: Account, avs: Account) -> Result<(), Refusal> {
        require(by == avs, Refusal::InvalidPermissions)?;
        self.avss.entry(avs).or_default().published = true;
        Ok(())
    }

    pub(super) fn set_registrar(&mut self, by: Account, avs: Account) -> Result<(), Refusal> {
        require(by == avs, Refusal::InvalidPermissions)?;
        self.avss.entry(avs).or_default().registrar = true;
        Ok(())
    }

    pub(super) fn create_sets(
        &mut self,
        by: Account,
        avs: Account,
        sets: &[NewSet],
        redistributing: bool,
    ) -> Result<(), Refusal> {
        require(by == avs, Refusal::InvalidPermissions)?;
        require(self.avs(avs).published, Refusal::NonexistentAVSMetadata)?;
        for new in sets {
            let recipient = if redistributing { Some(recipient(new)?) } else { None };
            let set = SetId { avs, id: new.id };
            require(!self.sets.contains_key(&set), Refusal::InvalidOperatorSet)?;
            // Looked at last: a refusal takes all of it back.
            let slasher = new.slasher.unwrap_or(avs);
            let created = Set { slasher, recipient, strategies: Vec::new(), members: Vec::new() };
            self.sets.insert(set, created);
            self.avss.entry(avs).or_default().sets += 1;
            self.add_strategies(avs, set, &new.vaults)?;
            require(new.slasher.is_some(), Refusal::InputAddressZero)?;
        }
        Ok(())
    }

    pub(super) fn add_strategies(
        &mut self,
        by: Account,
        set: SetId,
        vaults: &[VaultId],
    ) -> Result<(), Refusal> {
        let strategies = &mut self.set_of(by, set)?.strategies;
        for vault in vaults {
            require(!strategies.contains(vault), Refusal::StrategyAlreadyInOperatorSet)?;
            strategies.push(*vault);
        }
        Ok(())
    }

    pub(super) fn remove_strategies(
        &mut self,
        by: Account,
        set: SetId,
        vaults: &[VaultId],
    ) -> Result<(), Refusal> {
        let strategies = &mut self.set_of(by, set)?.strategies;
        for vault in vaults {
            require(take_out(strategies, vault), Refusal::StrategyNotInOperatorSet)?;
        }
        Ok(())
    }

    /// A set its AVS may change.
    fn set_of(&mut self, by: Account, set: SetId) -> Result<&mut Set, Refusal> {
        require(by == set.avs, Refusal::InvalidPermissions)?;
        self.sets.get_mut(&set).ok_or(Refusal::InvalidOperatorSet)
    }

    pub(crate) fn avs(&self, avs: Account) -> Avs {
        self.avss.get(&avs).copied().unwrap_or_default()
    }

    pub(super) fn require_set(&self, set: SetId) -> Result<&Set, Refusal> {
        self.sets.get(&set).ok_or(Refusal::InvalidOperatorSet)
    }
}

/// Somebody: not the zero address, and not where tokens are burnt.
fn recipient(new: &NewSet) -> Result<Account, Refusal> {
    match new.recipient {
        Some(Holder::Person(account)) => Ok(account),
        Some(_) => Err(Refusal::InvalidRedistributionRecipient),
        None => Err(Refusal::InputAddressZero),
    }
}
