//! What slashes book of the withdrawal queue, against what its withdrawals lose.
#![allow(clippy::unwrap_used)]
mod oracle;
use std::collections::VecDeque;

use alloy_primitives::U256;
use math::MathError;
use math::shares::completed_shares_down;
use math::slash::{queued_slashable_down, slashed_queue_shares_down, slashed_shares_down};
use oracle::{WAD, Wide, any_magnitude, any_shares, any_u256, floor, ordered, wide};
use proptest::prelude::*;

/// What happens to a queue.
#[derive(Clone, Debug)]
enum Step {
    /// A withdrawal of so many scaled shares joins.
    Queue(U256),
    /// The operator's magnitude falls to this part of itself, in WAD.
    Slash(u64),
    /// The oldest withdrawal leaves the slashable window.
    Mature,
}

/// Scaled shares of withdrawals: mostly so few that every rounding counts.
fn any_scaled() -> impl Strategy<Value = U256> {
    prop_oneof![3 => (0u8..60).prop_map(U256::from), 1 => any_shares()]
}

fn any_step() -> impl Strategy<Value = Step> {
    let part = prop_oneof![0..WAD, (0..10u64).prop_map(|tenths| tenths * (WAD / 10)), WAD - 100..WAD];
    prop_oneof![
        4 => any_scaled().prop_map(Step::Queue),
        3 => part.prop_map(Step::Slash),
        2 => Just(Step::Mature),
    ]
}

/// The withdrawals of one operator in one strategy, and what slashes booked of them.
struct Queue {
    magnitude: u64,
    /// Scaled shares of the withdrawals a slash still reaches.
    window: VecDeque<U256>,
    /// Shares that left the operator, less what matured withdrawals pay.
    held: U256,
    booked: U256,
}

impl Queue {
    fn step(&mut self, step: &Step) {
        match *step {
            Step::Queue(scaled) => {
                self.held += self.pays(scaled);
                self.window.push_back(scaled);
            }
            Step::Slash(part) => self.slash(part),
            Step::Mature => {
                let matured = self.window.pop_front().unwrap_or_default();
                self.held -= self.pays(matured);
            }
        }
    }

    fn slash(&mut self, part: u64) {
        let new = u64::try_from(u128::from(self.magnitude) * u128::from(part) / u128::from(WAD)).unwrap();
        if self.magnitude == 0 {
            return;
        }
        let queued = queued_slashable_down(self.window.iter().sum(), U256::ZERO, self.magnitude).unwrap();
        let withdrawals = self.window.len().try_into().unwrap();
        self.booked += slashed_queue_shares_down(queued, withdrawals, self.magnitude, new).unwrap();
        self.magnitude = new;
    }

    /// What a withdrawal pays at the magnitude of now.
    fn pays(&self, scaled: U256) -> U256 {
        completed_shares_down(scaled, self.magnitude).unwrap()
    }

    /// What left the operator and no withdrawal will pay.
    fn lost(&self) -> U256 {
        self.held - self.window.iter().map(|scaled| self.pays(*scaled)).sum::<U256>()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn slashes_never_book_more_than_the_withdrawals_lost(
        magnitude in prop_oneof![Just(WAD), 1..=WAD], steps in proptest::collection::vec(any_step(), 1..30),
    ) {
        let mut queue = Queue { magnitude, window: VecDeque::new(), held: U256::ZERO, booked: U256::ZERO };
        for step in &steps {
            queue.step(step);
            prop_assert!(queue.booked <= queue.lost(), "{} booked of {} lost", queue.booked, queue.lost());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn the_queue_is_slashed_like_shares_less_one_for_every_withdrawal_but_the_first(
        queued in any_u256(), withdrawals: u32, x: u64, y: u64,
    ) {
        let (new, prev) = (x.min(y), x.max(y).max(1));
        let reference = slashed_shares_down(queued, prev, new).unwrap();
        for (withdrawals, less) in [(0, 0), (1, 0), (2, 1), (withdrawals, withdrawals.max(1) - 1)] {
            let booked = slashed_queue_shares_down(queued, withdrawals, prev, new);
            prop_assert_eq!(booked, Ok(reference - reference.min(U256::from(less))));
        }
    }

    #[test]
    fn fewer_withdrawals_or_a_deeper_slash_never_book_less(
        queued in any_u256(), a: u8, b: u8, x: u64, y: u64, z: u64,
    ) {
        let mut steps = [x, y, z.max(1)];
        steps.sort_unstable();
        let [deep, shallow, prev] = steps;
        let booked = |withdrawals: u8, new| slashed_queue_shares_down(queued, withdrawals.into(), prev, new).unwrap();
        prop_assert!(booked(a.min(b), shallow) >= booked(a.max(b), shallow));
        prop_assert!(booked(a, deep) >= booked(a, shallow));
        prop_assert!(booked(a, deep) <= queued);
    }

    #[test]
    fn no_input_panics(queued in any_u256(), withdrawals: u32, prev: u64, new: u64) {
        let expected = match prev {
            0 => Err(MathError::DivisionByZero),
            _ if new > prev && !queued.is_zero() => Err(MathError::Overflow),
            _ => slashed_shares_down(queued, prev, new).map(|most| most.saturating_sub(U256::from(withdrawals.max(1) - 1))),
        };
        prop_assert_eq!(slashed_queue_shares_down(queued, withdrawals, prev, new), expected);
    }

    #[test]
    fn queued_slashable_shares_are_the_window_at_the_magnitude(x in any_u256(), y in any_u256(), m: u64) {
        let (before, now) = (x.min(y), x.max(y));
        prop_assert_eq!(queued_slashable_down(now, before, m).ok(), floor(now - before, U256::from(m), U256::from(WAD)));
        if before < now {
            prop_assert_eq!(queued_slashable_down(before, now, m), Err(MathError::Overflow));
        }
    }

    #[test]
    fn a_higher_magnitude_or_a_longer_window_never_reaches_fewer_shares(
        x in any_u256(), y in any_u256(), z in any_u256(), v: u64, w: u64,
    ) {
        let mut cumulative = [x, y, z];
        cumulative.sort_unstable();
        let [before, middle, now] = cumulative;
        let (low, high) = ordered(v, w);
        let reached = |since, m| queued_slashable_down(now, since, m).unwrap_or(U256::MAX);
        prop_assert!(reached(middle, high) <= reached(before, high));
        prop_assert!(reached(before, low) <= reached(before, high));
        prop_assert!(reached(before, WAD) == now - before);
    }

    /// Slashes of one withdrawal need no deduction: together they book no more than it loses.
    #[test]
    fn slashes_of_one_withdrawal_telescope(q in any_shares(), a in any_magnitude(), b in any_magnitude(), c in any_magnitude()) {
        let mut steps = [a, b, c];
        steps.sort_unstable();
        let [last, middle, first] = steps;
        if middle == 0 {
            return Ok(());
        }
        let booked = |prev, new| {
            let reachable = queued_slashable_down(q, U256::ZERO, prev).unwrap();
            slashed_queue_shares_down(reachable, 1, prev, new).unwrap()
        };
        let total = booked(first, middle) + booked(middle, last);
        let worth = |f| wide(q) * Wide::from(f);
        prop_assert!(wide(total) * Wide::from(WAD) <= worth(first) - worth(last));
        prop_assert!(total <= completed_shares_down(q, first).unwrap() - completed_shares_down(q, last).unwrap());
    }
}

/// Nothing was rounded when it was queued at the full magnitude: the reference protocol's figure holds.
#[test]
fn a_first_slash_books_all_of_the_queue_it_takes() {
    let queued = U256::from(1_001);
    assert_eq!(slashed_queue_shares_down(queued, 7, WAD, WAD / 2), slashed_shares_down(queued, WAD, WAD / 2));
    assert_eq!(slashed_queue_shares_down(queued, 7, WAD, 0), Ok(queued));
    assert_eq!(slashed_queue_shares_down(queued, 7, WAD - 1, 0), Ok(queued - U256::from(6)));
}

/// Two withdrawals took 10 shares each; as one sum they count 21, which the reference protocol books.
#[test]
fn a_full_slash_books_what_two_withdrawals_took_and_not_their_rounded_sum() {
    let (q, m) = (U256::from(15), WAD / 10 * 7);
    let left_operator = completed_shares_down(q, m).unwrap();
    let reachable = queued_slashable_down(q + q, U256::ZERO, m).unwrap();
    assert_eq!((left_operator + left_operator, reachable), (U256::from(20), U256::from(21)));
    assert_eq!(slashed_shares_down(reachable, m, 0), Ok(U256::from(21)));
    assert_eq!(slashed_queue_shares_down(reachable, 2, m, 0), Ok(U256::from(20)));
}

#[test]
fn withdrawals_that_lose_less_than_their_roundings_book_nothing() {
    let slashed = slashed_queue_shares_down(U256::from(21), 23, WAD / 2, 0);
    assert_eq!(slashed, Ok(U256::ZERO));
}
