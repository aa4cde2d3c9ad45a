//! A devnet in a process of its own.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::{DynProvider, Provider, ProviderBuilder};
use alloy::rpc::types::TransactionRequest;
use serde_json::Value;

/// Whom transactions go to.
pub const TO: Address = Address::repeat_byte(0x77);

/// A devnet in a process of its own, killed when dropped.
pub struct Process {
    pub child: Child,
    pub provider: DynProvider,
    pub sender: Address,
}

impl Process {
    /// Starts one and waits until it listens.
    pub fn start(options: &[&str]) -> Self {
        let mut command = restake(options);
        let mut child = command.args(["--port", "0", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let url = told["rpc"].as_str().unwrap().parse().unwrap();
        let provider = ProviderBuilder::new().disable_recommended_fillers().connect_http(url).erased();
        Self { child, provider, sender: told["accounts"][0]["address"].as_str().unwrap().parse().unwrap() }
    }

    /// What it answers to a request it must not refuse.
    pub async fn ask(&self, method: &'static str, params: Value) -> Value {
        self.provider.raw_request(method.into(), params).await.unwrap()
    }

    /// Sends one wei, unless the process is killed meanwhile.
    pub async fn send(&self) -> Option<B256> {
        let request = TransactionRequest::default().from(self.sender).with_to(TO).with_value(U256::from(1));
        let sent: Result<B256, _> = self.provider.raw_request("eth_sendTransaction".into(), (request,)).await;
        sent.ok()
    }

    /// Ends it the way no process can prepare for.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command with these options.
pub fn restake(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_restake"));
    command.arg("devnet").args(options);
    command
}

/// What the command gives that ends by itself.
pub fn run(options: &[&str]) -> Output {
    restake(options).output().unwrap()
}

/// A file name in a new folder.
pub fn state_file(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("restake-{}-{test}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder.join("chain.state")
}

/// A path as an option has it.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
