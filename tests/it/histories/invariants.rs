//! What holds after every act, whatever the figures are. Checked on the model, whose figures are the chain's.

use super::cast::{ETHER, WRAPPED};
use super::model::act::Act;
use super::model::formula::rate;
use super::model::{Account, Holder, Model, Nat, Outcome, VaultId};

/// Checks the step from `before` to `after`.
pub(super) fn check(before: &Model, act: &Act, outcome: &Outcome, after: &Model) {
    tokens_are_conserved(before, act, after);
    shares_lose_no_worth(before, act, after);
    for vault in in_use(after) {
        operator_shares_cover_their_stakers(after, vault);
        shares_cover_what_is_owed(after, vault);
    }
    match (act, outcome) {
        (Act::Slash { operator, cuts, .. }, Outcome::Amounts(booked)) => {
            for ((vault, _), booked) in cuts.iter().zip(booked) {
                a_slash_books_no_more_than_it_takes(before, after, (*operator, *vault), *booked);
            }
            nobody_gains_by_a_slash(before, after);
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

/// An operator's shares are never less than its stakers can withdraw together.
fn operator_shares_cover_their_stakers(model: &Model, vault: VaultId) {
    for ((operator, staked), stake) in &model.stakes {
        if *staked == vault {
            let led = (0..model.people.len()).filter(|who| model.people[*who].operator == Some(*operator));
            let withdrawable: Nat = led.map(|staker| model.withdrawable(staker, vault)).sum();
            assert!(
                withdrawable <= stake.shares,
                "stakers of {operator} can withdraw {withdrawable} of strategy {vault}, it has {}",
                stake.shares,
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

/// What is booked was taken: from the operator's shares, and from withdrawals in the queue.
fn a_slash_books_no_more_than_it_takes(
    before: &Model,
    after: &Model,
    (operator, vault): (Account, VaultId),
    booked: Nat,
) {
    let from_operator = before.operator_shares(operator, vault) - after.operator_shares(operator, vault);
    let from_queue = before.in_queue(vault) - after.in_queue(vault);
    assert!(
        booked <= from_operator + from_queue,
        "{booked} booked of strategy {vault}, taken {from_operator} and, in the queue, {from_queue}",
    );
}

/// Neither what can be withdrawn nor what is queued rises by a slash.
fn nobody_gains_by_a_slash(before: &Model, after: &Model) {
    for vault in in_use(before) {
        for staker in 0..before.people.len() {
            let (had, has) = (before.withdrawable(staker, vault), after.withdrawable(staker, vault));
            assert!(has <= had, "a slash raised what {staker} can withdraw of strategy {vault}");
        }
    }
    for (old, new) in before.queue.iter().zip(&after.queue) {
        let rises = before.worth_of(old).into_iter().zip(after.worth_of(new)).any(|(had, has)| has > had);
        assert!(!rises, "a slash raised what a withdrawal is worth: {old:?}");
    }
}
