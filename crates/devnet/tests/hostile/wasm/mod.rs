//! Files of every kind on their way to becoming programs.

mod chain;
mod extremes;
mod faults;
mod mutate;
mod nowhere;
mod source;
mod tally;
mod trial;

use std::time::{Duration, Instant};

use devnet::wasm::{ActivationError, ModuleCache, Rules};

use crate::runs;
use tally::{LIMITS, OF_MODULES, Tally, peak_memory};

/// Longest a module may take to be judged and run twice, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(20);

#[test]
fn every_module_is_refused_for_a_reason_or_runs_alike_each_time() {
    let (seed, mut dice) = runs::dice(2);
    let modules = ModuleCache::new().unwrap();
    let mut tally = Tally::default();
    for at in 0..runs::modules() {
        let wasm = source::module(&mut dice);
        let begun = Instant::now();
        let outcome = trial::module(&modules, &wasm, &mut dice, &mut tally);
        tally.took(begun.elapsed());
        if let Err(wrong) = outcome {
            panic!("{wrong}\nseed {seed}, module {at}: {}", alloy_primitives::hex::encode(wasm));
        }
    }
    println!("{tally:#?}\npeak memory {:?}", peak_memory());
    assert!(tally.slowest < PATIENCE, "{tally:?}");
    assert!(tally.accepted > runs::modules() / 10, "too few modules were accepted: {tally:?}");
    for reason in OF_MODULES {
        assert!(tally.refused.contains_key(reason), "no module was refused for: {reason}; {tally:?}");
    }
    for end in ["Success", "Revert", "OutOfInk", "StackOverflow"] {
        assert!(tally.ends.contains_key(end), "no program ended with {end}: {tally:?}");
    }
    assert!(tally.frames > 0, "no program called another: {tally:?}");
}

#[test]
fn each_limit_on_what_a_module_holds_is_named_when_it_is_passed() {
    let (_, mut dice) = runs::dice(3);
    let modules = ModuleCache::new().unwrap();
    let mut tally = Tally::default();
    for _ in 0..300 {
        let wasm = extremes::module(&mut dice);
        let begun = Instant::now();
        trial::module(&modules, &wasm, &mut dice, &mut tally).unwrap();
        tally.took(begun.elapsed());
    }
    println!("{tally:#?}");
    assert!(tally.slowest < PATIENCE, "{tally:?}");
    for limit in LIMITS {
        assert!(tally.refused.contains_key(limit), "no module had too many {limit}: {tally:?}");
    }
}

#[test]
fn locals_whose_number_overflows_are_refused() {
    let refused = ModuleCache::new().unwrap().compile(&Rules::default(), &extremes::overflowing_locals());
    let error = refused.unwrap_err();
    assert!(matches!(error, ActivationError::Invalid(_) | ActivationError::Limit { .. }), "{error}");
    assert!(error.to_string().contains("locals"), "{error}");
}
