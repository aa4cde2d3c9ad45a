//! `restake devnet`.

use devnet::{Config, Devnet};

use crate::error::Error;

/// Options of `restake devnet`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8547, env = "RESTAKE_PORT")]
    port: u16,
    /// Chain id.
    #[arg(long, default_value_t = 412_346, env = "RESTAKE_CHAIN_ID")]
    chain_id: u64,
    /// Print the endpoint and accounts as JSON.
    #[arg(long)]
    json: bool,
}

/// Runs a chain until Ctrl-C.
pub(crate) async fn run(args: Args) -> Result<(), Error> {
    let mut config = Config { port: args.port, ..Config::default() };
    config.chain.chain_id = args.chain_id;
    config.chain.clock = devnet::chain::Clock::System;
    let devnet = Devnet::start(config).await?;
    if args.json {
        println!("{}", describe(&devnet));
    } else {
        println!("{}", devnet::banner(&devnet));
        println!("Ctrl-C stops the chain.");
    }
    until_interrupted().await?;
    devnet.stop().await;
    Ok(())
}

/// Endpoint, chain id and accounts as a JSON document.
pub(crate) fn describe(devnet: &Devnet) -> serde_json::Value {
    let account =
        |account: &devnet::Account| serde_json::json!({ "address": account.address, "key": account.key });
    serde_json::json!({
        "rpc": devnet.url(),
        "chainId": devnet.chain_id(),
        "accounts": devnet.accounts().iter().map(account).collect::<Vec<_>>(),
    })
}

/// Waits for Ctrl-C.
pub(crate) async fn until_interrupted() -> Result<(), Error> {
    let waited = tokio::signal::ctrl_c().await;
    waited.map_err(|source| Error::File { path: "waiting for Ctrl-C".into(), source })
}
