//! A chain that is kept in a file, however its devnet ends.

use std::fs;
use std::process::Command;
use std::time::Duration;

use alloy::primitives::{B256, U256};
use alloy::providers::Provider;

use crate::process::{Process, TO, run, state_file, text};

/// What was acknowledged so long ago is in the file: a fifth of a second passes between writes, the rest is for a busy
/// machine.
const KEPT_AFTER: Duration = Duration::from_secs(2);

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

/// Fails unless the chain is the first of the transactions that were acknowledged, each in a block of its own, with at
/// most the one that was on its way. Blocks below `checked` were looked at before. Leaves those that were kept.
async fn is_first_of(acknowledged: &mut Vec<B256>, devnet: &Process, checked: usize) {
    let latest = usize::try_from(devnet.provider.get_block_number().await.unwrap()).unwrap();
    assert!(latest >= checked, "what was in the file once is never lost: {latest} < {checked}");
    assert!(latest <= acknowledged.len() + 1, "{latest} of {}", acknowledged.len());
    for number in checked + 1..=latest {
        let block = devnet.provider.get_block_by_number((number as u64).into()).await.unwrap().unwrap();
        let mined: Vec<B256> = block.transactions.hashes().collect();
        match acknowledged.get(number - 1) {
            Some(hash) => assert_eq!(mined, [*hash], "block {number}"),
            None => acknowledged.extend(mined),
        }
    }
    acknowledged.truncate(latest);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_devnet_killed_at_any_moment_keeps_the_first_of_what_it_acknowledged() {
    let file = state_file("killed");
    let mut acknowledged: Vec<B256> = Vec::new();
    let mut checked = 0;
    // Moments are spread over the rhythm the file is written in, and differ from run to run.
    let jitter = u64::from(std::process::id()) % 53;
    for round in 0..20_u64 {
        let mut devnet = Process::start(&["--state", text(&file)]);
        is_first_of(&mut acknowledged, &devnet, checked).await;
        checked = acknowledged.len();
        let lifetime = Duration::from_millis(50 + (round * 97 + jitter * 13) % 450);
        let busy = async {
            while let Some(hash) = devnet.send().await {
                acknowledged.push(hash);
            }
        };
        let _ = tokio::time::timeout(lifetime, busy).await;
        devnet.kill();
    }
    assert!(checked > 0, "something was kept");
    let mut devnet = Process::start(&["--state", text(&file)]);
    consistent(&devnet).await;
    let last = devnet.send().await.unwrap();
    tokio::time::sleep(KEPT_AFTER).await;
    devnet.kill();
    let devnet = Process::start(&["--state", text(&file)]);
    assert!(devnet.provider.get_transaction_receipt(last).await.unwrap().is_some());
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
