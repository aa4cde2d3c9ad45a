//! Tokens in.

use super::act::Consent;
use super::refusal::require;
use super::{Account, Holder, Kind, Model, Nat, Refusal, VaultId};

const DEPOSITS: u8 = 0;

impl Model {
    /// Counts what can be used once. Most tokens know no permits: what passes for one is ignored.
    fn use_consent(&mut self, (by, staker): (Account, Account), vault: VaultId, consent: Consent) {
        let token = self.vaults[vault].token;
        match consent {
            Consent::Permit if self.tokens[token].kind == Kind::Still => {
                *self.people[by].permits.entry(token).or_default() += 1;
            }
            Consent::Signature => self.people[staker].signed += 1,
            Consent::Allowance | Consent::Permit | Consent::Ether => {}
        }
    }

    /// `by` pays, `staker` gets the shares.
    pub(super) fn deposit(
        &mut self,
        (by, staker): (Account, Account),
        vault: VaultId,
        amount: Nat,
        consent: Consent,
    ) -> Result<Nat, Refusal> {
        self.use_consent((by, staker), vault, consent);
        self.deposits.require_open(DEPOSITS, self.time)?;
        require(self.vaults[vault].listed, Refusal::StrategyNotWhitelisted)?;
        let from = if consent == Consent::Ether {
            self.wrap(by, vault, amount)?;
            Holder::Manager
        } else {
            Holder::Person(by)
        };
        let shares = self.take_in(from, vault, amount)?;
        let before = self.credit(staker, vault, shares)?;
        self.count(staker, vault, before.shares, shares)?;
        Ok(shares)
    }
}
