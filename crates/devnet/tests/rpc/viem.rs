//! viem, unmodified, against the devnet: each script in `tests/node` on a chain of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::devnet;

fn path(relative: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

/// What is missing to run the scripts, if anything.
fn missing() -> Option<&'static str> {
    if !Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return Some("Node.js");
    }
    (!path("../../node_modules/viem").is_dir()).then_some("viem")
}

/// Runs a script with Node's test runner; panics with what it printed when a rule in it does not hold.
async fn passes(script: &str) {
    if let Some(tool) = missing() {
        println!(
            "skipped: {tool} is not installed; the project's setup script needs the one and installs the other"
        );
        return;
    }
    let devnet = devnet().await;
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=spec"]).arg(path("tests/node").join(script));
    command.env("DEVNET_URL", devnet.url());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{out}{err}");
    assert!(output.status.success(), "{script} failed; its output is above");
}

#[tokio::test(flavor = "multi_thread")]
async fn viem_sends_transactions_of_every_type() {
    passes("transactions.test.mjs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn viem_deploys_reads_writes_and_simulates_contracts() {
    passes("contracts.test.mjs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn viem_follows_the_chain_by_polling_and_by_subscription() {
    passes("watching.test.mjs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn viem_signs_with_the_accounts_the_node_unlocks() {
    passes("signing.test.mjs").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn viem_deploys_and_activates_a_program() {
    passes("stylus.test.mjs").await;
}
