//! How soon a devnet answers.

use std::fs;
use std::time::{Duration, Instant};

use alloy::primitives::{Address, U256};
use devnet::chain::{Config, Node};
use serde_json::json;

use crate::process::{Process, state_file, text};

/// An optimised devnet on an idle machine answers within a second; tests are neither.
const PATIENCE: Duration = Duration::from_secs(10);

async fn answers_in_time(options: &[&str]) -> Process {
    let started = Instant::now();
    let devnet = Process::start(options);
    assert_eq!(devnet.ask("eth_chainId", json!([])).await, "0x64aba");
    let took = started.elapsed();
    assert!(took < PATIENCE, "the first answer came after {took:?}");
    devnet
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_chain_answers_its_first_request_in_time() {
    answers_in_time(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chain_of_20_000_accounts_in_a_file_answers_its_first_request_in_time() {
    let file = state_file("start");
    let mut node = Node::new(Config::default()).unwrap();
    let address = |number: u64| Address::left_padding_from(&(number << 8).to_be_bytes());
    for number in 1..=20_000 {
        node.set_balance(address(number), U256::from(number));
        for slot in [0, 1] {
            node.set_storage_at(address(number), U256::from(slot), U256::MAX);
        }
    }
    node.mine(1, None);
    fs::write(&file, node.dump().unwrap()).unwrap();
    let devnet = answers_in_time(&["--state", text(&file)]).await;
    assert_eq!(devnet.ask("eth_getBalance", json!([address(20_000)])).await, "0x4e20");
    assert_eq!(devnet.ask("eth_blockNumber", json!([])).await, "0x1");
    fs::remove_dir_all(file.parent().unwrap()).unwrap();
}
