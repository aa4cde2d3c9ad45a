//! Our contracts against the published ABI of the reference protocol: what has the same name has the same selector or
//! topic, and what is left out is left out on purpose.
//!
//! `reference-abi.json` holds the facts of the reference (StrategyBaseTVLLimits has all of StrategyBase); `left-out.json`
//! has a reason for every function, event and error of it that is not here.
#![allow(clippy::unwrap_used)]
mod contracts;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use contracts::{Contract, Ids, Interface, contracts};
use serde_json::{Map, Value};

/// The three things an ABI has.
#[derive(Clone, Copy)]
enum Part {
    Functions,
    Events,
    Errors,
}

impl Part {
    const ALL: [Self; 3] = [Self::Functions, Self::Events, Self::Errors];

    fn name(self) -> &'static str {
        match self {
            Self::Functions => "functions",
            Self::Events => "events",
            Self::Errors => "errors",
        }
    }

    fn of(self, interface: &Interface) -> &Ids {
        match self {
            Self::Functions => &interface.functions,
            Self::Events => &interface.events,
            Self::Errors => &interface.errors,
        }
    }

    /// How the reference lists it: events by name, as none has two of one name.
    fn key(self, signature: &str) -> &str {
        match self {
            Self::Events => name(signature),
            Self::Functions | Self::Errors => signature,
        }
    }

    /// What of this our contract has, as the reference would list it.
    fn keys(self, contract: &Contract) -> BTreeSet<&'static str> {
        contract
            .interfaces
            .iter()
            .flat_map(|interface| self.of(interface).keys().map(|key| self.key(key)))
            .collect()
    }
}

/// The documents beside this file.
struct Documents {
    reference: Map<String, Value>,
    left_out: Map<String, Value>,
}

/// Reasons that hold for whichever contract of the reference has the name.
const EVERY_CONTRACT: &str = "every contract";

impl Documents {
    fn read() -> Self {
        Self { reference: read("reference-abi.json"), left_out: read("left-out.json") }
    }

    /// What the reference has.
    fn theirs(&self, contract: &str, part: Part) -> &Map<String, Value> {
        map(map(&self.reference, contract), part.name())
    }

    /// What is left out, with reasons.
    fn reasons(&self, contract: &str, part: Part) -> BTreeMap<&str, &str> {
        let reasons = map(&self.left_out, contract).get(part.name()).and_then(Value::as_object);
        let reasons = reasons.into_iter().flatten();
        reasons.map(|(key, reason)| (key.as_str(), reason.as_str().unwrap())).collect()
    }
}

fn read(file: &str) -> Map<String, Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(file);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn map<'a>(of: &'a Map<String, Value>, key: &str) -> &'a Map<String, Value> {
    of.get(key).and_then(Value::as_object).unwrap_or_else(|| panic!("no {key}"))
}

fn name(signature: &str) -> &str {
    signature.split('(').next().unwrap()
}

/// For every parameter of an event, whether it is indexed, as the Solidity file declares it.
fn indexed(interface: &str, event: &str) -> Vec<bool> {
    let file = format!("../../contracts/interfaces/{interface}.sol");
    let source = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap();
    let (_, rest) = source.split_once(&format!("event {event}(")).unwrap();
    let (parameters, _) = rest.split_once(')').unwrap();
    let parameters = parameters.split(',').filter(|parameter| !parameter.trim().is_empty());
    parameters.map(|parameter| parameter.contains(" indexed ")).collect()
}

#[test]
fn functions_of_the_reference_have_its_selectors() {
    let documents = Documents::read();
    let mut shared = 0;
    for ours in contracts() {
        let theirs = documents.theirs(ours.reference, Part::Functions);
        for (signature, selector) in ours.interfaces.iter().flat_map(|interface| &interface.functions) {
            if let Some(expected) = theirs.get(*signature) {
                assert_eq!(expected, selector, "{}.{signature}", ours.reference);
                shared += 1;
            }
        }
    }
    assert!(shared > 190, "only {shared} functions are shared");
}

#[test]
fn everything_of_the_reference_is_here_or_left_out_with_a_reason() {
    let documents = Documents::read();
    let mut wrong = Vec::new();
    for (ours, part) in contracts().iter().flat_map(|ours| Part::ALL.map(|part| (ours, part))) {
        let here = part.keys(ours);
        let reasons = documents.reasons(ours.reference, part);
        let general = documents.reasons(EVERY_CONTRACT, part);
        let theirs = documents.theirs(ours.reference, part);
        for key in theirs.keys().map(String::as_str) {
            let listed = reasons.get(key).or(general.get(key));
            match (here.contains(key), listed) {
                (true, Some(_)) => {
                    wrong.push(format!("{}.{key}: here, but listed as left out", ours.reference))
                }
                (false, None) => wrong.push(format!("{}.{key}: left out without a reason", ours.reference)),
                (false, Some(reason)) if reason.len() < 10 => {
                    wrong.push(format!("{}.{key}: no reason", ours.reference))
                }
                _ => {}
            }
        }
        for key in reasons.keys().filter(|key| !theirs.contains_key(**key)) {
            wrong.push(format!("{}.{key}: the reference has nothing of the kind", ours.reference));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_reason_for_every_contract_serves_at_least_two() {
    let documents = Documents::read();
    for part in Part::ALL {
        for key in documents.reasons(EVERY_CONTRACT, part).keys() {
            let contracts = contracts();
            let uses =
                contracts.iter().filter(|ours| documents.theirs(ours.reference, part).contains_key(*key));
            assert!(uses.count() > 1, "{key}");
        }
    }
}

#[test]
fn events_with_a_name_of_the_reference_have_its_topic_and_indexed_arguments() {
    let documents = Documents::read();
    for ours in contracts() {
        let theirs = documents.theirs(ours.reference, Part::Events);
        for interface in &ours.interfaces {
            for (signature, topic) in &interface.events {
                let Some(expected) = theirs.get(name(signature)) else { continue };
                assert_eq!(&expected["topic"], topic, "{}.{signature}", ours.reference);
                let declared = Value::from(indexed(interface.name, name(signature)));
                assert_eq!(expected["indexed"], declared, "{}.{signature}", ours.reference);
            }
        }
    }
}

#[test]
fn errors_with_a_name_of_the_reference_have_its_selector() {
    let documents = Documents::read();
    for ours in contracts() {
        let theirs = documents.theirs(ours.reference, Part::Errors);
        for (signature, selector) in ours.interfaces.iter().flat_map(|interface| &interface.errors) {
            let same_name = theirs.iter().find(|(theirs, _)| name(theirs) == name(signature));
            if let Some((_, expected)) = same_name {
                assert_eq!(expected, selector, "{}.{signature}", ours.reference);
            }
        }
    }
}
