//! What a slash does to magnitudes. What that does to shares is in [`super::super::slashing`].

use super::super::formula::{WAD, cut};
use super::super::refusal::require;
use super::super::{Account, Model, Nat, Outcome, Refusal, VaultId};
use super::{Allocation, Pending, SLASHING, SetId, Told};

impl Model {
    /// A set slashes proportions of what an operator allocated to it. Where that is nothing, nothing is taken.
    pub(super) fn slash(
        &mut self,
        by: Account,
        operator: Account,
        set: SetId,
        (vaults, wads): (&[VaultId], &[Nat]),
    ) -> Result<Outcome, Refusal> {
        self.slasher.require_open(SLASHING, self.time)?;
        require(vaults.len() == wads.len(), Refusal::InputArrayLengthMismatch)?;
        let slasher = self.require_set(set)?.slasher;
        require(self.is_slashable(operator, set), Refusal::OperatorNotSlashable)?;
        require(by == slasher, Refusal::InvalidCaller)?;
        let (mut entries, mut shares, mut told, mut proportions) = (vec![], vec![], vec![], vec![]);
        for (index, (vault, wad)) in vaults.iter().zip(wads).enumerate() {
            // Strategies are placed in the order of their addresses.
            require(index == 0 || vaults[index - 1] < *vault, Refusal::StrategiesMustBeInAscendingOrder)?;
            require(!wad.is_zero() && *wad <= WAD, Refusal::InvalidWadToSlash)?;
            require(self.has_strategy(set, *vault), Refusal::StrategyNotInOperatorSet)?;
            let before = self.magnitude(Some(operator), *vault);
            let taken = self.take((operator, set, *vault), *wad, &mut told);
            let booked = (!taken.is_zero()).then(|| self.slash_in(operator, *vault, before - taken));
            entries.extend(booked.map(|booked| (*vault, booked)));
            shares.push(booked.unwrap_or_default());
            proportions.push(if taken.is_zero() { taken } else { (taken * WAD / before).floor() });
        }
        told.push(Told::Proportions(proportions));
        self.book(set, entries);
        Ok(Outcome::Slashed(self.slash_count(set), shares, told))
    }

    /// Takes from the allocation and from what is encumbered. Returns how much.
    fn take(&mut self, place: (Account, SetId, VaultId), wad: Nat, told: &mut Vec<Told>) -> Nat {
        let (operator, set, vault) = place;
        let (allocation, mut book) = self.completed(operator, set, vault);
        if allocation.current.is_zero() {
            return Nat::ZERO;
        }
        let taken = cut(allocation.current, wad);
        let pending = match allocation.pending {
            Pending::Decrease(by, effect) => Pending::Decrease(by - cut(by, wad), effect),
            // Not slashable yet.
            other => other,
        };
        let left = Allocation { current: allocation.current - taken, pending };
        if let Pending::Decrease(by, effect) = allocation.pending
            && !by.is_zero()
        {
            told.push(Told::Allocated(set, vault, left.after_pending().0, effect));
        }
        book.encumbered -= taken;
        self.store(place, left, book, told);
        told.push(Told::Allocated(set, vault, left.current, self.block));
        told.push(Told::Maximum(vault, self.magnitude(Some(operator), vault) - taken));
        taken
    }
}
