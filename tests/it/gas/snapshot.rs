//! The figures beside the reference's, as a tracked file.

use std::collections::BTreeMap;

use alloy::primitives::{Address, address};
use serde::Serialize;

use super::journey::Measured;
use crate::harness::world::repository;
use crate::harness::{GOVERNANCE, World};

alloy::sol! {
    interface ArbWasmCache {
        function cacheProgram(address program) external;
    }
}

const ARB_WASM_CACHE: Address = address!("0000000000000000000000000000000000000072");

/// One operation's figures: gas as receipts have it, after refunds.
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
}

/// Puts every program of the deployment into the chain's cache.
pub(super) fn cache_programs(world: &World) {
    for entry in world.book.programs.values() {
        world.act(GOVERNANCE, ARB_WASM_CACHE, &ArbWasmCache::cacheProgramCall { program: entry.address });
    }
}

/// The figures side by side.
pub(super) fn rows(cached: &[Measured], uncached: &[Measured]) -> Vec<Row> {
    let together = cached.iter().zip(uncached);
    together
        .map(|(cached, uncached)| {
            assert_eq!(cached.operation, uncached.operation);
            let reference = cached.reference;
            let (ratio_cached, ratio_uncached) =
                (ratio(cached.gas, reference), ratio(uncached.gas, reference));
            let (cached, uncached, operation) = (cached.gas, uncached.gas, cached.operation);
            let figures = Figures { reference, cached, uncached, ratio_cached, ratio_uncached };
            Row { operation, figures, ratio_cached }
        })
        .collect()
}

/// In thousandths.
#[allow(clippy::cast_precision_loss)]
fn ratio(gas: u64, reference: Option<u64>) -> Option<f64> {
    reference.map(|reference| (gas as f64 * 1_000.0 / reference as f64).round() / 1_000.0)
}

/// Writes the tracked file.
pub(super) fn write(rows: &[Row]) {
    let figures: BTreeMap<_, _> = rows.iter().map(|row| (row.operation, &row.figures)).collect();
    let mut text = serde_json::to_string_pretty(&figures).unwrap();
    text.push('\n');
    std::fs::write(repository().join("snapshots/gas.json"), text).unwrap();
}
