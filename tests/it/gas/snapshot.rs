//! The figures beside the reference's, as a tracked file.

use std::collections::BTreeMap;

use alloy::primitives::{Address, address};
use serde::Serialize;
use serde_json::{Map, json};

use super::goals;
use super::journey::Measured;
use crate::harness::world::repository;
use crate::harness::{GOVERNANCE, World};

alloy::sol! {
    interface ArbWasmCache {
        function cacheProgram(address program) external;
    }
    interface ArbDebug {
        function becomeChainOwner() external;
    }
}

const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");
const ARB_DEBUG: Address = address!("00000000000000000000000000000000000000ff");

/// One operation's figures: gas as receipts have it, after refunds; of views, execution alone.
pub(super) struct Row {
    pub(super) operation: &'static str,
    figures: Figures,
    pub(super) ratio_cached: Option<f64>,
}

#[derive(Serialize)]
struct Figures {
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<u64>,
    cached: u64,
    uncached: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio_cached: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio_uncached: Option<f64>,
    /// What the cached ratio should not exceed.
    #[serde(skip_serializing_if = "Option::is_none")]
    goal: Option<f64>,
}

/// Puts every program of the deployment into the chain's cache, which only a chain owner may.
pub(super) fn cache_programs(world: &World) {
    world.act(GOVERNANCE, ARB_DEBUG, &ArbDebug::becomeChainOwnerCall {});
    for entry in world.book.programs.values() {
        world.act(GOVERNANCE, ARB_WASM_CACHE, &ArbWasmCache::cacheProgramCall { program: entry.address });
    }
}

/// The figures side by side, those of one function together, in the order the journey comes to them.
pub(super) fn rows(cached: &[Measured], uncached: &[Measured]) -> Vec<Row> {
    assert_eq!(cached.len(), uncached.len());
    let mut rows: Vec<_> =
        cached.iter().zip(uncached).map(|(cached, uncached)| row(cached, uncached)).collect();
    let first =
        |of: &Measured| cached.iter().position(|row| function(row.operation) == function(of.operation));
    let order: BTreeMap<_, _> = cached.iter().map(|measured| (measured.operation, first(measured))).collect();
    assert_eq!(order.len(), rows.len(), "two operations of one name");
    rows.sort_by_key(|row| order[row.operation]);
    rows
}

fn row(cached: &Measured, uncached: &Measured) -> Row {
    let (operation, reference) = (cached.operation, cached.reference);
    assert_eq!(operation, uncached.operation);
    let ratio_cached = ratio(cached.gas, reference);
    let figures = Figures {
        reference,
        cached: cached.gas,
        uncached: uncached.gas,
        ratio_cached,
        ratio_uncached: ratio(uncached.gas, reference),
        goal: reference.and(goals::of(function(operation))),
    };
    Row { operation, figures, ratio_cached }
}

/// The function an operation calls: its first word.
fn function(operation: &str) -> &str {
    operation.split([',', ' ']).next().unwrap_or_default()
}

/// In thousandths.
#[allow(clippy::cast_precision_loss)]
fn ratio(gas: u64, reference: Option<u64>) -> Option<f64> {
    reference.map(|reference| (gas as f64 * 1_000.0 / reference as f64).round() / 1_000.0)
}

/// Writes the tracked file.
pub(super) fn write(rows: &[Row]) {
    let figures: Map<_, _> = rows.iter().map(|row| (row.operation.to_owned(), json!(row.figures))).collect();
    let mut text = serde_json::to_string_pretty(&figures).unwrap();
    text.push('\n');
    std::fs::write(repository().join("snapshots/gas.json"), text).unwrap();
}
