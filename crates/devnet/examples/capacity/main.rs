//! What a chain of a million accounts with storage costs: memory, and the time of requests, dumps and the state file.
//!
//! `cargo run --release -p devnet --example capacity`

mod figures;
mod making;
mod measure;
mod memory;

use std::error::Error;
use std::process::Command;

use clap::Parser;

use crate::figures::{Figures, table};
use crate::making::Way;

/// Anything that ends a measurement early.
type Failure = Box<dyn Error + Send + Sync>;

/// Measures what many accounts, each with code and two slots of storage, cost the devnet.
#[derive(Parser)]
struct Args {
    /// Accounts.
    #[arg(long, default_value_t = 1_000_000)]
    accounts: u64,
    /// Prints one JSON document in place of the table.
    #[arg(long)]
    json: bool,
    /// Measures one way alone, in this process.
    #[arg(long, hide = true)]
    way: Option<Way>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args = Args::parse();
    if let Some(way) = args.way {
        let figures = measure::all(way, args.accounts).await?;
        println!("{}", serde_json::to_string(&figures)?);
        return Ok(());
    }
    let mut all = Vec::new();
    for way in [Way::Methods, Way::Transactions, Way::Forgotten] {
        all.push(in_a_process_of_its_own(way, args.accounts)?);
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&all)?);
    } else {
        println!("{} accounts with code and two slots each\n\n{}", args.accounts, table(&all));
    }
    Ok(())
}

/// What one way left in memory must not count for the next.
fn in_a_process_of_its_own(way: Way, accounts: u64) -> Result<Figures, Failure> {
    let way = way.to_string();
    let mut command = Command::new(std::env::current_exe()?);
    let output = command.args(["--accounts", &accounts.to_string(), "--way", &way]).output()?;
    if !output.status.success() {
        return Err(format!("{way}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
