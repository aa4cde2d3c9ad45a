//! Who is delegated to whom.

use super::allocation::AllocationDelay;
use super::refusal::require;
use super::{Account, Model, Nat, Refusal};

const DELEGATING: u8 = 0;
const QUEUEING: u8 = 1;

impl Model {
    pub(crate) fn is_operator(&self, account: Account) -> bool {
        self.people[account].operator == Some(account)
    }

    pub(super) fn register(
        &mut self,
        by: Account,
        approver: Option<Account>,
        delay: u32,
    ) -> Result<(), Refusal> {
        require(self.people[by].operator.is_none(), Refusal::ActivelyDelegated)?;
        self.people[by].approver = approver;
        self.people[by].delay = Some(AllocationDelay::first(delay));
        self.join(by, by)
    }

    /// With whatever signature the operator wants.
    pub(super) fn delegate(&mut self, by: Account, operator: Account) -> Result<(), Refusal> {
        require(self.people[by].operator.is_none(), Refusal::ActivelyDelegated)?;
        require(self.is_operator(operator), Refusal::OperatorNotRegistered)?;
        self.join(by, operator)
    }

    /// All deposit shares become the operator's, as if they were deposited now.
    fn join(&mut self, staker: Account, operator: Account) -> Result<(), Refusal> {
        self.delegation.require_open(DELEGATING, self.time)?;
        self.people[staker].operator = Some(operator);
        for vault in self.people[staker].strategies.clone() {
            let shares = self.position(staker, vault).shares;
            self.count(staker, vault, Nat::ZERO, shares)?;
        }
        Ok(())
    }

    /// Ends a delegation and queues everything, a withdrawal per strategy.
    pub(super) fn undelegate(&mut self, by: Account, staker: Account) -> Result<(), Refusal> {
        let Some(operator) = self.people[staker].operator else { return Err(Refusal::NotActivelyDelegated) };
        require(operator != staker, Refusal::OperatorsCannotUndelegate)?;
        let may = by == staker || by == operator || self.people[operator].approver == Some(by);
        require(may, Refusal::CallerCannotUndelegate)?;
        self.delegation.require_open(QUEUEING, self.time)?;
        let all = self.people[staker].strategies.clone();
        let withdrawals: Vec<_> =
            all.into_iter().map(|vault| vec![(vault, self.position(staker, vault).shares)]).collect();
        self.people[staker].operator = None;
        self.enqueue(staker, Some(operator), &withdrawals)
    }

    pub(super) fn queue(&mut self, by: Account, withdrawals: &[Vec<(usize, Nat)>]) -> Result<(), Refusal> {
        self.delegation.require_open(QUEUEING, self.time)?;
        let filled = withdrawals.iter().all(|withdrawal| !withdrawal.is_empty());
        require(filled, Refusal::InputArrayLengthZero)?;
        self.enqueue(by, self.people[by].operator, withdrawals)
    }
}
