//! Ways in that take one transaction: by the staker's signature, by permit, with delegation.

use abi::{Result, Writer};
use alloy_primitives::{b256, Address, B256, U256};
use common::arithmetic::some;
use common::host::{caller, keccak, this};
use common::{calls, signature};
use interfaces::peers::{delegation_manager, token as token_calls};
use interfaces::types::{Permit, SignatureWithExpiry};
use stylus_sdk::prelude::*;

use crate::StrategyManager;

/// keccak256("Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,uint256 expiry)")
pub(crate) const DEPOSIT_TYPEHASH: B256 =
    b256!("4337f82d142e41f2a8c10547cd8c859bddb92262a61058e77842e24d9dea9224");

/// What is deposited where.
#[derive(Clone, Copy)]
pub(crate) struct Deposit {
    pub(crate) strategy: Address,
    pub(crate) token: Address,
    /// Token units.
    pub(crate) amount: U256,
}

/// Whom to delegate to, with the approver's signature if the operator wants one.
#[derive(Clone, Copy)]
pub(crate) struct Delegation<'a> {
    pub(crate) operator: Address,
    pub(crate) approval: SignatureWithExpiry<'a>,
    pub(crate) salt: B256,
}

impl StrategyManager {
    /// Deposits the caller's tokens for `staker`, who signed for it.
    pub(crate) fn deposit_signed(
        &mut self,
        deposit: Deposit,
        staker: Address,
        by: SignatureWithExpiry<'_>,
    ) -> Result<U256> {
        let Deposit { strategy, token, amount } = deposit;
        self.require_open_for_deposits(strategy)?;
        let nonce = self.nonces.get(staker);
        let digest = self.deposit_digest(&staker, &deposit, &nonce, &by.expiry);
        signature::require_valid(self.vm(), &staker, &digest, &by)?;
        self.nonces.setter(staker).set(some(nonce.checked_add(U256::ONE))?);
        self.deposit(staker, strategy, token, amount)
    }

    /// Deposits with an allowance by signature.
    pub(crate) fn deposit_permitted(&mut self, deposit: Deposit, permit: &Permit) -> Result<U256> {
        let Deposit { strategy, token, amount } = deposit;
        self.require_open_for_deposits(strategy)?;
        let staker = caller(self.vm());
        if !permit.deadline.is_zero() {
            let call = token_calls::permit(&staker, &this(self.vm()), &amount, permit);
            // Whoever saw the permit may have used it already: then it fails, and the allowance is there all the same.
            // Without the allowance the transfer fails, and with it everything.
            let _ = calls::call(self.vm(), &token, &call);
        }
        self.deposit(staker, strategy, token, amount)
    }

    /// Delegates the caller. Before its deposit: then that is counted for the operator once.
    pub(crate) fn delegate(&mut self, to: &Delegation<'_>) -> Result<()> {
        let staker = caller(self.vm());
        let call = delegation_manager::delegate_for(&staker, &to.operator, &to.approval, &to.salt);
        calls::call(self.vm(), &self.delegation.get().address, &call).map(|_| ())
    }

    /// What `staker` signs to have a deposit credited.
    pub(crate) fn deposit_digest(
        &self,
        staker: &Address,
        deposit: &Deposit,
        nonce: &U256,
        expiry: &U256,
    ) -> B256 {
        let mut message = Writer::new(7);
        message.b256(&DEPOSIT_TYPEHASH);
        message.address(staker);
        message.address(&deposit.strategy);
        message.address(&deposit.token);
        message.word(&deposit.amount);
        message.word(nonce);
        message.word(expiry);
        signature::digest(self.vm(), &keccak(self.vm(), message.as_slice()))
    }
}
