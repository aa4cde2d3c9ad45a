//! Every way in.

use alloy::primitives::{Address, B256};
use interfaces::sol::IStrategyManager;

use super::super::super::model::act::Consent;
use super::super::super::model::{Account, Model, Nat, VaultId};
use super::super::Stage;

impl Stage {
    pub(super) fn submit_deposit(
        &self,
        model: &Model,
        (by, staker): (Account, Account),
        (vault, amount): (VaultId, Nat),
        consent: Consent,
    ) -> B256 {
        let (strategy, token) = (self.at.vaults[vault], self.token(vault));
        let (from, units) = (self.person(by), amount.word());
        match consent {
            Consent::Allowance => {
                let call = IStrategyManager::depositIntoStrategyCall { strategy, token, amount: units };
                self.send(from, self.at.manager, &call)
            }
            Consent::Permit => {
                let permit = self.permit(model, by, vault, amount);
                let call = IStrategyManager::depositIntoStrategyWithPermitCall {
                    strategy,
                    token,
                    amount: units,
                    permit,
                };
                let hash = self.send(from, self.at.manager, &call);
                self.renew_allowance(from, token);
                hash
            }
            Consent::Signature => {
                let (expiry, signature) = self.deposit_signature(model, staker, vault, amount);
                let call = IStrategyManager::depositIntoStrategyWithSignatureCall {
                    strategy,
                    token,
                    amount: units,
                    staker: self.person(staker),
                    expiry,
                    signature,
                };
                self.send(from, self.at.manager, &call)
            }
            Consent::Ether => {
                let call = IStrategyManager::depositETHIntoStrategyCall { strategy };
                self.world.submit(from, self.at.manager, &call, units)
            }
        }
    }

    /// A permit replaces the unlimited allowance other deposits rely on.
    fn renew_allowance(&self, owner: Address, token: Address) {
        self.send(owner, token, &self.unlimited_allowance());
    }

    pub(super) fn submit_deposit_and_delegate(
        &self,
        model: &Model,
        by: Account,
        (vault, amount): (VaultId, Nat),
        (consent, operator): (Consent, Account),
    ) -> B256 {
        let (approval, approver_salt) = self.approve_with_deposit(model, by, operator);
        if consent == Consent::Ether {
            let call = IStrategyManager::depositETHAndDelegateCall {
                strategy: self.at.vaults[vault],
                operator: self.person(operator),
                approverSignatureAndExpiry: approval,
                approverSalt: approver_salt,
            };
            return self.world.submit(self.person(by), self.at.manager, &call, amount.word());
        }
        let call = IStrategyManager::depositWithPermitAndDelegateCall {
            strategy: self.at.vaults[vault],
            token: self.token(vault),
            amount: amount.word(),
            permit: self.permit(model, by, vault, amount),
            operator: self.person(operator),
            approverSignatureAndExpiry: approval,
            approverSalt: approver_salt,
        };
        let hash = self.send(self.person(by), self.at.manager, &call);
        self.renew_allowance(self.person(by), self.token(vault));
        hash
    }
}
