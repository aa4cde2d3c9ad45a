//! When blocks are made, and the times they have.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alloy::primitives::{Address, U256};
use alloy::providers::Provider;
use devnet::chain::Clock;
use devnet::{Config, Devnet};
use serde_json::{Value, json};

use crate::support::{ask, devnet, provider, refusal, timestamp};

/// What is to come has come by then.
const PATIENCE: Duration = Duration::from_secs(20);

/// A devnet whose blocks have the system's time.
async fn on_system_time() -> Devnet {
    let mut config = Config { port: 0, ..Config::default() };
    config.chain.clock = Clock::System;
    Devnet::start(config).await.unwrap()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

async fn mine(provider: &impl Provider) -> u64 {
    ask(provider, "evm_mine", json!([])).await;
    timestamp(provider).await
}

async fn reaches(provider: &impl Provider, block: u64) {
    let waiting = async {
        while provider.get_block_number().await.unwrap() < block {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.unwrap();
}

#[tokio::test]
async fn interval_mining_makes_blocks_with_what_waited_until_it_is_turned_off() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    ask(&alice, "evm_setIntervalMining", json!([1])).await;
    assert_eq!(ask(&alice, "anvil_getAutomine", json!([])).await, false);
    assert_eq!(ask(&alice, "anvil_getIntervalMining", json!([])).await, 1);
    let from = devnet.accounts()[0].address;
    let request = json!([{"from": from, "to": Address::repeat_byte(1), "value": "0x1"}]);
    let hash = ask(&alice, "eth_sendTransaction", request).await;
    assert_eq!(ask(&alice, "eth_getTransactionReceipt", json!([hash])).await, Value::Null);
    reaches(&alice, 2).await;
    assert_eq!(ask(&alice, "eth_getTransactionReceipt", json!([hash])).await["blockNumber"], "0x1");

    ask(&alice, "anvil_setIntervalMining", json!([0])).await;
    assert_eq!(ask(&alice, "anvil_getIntervalMining", json!([])).await, Value::Null);
    let last = alice.get_block_number().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert_eq!(alice.get_block_number().await.unwrap(), last);
}

#[tokio::test]
async fn a_block_time_in_the_config_mines_from_the_start_and_automine_ends_it() {
    let mut config = Config { port: 0, ..Config::default() };
    config.chain.mining = devnet::chain::Mining::Every(Duration::from_millis(30));
    let devnet = Devnet::start(config).await.unwrap();
    let alice = provider(&devnet, 0);
    reaches(&alice, 3).await;
    ask(&alice, "evm_setAutomine", json!([false])).await;
    let seen = alice.get_block_number().await.unwrap();
    reaches(&alice, seen + 2).await;
    ask(&alice, "evm_setAutomine", json!([true])).await;
    assert_eq!(ask(&alice, "hardhat_getAutomine", json!([])).await, true);
    let last = alice.get_block_number().await.unwrap();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(alice.get_block_number().await.unwrap(), last);
}

#[tokio::test]
async fn a_timestamp_interval_sets_blocks_apart_until_it_is_removed() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let start = mine(&alice).await;
    ask(&alice, "anvil_setBlockTimestampInterval", json!([60])).await;
    assert_eq!(mine(&alice).await, start + 60);
    ask(&alice, "evm_increaseTime", json!([1_000])).await;
    assert_eq!(mine(&alice).await, start + 1_120);
    assert_eq!(mine(&alice).await, start + 1_180);
    assert_eq!(ask(&alice, "anvil_removeBlockTimestampInterval", json!([])).await, true);
    assert_eq!(mine(&alice).await, start + 1_181, "the chain's own step");
    assert_eq!(ask(&alice, "anvil_removeBlockTimestampInterval", json!([])).await, false);
}

#[tokio::test]
async fn a_clock_that_is_set_goes_on_from_there_also_in_the_past() {
    let devnet = on_system_time().await;
    let alice = provider(&devnet, 0);
    let genesis = timestamp(&alice).await;
    // A month after genesis is long ago for the system.
    let asked = genesis + 30 * 86_400;
    let moved = ask(&alice, "evm_setTime", json!([asked])).await.as_i64().unwrap();
    assert!(moved < 0 && (now() as i64 + moved).abs_diff(asked as i64) < 60, "{moved}");
    for _ in 0..2 {
        let time = mine(&alice).await;
        assert!((asked..asked + 60).contains(&time), "{time}");
    }
    ask(&alice, "evm_setNextBlockTimestamp", json!([asked + 500])).await;
    assert_eq!(mine(&alice).await, asked + 500);
    let time = mine(&alice).await;
    assert!((asked + 500..asked + 560).contains(&time), "the clock follows the block: {time}");

    let (_, message) = refusal(&alice, "anvil_setTime", json!([genesis])).await;
    assert!(message.contains("is before the latest block's"), "{message}");
}

#[tokio::test]
async fn a_reset_brings_back_the_chain_as_it_was_started() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    let genesis = alice.get_block_by_number(0.into()).await.unwrap().unwrap().header.hash;
    let whom = Address::repeat_byte(1);
    let snapshot = ask(&alice, "evm_snapshot", json!([])).await;
    ask(&alice, "anvil_setBalance", json!([whom, "0x5"])).await;
    ask(&alice, "anvil_setNextBlockBaseFeePerGas", json!(["0x1"])).await;
    ask(&alice, "anvil_impersonateAccount", json!([whom])).await;
    ask(&alice, "evm_increaseTime", json!([100_000])).await;
    ask(&alice, "anvil_mine", json!([3])).await;
    ask(&alice, "evm_setAutomine", json!([false])).await;
    let from = devnet.accounts()[0].address;
    ask(&alice, "eth_sendTransaction", json!([{"from": from, "to": whom, "value": "0x1"}])).await;

    ask(&alice, "hardhat_reset", json!([])).await;
    let latest = alice.get_block_by_number(Default::default()).await.unwrap().unwrap().header;
    assert_eq!((latest.number, latest.hash), (0, genesis));
    assert_eq!(alice.get_balance(whom).await.unwrap(), U256::ZERO);
    assert_eq!(ask(&alice, "txpool_status", json!([])).await["pending"], "0x0");
    assert_eq!(ask(&alice, "anvil_getAutomine", json!([])).await, true);
    assert_eq!(alice.get_gas_price().await.unwrap(), 100_000_000);
    assert_eq!(ask(&alice, "evm_revert", json!([snapshot])).await, false);
    refusal(&alice, "eth_sendTransaction", json!([{"from": whom, "to": from, "gas": "0x5208"}])).await;
    assert_eq!(mine(&alice).await, latest.timestamp + 1);
}

#[tokio::test]
async fn a_reset_to_a_fork_is_refused_by_name() {
    let devnet = devnet().await;
    let alice = provider(&devnet, 0);
    mine(&alice).await;
    let fork = json!([{"forking": {"jsonRpcUrl": "http://127.0.0.1:1"}}]);
    let (code, message) = refusal(&alice, "anvil_reset", fork).await;
    assert_eq!(code, -32602);
    assert!(message.contains("forking is not available"), "{message}");
    assert_eq!(alice.get_block_number().await.unwrap(), 1);
}
