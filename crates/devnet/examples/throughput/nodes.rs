//! The nodes that are measured, each in a process of its own.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use alloy::providers::{Provider, ProviderBuilder, RootProvider};

use crate::Failure;

/// Longest a node may take to answer at all.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// This crate's.
    Devnet,
    /// Foundry's.
    Anvil,
}

/// A running node; it ends when dropped.
pub struct Process {
    child: Child,
    url: String,
    /// Which program runs.
    pub kind: Kind,
    /// Its chain id.
    pub chain_id: u64,
    /// Its own name and version.
    pub version: String,
    /// From its start to its first answer.
    pub started_in: Duration,
}

impl Process {
    /// Starts a node on a free port and waits for its first answer.
    pub async fn start(kind: Kind) -> Result<Self, Failure> {
        let port = free_port()?;
        let mut command = match kind {
            Kind::Devnet => {
                let mut command = Command::new(std::env::current_exe()?);
                command.args(["serve", &port.to_string()]);
                command
            }
            // Without its line for each request, and with as many transactions in a block as it likes.
            Kind::Anvil => {
                let mut command = Command::new(anvil()?);
                command.args(["--port", &port.to_string(), "--quiet", "--disable-block-gas-limit"]);
                command
            }
        };
        let start = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn()?;
        let url = format!("http://127.0.0.1:{port}");
        let version = String::new();
        let mut process = Self { child, url, kind, chain_id: 0, version, started_in: Duration::ZERO };
        process.chain_id = process.first_answer(start).await?;
        process.started_in = start.elapsed();
        process.version = process.client()?.get_client_version().await?;
        Ok(process)
    }

    async fn first_answer(&mut self, start: Instant) -> Result<u64, Failure> {
        let client = self.client()?;
        loop {
            match client.get_chain_id().await {
                Ok(chain_id) => return Ok(chain_id),
                Err(error) => {
                    if let Some(status) = self.child.try_wait()? {
                        return Err(format!("{:?} ended before it answered: {status}", self.kind).into());
                    }
                    if start.elapsed() > PATIENCE {
                        return Err(format!("{:?} did not answer: {error}", self.kind).into());
                    }
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
        }
    }

    /// A client of its own connection.
    pub fn client(&self) -> Result<RootProvider, Failure> {
        let provider = ProviderBuilder::default().connect_http(self.url.parse()?);
        Ok(provider)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // An error says that it has ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `$ANVIL`, else the one npm installed.
fn anvil() -> Result<PathBuf, Failure> {
    let installed = built("node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    let path = std::env::var_os("ANVIL").map_or(installed, PathBuf::from);
    if path.is_file() {
        return Ok(path);
    }
    Err(format!("{} is not there: run ./scripts/setup, or set ANVIL", path.display()).into())
}

/// A path below the project's root.
pub fn built(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
