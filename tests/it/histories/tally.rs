//! What histories came across: an act, an error or a situation that never comes up is not tested.

use std::collections::BTreeMap;
use std::fmt;

use super::generator::Kind;
use super::model::act::Act;
use super::model::{Outcome, Refusal};
use super::sights::Sight;

/// Errors that only positions of the last few units of an all but fully slashed operator meet.
const RARE: [Refusal; 1] = [Refusal::InvalidDepositScalingFactor];

/// How often every act was done, every error met, and every situation seen.
#[derive(Default)]
pub(super) struct Tally {
    done: BTreeMap<String, usize>,
    refused: BTreeMap<Refusal, usize>,
    seen: BTreeMap<Sight, usize>,
}

impl Tally {
    pub(super) fn note(&mut self, act: &Act, outcome: &Result<Outcome, Refusal>) {
        match outcome {
            Ok(_) => *self.done.entry(name_of(act)).or_default() += 1,
            Err(refusal) => *self.refused.entry(*refusal).or_default() += 1,
        }
    }

    pub(super) fn see(&mut self, sights: Vec<Sight>) {
        for sight in sights {
            *self.seen.entry(sight).or_default() += 1;
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        for (name, count) in other.done {
            *self.done.entry(name).or_default() += count;
        }
        for (refusal, count) in other.refused {
            *self.refused.entry(refusal).or_default() += count;
        }
        for (sight, count) in other.seen {
            *self.seen.entry(sight).or_default() += count;
        }
    }

    /// Acts that were never done, errors that were never met and situations that were never seen, but should have been.
    pub(super) fn missing(&self) -> Vec<String> {
        let done = Kind::all().map(|kind| format!("{kind:?}")).filter(|name| !self.done.contains_key(name));
        let expected = Refusal::ALL.iter().filter(|refusal| !RARE.contains(refusal));
        let met = expected.filter(|refusal| !self.refused.contains_key(refusal));
        let seen = Sight::ALL.iter().filter(|sight| !self.seen.contains_key(sight));
        let unseen = seen.map(|sight| format!("{sight:?}"));
        done.chain(met.map(|refusal| format!("{refusal:?}"))).chain(unseen).collect()
    }
}

/// The name of an act's variant.
fn name_of(act: &Act) -> String {
    let said = format!("{act:?}");
    said.split_whitespace().next().unwrap_or_default().to_owned()
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = |counts: Vec<String>| counts.join(", ");
        let done = all(self.done.iter().map(|(name, count)| format!("{name} {count}")).collect());
        let refused =
            all(self.refused.iter().map(|(refusal, count)| format!("{refusal:?} {count}")).collect());
        let seen = all(self.seen.iter().map(|(sight, count)| format!("{sight:?} {count}")).collect());
        write!(f, "done: {done}\nrefused: {refused}\nseen: {seen}")
    }
}
