//! Out of the queue.

use alloy::primitives::{Address, B256, U256};
use interfaces::sol::IDelegationManager;

use super::super::super::model::act::Form;
use super::super::super::model::{Account, Completion, Nat, Withdrawal};
use super::super::Stage;

impl Stage {
    /// A withdrawal as the chain knows it.
    pub(crate) fn withdrawal(&self, withdrawal: &Withdrawal) -> IDelegationManager::Withdrawal {
        let (vaults, scaled): (Vec<_>, Vec<_>) = withdrawal.entries.iter().copied().unzip();
        IDelegationManager::Withdrawal {
            staker: self.person(withdrawal.staker),
            delegatedTo: self.maybe(withdrawal.operator),
            withdrawer: self.person(withdrawal.staker),
            nonce: U256::from(withdrawal.nonce),
            startBlock: withdrawal.start,
            strategies: self.vaults(&vaults),
            scaledShares: scaled.into_iter().map(Nat::word).collect(),
        }
    }

    pub(super) fn submit_completion(&self, by: Account, completions: &[Completion], form: Form) -> B256 {
        let tokens = |completion: &Completion| -> Vec<Address> {
            completion.withdrawal.entries.iter().map(|(vault, _)| self.token(*vault)).collect()
        };
        let (from, to) = (self.person(by), self.at.delegation);
        match (form, completions) {
            (Form::One, [completion]) => {
                let call = IDelegationManager::completeQueuedWithdrawalCall {
                    withdrawal: self.withdrawal(&completion.withdrawal),
                    tokens: tokens(completion),
                    receiveAsTokens: completion.as_tokens(),
                };
                self.send(from, to, &call)
            }
            (Form::Modes, [completion]) => {
                let call = IDelegationManager::completeQueuedWithdrawalAsCall {
                    withdrawal: self.withdrawal(&completion.withdrawal),
                    tokens: tokens(completion),
                    modes: completion.modes.iter().map(|mode| *mode as u8).collect(),
                };
                self.send(from, to, &call)
            }
            (Form::Many, all) => {
                let call = IDelegationManager::completeQueuedWithdrawalsCall {
                    withdrawals: all
                        .iter()
                        .map(|completion| self.withdrawal(&completion.withdrawal))
                        .collect(),
                    tokens: all.iter().map(tokens).collect(),
                    receiveAsTokens: all.iter().map(Completion::as_tokens).collect(),
                };
                self.send(from, to, &call)
            }
            _ => panic!("only Form::Many takes more than one"),
        }
    }
}
