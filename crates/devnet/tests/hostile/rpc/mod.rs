//! Requests of every shape over every method there is.

mod answer;
mod nasty;
mod plausible;
mod request;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use answer::Answer;
use devnet::rpc_methods;

use crate::dice::Dice;
use crate::runs;
use crate::scene::Scene;
use crate::wire::Wire;

/// Requests to one devnet before the next is opened: what some of them set leaves little else possible.
const TO_EACH: usize = 400;

/// What a run came across.
#[derive(Debug, Default)]
struct Tally {
    results: usize,
    notifications: usize,
    errors: BTreeMap<i64, usize>,
    changes: usize,
    slowest: Duration,
}

#[test]
fn every_request_is_answered_and_a_refused_one_changes_nothing() {
    let (seed, mut dice) = runs::dice(1);
    let mut tally = Tally::default();
    let mut left = runs::cases();
    while left > 0 {
        let now = left.min(TO_EACH);
        interrogate(now, &mut dice, &mut tally, seed);
        left -= now;
    }
    println!("{tally:?}");
    let refused: usize = tally.errors.values().sum();
    assert!(tally.results > refused / 10 && refused > tally.results / 10, "the run was lopsided: {tally:?}");
    for code in [-32700, -32602, -32601, -32600, -32000, 3] {
        assert!(tally.errors.contains_key(&code), "no request came to an error {code}: {tally:?}");
    }
    assert!(tally.changes > 0, "no request changed anything: {tally:?}");
}

/// Asks one devnet until it is used up.
fn interrogate(requests: usize, dice: &mut Dice, tally: &mut Tally, seed: u64) {
    let scene = Scene::open();
    let mut wire = Wire::connect(scene.devnet.port());
    let mut before = scene.look();
    for _ in 0..requests {
        let body = request::body(&scene, dice);
        let begun = Instant::now();
        let reply = wire.post(&body).map_err(|error| format!("no reply: {error}"));
        tally.slowest = tally.slowest.max(begun.elapsed());
        let answers = reply.and_then(|reply| answer::read(&body, &reply));
        let answers = answers.unwrap_or_else(|wrong| panic!("{wrong}\nseed {seed}, asked: {}", shown(&body)));
        if may_change(&body) && answers.iter().any(|answer| matches!(answer, Answer::Result)) {
            calm(&mut wire);
        }
        let after = scene.look();
        if after != before {
            let allowed = may_change(&body) && answers.iter().any(|answer| matches!(answer, Answer::Result));
            assert!(allowed, "the state changed\nseed {seed}, asked: {}", shown(&body));
            tally.changes += 1;
        }
        before = after;
        count(&answers, tally);
    }
    assert_eq!(scene.close(), before);
}

/// Whether a method is named that is there to change the chain.
fn may_change(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let changer =
        |name: &str| ["eth_send", "evm_", "anvil_", "hardhat_"].iter().any(|kind| name.starts_with(kind));
    rpc_methods().any(|method| changer(method.name) && text.contains(method.name))
}

/// Stops mining by the clock, which changes the chain between two looks.
fn calm(wire: &mut Wire) {
    if rpc_methods().any(|method| method.name == "evm_setIntervalMining") {
        let stop = br#"{"jsonrpc":"2.0","id":1,"method":"evm_setIntervalMining","params":[0]}"#;
        wire.post(stop).unwrap();
    }
}

fn count(answers: &[Answer], tally: &mut Tally) {
    tally.notifications += usize::from(answers.is_empty());
    for answer in answers {
        match answer {
            Answer::Result => tally.results += 1,
            Answer::Error(code) => *tally.errors.entry(*code).or_default() += 1,
        }
    }
}

fn shown(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    text.chars().take(4_000).collect()
}
