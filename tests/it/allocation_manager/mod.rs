//! All of the reference's AllocationManager at one address, the Slasher's: a scenario that calls every function of its ABI
//! and holds it to what it returns and emits. Once by accounts, and once by contracts that were compiled for the reference
//! and know nothing of ours.

mod allocations;
mod constants;
mod members;
mod pausing;
mod sets;
mod slashing;
mod stage;

use std::collections::BTreeSet;

use alloy::hex;
use serde_json::Value;
use stage::Stage;

use crate::harness::fresh;
use crate::harness::world::repository;

/// From the service's creation to its last operator's leaving.
fn play(stage: &Stage<'_>) {
    constants::are_read(stage);
    sets::are_opened(stage);
    sets::change(stage);
    members::join(stage);
    allocations::are_made(stage);
    slashing::takes_its_part(stage);
    slashing::is_remembered(stage);
    allocations::are_taken_back(stage);
    members::leave(stage);
    pausing::is_said_and_read(stage);
    nothing_is_left_uncalled(stage);
}

/// A document of the crate that holds our ABI against the reference's.
fn document(name: &str) -> Value {
    let path = repository().join("crates/interfaces/tests").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn nothing_is_left_uncalled(stage: &Stage<'_>) {
    let (reference, left_out) = (document("reference-abi.json"), document("left-out.json"));
    let is_left_out = |signature: &str| {
        let of = |contract: &str| left_out[contract]["functions"].get(signature).is_some();
        of("AllocationManager") || of("every contract")
    };
    let functions = reference["AllocationManager"]["functions"].as_object().unwrap();
    let called: BTreeSet<String> = stage.called().iter().map(hex::encode_prefixed).collect();
    let wrong: Vec<&String> = functions
        .iter()
        .filter(|(signature, selector)| {
            called.contains(selector.as_str().unwrap()) == is_left_out(signature.as_str())
        })
        .map(|(signature, _)| signature)
        .collect();
    assert!(wrong.is_empty(), "neither called nor left out, or both: {wrong:?}");
    assert!(functions.len() > 50, "the document is not the whole ABI");
}

#[test]
fn accounts_call_all_of_the_references_functions_at_the_slashers_address() {
    play(&Stage::of_accounts(&fresh()));
}

#[test]
fn contracts_compiled_for_the_reference_call_all_of_its_functions_at_the_slashers_address() {
    play(&Stage::of_contracts(&fresh()));
}
