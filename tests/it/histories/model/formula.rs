//! The formulas of the accounting, written from its description once more: nothing here is shared with the programs.

use super::Nat;
use super::number::Fraction;

/// One whole, in fixed point of 18 decimals.
pub(crate) const WAD: Nat = Nat::new(1_000_000_000_000_000_000);

/// Shares, and token units, that every exchange adds to what there is.
const VIRTUAL: Nat = Nat::new(1_000);

/// Most shares a strategy may have.
pub(crate) const MOST_SHARES: Nat = Nat::new(99_999_999_999_999_999_999_999_999_999_999_999_999);

/// Shares for token units that arrive where `held` were, and `total` shares.
pub(crate) fn shares_for(amount: Nat, total: Nat, held: Nat) -> Nat {
    (amount * (total + VIRTUAL) / (held + VIRTUAL)).floor()
}

/// Token units for shares of a strategy that holds `held` for `total` shares.
pub(crate) fn tokens_for(shares: Nat, total: Nat, held: Nat) -> Nat {
    (shares * (held + VIRTUAL) / (total + VIRTUAL)).floor()
}

/// What a share is worth, with the virtual ones.
pub(crate) fn rate(total: Nat, held: Nat) -> Fraction {
    (held + VIRTUAL) / (total + VIRTUAL)
}

/// Most token units a strategy may hold that pays its shares, down to `total`, from a rate of `held` for `shares`, if
/// every one of its `payments` leaves less than `slack` units too much.
pub(crate) fn left_at_most(total: Nat, (held, shares): (Nat, Nat), payments: Nat, slack: Nat) -> Nat {
    ((total + VIRTUAL) * (held + VIRTUAL) / (shares + VIRTUAL)).ceil() + payments * slack
}

/// What deposit shares count in the queue, before slashing.
pub(crate) fn scaled(shares: Nat, factor: Nat) -> Nat {
    (shares * factor / WAD).floor()
}

/// What scaled shares are worth at a magnitude.
pub(crate) fn worth(scaled: Nat, magnitude: Nat) -> Nat {
    (scaled * magnitude / WAD).floor()
}

/// The scaling factor after `added` shares join `shares` of this factor, at a magnitude that is not zero.
pub(crate) fn next_factor(factor: Nat, shares: Nat, added: Nat, magnitude: Nat) -> Nat {
    let per_share = if shares.is_zero() {
        factor
    } else {
        ((worth(scaled(shares, factor), magnitude) + added) * WAD / (shares + added)).floor()
    };
    (per_share * WAD / magnitude).floor()
}

/// Of `shares`, what a fall of the magnitude destroys; what remains is rounded up.
pub(crate) fn destroyed(shares: Nat, before: Nat, after: Nat) -> Nat {
    shares - (shares * after / before).ceil()
}

/// Of the queue, what a fall of the magnitude destroys for sure. Each of the withdrawals rounds down for itself: together
/// they can be worth less than their sum is, by a share for all but one of them. Not at the full magnitude, where nothing
/// is rounded.
pub(crate) fn destroyed_in_queue(scaled: &[Nat], before: Nat, after: Nat) -> Nat {
    let reachable = worth(scaled.iter().copied().sum(), before);
    let others = Nat::from(scaled.len() as u64).saturating_sub(Nat::ONE);
    let rounded = if before == WAD { Nat::ZERO } else { others };
    destroyed(reachable, before, after).saturating_sub(rounded)
}

/// Of a magnitude, what a slash of `proportion` takes.
pub(crate) fn cut(magnitude: Nat, proportion: Nat) -> Nat {
    (magnitude * proportion / WAD).ceil()
}

/// Shares that one movement of a position of `shares` can leave behind as dust.
pub(crate) fn dust(shares: Nat) -> Nat {
    Nat::new(3) + (Nat::new(2) * shares / WAD).ceil()
}
