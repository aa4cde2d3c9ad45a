//! Stake as AVSs read it.

use super::super::formula::{WAD, worth};
use super::super::{Account, Model, Nat, VaultId};
use super::{Pending, SetId};

impl Model {
    /// Shares behind what an operator has allocated to a set.
    pub(crate) fn allocated_stake(&self, set: SetId, operator: Account, vault: VaultId) -> Nat {
        self.shares_behind(operator, vault, self.allocation(operator, set, vault).current)
    }

    /// Shares a set can slash for sure through a block, if it has the strategy and can slash the operator now.
    pub(crate) fn minimum_slashable_stake(
        &self,
        set: SetId,
        operator: Account,
        vault: VaultId,
        until: u32,
    ) -> Nat {
        let allocation = self.allocation(operator, set, vault);
        let sure = match allocation.pending {
            Pending::Decrease(by, effect) if effect <= until => allocation.current - by,
            _ => allocation.current,
        };
        let slashable = self.is_slashable(operator, set) && self.has_strategy(set, vault);
        if slashable { self.shares_behind(operator, vault, sure) } else { Nat::ZERO }
    }

    fn shares_behind(&self, operator: Account, vault: VaultId, magnitude: Nat) -> Nat {
        let maximum = self.magnitude(Some(operator), vault);
        if maximum.is_zero() {
            return Nat::ZERO;
        }
        worth(self.operator_shares(operator, vault), (magnitude * WAD / maximum).floor())
    }
}
