//! What is measured, one after the other, on the same accounts.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use alloy_eips::BlockId;
use alloy_primitives::{Address, TxKind, U256};
use alloy_rpc_types::TransactionRequest;
use devnet::chain::{self, Node};
use devnet::{Config, Devnet};

use crate::Failure;
use crate::figures::{Figures, Requests, StateFile};
use crate::making::{Way, make};
use crate::memory;

/// Times a request is made; the median counts.
const ROUNDS: usize = 101;
/// How long transactions are sent while the state file is kept, and then without one.
const STREAM: Duration = Duration::from_secs(10);

/// Makes accounts and measures everything.
pub async fn all(way: Way, accounts: u64) -> Result<Figures, Failure> {
    let chain = chain::Config { history: (way == Way::Forgotten).then_some(2), ..chain::Config::default() };
    let mut node = Node::new(chain.clone())?;
    let before = memory::resident()?;
    let (making, made) = timed(|| make(&mut node, way, accounts));
    made?;
    let memory = memory::resident()?.saturating_sub(before);
    let requests = requests(&mut node)?;
    let (dumping, dump) = timed(|| node.dump());
    let folder = Folder::new()?;
    fs::write(folder.file(), &dump?)?;
    drop(node);
    let state_file = state_file(chain, &folder.file()).await?;
    Ok(Figures {
        made_by: way.to_string(),
        making: making.as_secs_f64(),
        memory,
        requests,
        dump: dumping.as_secs_f64(),
        state_file,
        peak: memory::peak()?,
    })
}

fn requests(node: &mut Node) -> Result<Requests, Failure> {
    let transaction = median(|| send(node))?;
    let call = transfer(node);
    let call = median(|| Ok(node.call(&call, BlockId::latest(), None).map(drop)?))?;
    let snapshot = median(|| {
        node.snapshot();
        Ok(())
    })?;
    let revert = median_after(node, |node| {
        let id = node.snapshot();
        send(node)?;
        Ok(id)
    })?;
    let (oldest, whom) = (node.oldest_block(), Address::repeat_byte(1));
    let (old_balance, balance) = timed(|| node.balance(whom, BlockId::number(oldest)));
    balance?;
    Ok(Requests { transaction, call, snapshot, revert, old_balance: old_balance.as_secs_f64() })
}

/// Starts a devnet on the file, sends it transactions while it keeps the file, and stops it.
async fn state_file(chain: chain::Config, file: &Path) -> Result<StateFile, Failure> {
    let bytes = fs::metadata(file)?.len();
    let started = Instant::now();
    let devnet =
        Devnet::start(Config { port: 0, chain, state: Some(file.to_owned()), ..Config::default() }).await?;
    let start = started.elapsed().as_secs_f64();
    let node = devnet.node();
    let kept = Arc::clone(&node);
    let (sent, longest) = tokio::task::spawn_blocking(move || stream(&kept)).await??;
    let stopping = Instant::now();
    devnet.stop().await?;
    let stop = stopping.elapsed().as_secs_f64();
    let end = fs::metadata(file)?.len();
    let (_, longest_without) = tokio::task::spawn_blocking(move || stream(&node)).await??;
    Ok(StateFile {
        bytes,
        start,
        transactions: sent,
        longest: longest.as_secs_f64(),
        end,
        stop,
        longest_without: longest_without.as_secs_f64(),
    })
}

/// Sends transactions for a while. Returns how many, and the longest that one took with its wait for the node.
fn stream(node: &Arc<RwLock<Node>>) -> Result<(u64, Duration), Failure> {
    let (started, mut sent, mut longest) = (Instant::now(), 0_u64, Duration::ZERO);
    while started.elapsed() < STREAM {
        let (took, done) = timed(|| send(&mut *node.write().map_err(|_| "a transaction panicked")?));
        done?;
        sent = sent.saturating_add(1);
        longest = longest.max(took);
    }
    Ok((sent, longest))
}

fn send(node: &mut Node) -> Result<(), Failure> {
    let request = TransactionRequest { gas: Some(21_000), ..transfer(node) };
    node.send_unsigned(request)?;
    Ok(())
}

/// One wei from the first account to one that is not among those made.
fn transfer(node: &Node) -> TransactionRequest {
    TransactionRequest {
        from: node.accounts().addresses().first().copied(),
        to: Some(TxKind::Call(Address::repeat_byte(1))),
        value: Some(U256::ONE),
        ..TransactionRequest::default()
    }
}

fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let result = act();
    (started.elapsed(), result)
}

fn median(mut act: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let (took, done) = timed(&mut act);
        done?;
        times.push(took);
    }
    Ok(middle(times))
}

/// Median time to revert to a snapshot that `prepare` takes.
fn median_after(
    node: &mut Node,
    prepare: impl Fn(&mut Node) -> Result<u64, Failure>,
) -> Result<f64, Failure> {
    let mut times = Vec::with_capacity(ROUNDS);
    for _ in 0..ROUNDS {
        let id = prepare(node)?;
        let (took, done) = timed(|| node.revert(id));
        done?;
        times.push(took);
    }
    Ok(middle(times))
}

fn middle(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times.get(times.len() / 2).map_or(0.0, Duration::as_secs_f64)
}

/// A folder for the state file, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("devnet-capacity-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }

    fn file(&self) -> PathBuf {
        self.0.join("chain.state")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
