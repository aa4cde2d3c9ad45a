//! Situations worth a test: histories that never come into one of them show too little.

use super::model::act::Act;
use super::model::formula::{WAD, worth};
use super::model::{Account, Model, Nat, Outcome, Pending, SetId, VaultId};

/// Declares the enum, and the list of all its variants.
macro_rules! sights {
    ($($(#[$comment:meta])* $name:ident),* $(,)?) => {
        /// What an act met, or did.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Sight {
            $($(#[$comment])* $name,)*
        }

        impl Sight {
            pub(super) const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

sights! {
    FirstSlashOfASet,
    SlashOfSeveralStrategies,
    SlashOfNothing,
    SlashOfShares,
    /// Of the least magnitude there is.
    SlashOfOne,
    SlashOfAnAllocation,
    /// The operator has no magnitude left.
    SlashOfEverything,
    SlashOfQueuedShares,
    /// Withdrawals are queued, but no longer within reach.
    SlashPastQueuedShares,
    SlashAfterLeaving,
    SlashInTheLastBlockAfterLeaving,
    SlashOfADecrease,
    /// Which stays in the queue of decreases.
    SlashOfADecreaseToNothing,
    /// Before anyone cleared it.
    SlashAfterADecrease,
    SlashBesideAnIncrease,
    RedistributingSlash,
    IncreaseAtOnce,
    IncreaseLater,
    /// By the floor of redistributing sets, beyond the operator's own delay.
    IncreaseHeldBack,
    /// While allocating is paused: longer than giving up can be.
    DecreaseDespiteAPause,
    DecreaseAtOnce,
    DecreaseLater,
    /// Of decreases that were due.
    ClearingByTheOperatorsNextChange,
    /// Some of what is due stays, or what is not due does.
    ClearingOfAPart,
    ReturnAfterLeaving,
}

/// What an act was that led from `before` to `after`.
pub(super) fn of(before: &Model, act: &Act, outcome: &Outcome, after: &Model) -> Vec<Sight> {
    let seen = match act {
        Act::Slash { operator, set, vaults, .. } => {
            let mut seen = of_slash(before, (*operator, *set), vaults, outcome);
            for vault in vaults {
                seen.extend(of_slashed(before, (*operator, *set, *vault), after));
            }
            seen
        }
        Act::ModifyAllocations { operator, changes, .. } => {
            let places = changes.iter().flat_map(|change| change.vaults.iter().map(|at| (change.set, *at)));
            places.flat_map(|(set, at)| of_change(before, (*operator, set, at), after)).collect()
        }
        Act::ClearDeallocations { operator, vaults, .. } => {
            let queued = |model: &Model, vault: &VaultId| {
                model.books.get(&(*operator, *vault)).map_or(0, |book| book.queue.len())
            };
            let part = |vault: &VaultId| (1..queued(before, vault)).contains(&queued(after, vault));
            vec![(Sight::ClearingOfAPart, vaults.iter().any(part))]
        }
        Act::RegisterForSets { operator, avs, ids, .. } => {
            let was = |id: &u32| before.memberships.contains_key(&(*operator, SetId { avs: *avs, id: *id }));
            vec![(Sight::ReturnAfterLeaving, ids.iter().any(was))]
        }
        _ => Vec::new(),
    };
    seen.into_iter().filter(|(_, is_so)| *is_so).map(|(sight, _)| sight).collect()
}

fn of_slash(
    before: &Model,
    (operator, set): (Account, SetId),
    vaults: &[VaultId],
    outcome: &Outcome,
) -> Vec<(Sight, bool)> {
    let booked = if let Outcome::Slashed(_, booked, _) = outcome { booked.as_slice() } else { &[] };
    let membership = before.membership(operator, set);
    let allocated = |vault: &&VaultId| !before.allocation(operator, set, **vault).current.is_zero();
    let taken = vaults.iter().filter(allocated).count();
    let something = booked.iter().any(|shares| !shares.is_zero());
    let last = membership.slashable_until == before.block;
    vec![
        (Sight::FirstSlashOfASet, before.slash_count(set) == 0),
        (Sight::SlashOfSeveralStrategies, taken > 1),
        (Sight::SlashOfNothing, taken == 0),
        (Sight::SlashOfShares, something),
        (Sight::SlashAfterLeaving, !membership.registered && something),
        (Sight::SlashInTheLastBlockAfterLeaving, !membership.registered && last && taken > 0),
        (Sight::RedistributingSlash, before.sets[&set].recipient.is_some() && something),
    ]
}

fn of_slashed(
    before: &Model,
    (operator, set, vault): (Account, SetId, VaultId),
    after: &Model,
) -> Vec<(Sight, bool)> {
    let (had, has) = (before.allocation(operator, set, vault), after.allocation(operator, set, vault));
    let taken = before.magnitude(Some(operator), vault) - after.magnitude(Some(operator), vault);
    if taken.is_zero() {
        return Vec::new();
    }
    let all_queued = before.queue.iter().filter(|queued| queued.operator == Some(operator));
    let queued =
        all_queued.flat_map(|queued| &queued.entries).any(|(at, scaled)| *at == vault && !scaled.is_zero());
    let reachable = before.reachable(operator, vault).into_iter().sum();
    let reached = !worth(reachable, before.magnitude(Some(operator), vault)).is_zero();
    let decrease = matches!(had.pending, Pending::Decrease(by, _) if !by.is_zero());
    let book = before.books.get(&(operator, vault));
    let waits = book.is_some_and(|book| book.queue.contains(&set));
    vec![
        (Sight::SlashOfOne, taken == Nat::ONE && had.current > Nat::ONE),
        (Sight::SlashOfAnAllocation, has.current.is_zero() && had.current < WAD),
        (Sight::SlashOfEverything, after.magnitude(Some(operator), vault).is_zero()),
        (Sight::SlashOfQueuedShares, reached),
        (Sight::SlashPastQueuedShares, queued && !reached),
        (Sight::SlashOfADecrease, decrease),
        (Sight::SlashOfADecreaseToNothing, decrease && has.current.is_zero()),
        (Sight::SlashAfterADecrease, waits && had.pending == Pending::Nothing),
        (Sight::SlashBesideAnIncrease, matches!(had.pending, Pending::Increase(..))),
    ]
}

fn of_change(
    before: &Model,
    (operator, set, vault): (Account, SetId, VaultId),
    after: &Model,
) -> Vec<(Sight, bool)> {
    let had = before.allocation(operator, set, vault).current;
    let has = after.allocation(operator, set, vault);
    let queued = |model: &Model| model.books.get(&(operator, vault)).map_or(0, |book| book.queue.len());
    let increase = matches!(has.pending, Pending::Increase(..));
    let held_back = before.sets[&set].recipient.is_some()
        && before.allocation_delay(operator).is_some_and(|delay| delay <= before.delays.floor);
    vec![
        (Sight::IncreaseHeldBack, increase && held_back),
        (Sight::DecreaseDespiteAPause, !increase && before.slasher.status().bit(0)),
        (Sight::IncreaseAtOnce, has.current > had),
        (Sight::IncreaseLater, increase),
        (Sight::DecreaseAtOnce, has.current < had),
        (Sight::DecreaseLater, matches!(has.pending, Pending::Decrease(..))),
        (Sight::ClearingByTheOperatorsNextChange, queued(after) < queued(before)),
    ]
}
