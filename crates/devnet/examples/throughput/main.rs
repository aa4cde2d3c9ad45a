//! Transactions per second of this devnet beside anvil's, in one run and over the same client.
//!
//! `cargo run --release -p devnet --example throughput`, once `./scripts/build` has made the contracts.

mod load;
mod nodes;
mod report;
mod work;

use std::error::Error;

use clap::{Parser, Subcommand};
use devnet::{Config, Devnet};

use crate::load::{Mode, run};
use crate::nodes::{Kind, Process};
use crate::report::{Report, Row};
use crate::work::Workload;

/// Anything that ends a measurement early.
type Failure = Box<dyn Error + Send + Sync>;

/// Measures transactions per second on this devnet and on anvil.
#[derive(Parser)]
struct Args {
    /// Transactions in each measurement.
    #[arg(long, default_value_t = 1_000)]
    transactions: usize,
    /// Times each measurement is made; the median counts.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Prints one JSON document in place of the table.
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves a devnet, so that what is measured runs in a process of its own, as anvil does.
    #[command(hide = true)]
    Serve { port: u16 },
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args = Args::parse();
    match args.command {
        Some(Command::Serve { port }) => serve(port).await,
        None => measure(&args).await,
    }
}

async fn serve(port: u16) -> Result<(), Failure> {
    let _devnet = Devnet::start(Config { port, ..Config::default() }).await?;
    std::future::pending().await
}

async fn measure(args: &Args) -> Result<(), Failure> {
    let devnet = Process::start(Kind::Devnet).await?;
    let anvil = match Process::start(Kind::Anvil).await {
        Ok(anvil) => Some(anvil),
        Err(error) => {
            eprintln!("anvil is left out: {error}");
            None
        }
    };
    let mut report = Report::new(args.transactions, args.rounds, &devnet, anvil.as_ref());
    let beside_anvil = anvil.is_some();
    drop((devnet, anvil));
    for workload in Workload::ALL {
        for mode in Mode::ALL {
            eprintln!("measuring: {}, {}", workload.label(), mode.label());
            report.rows.push(row(args, workload, mode, beside_anvil).await?);
        }
    }
    if args.json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        println!("{report}");
    }
    Ok(())
}

/// Measures a workload on both nodes in turn, so that whatever else the machine does meets both alike.
async fn row(args: &Args, workload: Workload, mode: Mode, beside_anvil: bool) -> Result<Row, Failure> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..args.rounds.max(1) {
        ours.push(round(args, workload, mode, Kind::Devnet).await?);
        if beside_anvil && workload.runs_on(Kind::Anvil) {
            // It now and then leaves an accepted transaction in its pool for good.
            match round(args, workload, mode, Kind::Anvil).await {
                Ok(rate) => theirs.push(rate),
                Err(error) => eprintln!("a round on anvil is left out: {error}"),
            }
        }
    }
    Ok(Row::new(workload, mode, ours, theirs))
}

/// One measurement on a new chain: what others have left behind slows some nodes down.
async fn round(args: &Args, workload: Workload, mode: Mode, kind: Kind) -> Result<f64, Failure> {
    let node = Process::start(kind).await?;
    run(&node, workload, mode, args.transactions).await
}
