//! Who has how many deposit shares, and what they count.

use std::collections::BTreeMap;

use super::allocation::AllocationDelay;
use super::formula::{WAD, dust, next_factor, scaled, worth};
use super::refusal::require;
use super::{Account, Model, Nat, Refusal, SetId, TokenId, VaultId};

/// Strategies a staker may be in.
const MOST_STRATEGIES: usize = 32;

/// An account.
#[derive(Clone, Default)]
pub(crate) struct Person {
    /// Whom it is delegated to; an operator to itself.
    pub(crate) operator: Option<Account>,
    /// Who must sign delegations to it, if it is an operator that wants that.
    pub(crate) approver: Option<Account>,
    pub(crate) positions: BTreeMap<VaultId, Position>,
    /// The strategies it is in, in the order the StrategyManager lists them.
    pub(crate) strategies: Vec<VaultId>,
    /// Withdrawals it ever queued.
    pub(crate) queued: u64,
    /// Whether anyone may complete its withdrawals.
    pub(crate) completed_by_anyone: bool,
    /// The delay of its allocations, once it is an operator.
    pub(crate) delay: Option<AllocationDelay>,
    /// Sets it is registered for, in the order they are listed.
    pub(crate) sets: Vec<SetId>,
    /// Deposit signatures of it, and permits by token, that were used.
    pub(crate) signed: u64,
    pub(crate) permits: BTreeMap<TokenId, u64>,
}

/// Deposit shares in a strategy.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    pub(crate) shares: Nat,
    /// The deposit scaling factor.
    pub(crate) factor: Nat,
}

impl Position {
    /// No shares.
    pub(crate) const NONE: Self = Self { shares: Nat::ZERO, factor: WAD };
}

impl Model {
    pub(crate) fn position(&self, staker: Account, vault: VaultId) -> Position {
        self.people[staker].positions.get(&vault).copied().unwrap_or(Position::NONE)
    }

    /// Shares a staker could take out now.
    pub(crate) fn withdrawable(&self, staker: Account, vault: VaultId) -> Nat {
        let Position { shares, factor } = self.position(staker, vault);
        worth(scaled(shares, factor), self.magnitude(self.people[staker].operator, vault))
    }

    /// Gives deposit shares. Returns the position they join; what they count is still to be said, by [`Model::count`].
    pub(super) fn credit(
        &mut self,
        staker: Account,
        vault: VaultId,
        shares: Nat,
    ) -> Result<Position, Refusal> {
        let before = self.position(staker, vault);
        let person = &mut self.people[staker];
        if before.shares.is_zero() {
            require(person.strategies.len() < MOST_STRATEGIES, Refusal::MaxStrategiesExceeded)?;
            person.strategies.push(vault);
        }
        person.positions.insert(vault, Position { shares: before.shares + shares, ..before });
        Ok(before)
    }

    /// Takes deposit shares. Returns the factor they had; with the last share it is forgotten.
    pub(super) fn debit(&mut self, staker: Account, vault: VaultId, shares: Nat) -> Result<Nat, Refusal> {
        let before = self.position(staker, vault);
        require(!shares.is_zero(), Refusal::SharesAmountZero)?;
        require(shares <= before.shares, Refusal::SharesAmountTooHigh)?;
        let person = &mut self.people[staker];
        if shares == before.shares {
            person.positions.remove(&vault);
            let place = person.strategies.iter().position(|listed| *listed == vault);
            person.strategies.swap_remove(place.expect("a position is listed"));
        } else {
            person.positions.insert(vault, Position { shares: before.shares - shares, ..before });
        }
        Ok(before.factor)
    }

    /// Has `added` shares that joined `before` count in full, for the staker and its operator.
    pub(super) fn count(
        &mut self,
        staker: Account,
        vault: VaultId,
        before: Nat,
        added: Nat,
    ) -> Result<(), Refusal> {
        let operator = self.people[staker].operator;
        let magnitude = self.magnitude(operator, vault);
        require(!magnitude.is_zero(), Refusal::FullySlashed)?;
        let position = self.position(staker, vault);
        let factor = next_factor(position.factor, before, added, magnitude);
        require(!factor.is_zero(), Refusal::InvalidDepositScalingFactor)?;
        self.people[staker].positions.insert(vault, Position { factor, ..position });
        let dust = dust(before + added);
        if let Some(operator) = operator {
            let stake = self.stakes.entry((operator, vault)).or_default();
            stake.shares += added;
            stake.dust += dust;
        }
        self.vaults[vault].dust += dust;
        Ok(())
    }
}
