//! What holds after every act, whatever the figures are. Checked on the model, whose figures are the chain's.

mod allocations;
mod slashes;

use super::cast::{ETHER, WRAPPED};
use super::model::act::Act;
use super::model::formula::rate;
use super::model::{Holder, Model, Nat, Outcome, VaultId};

/// What rounding a staker's shares down can hide of them: twice less than one.
const ROUNDED: Nat = Nat::new(2);

/// Checks the step from `before` to `after`.
pub(super) fn check(before: &Model, act: &Act, outcome: &Outcome, after: &Model) {
    tokens_are_conserved(before, act, after);
    shares_lose_no_worth(before, act, after);
    for vault in in_use(after) {
        operator_shares_cover_their_stakers(after, vault);
        shares_cover_what_is_owed(after, vault);
    }
    allocations::check(before, after);
    let slashing = match (act, outcome) {
        (Act::Slash { set, .. }, Outcome::Slashed(number, ..)) => Some((*set, *number)),
        _ => None,
    };
    slashes::numbers_follow_each_other(before, after, slashing);
    match (act, outcome) {
        (Act::Slash { operator, set, vaults, .. }, Outcome::Slashed(_, booked, _)) => {
            let taken: Vec<_> = vaults.iter().copied().zip(booked.iter().copied()).collect();
            slashes::check(before, after, (*operator, *set), &taken);
        }
        (Act::Complete { .. }, Outcome::Paid(paid)) => {
            for vault in in_use(before) {
                let of_vault = paid.iter().flatten().filter(|payout| payout.vault == vault);
                let gone: Nat = of_vault.map(|payout| payout.paid).sum();
                let from_queue = before.in_queue(vault) - after.in_queue(vault);
                assert!(gone <= from_queue, "the queue paid more than it held of strategy {vault}");
            }
        }
        _ => {}
    }
}

/// Strategies with shares.
pub(super) fn in_use(model: &Model) -> impl Iterator<Item = VaultId> + '_ {
    (0..model.vaults.len()).filter(|vault| !model.vaults[*vault].total.is_zero())
}

/// Nothing but a rebase makes tokens or destroys them; of wrapped ether there is as much as its contract holds.
fn tokens_are_conserved(before: &Model, act: &Act, after: &Model) {
    for (token, (old, new)) in before.tokens.iter().zip(&after.tokens).enumerate() {
        let expected = match act {
            Act::Rebase { token: rebased, .. } if *rebased == token => continue,
            _ if token == WRAPPED => after.tokens[ETHER].balance(Holder::Wrapper),
            _ => old.supply(),
        };
        assert_eq!(new.supply(), expected, "supply of token {token}");
    }
    let on_the_way: Nat = after.tokens.iter().map(|token| token.balance(Holder::Manager)).sum();
    assert_eq!(on_the_way, Nat::ZERO, "the StrategyManager keeps nothing");
}

/// Nobody lowers what others' shares are worth: only a rebase does.
fn shares_lose_no_worth(before: &Model, act: &Act, after: &Model) {
    for vault in in_use(before) {
        let token = before.vaults[vault].token;
        if matches!(act, Act::Rebase { token: rebased, .. } if *rebased == token) {
            continue;
        }
        let rate = |model: &Model| rate(model.vaults[vault].total, model.held(vault));
        assert!(!rate(after).is_less_than(rate(before)), "shares of strategy {vault} lost worth");
    }
}

/// An operator's shares are never less than its stakers can withdraw together, and more by no more than rounding explains.
fn operator_shares_cover_their_stakers(model: &Model, vault: VaultId) {
    for ((operator, staked), stake) in &model.stakes {
        if *staked == vault {
            let led = (0..model.people.len()).filter(|who| model.people[*who].operator == Some(*operator));
            let stakers: Vec<_> =
                led.filter(|who| model.people[*who].positions.contains_key(&vault)).collect();
            let withdrawable: Nat = stakers.iter().map(|staker| model.withdrawable(*staker, vault)).sum();
            assert!(
                withdrawable <= stake.shares,
                "stakers of {operator} can withdraw {withdrawable} of strategy {vault}, it has {}",
                stake.shares,
            );
            let (gap, most) =
                (stake.shares - withdrawable, stake.dust + ROUNDED * Nat::from(stakers.len() as u64));
            assert!(
                gap <= most,
                "{gap} of {operator}'s shares of strategy {vault} are nobody's: over {most}"
            );
        }
    }
}

/// A strategy's shares are never less than stakers, queue and booked slashes can claim of it, and exceed what can be
/// claimed by no more than rounding explains. So whoever leaves last is paid by the book.
fn shares_cover_what_is_owed(model: &Model, vault: VaultId) {
    let total = model.vaults[vault].total;
    let (queued, booked) = (model.in_queue(vault), model.booked(vault));
    let everyone = 0..model.people.len();
    let withdrawable: Nat = everyone.clone().map(|staker| model.withdrawable(staker, vault)).sum();
    let owed = withdrawable + queued + booked;
    assert!(owed <= total, "{owed} owed of strategy {vault}, which has {total}");
    let dust = model.vaults[vault].dust;
    assert!(total - owed <= dust, "{} left over in strategy {vault}, more than {dust}", total - owed);
    let operators: Nat = everyone.clone().map(|operator| model.operator_shares(operator, vault)).sum();
    let free = everyone.filter(|staker| model.people[*staker].operator.is_none());
    let unled: Nat = free.map(|staker| model.position(staker, vault).shares).sum();
    let counted = operators + unled + queued + booked;
    assert!(counted <= total, "{counted} counted of strategy {vault}, which has {total}");
}
