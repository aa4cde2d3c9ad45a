//! The figures, as a table and as JSON.

use std::fmt;

use comfy_table::{CellAlignment, Table, presets};
use serde::Serialize;

use crate::load::Mode;
use crate::nodes::Process;
use crate::work::Workload;

/// A node and how fast it was there.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    version: String,
    milliseconds_to_first_answer: u128,
}

/// A workload sent in one way: transactions per second, the median of all rounds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    workload: &'static str,
    sent: &'static str,
    devnet: f64,
    anvil: Option<f64>,
    /// The devnet's figure divided by anvil's.
    ratio: Option<f64>,
}

/// All that was measured.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    transactions: usize,
    rounds: usize,
    cores: usize,
    devnet: Started,
    anvil: Option<Started>,
    /// One for each workload and way of sending.
    pub rows: Vec<Row>,
}

impl Row {
    /// The medians of two series, of which anvil's may be empty.
    pub fn new(workload: Workload, mode: Mode, devnet: Vec<f64>, anvil: Vec<f64>) -> Self {
        let (devnet, anvil) = (median(devnet).unwrap_or_default(), median(anvil));
        let ratio = anvil.map(|anvil| devnet / anvil);
        Self { workload: workload.label(), sent: mode.label(), devnet, anvil, ratio }
    }
}

impl Started {
    fn new(node: &Process) -> Self {
        Self { version: node.version.clone(), milliseconds_to_first_answer: node.started_in.as_millis() }
    }
}

impl Report {
    /// A report with no rows yet.
    pub fn new(transactions: usize, rounds: usize, devnet: &Process, anvil: Option<&Process>) -> Self {
        Self {
            transactions,
            rounds,
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            devnet: Started::new(devnet),
            anvil: anvil.map(Started::new),
            rows: Vec::new(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header(["transactions/s", "sent", "devnet", "anvil", "ratio"]);
        let figure =
            |value: Option<f64>, digits| value.map_or("-".into(), |value| format!("{value:.digits$}"));
        for row in &self.rows {
            let figures = [figure(Some(row.devnet), 0), figure(row.anvil, 0), figure(row.ratio, 2)];
            table.add_row([row.workload.into(), row.sent.into()].into_iter().chain(figures));
        }
        for column in table.column_iter_mut().skip(2) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        writeln!(f, "{table}\n")?;
        let counts = (self.transactions, self.rounds, self.cores);
        writeln!(
            f,
            "Medians of {1} rounds of {0} transactions each, every round on a new chain, on {2} cores.",
            counts.0, counts.1, counts.2
        )?;
        for started in [Some(&self.devnet), self.anvil.as_ref()].into_iter().flatten() {
            let time = started.milliseconds_to_first_answer;
            writeln!(f, "{} answered {time} ms after its start.", started.version)?;
        }
        Ok(())
    }
}

fn median(mut figures: Vec<f64>) -> Option<f64> {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied()
}
