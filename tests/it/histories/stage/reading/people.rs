//! What is everybody's own.

use std::collections::BTreeSet;

use alloy::primitives::{B256, U256, keccak256};
use alloy::sol_types::SolValue;
use interfaces::sol::{IDelegationManager, IStrategyManager};

use super::super::super::model::{Account, Model, Nat, VaultId, Withdrawal};
use super::super::Stage;

impl Stage {
    /// Deposit shares, scaling factors and withdrawable shares, and whom they count for.
    pub(super) fn check_person(&self, model: &Model, account: Account, vaults: &[VaultId]) {
        let (staker, person) = (self.person(account), &model.people[account]);
        let strategies = self.vaults(vaults);
        let positions = IStrategyManager::getPositionsCall { staker, strategies: strategies.clone() };
        let positions = self.ask_manager(&positions);
        let withdrawable = IDelegationManager::getWithdrawableSharesCall { staker, strategies };
        let withdrawable = self.ask_delegation(&withdrawable);
        for (index, vault) in vaults.iter().enumerate() {
            let position = model.position(account, *vault);
            let expected =
                [position.shares, position.shares, position.factor, model.withdrawable(account, *vault)];
            let found = [
                positions.shares[index],
                withdrawable.depositShares[index],
                positions.scalingFactors[index],
                withdrawable.withdrawableShares[index],
            ];
            let what = "deposit shares (twice), scaling factor and withdrawable shares";
            assert_eq!(found.map(Nat::from), expected, "{what} of {account} in strategy {vault}");
        }
        let listed = self.ask_manager(&IStrategyManager::getStakerStrategyListCall { staker });
        assert_eq!(listed, self.vaults(&person.strategies), "strategies of {account}");
        let operator = self.ask_delegation(&IDelegationManager::delegatedToCall { staker });
        assert_eq!(operator, self.maybe(person.operator), "operator of {account}");
        let queued = self.ask_delegation(&IDelegationManager::cumulativeWithdrawalsQueuedCall { staker });
        assert_eq!(queued, U256::from(person.queued), "withdrawals {account} ever queued");
        let anyone = self.ask_delegation(&IDelegationManager::completionByAnyoneCall { staker });
        assert_eq!(anyone, person.completed_by_anyone, "whether anyone may complete for {account}");
        let signed = self.ask_manager(&IStrategyManager::noncesCall { signer: staker });
        assert_eq!(signed, U256::from(person.signed), "deposit signatures of {account} used");
    }

    /// Withdrawals in the queue, what they would give, and their roots.
    pub(super) fn check_withdrawals(&self, model: &Model, account: Account) {
        let staker = self.person(account);
        let mut expected: Vec<&Withdrawal> =
            model.queue.iter().filter(|withdrawal| withdrawal.staker == account).collect();
        expected.sort_by_key(|withdrawal| withdrawal.nonce);
        let found = self.ask_delegation(&IDelegationManager::getQueuedWithdrawalsCall { staker });
        assert_eq!(found.withdrawals.len(), expected.len(), "how many withdrawals {account} has queued");
        let mut pairs: Vec<_> = found.withdrawals.iter().zip(&found.shares).collect();
        pairs.sort_by_key(|(withdrawal, _)| withdrawal.nonce);
        for ((withdrawal, shares), expected) in pairs.into_iter().zip(&expected) {
            let same = withdrawal.abi_encode() == self.withdrawal(expected).abi_encode();
            assert!(same, "another withdrawal than {expected:?} is queued, of nonce {}", withdrawal.nonce);
            let shares: Vec<Nat> = shares.iter().copied().map(Nat::from).collect();
            assert_eq!(shares, model.worth_of(expected), "what it would give: {expected:?}");
        }
        let roots = self.ask_delegation(&IDelegationManager::getQueuedWithdrawalRootsCall { staker });
        let root = |withdrawal: &&Withdrawal| -> B256 { keccak256(self.withdrawal(withdrawal).abi_encode()) };
        let expected: BTreeSet<B256> = expected.iter().map(root).collect();
        assert_eq!(BTreeSet::from_iter(roots), expected, "roots of {account}");
    }
}
