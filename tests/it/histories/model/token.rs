//! Tokens and ether: who holds how much.

use std::collections::BTreeMap;

use super::formula::WAD;
use super::{Account, Nat, Refusal, VaultId};

/// Who can hold tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Holder {
    Person(Account),
    Vault(VaultId),
    /// The address of burnt tokens.
    Burnt,
    /// The StrategyManager, on the way only.
    Manager,
    /// The contract of the wrapped ether.
    Wrapper,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It keeps still, and knows permits.
    Still,
    /// Every unit of it is one of ether.
    Wrapped,
    /// Holdings grow and shrink by themselves.
    Rebasing,
    /// No token, but what is behind the wrapped one.
    Ether,
}

/// A token. Holdings are kept in parts, all worth the same: one base unit, until it rebases.
#[derive(Clone)]
pub(crate) struct Token {
    parts: BTreeMap<Holder, Nat>,
    /// Base units of a part, times 1e18.
    multiplier: Nat,
    pub(crate) kind: Kind,
}

impl Token {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { parts: BTreeMap::new(), multiplier: WAD, kind }
    }

    pub(crate) fn mint(&mut self, to: Holder, amount: Nat) {
        *self.parts.entry(to).or_default() += amount;
    }

    pub(super) fn burn(&mut self, from: Holder, amount: Nat) {
        *self.parts.entry(from).or_default() -= amount;
    }

    /// Base units held.
    pub(crate) fn balance(&self, holder: Holder) -> Nat {
        self.in_units(self.parts.get(&holder).copied().unwrap_or_default())
    }

    /// Base units there are.
    pub(crate) fn supply(&self) -> Nat {
        self.in_units(self.parts.values().copied().sum())
    }

    fn in_units(&self, parts: Nat) -> Nat {
        (parts * self.multiplier / WAD).floor()
    }

    /// Moves whole parts: of a token that has rebased, a little less than `amount` may arrive.
    pub(crate) fn transfer(&mut self, from: Holder, to: Holder, amount: Nat) -> Result<(), Refusal> {
        let parts = (amount * WAD / self.multiplier).floor();
        let held = self.parts.entry(from).or_default();
        if *held < parts {
            return Err(Refusal::ERC20InsufficientBalance);
        }
        *held -= parts;
        *self.parts.entry(to).or_default() += parts;
        Ok(())
    }

    pub(crate) fn multiplier(&self) -> Nat {
        self.multiplier
    }

    pub(crate) fn rebase(&mut self, multiplier: Nat) {
        self.multiplier = multiplier;
    }

    /// Base units by which a holding can differ from the sum of what was moved, for each movement.
    pub(crate) fn grain(&self) -> Nat {
        Nat::new(2) + (self.multiplier / WAD).ceil()
    }
}
