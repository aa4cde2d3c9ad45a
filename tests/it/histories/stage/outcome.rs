//! What came of an act on the chain.

use std::sync::Arc;

use alloy::primitives::{Address, B256, Log, U256};
use alloy::sol_types::{SolCall, SolEvent};
use devnet::chain::{CallStatus, MinedTx};
use interfaces::sol::IAllocationManager::{
    AllocationUpdated, EncumberedMagnitudeUpdated, MaxMagnitudeUpdated, OperatorSet, OperatorSlashed,
    slashOperatorCall,
};
use interfaces::sol::IDelegationManager::{Payout as Paid, WithdrawalPaid};
use interfaces::sol::IStrategyManager::{
    clearBurnOrRedistributableSharesByStrategyCall, clearBurnOrRedistributableSharesCall,
    depositIntoStrategyCall,
};

use super::super::model::act::Act;
use super::super::model::{Account, Mode, Model, Nat, Outcome, Payout, Refusal, SetId, Told, VaultId};
use super::Stage;

impl Stage {
    /// Holds what came of a transaction against what the model says; the model stands after the act.
    pub(crate) fn check_outcome(
        &self,
        hash: B256,
        act: &Act,
        expected: &Result<Outcome, Refusal>,
        model: &Model,
    ) {
        let tx = self.world.node().transaction(hash).expect("its block is made").clone();
        assert_eq!(tx.block_number, u64::from(model.block), "block of {act:?}");
        let refused = tx.outcome.status == CallStatus::Revert;
        match expected {
            Err(refusal) => {
                assert!(
                    refused,
                    "the model refuses with {refusal:?}, the chain gives {:?}",
                    tx.outcome.status
                );
                let found = client::errors::name(&tx.outcome.output);
                let selector = tx.outcome.output.get(..4).unwrap_or_default();
                assert_eq!(selector, refusal.selector(), "{refusal:?}, not {found}");
            }
            Ok(outcome) => {
                let why = client::errors::name(&tx.outcome.output);
                assert!(tx.succeeded(), "refused with {why} ({:?})", tx.outcome.status);
                assert_eq!(&self.outcome(&tx, act), outcome, "what it gave");
            }
        }
    }

    fn outcome(&self, tx: &Arc<MinedTx>, act: &Act) -> Outcome {
        let output = &tx.outcome.output;
        let amounts = |words: Vec<U256>| Outcome::Amounts(words.into_iter().map(Nat::from).collect());
        match act {
            Act::Deposit { .. } | Act::DepositAndDelegate { .. } => {
                Outcome::Shares(depositIntoStrategyCall::abi_decode_returns(output).unwrap().into())
            }
            Act::Slash { operator, .. } => {
                let found = slashOperatorCall::abi_decode_returns(output).unwrap();
                let shares = found.shares.into_iter().map(Nat::from).collect();
                Outcome::Slashed(found.slashId.to(), shares, self.told(tx, *operator))
            }
            Act::ModifyAllocations { operator, .. } | Act::ClearDeallocations { operator, .. } => {
                Outcome::Told(self.told(tx, *operator))
            }
            Act::Clear { vault: Some(_), .. } => {
                let amount =
                    clearBurnOrRedistributableSharesByStrategyCall::abi_decode_returns(output).unwrap();
                amounts(vec![amount])
            }
            Act::Clear { vault: None, .. } => {
                amounts(clearBurnOrRedistributableSharesCall::abi_decode_returns(output).unwrap())
            }
            Act::Complete { .. } => Outcome::Paid(self.payouts(tx)),
            _ => Outcome::Done,
        }
    }

    /// As the events tell them.
    fn payouts(&self, tx: &Arc<MinedTx>) -> Vec<Vec<Payout>> {
        let events = tx.outcome.logs.iter().filter_map(|log| WithdrawalPaid::decode_log(log).ok());
        events.map(|log| log.payouts.iter().map(|paid| self.payout(paid)).collect()).collect()
    }

    fn payout(&self, paid: &Paid) -> Payout {
        let vault = self.vault_at(paid.strategy);
        let (mode, token) = match paid.mode {
            0 => (Mode::Shares, Address::ZERO),
            1 => (Mode::Tokens, self.token(vault)),
            2 => (Mode::Ether, Address::ZERO),
            other => panic!("mode {other} is not paid"),
        };
        let (queued, lost, shares) =
            (Nat::from(paid.queuedShares), Nat::from(paid.lostShares), Nat::from(paid.paidShares));
        assert_eq!((paid.token, lost), (token, queued - shares), "token and loss of strategy {vault}");
        Payout { vault, mode, queued, paid: shares, amount: paid.amount.into() }
    }

    /// What the events say of an operator's magnitudes.
    fn told(&self, tx: &Arc<MinedTx>, operator: Account) -> Vec<Told> {
        let operator = self.person(operator);
        tx.outcome.logs.iter().filter_map(|log| self.told_by(log, operator)).collect()
    }

    fn told_by(&self, log: &Log, operator: Address) -> Option<Told> {
        let (of, told) = if let Ok(event) = AllocationUpdated::decode_log(log) {
            let (set, vault) = (self.set_at(&event.operatorSet), self.vault_at(event.strategy));
            (event.operator, Told::Allocated(set, vault, event.magnitude.into(), event.effectBlock))
        } else if let Ok(event) = EncumberedMagnitudeUpdated::decode_log(log) {
            let vault = self.vault_at(event.strategy);
            (event.operator, Told::Encumbered(vault, event.encumberedMagnitude.into()))
        } else if let Ok(event) = MaxMagnitudeUpdated::decode_log(log) {
            (event.operator, Told::Maximum(self.vault_at(event.strategy), event.maxMagnitude.into()))
        } else {
            let event = OperatorSlashed::decode_log(log).ok()?;
            let proportions = event.wadSlashed.iter().copied().map(Nat::from).collect();
            (event.operator, Told::Proportions(proportions))
        };
        assert_eq!(of, operator, "whom {told:?} is about");
        Some(told)
    }

    fn vault_at(&self, strategy: Address) -> VaultId {
        self.at.vaults.iter().position(|known| *known == strategy).expect("one of ours")
    }

    pub(super) fn set_at(&self, set: &OperatorSet) -> SetId {
        let avs = self.people.iter().position(|person| *person == set.avs);
        SetId { avs: avs.expect("one of ours"), id: set.id }
    }
}
