//! Foundry's `cast`, unmodified, against the devnet.

use std::path::PathBuf;
use std::process::Command;

use crate::support::{devnet, recorder};
use devnet::Devnet;

/// The `cast` binary: `$CAST`, else the one the project's scripts install.
fn cast_binary() -> Option<PathBuf> {
    let installed =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../node_modules/@foundry-rs/cast-linux-amd64/bin/cast");
    let path = std::env::var_os("CAST").map_or_else(|| installed.into(), PathBuf::from);
    path.is_file().then_some(path)
}

/// Runs `cast` with `args` and gives what it printed; panics with its complaint when it fails.
async fn run(cast: &std::path::Path, devnet: &Devnet, args: &[&str]) -> String {
    let mut command = Command::new(cast);
    command.args(args).env("ETH_RPC_URL", devnet.url());
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "cast {args:?}\n{out}{err}");
    out.trim().to_owned()
}

/// The commands a page of the documentation shows under a heading.
fn shown(page: &str, heading: &str) -> String {
    let page = std::fs::read_to_string(format!("{}/../../docs/{page}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let section = page.split_once(&format!("\n## {heading}\n")).unwrap().1;
    let block = section.split_once("```sh\n").unwrap().1;
    block.split_once("```").unwrap().0.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_of_the_documentation_work_as_they_are_written() {
    let Some(cast) = cast_binary() else {
        println!("skipped: no cast binary; set CAST or run the project's setup script, which installs it");
        return;
    };
    let devnet = devnet().await;
    let script = shown("devnet.md", "With `cast`");
    let here = script.replace("http://127.0.0.1:8547", devnet.url());
    assert_ne!(here, script, "the commands name where the devnet is");
    let folder = cast.parent().unwrap().display().to_string();
    let mut command = Command::new("bash");
    command.args(["-euxo", "pipefail", "-c", &here]);
    command.env("PATH", format!("{folder}:{}", std::env::var("PATH").unwrap()));
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    for told in ["412346", "10001.000000000000000000", "true", "21000", "\"type\":\"CALL\""] {
        assert!(out.contains(told), "{told} is not in\n{out}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cast_deploys_sends_calls_estimates_and_reads() {
    let Some(cast) = cast_binary() else {
        println!("skipped: no cast binary; set CAST or run the project's setup script, which installs it");
        return;
    };
    let devnet = devnet().await;
    let account = &devnet.accounts()[0];
    let (from, key) = (account.address.to_string(), account.key.to_string());
    let (from, key) = (from.as_str(), key.as_str());
    let to = "0x7777777777777777777777777777777777777777";

    assert_eq!(run(&cast, &devnet, &["chain-id"]).await, "412346");
    let sent = run(&cast, &devnet, &["send", to, "--value", "2ether", "--private-key", key, "--json"]).await;
    let sent: serde_json::Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(sent["status"], "0x1");
    let hash = sent["transactionHash"].as_str().unwrap();
    assert_eq!(run(&cast, &devnet, &["balance", to]).await, "2000000000000000000");
    assert_eq!(run(&cast, &devnet, &["receipt", hash, "status"]).await, "true");
    assert_eq!(run(&cast, &devnet, &["nonce", from]).await, "1");
    assert_eq!(run(&cast, &devnet, &["block", "latest", "--field", "number"]).await, "1");
    assert_eq!(run(&cast, &devnet, &["estimate", to, "--value", "1", "--from", from]).await, "21000");

    let init_code = recorder().to_string();
    let created =
        run(&cast, &devnet, &["send", "--private-key", key, "--json", "--create", &init_code]).await;
    let created: serde_json::Value = serde_json::from_str(&created).unwrap();
    let contract = created["contractAddress"].as_str().unwrap();
    let word = format!("0x{:064x}", 42);
    run(&cast, &devnet, &["send", contract, &word, "--private-key", key]).await;
    assert_eq!(run(&cast, &devnet, &["call", contract]).await, word);
    assert_eq!(run(&cast, &devnet, &["storage", contract, "0"]).await, word);
    let logs = run(&cast, &devnet, &["logs", "--address", contract, "--json"]).await;
    let logs: serde_json::Value = serde_json::from_str(&logs).unwrap();
    assert_eq!(logs[0]["data"], word.as_str());
}
