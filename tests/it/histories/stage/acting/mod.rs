//! Acts as transactions.

mod allocations;
mod completing;
mod deposits;
mod sets;
mod stakers;

use alloy::primitives::{Address, B256, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::{IPausable, IStrategyFactory, IStrategyManager};

use super::super::model::act::{Act, Contract};
use super::super::model::{Account, Model, SetId, VaultId};
use super::{RebasingToken, Stage};
use crate::harness::{GOVERNANCE, Token as Erc20};

impl Stage {
    /// Hands acts to the chain, all in one block.
    pub(crate) fn in_one_block<T>(&self, acts: impl FnOnce() -> T) -> T {
        self.world.node().set_automine(false);
        let done = acts();
        self.world.node().set_automine(true);
        done
    }

    /// Hands an act to the chain; the model stands before it. Gives the transaction's hash.
    pub(crate) fn submit(&self, model: &Model, act: &Act) -> B256 {
        match act {
            Act::Deposit { by, staker, vault, amount, consent } => {
                self.submit_deposit(model, (*by, *staker), (*vault, *amount), *consent)
            }
            Act::DepositAndDelegate { by, vault, amount, consent, operator } => {
                self.submit_deposit_and_delegate(model, *by, (*vault, *amount), (*consent, *operator))
            }
            Act::Register { .. }
            | Act::Delegate { .. }
            | Act::Undelegate { .. }
            | Act::Redelegate { .. }
            | Act::Queue { .. }
            | Act::AllowAnyone { .. } => self.submit_by_staker(model, act),
            Act::Complete { by, completions, form } => self.submit_completion(*by, completions, *form),
            Act::Clear { by, set, slash, vault } => self.submit_clearing(*by, *set, *slash, *vault),
            Act::Donate { by, vault, amount } => {
                let call = Erc20::transferCall { to: self.at.vaults[*vault], amount: amount.word() };
                self.send(self.person(*by), self.token(*vault), &call)
            }
            Act::Rebase { token, multiplier } => {
                let call = RebasingToken::setMultiplierCall { multiplier: multiplier.word() };
                self.send(GOVERNANCE, self.at.tokens[*token], &call)
            }
            Act::List { vault, listed } => self.submit_listing(*vault, *listed),
            Act::Pause { contract, status } => {
                let call = IPausable::pauseCall { newPausedStatus: *status };
                self.send(GOVERNANCE, self.contract(*contract), &call)
            }
            Act::PauseAll { contract } => {
                self.send(GOVERNANCE, self.contract(*contract), &IPausable::pauseAllCall {})
            }
            Act::Unpause { contract, status } => {
                let call = IPausable::unpauseCall { newPausedStatus: *status };
                self.send(GOVERNANCE, self.contract(*contract), &call)
            }
            Act::SetAllocationDelay { .. }
            | Act::ModifyAllocations { .. }
            | Act::ClearDeallocations { .. }
            | Act::Slash { .. } => self.submit_allocating(act),
            _ => self.submit_by_avs(act),
        }
    }

    fn send<C: SolCall>(&self, from: Address, to: Address, call: &C) -> B256 {
        self.world.submit(from, to, call, U256::ZERO)
    }

    pub(super) fn contract(&self, contract: Contract) -> Address {
        match contract {
            Contract::Deposits => self.at.manager,
            Contract::Delegation => self.at.delegation,
            Contract::Slasher => self.at.slasher,
            Contract::Vault(vault) => self.at.vaults[vault],
        }
    }

    fn submit_clearing(&self, by: Account, set: SetId, slash: u64, vault: Option<VaultId>) -> B256 {
        let operator_set = self.booked_set(set);
        let (from, to, slash) = (self.person(by), self.at.manager, U256::from(slash));
        match vault {
            Some(vault) => {
                let call = IStrategyManager::clearBurnOrRedistributableSharesByStrategyCall {
                    operatorSet: operator_set,
                    slashId: slash,
                    strategy: self.at.vaults[vault],
                };
                self.send(from, to, &call)
            }
            None => {
                let call = IStrategyManager::clearBurnOrRedistributableSharesCall {
                    operatorSet: operator_set,
                    slashId: slash,
                };
                self.send(from, to, &call)
            }
        }
    }

    fn submit_listing(&self, vault: VaultId, listed: bool) -> B256 {
        let strategies = vec![self.at.vaults[vault]];
        if listed {
            let call = IStrategyFactory::whitelistStrategiesCall { strategiesToWhitelist: strategies };
            self.send(GOVERNANCE, self.at.factory, &call)
        } else {
            let call = IStrategyFactory::removeStrategiesFromWhitelistCall {
                strategiesToRemoveFromWhitelist: strategies,
            };
            self.send(GOVERNANCE, self.at.factory, &call)
        }
    }
}
