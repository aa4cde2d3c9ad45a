//! Every figure of the chain beside the model's.

mod allocations;
mod book;
mod people;
mod sets;

use std::collections::BTreeSet;

use alloy::sol_types::SolCall;
use interfaces::sol::{IDelegationManager, IPausable, IStrategy};

use super::super::cast::{DELAYS, MAIN_VAULTS};
use super::super::invariants::in_use;
use super::super::model::act::Contract;
use super::super::model::{Account, Holder, Kind, Model, Nat, TokenId, VaultId};
use super::Stage;

impl Stage {
    /// Holds the chain's figures against the model's; the model stands in the latest block.
    pub(crate) fn check(&self, model: &Model) {
        let vaults: Vec<VaultId> = (0..MAIN_VAULTS.len()).chain(in_use(model)).collect();
        let vaults: Vec<VaultId> = BTreeSet::from_iter(vaults).into_iter().collect();
        for account in 0..model.people.len() {
            self.check_person(model, account, &vaults);
            self.check_withdrawals(model, account);
        }
        self.check_operators(model, &vaults);
        for vault in &vaults {
            let total = self.ask_vault(*vault, &IStrategy::totalSharesCall {});
            assert_eq!(Nat::from(total), model.vaults[*vault].total, "total shares of strategy {vault}");
        }
        self.check_tokens(model, &vaults);
        self.check_book(model);
        self.check_sets(model);
        self.check_allocations(model, &vaults);
        self.check_pauses(model);
    }

    fn ask_manager<C: SolCall>(&self, call: &C) -> C::Return {
        self.world.view(self.at.manager, call)
    }

    fn ask_delegation<C: SolCall>(&self, call: &C) -> C::Return {
        self.world.view(self.at.delegation, call)
    }

    fn ask_slasher<C: SolCall>(&self, call: &C) -> C::Return {
        self.world.view(self.at.slasher, call)
    }

    fn ask_vault<C: SolCall>(&self, vault: VaultId, call: &C) -> C::Return {
        self.world.view(self.at.vaults[vault], call)
    }

    /// Operator shares, and what of the queue can be slashed.
    fn check_operators(&self, model: &Model, vaults: &[VaultId]) {
        let operators: Vec<Account> = (0..model.people.len()).filter(|who| model.is_operator(*who)).collect();
        let ask = IDelegationManager::getOperatorsSharesCall {
            operators: operators.iter().map(|operator| self.person(*operator)).collect(),
            strategies: self.vaults(vaults),
        };
        let found = self.ask_delegation(&ask);
        for (operator, row) in operators.iter().zip(found) {
            for (vault, shares) in vaults.iter().zip(row) {
                let expected = model.operator_shares(*operator, *vault);
                assert_eq!(Nat::from(shares), expected, "shares of operator {operator} in strategy {vault}");
            }
        }
        for (operator, vault) in model.stakes.keys() {
            let ask = IDelegationManager::getSlashableSharesInQueueCall {
                operator: self.person(*operator),
                strategy: self.at.vaults[*vault],
            };
            let expected = model.slashable_in_queue(*operator, *vault);
            let found = Nat::from(self.ask_delegation(&ask));
            assert_eq!(found, expected, "slashable in the queue of operator {operator} in strategy {vault}");
        }
    }

    /// Balances, and that they are all there is.
    fn check_tokens(&self, model: &Model, vaults: &[VaultId]) {
        let people = (0..model.people.len()).map(Holder::Person);
        let holders = vaults.iter().copied().map(Holder::Vault).chain(people);
        let holders: Vec<Holder> = holders.chain([Holder::Burnt, Holder::Manager, Holder::Wrapper]).collect();
        for (token, expected) in model.tokens.iter().enumerate() {
            let of_token = |holder: &Holder| !matches!(holder, Holder::Vault(vault) if model.vaults[*vault].token != token);
            let mut sum = Nat::ZERO;
            for holder in holders.iter().copied().filter(of_token) {
                let held = self.held(token, holder);
                assert_eq!(held, expected.balance(holder), "token {token} held by {holder:?}");
                sum += held;
            }
            if expected.kind == Kind::Ether {
                continue;
            }
            let supply = self.world.view(self.at.tokens[token], &crate::harness::Token::totalSupplyCall {});
            let supply = Nat::from(supply);
            assert_eq!(supply, expected.supply(), "supply of token {token}");
            assert!(sum <= supply, "more of token {token} is held than there is");
            // Of a token that rebases, every holding is rounded down to units.
            let rounded = expected.kind == Kind::Rebasing;
            assert!(rounded || sum == supply, "{sum} of {supply} of token {token} is held by those known");
        }
    }

    fn held(&self, token: TokenId, holder: Holder) -> Nat {
        let holder = self.holder(holder);
        match self.at.tokens.get(token) {
            Some(token) => self.world.held(*token, holder).into(),
            None => self.world.node().balance(holder, Default::default()).unwrap().into(),
        }
    }

    fn check_pauses(&self, model: &Model) {
        let vaults = (0..MAIN_VAULTS.len()).map(Contract::Vault);
        for contract in vaults.chain([Contract::Deposits, Contract::Delegation, Contract::Slasher]) {
            let status = self.world.view(self.contract(contract), &IPausable::paused_0Call {});
            assert_eq!(status, model.pausing(contract).status(), "what of {contract:?} is paused");
        }
        let delay = self.ask_delegation(&IDelegationManager::minWithdrawalDelayBlocksCall {});
        assert_eq!(delay, DELAYS.withdrawal);
    }
}
