//! `restake demo`: the protocol's story on a local chain, every number checked.

mod books;
mod contracts;
mod report;
mod stage;
mod story;

use std::path::PathBuf;

use devnet::{Config, Devnet};

use crate::commands::devnet::until_interrupted;
use crate::error::Error;
use stage::Stage;

/// Options of `restake demo`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Leave the chain up afterwards, and print how to reach it.
    #[arg(long)]
    keep: bool,
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8547, env = "RESTAKE_PORT")]
    port: u16,
    /// The folder of built programs.
    #[arg(long, default_value = "target/programs", env = "RESTAKE_PROGRAMS")]
    programs: PathBuf,
    /// The folder of compiled Solidity contracts.
    #[arg(long, default_value = "contracts/out", env = "RESTAKE_CONTRACTS")]
    contracts: PathBuf,
    /// Where the address book of the deployment goes.
    #[arg(long, default_value = "deployments/local-demo.json", env = "RESTAKE_BOOK")]
    book: PathBuf,
    /// Print steps and balances as JSON.
    #[arg(long)]
    json: bool,
}

/// Starts a chain, deploys, tells the story, checks, and shows.
pub(crate) async fn run(args: Args) -> Result<(), Error> {
    let port = if args.keep { args.port } else { 0 };
    let devnet = Devnet::start(Config { port, ..Config::default() }).await?;
    // A new chain knows nothing of an earlier one's addresses.
    if args.book.exists() {
        std::fs::remove_file(&args.book)
            .map_err(|source| Error::File { path: args.book.display().to_string(), source })?;
    }
    eprintln!("Deploying the protocol to {}", devnet.url());
    let mut stage = Stage::set(&devnet, &args).await?;
    eprintln!("Telling the story");
    story::tell(&mut stage).await?;
    let totals = books::check(&stage).await?;
    report::print(&stage, &totals, args.json);
    if args.keep {
        println!("\n{}", devnet::banner(&devnet));
        crate::commands::addresses::print(&stage.book, false);
        println!("\nThe chain stays up until Ctrl-C.");
        until_interrupted().await?;
    }
    devnet.stop().await?;
    Ok(())
}
