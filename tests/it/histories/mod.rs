//! Random histories of deposits, delegation, withdrawals, operator sets, allocations, slashes, donations, rebases and
//! pauses, on the real programs and in a plain model in exact arithmetic ([`model`]) that shares no code with them.
//!
//! A step is one act, a few acts in one block, or blocks or time that pass. After every block everything the protocol
//! shows of the strategies in use is compared with the model, to the unit: each account's deposit shares, scaling
//! factors, withdrawable shares, strategies, operator, queued withdrawals with their worth and roots, each operator's
//! shares and slashable queue, each strategy's total shares, everyone's token balances, each slash's booked shares, each
//! set's strategies, members, slasher, recipient and number of slashes, each operator's sets, with what is allocated to
//! them, allocation delay and magnitudes, the stake behind one set after the other, and what is paused; and of each act what it
//! returned, what its events say of magnitudes, or the error it was refused with. What must hold whatever the figures are
//! is in [`invariants`]. At the end everyone leaves ([`exit`]).
//!
//! ```sh
//! cargo test -p tests --test it histories                              # the seeds every run goes through
//! RESTAKE_HISTORY_SEED=7 cargo test -p tests --test it histories       # one history, as often as one likes
//! RESTAKE_HISTORY_STEPS=100000 cargo test -p tests --test it histories # at least so many steps, with as many seeds
//! ```
//!
//! A history that fails prints its seed, the step and the last acts. The same seed draws the same history on every machine.

mod cast;
pub(crate) mod dice;
mod exit;
mod generator;
mod history;
mod invariants;
mod model;
mod sights;
mod stage;
mod tally;

use std::env;
use std::sync::Mutex;
use std::thread;

use generator::Generator;
use history::History;
use stage::Stage;
use tally::Tally;

/// Steps of every run of the tests, with the seeds from [`FIRST_SEED`] on.
const STEPS: u64 = 2_400;
const FIRST_SEED: u64 = 1;

/// The number in an environment variable, if it is set.
fn asked(variable: &str) -> Option<u64> {
    let value = env::var(variable).ok()?;
    Some(value.parse().unwrap_or_else(|_| panic!("{variable} must be a number, not {value}")))
}

/// The first seeds whose histories have `steps` steps together.
fn seeds(steps: u64) -> Vec<u64> {
    let mut left = steps;
    let enough = (FIRST_SEED..).take_while(|seed| {
        let more = left > 0;
        left = left.saturating_sub(Generator::new(*seed).length() as u64);
        more
    });
    enough.collect()
}

/// Lives through histories until none is left. Tells what they came across.
fn live(left: &Mutex<Vec<u64>>) -> Tally {
    let (mut stage, mut tally) = (Stage::open(), Tally::default());
    let next = || left.lock().unwrap().pop();
    while let Some(seed) = next() {
        tally.add(History::begin(&mut stage, seed).live());
    }
    tally
}

#[test]
fn the_programs_agree_with_the_model_after_every_step_of_random_histories() {
    let (one, steps) = (asked("RESTAKE_HISTORY_SEED"), asked("RESTAKE_HISTORY_STEPS"));
    let seeds = one.map_or_else(|| seeds(steps.unwrap_or(STEPS)), |seed| vec![seed]);
    let workers = thread::available_parallelism().map_or(1, usize::from).min(seeds.len());
    let (left, mut tally) = (Mutex::new(seeds), Tally::default());
    thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(|| live(&left))).collect();
        for worker in workers {
            tally.add(worker.join().expect("every history went well"));
        }
    });
    println!("{tally}");
    let missing = tally.missing();
    let chosen = one.or(steps).is_some();
    assert!(chosen || missing.is_empty(), "never came up: {missing:?}");
}
