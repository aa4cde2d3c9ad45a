//! Pausing, and which strategies take deposits.

use alloy::primitives::U256;

use super::super::cast::MAIN_VAULTS;
use super::super::model::act::{Act, Contract};
use super::super::model::{Model, WEEK};
use super::Generator;

impl Generator {
    /// Opens what is closed before it closes more.
    pub(super) fn list(&mut self, model: &Model) -> Act {
        let closed = (0..MAIN_VAULTS.len()).find(|vault| !model.vaults[*vault].listed);
        match closed {
            Some(vault) => Act::List { vault, listed: true },
            None => Act::List { vault: self.vault(), listed: false },
        }
    }

    pub(super) fn pause(&mut self, model: &Model) -> Act {
        let spent = contracts().find(|contract| is_spent(model, *contract));
        if let Some(contract) = spent.filter(|_| self.dice.percent(50)) {
            let pausing = model.pausing(contract);
            return Act::Pause { contract, status: pausing.status() | pausing.exits() };
        }
        let contract = self.contract();
        let before = if self.careless() { U256::ZERO } else { model.pausing(contract).status() };
        let exit = model.pausing(contract).exits();
        let bit = if self.dice.percent(40) { exit } else { self.bit() };
        Act::Pause { contract, status: before | bit }
    }

    pub(super) fn contract(&mut self) -> Contract {
        let vault = Contract::Vault(self.vault());
        self.dice.pick(&[Contract::Deposits, Contract::Delegation, Contract::Slasher, vault])
    }

    /// All of it, mostly: a history in which nothing may be done shows little.
    pub(super) fn unpause(&mut self, model: &Model) -> Option<Act> {
        let paused: Vec<Contract> =
            contracts().filter(|contract| model.pausing(*contract).is_any()).collect();
        if paused.is_empty() {
            return None;
        }
        let contract = self.dice.pick(&paused);
        let status = match self.dice.below(10) {
            0 => model.pausing(contract).status() | self.bit(),
            1..3 => model.pausing(contract).status() & self.bit(),
            _ => U256::ZERO,
        };
        Some(Act::Unpause { contract, status })
    }

    /// One of the bits the contracts know.
    fn bit(&mut self) -> U256 {
        self.dice.pick(&[U256::from(1), U256::from(2), U256::from(4)])
    }
}

fn contracts() -> impl Iterator<Item = Contract> {
    let vaults = (0..MAIN_VAULTS.len()).map(Contract::Vault);
    [Contract::Deposits, Contract::Delegation, Contract::Slasher].into_iter().chain(vaults)
}

/// Whether exits that are open must not be paused again yet.
fn is_spent(model: &Model, contract: Contract) -> bool {
    let pausing = model.pausing(contract);
    let open = (pausing.status() & pausing.exits()).is_zero();
    open && pausing.exits_open_at().is_some_and(|end| end <= model.time && model.time < end + 2 * WEEK)
}
