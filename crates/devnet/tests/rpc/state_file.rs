//! A chain that outlives its devnet in a file.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use alloy::primitives::{Address, U256};
use alloy::providers::Provider;
use devnet::chain::{self, Mining, Node};
use devnet::{Config, Devnet};
use serde_json::json;

use crate::support::{ask, deploy, provider, recorder, store};

/// What is to come has come by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// A folder of a test's own, removed with it.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("devnet-{}-{test}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn file(&self) -> PathBuf {
        self.0.join("chain.state")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn config(file: &Path) -> Config {
    Config { port: 0, state: Some(file.to_owned()), ..Config::default() }
}

/// A dump of the chain that is in the file, unless it is being written.
fn kept(file: &Path) -> Option<Vec<u8>> {
    let mut node = Node::new(chain::Config { mining: Mining::Manual, ..Default::default() }).unwrap();
    node.load(&fs::read(file).unwrap()).ok()?;
    Some(node.dump().unwrap())
}

async fn refusal(config: Config) -> String {
    let message = Devnet::start(config).await.unwrap_err().to_string();
    assert!(!message.contains('\n'), "{message}");
    message
}

#[tokio::test]
async fn a_chain_that_was_stopped_goes_on_where_it_was() {
    let folder = Folder::new("stopped");
    let devnet = Devnet::start(config(&folder.file())).await.unwrap();
    let alice = provider(&devnet, 0);
    let (at, _) = deploy(&alice, recorder()).await;
    alice.send_transaction(store(at, 5)).await.unwrap().get_receipt().await.unwrap();
    ask(&alice, "anvil_setBalance", json!([Address::repeat_byte(1), "0x7"])).await;
    let latest = ask(&alice, "eth_getBlockByNumber", json!(["latest", true])).await;
    devnet.stop().await.unwrap();

    let devnet = Devnet::start(config(&folder.file())).await.unwrap();
    let alice = provider(&devnet, 0);
    assert_eq!(ask(&alice, "eth_getBlockByNumber", json!(["latest", true])).await, latest);
    assert_eq!(alice.get_storage_at(at, U256::ZERO).await.unwrap(), U256::from(5));
    assert_eq!(alice.get_balance(Address::repeat_byte(1)).await.unwrap(), U256::from(7));
    let receipt = alice.send_transaction(store(at, 6)).await.unwrap().get_receipt().await.unwrap();
    assert_eq!(receipt.block_number, Some(3));
}

#[tokio::test]
async fn every_kind_of_change_reaches_the_file_of_a_running_devnet() {
    let folder = Folder::new("running");
    let devnet = Devnet::start(config(&folder.file())).await.unwrap();
    let alice = provider(&devnet, 0);
    let whom = Address::repeat_byte(1);
    let snapshot = ask(&alice, "evm_snapshot", json!([])).await;
    for (method, params) in [
        ("anvil_setBalance", json!([whom, "0x7"])),
        ("evm_revert", json!([snapshot])),
        ("anvil_setBalance", json!([whom, "0x8"])),
        ("evm_mine", json!([])),
        ("evm_increaseTime", json!([100])),
        ("anvil_setBlockTimestampInterval", json!([7])),
        ("evm_setAutomine", json!([false])),
        ("eth_sendTransaction", json!([{"from": devnet.accounts()[0].address, "to": whom}])),
        ("anvil_dropAllTransactions", json!([])),
        ("anvil_reset", json!([])),
    ] {
        ask(&alice, method, params).await;
        let wanted = Some(devnet.node().read().unwrap().dump().unwrap());
        let arrives = async {
            while kept(&folder.file()) != wanted {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, arrives).await.unwrap_or_else(|_| panic!("after {method}"));
    }
}

#[tokio::test]
async fn a_chain_that_does_not_change_is_not_written_again() {
    let folder = Folder::new("idle");
    let devnet = Devnet::start(config(&folder.file())).await.unwrap();
    let written = fs::metadata(folder.file()).unwrap().modified().unwrap();
    ask(&provider(&devnet, 0), "eth_call", json!([{"to": Address::ZERO}])).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    devnet.stop().await.unwrap();
    assert_eq!(fs::metadata(folder.file()).unwrap().modified().unwrap(), written);
}

#[tokio::test]
async fn a_file_that_cannot_be_loaded_is_refused_in_one_line_and_left_untouched() {
    let folder = Folder::new("refused");
    let file = folder.file();
    Devnet::start(config(&file)).await.unwrap().stop().await.unwrap();
    let good = fs::read(&file).unwrap();
    let head = good.iter().position(|byte| *byte == b'\n').unwrap();
    let format = |other: &str| {
        let other = format!("\"format\":{other}");
        (String::from_utf8_lossy(&good[..head]).replace("\"format\":2", &other) + "\nnew").into_bytes()
    };
    let mut changed = good.clone();
    changed[head + 20] ^= 1;
    for (bytes, reason) in [
        (Vec::new(), "it is not the state of this devnet"),
        (b"{\"accounts\":{}}\n".to_vec(), "it is not the state of this devnet"),
        (good[..good.len() - 1].to_vec(), "it is damaged"),
        (good[..=head].to_vec(), "it is damaged"),
        (changed, "it is damaged"),
        (format("3"), "it has format 3, and this devnet reads up to 2"),
        (format("1"), "it has format 1, and this devnet reads 2 alone"),
    ] {
        fs::write(&file, &bytes).unwrap();
        let message = refusal(config(&file)).await;
        assert!(message.starts_with(&format!("state file {}: {reason}", file.display())), "{message}");
        assert!(message.ends_with("the file is left as it is, --state names another"), "{message}");
        assert_eq!(fs::read(&file).unwrap(), bytes);
    }
    fs::write(&file, &good).unwrap();
    let mut other = config(&file);
    other.chain.chain_id = 1;
    let message = refusal(other).await;
    assert!(message.contains("start the devnet with --chain-id 412346"), "{message}");
    assert_eq!(fs::read(&file).unwrap(), good);
}

#[tokio::test]
async fn what_a_killed_devnet_left_half_written_beside_the_file_does_no_harm() {
    let folder = Folder::new("leftover");
    let file = folder.file();
    let devnet = Devnet::start(config(&file)).await.unwrap();
    devnet.node().write().unwrap().mine(3, None);
    devnet.stop().await.unwrap();
    fs::write(folder.0.join("chain.state.new"), b"{\"kind\"").unwrap();
    let devnet = Devnet::start(config(&file)).await.unwrap();
    assert_eq!(devnet.node().read().unwrap().block_number(), 3);
}

#[tokio::test]
async fn a_file_is_used_by_one_devnet_at_a_time() {
    let folder = Folder::new("shared");
    let devnet = Devnet::start(config(&folder.file())).await.unwrap();
    let message = refusal(config(&folder.file())).await;
    assert!(message.contains("another devnet uses it; stop that one"), "{message}");
    devnet.stop().await.unwrap();
    Devnet::start(config(&folder.file())).await.unwrap();
}

#[tokio::test]
async fn a_file_that_cannot_be_written_stops_the_start_with_its_name() {
    let folder = Folder::new("missing");
    let message = refusal(config(&folder.0.join("missing").join("chain.state"))).await;
    assert!(message.contains("missing/chain.state: ") && message.contains("--state"), "{message}");
}
