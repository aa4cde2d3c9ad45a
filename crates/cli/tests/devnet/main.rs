//! `restake devnet` as people and service managers run it.
#![allow(clippy::unwrap_used)]

mod kept;
mod process;
mod start;

use std::time::Duration;

use alloy::primitives::{Address, B256, U256};
use alloy::providers::Provider;
use serde_json::{Value, json};

use crate::process::{Process, run};

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
fn the_help_names_every_option_with_its_default() {
    let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
    for words in
        ["Chain:", "Blocks:", "--state <FILE>", "[default: 412346]", "[default: 61]", "[default: all]"]
    {
        assert!(help.contains(words), "{words}\n{help}");
    }
}
