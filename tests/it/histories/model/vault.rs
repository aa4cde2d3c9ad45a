//! Strategies: shares for tokens, tokens for shares.

use super::formula::{MOST_SHARES, shares_for, tokens_for};
use super::pausing::Pausing;
use super::refusal::require;
use super::{Account, Holder, Kind, Model, Nat, Refusal, TokenId, VaultId};

const DEPOSITS: u8 = 0;
const WITHDRAWALS: u8 = 1;

/// A strategy.
#[derive(Clone)]
pub(crate) struct Vault {
    pub(crate) token: TokenId,
    pub(crate) total: Nat,
    /// Whether the StrategyManager takes deposits for it.
    pub(crate) listed: bool,
    pub(crate) pausing: Pausing,
    /// Most shares that rounding can have left in it, belonging to nobody.
    pub(crate) dust: Nat,
}

impl Vault {
    pub(crate) fn new(token: TokenId) -> Self {
        let pausing = Pausing::new(&[WITHDRAWALS]);
        Self { token, total: Nat::ZERO, listed: true, pausing, dust: Nat::ZERO }
    }
}

impl Model {
    /// Token units a strategy holds.
    pub(crate) fn held(&self, vault: VaultId) -> Nat {
        self.tokens[self.vaults[vault].token].balance(Holder::Vault(vault))
    }

    /// Takes tokens in; what arrives is what counts. Returns the new shares.
    pub(super) fn take_in(&mut self, from: Holder, vault: VaultId, amount: Nat) -> Result<Nat, Refusal> {
        let (held, token) = (self.held(vault), self.vaults[vault].token);
        self.tokens[token].transfer(from, Holder::Vault(vault), amount)?;
        self.vaults[vault].pausing.require_open(DEPOSITS, self.time)?;
        let arrived = self.held(vault) - held;
        let shares = shares_for(arrived, self.vaults[vault].total, held);
        require(!shares.is_zero(), Refusal::NewSharesZero)?;
        let total = self.vaults[vault].total + shares;
        require(total <= MOST_SHARES, Refusal::TotalSharesExceedsMax)?;
        self.vaults[vault].total = total;
        Ok(shares)
    }

    /// Pays shares out. Returns the token units, of which a token that has rebased may deliver a little less.
    pub(super) fn pay_out(&mut self, to: Holder, vault: VaultId, shares: Nat) -> Result<Nat, Refusal> {
        self.vaults[vault].pausing.require_open(WITHDRAWALS, self.time)?;
        let total = self.vaults[vault].total;
        let amount = tokens_for(shares, total, self.held(vault));
        // Whatever is owed was deposited: below zero the test ends.
        self.vaults[vault].total = total - shares;
        let token = self.vaults[vault].token;
        self.tokens[token].transfer(Holder::Vault(vault), to, amount)?;
        Ok(amount)
    }

    /// As [`Model::pay_out`], unwrapped.
    pub(super) fn pay_ether(&mut self, to: Account, vault: VaultId, shares: Nat) -> Result<Nat, Refusal> {
        let amount = self.pay_out(Holder::Manager, vault, shares)?;
        let (token, ether) = (self.wrapped(vault)?, self.ether());
        self.tokens[token].burn(Holder::Manager, amount);
        self.tokens[ether].transfer(Holder::Wrapper, Holder::Person(to), amount)?;
        Ok(amount)
    }

    /// Wraps somebody's ether on its way into a strategy.
    pub(super) fn wrap(&mut self, by: Account, vault: VaultId, amount: Nat) -> Result<(), Refusal> {
        let (token, ether) = (self.wrapped(vault)?, self.ether());
        self.tokens[ether].transfer(Holder::Person(by), Holder::Wrapper, amount)?;
        self.tokens[token].mint(Holder::Manager, amount);
        Ok(())
    }

    /// The token of a strategy, which must wrap ether.
    fn wrapped(&self, vault: VaultId) -> Result<TokenId, Refusal> {
        let token = self.vaults[vault].token;
        require(self.tokens[token].kind == Kind::Wrapped, Refusal::TokenCallFailed)?;
        Ok(token)
    }

    /// Where ether is on the list of tokens.
    fn ether(&self) -> TokenId {
        self.tokens.iter().position(|token| token.kind == Kind::Ether).expect("ether is among the tokens")
    }
}
