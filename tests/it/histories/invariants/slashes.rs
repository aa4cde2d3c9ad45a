//! How far a slash reaches.

use super::super::model::formula::worth;
use super::super::model::{Account, Model, Nat, SetId, VaultId};

/// Checks the slash of an operator by a set, which took shares of these strategies.
pub(super) fn check(
    before: &Model,
    after: &Model,
    (operator, set): (Account, SetId),
    taken: &[(VaultId, Nat)],
) {
    for (vault, booked) in taken {
        books_no_more_than_it_takes(before, after, (operator, *vault), *booked);
        takes_no_more_than_is_allocated(before, after, (operator, set, *vault), *booked);
    }
    leaves_everything_else_allocated(before, after, (operator, set));
    nobody_gains(before, after);
}

/// Slashes of a set are numbered one after the other, and only slashes are.
pub(super) fn numbers_follow_each_other(before: &Model, after: &Model, slashing: Option<(SetId, u64)>) {
    for set in after.sets.keys() {
        let more = u64::from(slashing.is_some_and(|(slashing, _)| slashing == *set));
        assert_eq!(after.slash_count(*set), before.slash_count(*set) + more, "slashes of {set:?}");
    }
    if let Some((set, number)) = slashing {
        assert_eq!(number, after.slash_count(set), "number of a slash of {set:?}");
        assert!(after.slashes.contains_key(&(set, number)), "slash {number} of {set:?}");
    }
}

/// What is booked was taken: from the operator's shares, and from withdrawals in the queue.
fn books_no_more_than_it_takes(
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

/// Of the magnitude no more than what was allocated to the set; of shares, in the window of the queue too, no greater part
/// than of the magnitude.
fn takes_no_more_than_is_allocated(
    before: &Model,
    after: &Model,
    (operator, set, vault): (Account, SetId, VaultId),
    booked: Nat,
) {
    let allocated = before.allocation(operator, set, vault).current;
    let (had, has) = (before.magnitude(Some(operator), vault), after.magnitude(Some(operator), vault));
    let taken = had - has;
    assert!(taken <= allocated, "{taken} of {allocated} allocated to {set:?} in strategy {vault}");
    let queued = worth(before.reachable(operator, vault).into_iter().sum(), had);
    let reach = before.operator_shares(operator, vault) + queued;
    assert!(booked * had <= reach * taken, "{booked} of {reach} for {taken} of {had} in strategy {vault}");
    let left = before.operator_shares(operator, vault) - after.operator_shares(operator, vault);
    let whole = before.operator_shares(operator, vault);
    assert!(left * had <= whole * taken, "{left} of {whole} for {taken} of {had} in strategy {vault}");
}

/// What other sets can slash of the operator, what of others can be slashed, and what is free to allocate.
fn leaves_everything_else_allocated(before: &Model, after: &Model, slashed: (Account, SetId)) {
    for (operator, set, vault) in before.allocations.keys() {
        let (had, has) =
            (before.allocation(*operator, *set, *vault), after.allocation(*operator, *set, *vault));
        assert!(
            slashed == (*operator, *set) || had == has,
            "a slash by {:?} changed what {operator} allocated to {set:?} in strategy {vault}",
            slashed.1
        );
    }
    for (operator, vault) in before.books.keys() {
        let (had, has) = (before.allocatable(*operator, *vault), after.allocatable(*operator, *vault));
        assert_eq!(has, had, "what {operator} can allocate of strategy {vault}, after a slash");
    }
}

/// Neither what can be withdrawn nor what is queued rises by a slash.
fn nobody_gains(before: &Model, after: &Model) {
    for vault in super::in_use(before) {
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
