//! Magnitudes, the queue of decreases, and who is in which set.

use std::collections::BTreeSet;

use super::super::model::formula::WAD;
use super::super::model::{Account, Allocation, Model, Nat, Pending, SetId, VaultId};

/// Checks the step from `before` to `after`.
pub(super) fn check(before: &Model, after: &Model) {
    for (operator, vault) in after.books.keys() {
        encumbered_is_what_sets_can_slash_or_will(after, *operator, *vault);
        the_queue_is_in_order(after, *operator, *vault);
        let (had, has) =
            (before.magnitude(Some(*operator), *vault), after.magnitude(Some(*operator), *vault));
        assert!(has <= had, "the magnitude of {operator} in strategy {vault} rose");
    }
    for ((operator, set, vault), _) in after.allocations.iter() {
        pending_changes_stay_within_bounds(after, (*operator, *set, *vault));
    }
    lists_mirror_each_other(after);
}

/// What counts now, and what will.
fn encumbered_is_what_sets_can_slash_or_will(model: &Model, operator: Account, vault: VaultId) {
    let of_both = model.allocations.keys().filter(|(of, _, at)| (*of, *at) == (operator, vault));
    let slashable = |Allocation { current, pending }| match pending {
        Pending::Increase(by, _) => current + by,
        Pending::Nothing | Pending::Decrease(..) => current,
    };
    let sum: Nat = of_both.map(|(_, set, _)| slashable(model.allocation(operator, *set, vault))).sum();
    let (encumbered, maximum) = (model.encumbered(operator, vault), model.magnitude(Some(operator), vault));
    assert_eq!(encumbered, sum, "encumbered magnitude of {operator} in strategy {vault}");
    assert!(encumbered <= maximum, "{encumbered} of {maximum} of {operator} in strategy {vault}");
}

/// A set is in it once; nothing falls due before what is in front of it, nor later than after the delay.
fn the_queue_is_in_order(model: &Model, operator: Account, vault: VaultId) {
    let queue = &model.books[&(operator, vault)].queue;
    let sets = BTreeSet::from_iter(queue.iter().copied());
    assert_eq!(sets.len(), queue.len(), "{queue:?} of {operator} in strategy {vault}");
    let mut last = 0;
    for set in queue {
        let effect = match model.allocation(operator, *set, vault).pending {
            Pending::Decrease(_, effect) => effect,
            Pending::Nothing => model.block,
            Pending::Increase(..) => panic!("an increase is in the queue of {operator} in strategy {vault}"),
        };
        let latest = model.block + model.delays.deallocation + 1;
        assert!(last <= effect && effect <= latest, "{queue:?} of {operator} in strategy {vault}");
        last = effect;
    }
    for (of, set, at) in model.allocations.keys().filter(|(of, _, at)| (*of, *at) == (operator, vault)) {
        let waits = matches!(model.allocation(*of, *set, *at).pending, Pending::Decrease(..));
        assert!(!waits || sets.contains(set), "a decrease of {set:?} is not in the queue of {operator}");
    }
}

/// No more is given up than there is; never more is allocated than there can be.
fn pending_changes_stay_within_bounds(model: &Model, (operator, set, vault): (Account, SetId, VaultId)) {
    let allocation = model.allocation(operator, set, vault);
    // Below zero the test ends here.
    let (after, _) = allocation.after_pending();
    let most = allocation.current.max(after);
    assert!(most <= WAD, "{most} of {operator} are allocated to {set:?} in strategy {vault}");
}

/// A set lists an operator exactly if the operator lists the set, and both once.
fn lists_mirror_each_other(model: &Model) {
    let by_sets = model.sets.iter().flat_map(|(set, known)| known.members.iter().map(|who| (*who, *set)));
    let by_people = model.people.iter().enumerate();
    let by_people = by_people.flat_map(|(who, person)| person.sets.iter().map(move |set| (who, *set)));
    let registered = model.memberships.iter().filter(|(_, membership)| membership.registered);
    let (mut by_sets, mut by_people): (Vec<_>, Vec<_>) = (by_sets.collect(), by_people.collect());
    by_sets.sort();
    by_people.sort();
    let registered: Vec<_> = registered.map(|(place, _)| *place).collect();
    assert_eq!(by_sets, registered, "members of sets");
    assert_eq!(by_people, registered, "sets of operators");
}
