//! The table of `scripts/bench`: gas of every operation beside the reference's. `gas [--json] FILE`, where FILE is what
//! the measurement writes.

use std::error::Error;
use std::process::ExitCode;
use std::{env, fs};

use comfy_table::presets::NOTHING;
use comfy_table::{CellAlignment, Table};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The figures of one operation: gas as receipts have it, and what part of the reference's that is.
#[derive(Deserialize)]
struct Figures {
    reference: Option<u64>,
    cached: u64,
    uncached: u64,
    ratio_cached: Option<f64>,
    ratio_uncached: Option<f64>,
    goal: Option<f64>,
}

impl Figures {
    /// Whether the cached ratio is within its goal, where there is one.
    fn met(&self) -> Option<bool> {
        Some(self.ratio_cached? <= self.goal?)
    }
}

type Operations = Vec<(String, Figures)>;

fn read(file: &str) -> Result<Operations, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("cannot read {file}: {error}"))?;
    let operations: Map<String, Value> = serde_json::from_str(&text)?;
    let figures = operations.into_iter().map(|(name, figures)| Ok((name, serde_json::from_value(figures)?)));
    figures.collect()
}

fn table(operations: &Operations) -> Table {
    let mut table = Table::new();
    let header = ["operation", "reference", "cached", "ratio", "uncached", "ratio", "goal", ""];
    table.load_style(NOTHING).set_header(header);
    for (name, figures) in operations {
        let mark = figures.met().map_or("", |met| if met { "ok" } else { "missed" });
        table.add_row([
            name,
            &figures.reference.map(grouped).unwrap_or_default(),
            &grouped(figures.cached),
            &part(figures.ratio_cached, 3),
            &grouped(figures.uncached),
            &part(figures.ratio_uncached, 3),
            &part(figures.goal, 2),
            mark,
        ]);
    }
    for column in 1..=6 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn document(operations: &Operations) -> Value {
    let rows = operations.iter().map(|(name, figures)| {
        json!({
            "operation": name,
            "reference": figures.reference,
            "cached": figures.cached,
            "ratioCached": figures.ratio_cached,
            "uncached": figures.uncached,
            "ratioUncached": figures.ratio_uncached,
            "goal": figures.goal,
            "met": figures.met(),
        })
    });
    json!({ "schema": "restake/gas", "version": 1, "operations": rows.collect::<Vec<_>>() })
}

/// How many goals are met, of how many.
fn score(operations: &Operations) -> (usize, usize) {
    let marks: Vec<_> = operations.iter().filter_map(|(_, figures)| figures.met()).collect();
    (marks.iter().filter(|met| **met).count(), marks.len())
}

/// 215,730.
fn grouped(gas: u64) -> String {
    let digits = gas.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// A proportion.
fn part(of: Option<f64>, decimals: usize) -> String {
    of.map(|of| format!("{of:.decimals$}")).unwrap_or_default()
}

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let (json, file) = match &arguments[..] {
        [file] => (false, file),
        [flag, file] if flag == "--json" => (true, file),
        _ => return Err("usage: gas [--json] FILE".into()),
    };
    let operations = read(file)?;
    if json {
        println!("{:#}", document(&operations));
        return Ok(());
    }
    println!("{}", table(&operations));
    let (met, goals) = score(&operations);
    println!("\n{met} of {goals} goals met. Ratios are to the reference; goals are for cached programs.");
    Ok(())
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
