//! `restake deploy`.

use std::fs;
use std::path::{Path, PathBuf};

use alloy::primitives::Address;
use client::deploy::{self, Config, Files};

use crate::commands::addresses;
use crate::error::Error;
use crate::keys;

/// Options of `restake deploy`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Endpoint of a Stylus chain.
    #[arg(long, default_value = "http://localhost:8547", env = "RESTAKE_RPC")]
    rpc: String,
    /// The deployer's private key. Give it in the environment, not on the command line.
    #[arg(long, env = "RESTAKE_PRIVATE_KEY", hide_env_values = true)]
    private_key: String,
    /// Roles, delays and tokens as JSON. Without it: the reference protocol's delays, all roles at the deployer.
    #[arg(long, env = "RESTAKE_CONFIG")]
    config: Option<PathBuf>,
    /// A token that gets a strategy; may be given several times, and adds to the configuration's.
    #[arg(long = "token")]
    tokens: Vec<Address>,
    /// The address book to write, and to go on from.
    #[arg(long, default_value = "deployments/local.json", env = "RESTAKE_BOOK")]
    book: PathBuf,
    /// The folder of built programs.
    #[arg(long, default_value = "target/programs", env = "RESTAKE_PROGRAMS")]
    programs: PathBuf,
    /// Print the address book as JSON; progress goes to the error stream either way.
    #[arg(long)]
    json: bool,
}

/// Deploys, or goes on deploying.
pub(crate) async fn run(args: Args) -> Result<(), Error> {
    let signer = keys::parse(&args.private_key)?;
    let mut config = match &args.config {
        Some(path) => read(path)?,
        None => Config::mainnet(signer.address()),
    };
    for token in args.tokens {
        if !config.tokens.contains(&token) {
            config.tokens.push(token);
        }
    }
    let files = Files { programs: &args.programs, book: args.book.clone() };
    let mut progress = |step| eprintln!("  {step}");
    let book = deploy::deploy(&args.rpc, signer, &config, &files, &mut progress).await?;
    addresses::print(&book, args.json);
    if !args.json {
        println!("\nAddress book: {}", args.book.display());
    }
    Ok(())
}

fn read(path: &Path) -> Result<Config, Error> {
    let shown = || path.display().to_string();
    let text = fs::read_to_string(path).map_err(|source| Error::File { path: shown(), source })?;
    serde_json::from_str(&text).map_err(|source| Error::Form { path: shown(), source })
}
