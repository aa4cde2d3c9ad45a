//! The same by transactions: code on the chain, activated and called.

use std::io::Read;
use std::time::{Duration, Instant};

use alloy_consensus::Transaction;
use alloy_primitives::{Address, B256, U256};
use devnet::chain::{CallStatus, Config, MinedTx};
use devnet::wasm::Rules;
use devnet::wasm::code::{CLASSIC_PREFIX, CodeError, FRAGMENT_PREFIX, ROOT_PREFIX, decompress};

use super::source;
use super::tally::{OF_CODE, peak_memory};
use crate::common::{LATEST, Lab, ether};
use crate::dice::Dice;
use crate::runs;

/// Longest a bomb may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes a bomb unpacks to.
const BOMB: u64 = 1 << 28;
/// Most memory this process may come to hold, with all the tests that run beside a bomb.
const MOST_MEMORY: u64 = 1 << 30;
/// Accounts whose codes name each other.
const PLACES: usize = 6;

/// What each rule on code says of the code it refuses.
const WORDS: [(&str, &str); 7] = [
    ("fragment", "a fragment of a program cannot"),
    ("dictionary", "unsupported brotli dictionary"),
    ("brotli", "brotli stream of the program"),
    ("too large", "larger than"),
    ("fragment list", "the root names"),
    ("not a fragment", "is not a fragment"),
    ("root length", "but the root states"),
];

/// What a run came across.
#[derive(Debug, Default)]
struct Tally {
    activated: usize,
    active_already: usize,
    refused: std::collections::BTreeMap<&'static str, usize>,
    called: std::collections::BTreeMap<&'static str, usize>,
    slowest: Duration,
}

#[test]
fn an_activation_that_is_refused_changes_nothing_but_the_fee_and_the_nonce() {
    let (seed, mut dice) = runs::dice(4);
    let mut lab = Lab::with(Config { history: Some(20), ..Config::default() });
    let mut tally = Tally::default();
    for at in 0..runs::modules() / 5 {
        let target = place(dice.below(PLACES));
        let code = code(&mut dice);
        // What begins like another account's delegation is no code at all.
        if lab.node.set_code(target, code.clone().into()).is_err() {
            continue;
        }
        let begun = Instant::now();
        let tried = try_one(&mut lab, target, &mut dice, &mut tally);
        tally.slowest = tally.slowest.max(begun.elapsed());
        if let Err(wrong) = tried {
            panic!("{wrong}\nseed {seed}, code {at}: {}", alloy_primitives::hex::encode(code));
        }
    }
    println!("{tally:#?}\npeak memory {:?}", peak_memory());
    assert!(tally.activated > 0, "no program was activated: {tally:?}");
    for reason in OF_CODE {
        assert!(tally.refused.contains_key(reason), "no code was refused for: {reason}; {tally:?}");
    }
    assert!(tally.called.len() == 3, "calls ended in fewer ways than there are: {tally:?}");
}

fn place(index: usize) -> Address {
    Address::repeat_byte(0x50 + index as u8)
}

/// Activates what is at `target`, and calls it.
fn try_one(lab: &mut Lab, target: Address, dice: &mut Dice, tally: &mut Tally) -> Result<(), String> {
    let (nonce, balance) = (lab.node.nonce(lab.me, LATEST).unwrap(), lab.balance(lab.me));
    let before = without_fees(lab);
    let tx = lab.activate(target);
    let spent = balance - lab.balance(lab.me);
    match &tx.outcome.status {
        CallStatus::Success => tally.activated += 1,
        // Another account had the same code.
        CallStatus::Revert if tx.outcome.output.len() == 4 => tally.active_already += 1,
        CallStatus::Revert if tx.gas_used == tx.envelope.gas_limit() => count(&notes(&tx), tally)?,
        other => return Err(format!("an activation ended with {other:?}: {}", notes(&tx))),
    }
    if lab.node.nonce(lab.me, LATEST).unwrap() != nonce + 1 {
        return Err("an activation took another nonce than the next".into());
    }
    if !tx.succeeded() && (spent != tx.fee() || without_fees(lab) != before) {
        return Err("an activation that failed changed something".into());
    }
    let size = dice.skewed(100);
    let mut request = lab.request(target.into(), dice.bytes(size));
    request.gas = Some(dice.skewed(3_000_000) as u64 + 60_000);
    let called = lab.submit(request);
    within_gas(&called)?;
    let end = match called.outcome.status {
        CallStatus::Success => "success",
        CallStatus::Revert => "revert",
        CallStatus::Halt(_) => "halt",
    };
    *tally.called.entry(end).or_default() += 1;
    // What was paid comes back, so that long runs can pay too.
    lab.node.set_balance(lab.me, ether(10_000));
    Ok(())
}

/// Everything but what the sender has and has sent. The accounts who earn its fees earn nothing here.
fn without_fees(lab: &mut Lab) -> B256 {
    let (nonce, balance) = (lab.node.nonce(lab.me, LATEST).unwrap(), lab.balance(lab.me));
    let beneficiary = lab.node.latest().header.beneficiary;
    let earned = lab.balance(beneficiary);
    lab.node.set_nonce(lab.me, 0);
    lab.node.set_balance(lab.me, U256::ZERO);
    lab.node.set_balance(beneficiary, U256::ZERO);
    let digest = lab.node.state_digest();
    lab.node.set_nonce(lab.me, nonce);
    lab.node.set_balance(lab.me, balance);
    lab.node.set_balance(beneficiary, earned);
    digest
}

fn within_gas(tx: &MinedTx) -> Result<(), String> {
    let most = tx.envelope.gas_limit();
    if tx.gas_used > most { Err(format!("{} gas used of {most}", tx.gas_used)) } else { Ok(()) }
}

fn notes(tx: &MinedTx) -> String {
    tx.outcome.notes.join("; ")
}

/// Refusals name their rule. Those of modules are told apart where there is no chain around them.
fn count(text: &str, tally: &mut Tally) -> Result<(), String> {
    if text.is_empty() || text.len() > 2_000 {
        return Err(format!("a refusal of {} bytes", text.len()));
    }
    let rule = WORDS.iter().find(|(_, words)| text.contains(words)).map_or("other", |(rule, _)| rule);
    *tally.refused.entry(rule).or_default() += 1;
    Ok(())
}

/// Code of all forms, some of it in order.
fn code(dice: &mut Dice) -> Vec<u8> {
    match dice.below(10) {
        0 => {
            let size = dice.skewed(60);
            [&dice.pick(&[CLASSIC_PREFIX, FRAGMENT_PREFIX, ROOT_PREFIX])[..], &dice.bytes(size)].concat()
        }
        1 => {
            let mut code = source::code(&source::program(dice));
            code.truncate(dice.below(code.len()));
            code
        }
        2 => {
            let mut code = source::code(&source::program(dice));
            let at = dice.below(code.len());
            code[at] = dice.byte();
            code
        }
        3 => fragment(dice),
        4 | 5 => root(dice),
        6 => source::code(&vec![dice.byte(); 100_000 + dice.below(60_000)]),
        _ => source::code(&source::module(dice)),
    }
}

/// Half of a program, or something else under the prefix of a fragment.
fn fragment(dice: &mut Dice) -> Vec<u8> {
    let stream = source::code(&source::program(dice)).split_off(4);
    let at = dice.pick(&[0, 0, 0, stream.len() / 2, dice.clone().below(stream.len())]);
    let slice = if dice.percent(20) { &stream[..at] } else { &stream[at..] };
    [&FRAGMENT_PREFIX, slice].concat()
}

/// A root over none, some or too many of the places, itself among them.
fn root(dice: &mut Dice) -> Vec<u8> {
    let dictionary = if dice.percent(90) { 0 } else { dice.byte() };
    let length = dice.pick(&[0, 300, 1_000, 131_072, u32::MAX]);
    let mut code = [&ROOT_PREFIX[..], &[dictionary], &length.to_be_bytes()].concat();
    let count = dice.pick(&[0, 1, 1, 2, 2, 2, 3, 200]);
    for _ in 0..count {
        code.extend_from_slice(place(dice.below(PLACES + 1)).as_slice());
    }
    if dice.percent(10) {
        code.truncate(dice.below(code.len()));
    }
    code
}

#[test]
fn roots_of_each_wrong_form_are_refused_by_name() {
    let mut lab = Lab::new();
    let wasm = wat::parse_str(crate::common::wasm::store()).unwrap();
    let stream = source::code(&wasm).split_off(4);
    let whole = [&FRAGMENT_PREFIX, &stream[..]].concat();
    lab.node.set_code(place(0), whole.into()).unwrap();
    let length = u32::try_from(wasm.len()).unwrap();
    let root = |length: u32, fragments: &[usize]| {
        let mut code = [&ROOT_PREFIX[..], &[0], &length.to_be_bytes()].concat();
        fragments.iter().for_each(|index| code.extend_from_slice(place(*index).as_slice()));
        code
    };
    for (code, words) in [
        (root(length, &[]), "the root names 0"),
        (root(length, &[0, 0, 0]), "the root names 3"),
        (root(length, &[9]), "is not a fragment"),
        // The root itself, which is at place 1.
        (root(length, &[1]), "is not a fragment"),
        (root(length + 1, &[0]), "but the root states"),
        (root(u32::MAX, &[0]), "but the root states"),
    ] {
        lab.node.set_code(place(1), code.into()).unwrap();
        let tx = lab.activate(place(1));
        assert!(!tx.succeeded() && notes(&tx).contains(words), "{}", notes(&tx));
    }
    lab.node.set_code(place(1), root(length, &[0]).into()).unwrap();
    assert!(lab.activate(place(1)).succeeded());
}

#[test]
fn a_small_stream_that_unpacks_to_ten_thousand_times_its_size_is_refused_at_once() {
    let mut stream = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut std::io::repeat(0).take(BOMB), &mut stream, &params).unwrap();
    assert!(stream.len() < 24_000, "{} bytes", stream.len());
    let code = [&CLASSIC_PREFIX[..], &[0], &stream].concat();
    let limit = Rules::default().max_wasm_size;
    let begun = Instant::now();
    assert_eq!(decompress(&code, limit), Err(CodeError::TooLarge { limit }));
    let mut lab = Lab::new();
    let program = lab.deploy(&code);
    let tx = lab.activate(program);
    assert!(begun.elapsed() < PATIENCE);
    assert!(!tx.succeeded() && notes(&tx).contains("larger than 131072 bytes"), "{}", notes(&tx));
    assert!(peak_memory().is_none_or(|peak| peak < MOST_MEMORY), "{:?}", peak_memory());
}
