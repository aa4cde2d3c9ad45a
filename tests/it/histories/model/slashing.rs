//! Operators' stakes, what slashes take of them, and what slashes booked.

use super::formula::{WAD, destroyed, destroyed_in_queue, dust};
use super::refusal::require;
use super::{Account, Holder, Model, Nat, Refusal, SetId, VaultId};

const CLEARING: u8 = 1;

/// What an operator has in a strategy.
#[derive(Clone, Default)]
pub(crate) struct Stake {
    pub(crate) shares: Nat,
    /// Maximum magnitudes, by the block they count from; before the first it is 1e18.
    magnitudes: Vec<(u32, Nat)>,
    /// Scaled shares of every entry ever queued, with its block.
    pub(super) queued: Vec<(u32, Nat)>,
    /// Most shares that rounding can have left in it beyond what its stakers have.
    pub(crate) dust: Nat,
}

impl Stake {
    pub(crate) fn magnitude(&self) -> Nat {
        self.magnitude_at(u32::MAX)
    }

    fn magnitude_at(&self, block: u32) -> Nat {
        let known = self.magnitudes.iter().rev().find(|(from, _)| *from <= block);
        known.map_or(WAD, |(_, magnitude)| *magnitude)
    }
}

/// A slash: what of it is booked, in the order of the book.
#[derive(Clone)]
pub(crate) struct Slash {
    pub(crate) booked: Vec<(VaultId, Nat)>,
    /// The last block in which it cannot be cleared.
    pub(crate) resolved_after: u32,
}

impl Model {
    /// The maximum magnitude a staker of `operator` is measured by.
    pub(crate) fn magnitude(&self, operator: Option<Account>, vault: VaultId) -> Nat {
        self.magnitude_at(operator, vault, u32::MAX)
    }

    pub(super) fn magnitude_at(&self, operator: Option<Account>, vault: VaultId, block: u32) -> Nat {
        let stake = operator.and_then(|operator| self.stakes.get(&(operator, vault)));
        stake.map_or(WAD, |stake| stake.magnitude_at(block))
    }

    /// An operator's shares.
    pub(crate) fn operator_shares(&self, operator: Account, vault: VaultId) -> Nat {
        self.stakes.get(&(operator, vault)).map(|stake| stake.shares).unwrap_or_default()
    }

    /// Scaled shares of the entries an operator's slash would reach now.
    pub(crate) fn reachable(&self, operator: Account, vault: VaultId) -> Vec<Nat> {
        let Some(stake) = self.stakes.get(&(operator, vault)) else { return Vec::new() };
        let reach = stake.queued.iter().filter(|(block, _)| block + self.delays.withdrawal >= self.block);
        reach.map(|(_, scaled)| *scaled).collect()
    }

    /// What a slash of everything would take of an operator's queue now.
    pub(crate) fn slashable_in_queue(&self, operator: Account, vault: VaultId) -> Nat {
        let magnitude = self.magnitude(Some(operator), vault);
        if magnitude.is_zero() {
            return Nat::ZERO;
        }
        destroyed_in_queue(&self.reachable(operator, vault), magnitude, Nat::ZERO)
    }

    /// How often a set has slashed.
    pub(crate) fn slash_count(&self, set: SetId) -> u64 {
        self.slashes.keys().filter(|(slashing, _)| *slashing == set).count() as u64
    }

    /// Enters a slash into the book.
    pub(super) fn book(&mut self, set: SetId, booked: Vec<(VaultId, Nat)>) {
        let resolved_after = self.block + self.delays.resolution;
        self.slashes.insert((set, self.slash_count(set) + 1), Slash { booked, resolved_after });
    }

    /// An operator's maximum magnitude falls. Returns the shares to book.
    pub(super) fn slash_in(&mut self, operator: Account, vault: VaultId, after: Nat) -> Nat {
        let (block, reachable) = (self.block, self.reachable(operator, vault));
        let stake = self.stakes.entry((operator, vault)).or_default();
        let before = stake.magnitude();
        let from_operator = destroyed(stake.shares, before, after);
        let from_queue = destroyed_in_queue(&reachable, before, after);
        stake.shares -= from_operator;
        stake.magnitudes.push((block, after));
        stake.dust += dust(Nat::ZERO);
        self.vaults[vault].dust += dust(Nat::ZERO) + Nat::from(2 * reachable.len() as u64);
        from_operator + from_queue
    }

    /// Pays what a slash booked, of one strategy or of all. Returns token units. What is not booked is no error.
    pub(super) fn clear(
        &mut self,
        set: SetId,
        number: u64,
        only: Option<VaultId>,
    ) -> Result<Vec<Nat>, Refusal> {
        self.deposits.require_open(CLEARING, self.time)?;
        let recipient = self.sets.get(&set).and_then(|set| set.recipient);
        let to = recipient.map_or(Holder::Burnt, Holder::Person);
        let booked = self.slashes.get(&(set, number)).map(|slash| slash.booked.clone()).unwrap_or_default();
        let wanted: Vec<_> =
            booked.into_iter().filter(|(vault, _)| only.is_none_or(|only| only == *vault)).collect();
        let mut paid = Vec::new();
        for (vault, shares) in &wanted {
            paid.push(self.clear_in(set, number, (*vault, *shares), to)?);
        }
        Ok(if only.is_some() && paid.is_empty() { vec![Nat::ZERO] } else { paid })
    }

    fn clear_in(
        &mut self,
        set: SetId,
        number: u64,
        booked: (VaultId, Nat),
        to: Holder,
    ) -> Result<Nat, Refusal> {
        let slash = self.slashes.get_mut(&(set, number)).expect("a booked slash");
        require(self.block > slash.resolved_after, Refusal::SlashResolutionDelayNotElapsed)?;
        let place = slash.booked.iter().position(|entry| *entry == booked);
        slash.booked.swap_remove(place.expect("a booked strategy"));
        let (vault, shares) = booked;
        if shares.is_zero() { Ok(Nat::ZERO) } else { self.pay_out(to, vault, shares) }
    }

    /// What slashes booked of a strategy.
    pub(crate) fn booked(&self, vault: VaultId) -> Nat {
        let entries = self.slashes.values().flat_map(|slash| &slash.booked);
        entries.filter(|(entry, _)| *entry == vault).map(|(_, shares)| *shares).sum()
    }
}
