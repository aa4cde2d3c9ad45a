//! `restake devnet`.

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use alloy::primitives::U256;
use devnet::chain::{self, ArbOsVersion, BASE_FEE, BLOCK_GAS_LIMIT, CHAIN_ID, Clock, Mining};
use devnet::{Config, DEFAULT_PORT, Devnet};

use crate::error::Error;

/// Options of `restake devnet`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = DEFAULT_PORT, env = "RESTAKE_PORT")]
    port: u16,
    /// Print the endpoint and accounts as JSON.
    #[arg(long)]
    json: bool,
    /// Keep the chain in this file: it goes on from there at the next start. The file is whole at every moment: a devnet
    /// that is killed loses at most what it did since the last write, made a fifth of a second after the one before.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    #[command(flatten)]
    chain: ChainArgs,
    #[command(flatten)]
    blocks: BlockArgs,
}

/// Options of the chain.
#[derive(clap::Args)]
#[command(next_help_heading = "Chain")]
struct ChainArgs {
    /// Chain id.
    #[arg(long, default_value_t = CHAIN_ID, env = "RESTAKE_CHAIN_ID")]
    chain_id: u64,
    /// Funded accounts of the well-known phrase, beside Nitro's dev account.
    #[arg(long, value_name = "COUNT", default_value_t = 10)]
    accounts: u32,
    /// Ether each of them starts with.
    #[arg(long, value_name = "ETHER", default_value_t = 10_000)]
    balance: u64,
    /// Rules for programs: 61, with fragments and the cache of recently called programs, or 51, without.
    #[arg(long, value_name = "VERSION", default_value_t = ArbOsVersion::V61.0)]
    arbos_version: u64,
    /// Ink one gas buys.
    #[arg(long, value_name = "INK", default_value_t = 10_000)]
    ink_price: u32,
    /// Charge every start of a program in full, also of one called before in the same block.
    #[arg(long)]
    no_block_cache: bool,
    /// Largest code of an account in bytes.
    #[arg(long, value_name = "BYTES", default_value_t = 24_576)]
    max_code_size: usize,
    /// Most gas a call or an estimate may use.
    #[arg(long, value_name = "GAS", default_value_t = 50_000_000)]
    call_gas_limit: u64,
}

/// Options of its blocks.
#[derive(clap::Args)]
#[command(next_help_heading = "Blocks")]
struct BlockArgs {
    /// Make a block every so many seconds, instead of one for each transaction at once.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, conflicts_with = "no_mining")]
    block_time: Option<Duration>,
    /// Make a block only when asked to, by evm_mine for one.
    #[arg(long)]
    no_mining: bool,
    /// Base fee in wei per gas.
    #[arg(long, value_name = "WEI", default_value_t = BASE_FEE)]
    base_fee: u64,
    /// Gas limit of a block.
    #[arg(long, value_name = "GAS", default_value_t = BLOCK_GAS_LIMIT)]
    block_gas_limit: u64,
    /// Time of the first block in seconds since 1970.
    #[arg(long, value_name = "SECONDS", default_value_t = 1_750_000_000)]
    genesis_time: u64,
    /// Keep only so many blocks with their transactions, logs and states [default: all].
    #[arg(long, value_name = "BLOCKS")]
    history: Option<u64>,
}

impl Args {
    fn config(self) -> Config {
        let (chain, blocks) = (self.chain, self.blocks);
        let mining = match blocks.block_time {
            Some(pause) => Mining::Every(pause),
            None if blocks.no_mining => Mining::Manual,
            None => Mining::Instant,
        };
        let chain = chain::Config {
            chain_id: chain.chain_id,
            block_gas_limit: blocks.block_gas_limit,
            base_fee: blocks.base_fee,
            arbos_version: ArbOsVersion(chain.arbos_version),
            ink_price: chain.ink_price,
            max_code_size: chain.max_code_size,
            genesis_timestamp: blocks.genesis_time,
            clock: Clock::System,
            accounts: chain.accounts,
            dev_balance: U256::from(chain.balance).saturating_mul(U256::from(10_u64.pow(18))),
            call_gas_limit: chain.call_gas_limit,
            block_cache: !chain.no_block_cache,
            history: blocks.history,
            mining,
        };
        Config { port: self.port, chain, state: self.state, console: Some(say) }
    }
}

/// Shows what a program prints, as Nitro's node does. It goes to standard error: standard output may be a JSON document.
fn say(line: &str) {
    // Nobody listens, which is no reason to stop.
    let _ = writeln!(std::io::stderr(), "Stylus says: {line}");
}

/// Reads a time in seconds, with decimals or without.
fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())
}

/// Runs a chain until it is interrupted.
pub(crate) async fn run(args: Args) -> Result<(), Error> {
    let json = args.json;
    let config = args.config();
    let state = config.state.clone();
    let devnet = Devnet::start(config).await?;
    if json {
        println!("{}", describe(&devnet));
    } else {
        println!("{}", devnet::banner(&devnet));
        if let Some(file) = state {
            println!("The chain is kept in {}.", file.display());
        }
        println!("Ctrl-C stops the chain.");
    }
    until_interrupted().await?;
    devnet.stop().await?;
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

/// Waits for Ctrl-C, or for the signal service managers stop a program with.
pub(crate) async fn until_interrupted() -> Result<(), Error> {
    let interrupted = async {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            terminated = terminated() => terminated,
        }
    };
    interrupted.await.map_err(|source| Error::File { path: "waiting for Ctrl-C".into(), source })
}

#[cfg(unix)]
async fn terminated() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn terminated() -> std::io::Result<()> {
    std::future::pending().await
}
