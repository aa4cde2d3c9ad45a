//! `restake devnet` as people and service managers run it.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use alloy::network::TransactionBuilder;
use alloy::primitives::{Address, B256, U256};
use alloy::providers::{DynProvider, Provider, ProviderBuilder};
use alloy::rpc::types::TransactionRequest;
use serde_json::{Value, json};

const TO: Address = Address::repeat_byte(0x77);

/// A devnet in a process of its own, killed when dropped.
struct Process {
    child: Child,
    provider: DynProvider,
    sender: Address,
}

impl Process {
    fn start(options: &[&str]) -> Self {
        let mut command = restake(options);
        let mut child = command.args(["--port", "0", "--json"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told: Value = serde_json::from_str(&line).unwrap();
        let url = told["rpc"].as_str().unwrap().parse().unwrap();
        let provider = ProviderBuilder::new().disable_recommended_fillers().connect_http(url).erased();
        Self { child, provider, sender: told["accounts"][0]["address"].as_str().unwrap().parse().unwrap() }
    }

    async fn ask(&self, method: &'static str, params: Value) -> Value {
        self.provider.raw_request(method.into(), params).await.unwrap()
    }

    /// Sends one wei, unless the process is killed meanwhile.
    async fn send(&self) -> Option<B256> {
        let request = TransactionRequest::default().from(self.sender).with_to(TO).with_value(U256::from(1));
        let sent: Result<B256, _> = self.provider.raw_request("eth_sendTransaction".into(), (request,)).await;
        sent.ok()
    }

    /// Ends it the way no process can prepare for.
    fn kill(&mut self) {
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

fn restake(options: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_restake"));
    command.arg("devnet").args(options);
    command
}

fn run(options: &[&str]) -> Output {
    restake(options).output().unwrap()
}

/// A file name in a new folder.
fn state_file(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("restake-{}-{test}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder.join("chain.state")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Fails unless blocks, transactions, nonce and balance tell the same story. Returns the number of the latest block.
async fn consistent(devnet: &Process) -> u64 {
    let latest = devnet.provider.get_block_number().await.unwrap();
    let mut parent = None;
    let mut sent = 0;
    for number in 0..=latest {
        let block = devnet.provider.get_block_by_number(number.into()).await.unwrap().unwrap();
        assert!(parent.is_none_or(|parent| parent == block.header.parent_hash), "block {number}");
        parent = Some(block.header.hash);
        for hash in block.transactions.hashes() {
            let receipt = devnet.provider.get_transaction_receipt(hash).await.unwrap().unwrap();
            assert_eq!((receipt.block_number, receipt.status()), (Some(number), true));
            sent += 1;
        }
    }
    assert_eq!(devnet.provider.get_transaction_count(devnet.sender).await.unwrap(), sent);
    assert_eq!(devnet.provider.get_balance(TO).await.unwrap(), U256::from(sent));
    latest
}

#[tokio::test(flavor = "multi_thread")]
async fn a_devnet_killed_at_any_moment_leaves_a_chain_that_goes_on() {
    let file = state_file("killed");
    let mut known = 0;
    // Moments are spread over the rhythm the file is written in, and differ from run to run.
    let jitter = u64::from(std::process::id()) % 53;
    for round in 0..8_u64 {
        let mut devnet = Process::start(&["--state", text(&file)]);
        let latest = consistent(&devnet).await;
        assert!(latest >= known, "what was in the file once is never lost: {latest} < {known}");
        known = latest;
        let lifetime = Duration::from_millis(150 + (round * 97 + jitter * 13) % 450);
        let busy = async { while devnet.send().await.is_some() {} };
        let _ = tokio::time::timeout(lifetime, busy).await;
        devnet.kill();
    }
    assert!(known > 0, "something was kept");
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_devnet_that_is_told_to_end_keeps_everything() {
    let file = state_file("ended");
    let mut devnet = Process::start(&["--state", text(&file)]);
    let hash = devnet.send().await.unwrap();
    let pid = devnet.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(devnet.child.wait().unwrap().success());
    let devnet = Process::start(&["--state", text(&file)]);
    assert!(devnet.provider.get_transaction_receipt(hash).await.unwrap().is_some());
    assert_eq!(consistent(&devnet).await, 1);
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn options_reach_the_chain() {
    let options = ["--chain-id", "31337", "--accounts", "3", "--balance", "7", "--base-fee", "5"];
    let more = ["--block-gas-limit", "30000000", "--genesis-time", "1700000000", "--history", "2"];
    let rest = ["--no-mining", "--ink-price", "20000", "--arbos-version", "51", "--max-code-size", "49152"];
    let devnet = Process::start(&[&options[..], &more[..], &rest[..]].concat());
    assert_eq!(devnet.ask("eth_chainId", json!([])).await, "0x7a69");
    assert_eq!(devnet.ask("eth_accounts", json!([])).await.as_array().unwrap().len(), 4);
    let balance = devnet.provider.get_balance(devnet.sender).await.unwrap();
    assert_eq!(balance, U256::from(7) * U256::from(10).pow(U256::from(18)));
    let genesis = devnet.ask("eth_getBlockByNumber", json!(["0x0", false])).await;
    for (field, value) in [("baseFeePerGas", 5), ("gasLimit", 30_000_000), ("timestamp", 1_700_000_000_u64)] {
        assert_eq!(genesis[field], format!("{value:#x}"), "{field}");
    }
    let hash = devnet.send().await.unwrap();
    assert_eq!(devnet.ask("eth_getTransactionReceipt", json!([hash])).await, Value::Null);
    devnet.ask("anvil_mine", json!([2])).await;
    let gone = devnet.provider.get_block_by_number(0.into()).await.unwrap_err();
    assert!(gone.to_string().contains("--history"), "{gone}");
    // ArbSys.arbOSVersion() adds 55, ArbWasm.inkPrice() is what was asked for.
    for (to, selector, value) in [(0x64, "0x051038f2", 51 + 55), (0x71, "0xd1c17abc", 20_000)] {
        let to = Address::with_last_byte(to);
        let answer = devnet.ask("eth_call", json!([{"to": to, "data": selector}, "latest"])).await;
        assert_eq!(answer, json!(B256::from(U256::from(value))), "{selector}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_time_with_decimals_makes_blocks_by_itself() {
    let devnet = Process::start(&["--block-time", "0.05"]);
    let makes = async {
        while devnet.provider.get_block_number().await.unwrap() < 3 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), makes).await.unwrap();
}

#[test]
fn a_bad_value_gives_one_plain_line_and_the_code_for_usage() {
    for (options, words) in [
        (["--port", "high"], "invalid value 'high' for '--port <PORT>'"),
        (["--block-time", "soon"], "not a number of seconds"),
        (["--block-time", "0"], "block time 0 leaves no time"),
        (["--arbos-version", "60"], "ArbOS version 60 is not offered: choose 51 or 61"),
        (["--ink-price", "0"], "ink price 0 is out of range"),
        (["--accounts", "0"], "0 accounts are not offered"),
        (["--history", "0"], "a history of 0 blocks cannot be kept"),
        (["--max-code-size", "100"], "max code size 100 is out of range"),
        (["--block-gas-limit", "1"], "block gas limit 1 holds no transaction"),
        (["--chain-id", "0"], "chain id 0"),
        (["--state", "/dev/null/chain"], "state file /dev/null/chain: "),
    ] {
        let output = run(&options);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(told.starts_with("error: ") && told.contains(words), "{told}");
        assert_eq!(told.lines().count(), 1, "{told}");
    }
}

#[test]
fn a_damaged_state_file_is_named_with_a_remedy_and_left_untouched() {
    let file = state_file("damaged");
    fs::write(&file, b"half a chain").unwrap();
    let output = run(&["--port", "0", "--state", text(&file)]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.starts_with(&format!("error: state file {}: ", text(&file))), "{told}");
    assert!(told.trim_end().ends_with("the file is left as it is, --state names another"), "{told}");
    assert_eq!(fs::read(&file).unwrap(), b"half a chain");
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
}

#[test]
fn the_help_names_every_option_with_its_default() {
    let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
    for words in
        ["Chain:", "Blocks:", "--state <FILE>", "[default: 412346]", "[default: 61]", "[default: all]"]
    {
        assert!(help.contains(words), "{words}\n{help}");
    }
}
