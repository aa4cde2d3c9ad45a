//! Magnitudes, and the stake behind them.

use alloy::primitives::U256;
use interfaces::sol::IAllocationManager as abi_of;

use super::super::super::model::{Account, Allocation, Model, Nat, Pending, SetId, VaultId};
use super::super::Stage;

impl Stage {
    pub(super) fn check_allocations(&self, model: &Model, vaults: &[VaultId]) {
        for (operator, set, vault) in model.allocations.keys() {
            let found = self.ask_slasher(&abi_of::getAllocationCall {
                operator: self.person(*operator),
                operatorSet: self.set(*set),
                strategy: self.at.vaults[*vault],
            });
            let expected = model.allocation(*operator, *set, *vault);
            let found = (found.currentMagnitude, found.pendingDiff, found.effectBlock);
            assert_eq!(found, shown(expected), "allocation of {operator} to {set:?} in strategy {vault}");
        }
        for (operator, vault) in model.books.keys() {
            self.check_magnitudes(model, *operator, *vault);
        }
        // Follows from figures that are compared each time, and is dear to ask: a set's turn comes now and then.
        let turn = model.block as usize % model.sets.len().max(1);
        if let Some(set) = model.sets.keys().nth(turn) {
            let operators: Vec<Account> =
                (0..model.people.len()).filter(|account| model.is_operator(*account)).collect();
            self.check_stake(model, *set, &operators, vaults);
        }
    }

    /// Maximum, encumbered and allocatable.
    fn check_magnitudes(&self, model: &Model, operator: Account, vault: VaultId) {
        let (who, strategy) = (self.person(operator), self.at.vaults[vault]);
        let found = [
            self.ask_slasher(&abi_of::getMaxMagnitudeCall { operator: who, strategy }),
            self.ask_slasher(&abi_of::getEncumberedMagnitudeCall { operator: who, strategy }),
            self.ask_slasher(&abi_of::getAllocatableMagnitudeCall { operator: who, strategy }),
        ];
        let expected = [
            model.magnitude(Some(operator), vault),
            model.encumbered(operator, vault),
            model.allocatable(operator, vault),
        ];
        let what = "maximum, encumbered and allocatable magnitude";
        assert_eq!(found.map(Nat::from), expected, "{what} of {operator} in strategy {vault}");
        assert_eq!(found[1] + found[2], found[0], "{what} of {operator} in strategy {vault}");
    }

    /// What is allocated, and what of it is sure through the end of the deallocation delay or half of it.
    fn check_stake(&self, model: &Model, set: SetId, operators: &[Account], vaults: &[VaultId]) {
        let asked = || operators.iter().map(|operator| self.person(*operator)).collect::<Vec<_>>();
        let (operator_set, strategies) = (self.set(set), self.vaults(vaults));
        let allocated = self.ask_slasher(&abi_of::getAllocatedStakeCall {
            operatorSet: operator_set.clone(),
            operators: asked(),
            strategies: strategies.clone(),
        });
        let until = model.block + model.delays.deallocation / (1 + model.block % 2);
        let sure = self.ask_slasher(&abi_of::getMinimumSlashableStakeCall {
            operatorSet: operator_set,
            operators: asked(),
            strategies,
            futureBlock: until,
        });
        let figures = |of: &dyn Fn(Account, VaultId) -> Nat| -> Vec<Vec<U256>> {
            let row = |operator: &Account| vaults.iter().map(|vault| of(*operator, *vault).word()).collect();
            operators.iter().map(row).collect()
        };
        let expected = figures(&|operator, vault| model.allocated_stake(set, operator, vault));
        assert_eq!(allocated, expected, "stake allocated to {set:?} by {operators:?} in {vaults:?}");
        let expected = figures(&|operator, vault| model.minimum_slashable_stake(set, operator, vault, until));
        assert_eq!(sure, expected, "stake {set:?} can slash of {operators:?} in {vaults:?} until {until}");
    }
}

/// As the ABI shows it.
fn shown(allocation: Allocation) -> (u64, i128, u32) {
    let signed = |by: Nat| i128::from(by.small());
    let (difference, effect) = match allocation.pending {
        Pending::Nothing => (0, 0),
        Pending::Increase(by, effect) => (signed(by), effect),
        Pending::Decrease(by, effect) => (-signed(by), effect),
    };
    (allocation.current.small(), difference, effect)
}
