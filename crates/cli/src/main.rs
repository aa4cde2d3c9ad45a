//! `restake`: what people type.

mod commands;
mod demo;
mod error;
mod keys;

use std::process::ExitCode;

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

#[tokio::main]
async fn main() -> ExitCode {
    let done = match Cli::parse().command {
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
