//! The figures, as a table and as JSON. Times are in seconds, sizes in bytes.

use comfy_table::{CellAlignment, Table, presets};
use serde::{Deserialize, Serialize};

/// Median times of requests.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Requests {
    pub transaction: f64,
    pub call: f64,
    pub snapshot: f64,
    pub revert: f64,
    /// A balance at the oldest block there is, asked once.
    pub old_balance: f64,
}

/// A devnet that keeps its chain in a file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StateFile {
    pub bytes: u64,
    /// From the start to the first answer.
    pub start: f64,
    /// Sent while the file was kept.
    pub transactions: u64,
    /// Longest time one of them took, with its wait for the node.
    pub longest: f64,
    /// Its bytes after those.
    pub end: u64,
    pub stop: f64,
    /// Longest time a transaction takes where no file is kept.
    pub longest_without: f64,
}

/// All that was measured on accounts made in one way.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    pub made_by: String,
    pub making: f64,
    /// What the accounts take, with the undo log and blocks that making them left.
    pub memory: u64,
    pub requests: Requests,
    pub dump: f64,
    pub state_file: StateFile,
    /// The most the process had at once, over all of this.
    pub peak: u64,
}

/// A row: what it is, and how it is taken from the figures.
type Row = (&'static str, fn(&Figures) -> String);

const ROWS: &[Row] = &[
    ("made in", |f| time(f.making)),
    ("memory", |f| size(f.memory)),
    ("transaction", |f| time(f.requests.transaction)),
    ("eth_call", |f| time(f.requests.call)),
    ("evm_snapshot", |f| time(f.requests.snapshot)),
    ("evm_revert of a transaction", |f| time(f.requests.revert)),
    ("eth_getBalance at the oldest block", |f| time(f.requests.old_balance)),
    ("anvil_dumpState", |f| time(f.dump)),
    ("state file", |f| size(f.state_file.bytes)),
    ("start with it", |f| time(f.state_file.start)),
    ("transactions while it is kept", |f| f.state_file.transactions.to_string()),
    ("the slowest of them", |f| time(f.state_file.longest)),
    ("the slowest without a file", |f| time(f.state_file.longest_without)),
    ("state file after them", |f| size(f.state_file.end)),
    ("stop", |f| time(f.state_file.stop)),
    ("peak memory of it all", |f| size(f.peak)),
];

/// One column for each way.
pub fn table(all: &[Figures]) -> Table {
    let mut table = Table::new();
    let names = all.iter().map(|figures| figures.made_by.as_str());
    table.load_style(presets::NOTHING).set_header(std::iter::once("made by").chain(names));
    for (label, figure) in ROWS {
        table.add_row(std::iter::once((*label).to_owned()).chain(all.iter().map(figure)));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

fn time(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.1} s"),
        s if s >= 1e-3 => format!("{:.1} ms", s * 1e3),
        s => format!("{:.1} µs", s * 1e6),
    }
}

#[allow(clippy::cast_precision_loss)]
fn size(bytes: u64) -> String {
    match bytes as f64 / f64::from(1 << 20) {
        m if m >= 1.0 => format!("{m:.0} MiB"),
        m => format!("{:.0} KiB", m * 1024.0),
    }
}
