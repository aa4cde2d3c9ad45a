//! What stakers and operators do with the DelegationManager, but for completing.

use alloy::primitives::{Address, B256};
use interfaces::sol::IDelegationManager;

use super::super::super::model::act::Act;
use super::super::super::model::{Model, Nat};
use super::super::Stage;

impl Stage {
    pub(super) fn submit_by_staker(&self, model: &Model, act: &Act) -> B256 {
        let to = self.at.delegation;
        match act {
            Act::Register { by, approver, delay } => {
                let call = IDelegationManager::registerAsOperatorCall {
                    initDelegationApprover: self.maybe(*approver),
                    allocationDelay: *delay,
                    metadataURI: String::new(),
                };
                self.send(self.person(*by), to, &call)
            }
            Act::Delegate { by, operator } => {
                let (approval, salt) = self.approve(model, *by, *operator);
                let call = IDelegationManager::delegateToCall {
                    operator: self.person(*operator),
                    approverSignatureAndExpiry: approval,
                    approverSalt: salt,
                };
                self.send(self.person(*by), to, &call)
            }
            Act::Redelegate { by, operator } => {
                let (approval, salt) = self.approve(model, *by, *operator);
                let call = IDelegationManager::redelegateCall {
                    newOperator: self.person(*operator),
                    newOperatorApproverSig: approval,
                    approverSalt: salt,
                };
                self.send(self.person(*by), to, &call)
            }
            Act::Undelegate { by, staker } => {
                let call = IDelegationManager::undelegateCall { staker: self.person(*staker) };
                self.send(self.person(*by), to, &call)
            }
            Act::Queue { by, withdrawals } => {
                let params = withdrawals.iter().map(|withdrawal| {
                    let (vaults, shares): (Vec<_>, Vec<_>) = withdrawal.iter().copied().unzip();
                    IDelegationManager::QueuedWithdrawalParams {
                        strategies: self.vaults(&vaults),
                        depositShares: shares.into_iter().map(Nat::word).collect(),
                        __deprecated_withdrawer: Address::ZERO,
                    }
                });
                let call = IDelegationManager::queueWithdrawalsCall { params: params.collect() };
                self.send(self.person(*by), to, &call)
            }
            Act::AllowAnyone { by, allowed } => {
                let call = IDelegationManager::setCompletionByAnyoneCall { allowed: *allowed };
                self.send(self.person(*by), to, &call)
            }
            other => panic!("{other:?} is not a staker's or operator's"),
        }
    }
}
