//! `restake`: what people type.

mod commands;
mod demo;
mod error;
mod keys;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

/// A restaking protocol on Stylus: run it locally, deploy it, find it.
#[derive(Parser)]
#[command(name = "restake", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs a local Stylus chain until Ctrl-C.
    Devnet(commands::devnet::Args),
    /// Deploys the protocol to a Stylus chain; goes on where an interrupted deployment stopped.
    Deploy(commands::deploy::Args),
    /// Tells the protocol's story on a local chain and checks every number of it.
    Demo(demo::Args),
    /// Prints where a deployment's programs are.
    Addresses(commands::addresses::Args),
}

/// Reads the command line. A value that cannot be used is told in one line, as every other error is.
fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| {
        if !matches!(error.kind(), ErrorKind::ValueValidation | ErrorKind::InvalidValue) {
            error.exit();
        }
        let message = error.to_string();
        eprintln!("{}", message.lines().next().unwrap_or(&message));
        std::process::exit(2)
    })
}

#[tokio::main]
async fn main() -> ExitCode {
    let done = match parse().command {
        Command::Devnet(args) => commands::devnet::run(args).await,
        Command::Deploy(args) => commands::deploy::run(args).await,
        Command::Demo(args) => demo::run(args).await,
        Command::Addresses(args) => commands::addresses::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(error.code())
        }
    }
}
