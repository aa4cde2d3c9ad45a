//! The interfaces against the published ABI of the reference protocol: what has the same name has the same selector or
//! topic, and what is left out is left out on purpose.
//!
//! `reference-abi.json` holds the facts of the reference; `left-out.json` has a reason for every function of it that is
//! not here.
#![allow(clippy::unwrap_used)]
use std::collections::BTreeMap;
use std::path::Path;

use alloy_primitives::hex;
use interfaces::sol::*;
use serde_json::{Map, Value};

/// Signatures with their selectors or topics, as `0x…`.
type Ids = BTreeMap<&'static str, String>;

/// One of our interfaces, and the contract of the reference whose place it takes.
struct Interface {
    name: &'static str,
    reference: &'static str,
    functions: Ids,
    events: Ids,
    errors: Ids,
}

macro_rules! interface {
    ($module:ident, $calls:ident, $events:ident, $errors:ident, $reference:literal) => {
        Interface {
            name: stringify!($module),
            reference: $reference,
            functions: ids($module::$calls::SIGNATURES, $module::$calls::SELECTORS),
            events: ids($module::$events::SIGNATURES, $module::$events::SELECTORS),
            errors: ids($module::$errors::SIGNATURES, $module::$errors::SELECTORS),
        }
    };
}

fn ids<const N: usize>(signatures: &[&'static str], selectors: &[[u8; N]]) -> Ids {
    signatures.iter().zip(selectors).map(|(signature, id)| (*signature, hex::encode_prefixed(id))).collect()
}

fn interfaces() -> [Interface; 6] {
    [
        interface!(
            IAllocationManager,
            IAllocationManagerCalls,
            IAllocationManagerEvents,
            IAllocationManagerErrors,
            "AllocationManager"
        ),
        interface!(
            IDelegationManager,
            IDelegationManagerCalls,
            IDelegationManagerEvents,
            IDelegationManagerErrors,
            "DelegationManager"
        ),
        interface!(
            IPermissionController,
            IPermissionControllerCalls,
            IPermissionControllerEvents,
            IPermissionControllerErrors,
            "PermissionController"
        ),
        interface!(
            IRewardsCoordinator,
            IRewardsCoordinatorCalls,
            IRewardsCoordinatorEvents,
            IRewardsCoordinatorErrors,
            "RewardsCoordinator"
        ),
        interface!(IStrategy, IStrategyCalls, IStrategyEvents, IStrategyErrors, "StrategyBase"),
        interface!(
            IStrategyManager,
            IStrategyManagerCalls,
            IStrategyManagerEvents,
            IStrategyManagerErrors,
            "StrategyManager"
        ),
    ]
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
    let reference = read("reference-abi.json");
    let mut shared = 0;
    for ours in interfaces() {
        let theirs = map(map(&reference, ours.reference), "functions");
        for (signature, selector) in &ours.functions {
            if let Some(expected) = theirs.get(*signature) {
                assert_eq!(expected, selector, "{}.{signature}", ours.name);
                shared += 1;
            }
        }
    }
    assert!(shared > 100, "only {shared} functions are shared");
}

#[test]
fn every_function_of_the_reference_is_here_or_left_out_with_a_reason() {
    let (reference, left_out) = (read("reference-abi.json"), read("left-out.json"));
    let mut wrong = Vec::new();
    for ours in interfaces() {
        let theirs = map(map(&reference, ours.reference), "functions");
        let reasons = map(&left_out, ours.reference);
        for signature in theirs.keys() {
            let reason =
                reasons.get(signature).and_then(Value::as_str).is_some_and(|reason| reason.len() > 10);
            match (ours.functions.contains_key(signature.as_str()), reason) {
                (false, false) => {
                    wrong.push(format!("{}.{signature}: left out without a reason", ours.reference))
                }
                (true, true) => {
                    wrong.push(format!("{}.{signature}: here, but listed as left out", ours.reference))
                }
                _ => {}
            }
        }
        for signature in reasons.keys().filter(|signature| !theirs.contains_key(*signature)) {
            wrong.push(format!("{}.{signature}: the reference has no such function", ours.reference));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn events_with_a_name_of_the_reference_have_its_topic_and_indexed_arguments() {
    let reference = read("reference-abi.json");
    for ours in interfaces() {
        let theirs = map(map(&reference, ours.reference), "events");
        for (signature, topic) in &ours.events {
            let event = name(signature);
            if let Some(expected) = theirs.get(event) {
                assert_eq!(&expected["topic"], topic, "{}.{signature}", ours.name);
                assert_eq!(
                    expected["indexed"],
                    Value::from(indexed(ours.name, event)),
                    "{}.{signature}",
                    ours.name
                );
            }
        }
    }
}

#[test]
fn errors_with_a_name_of_the_reference_have_its_selector() {
    let reference = read("reference-abi.json");
    for ours in interfaces() {
        let theirs = map(map(&reference, ours.reference), "errors");
        for (signature, selector) in &ours.errors {
            let same_name = theirs.iter().find(|(theirs, _)| name(theirs) == name(signature));
            if let Some((_, expected)) = same_name {
                assert_eq!(expected, selector, "{}.{signature}", ours.name);
            }
        }
    }
}
