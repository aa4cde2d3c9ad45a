//! Requests that change nothing are answered side by side, and neither they nor those that change the chain keep the
//! others out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use alloy::primitives::{Address, Bytes};
use alloy::providers::{DynProvider, Provider, ProviderBuilder};
use devnet::{Config, Devnet};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::state_file::{Folder, config};

/// Longest anything here may take on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(60);
/// Gas of a call that takes long: as much as a call may use.
const LONG: u64 = 50_000_000;
/// Gas of one that does not.
const SHORT: u64 = 500_000;
/// Clients that ask without a pause.
const CROWD: u64 = 8;
/// Requests of the one beside them.
const WANTED: u64 = 20;

/// Hashes 64 KiB again and again until its gas is gone:
/// JUMPDEST, PUSH3 1 << 16, PUSH0, KECCAK256, POP, PUSH0, JUMP.
const ENDLESS: [u8; 10] = [0x5b, 0x62, 0x01, 0x00, 0x00, 0x5f, 0x20, 0x50, 0x5f, 0x56];

fn endless() -> Address {
    Address::repeat_byte(0xcc)
}

async fn open(config: Config) -> Devnet {
    let devnet = Devnet::start(config).await.unwrap();
    devnet.node().write().unwrap().set_code(endless(), Bytes::from_static(&ENDLESS)).unwrap();
    devnet
}

/// A connection of its own.
fn connect(devnet: &Devnet) -> DynProvider {
    ProviderBuilder::default().connect_http(devnet.url().parse().unwrap()).erased()
}

/// What a client asks.
#[derive(Clone, Copy, Debug)]
enum Request {
    Call { gas: u64 },
    Send,
}

/// Asks and gets the answer that is due.
async fn ask(client: &DynProvider, request: Request, from: Address) {
    match request {
        Request::Call { gas } => {
            let params = json!([{ "to": endless(), "gas": format!("{gas:#x}") }, "latest"]);
            let answer: Result<Value, _> = client.raw_request("eth_call".into(), params).await;
            let error = answer.unwrap_err();
            assert!(error.as_error_resp().unwrap().message.contains("gas"), "{error}");
        }
        Request::Send => {
            let params = json!([{ "from": from, "to": Address::ZERO, "value": "0x1" }]);
            let _: Value = client.raw_request("eth_sendTransaction".into(), params).await.unwrap();
        }
    }
}

/// Reads again and again while a long call runs.
async fn read_beside_a_long_call(config: Config) {
    let devnet = open(config).await;
    let (caller, client) = (connect(&devnet), connect(&devnet));
    client.get_block_number().await.unwrap();
    let call = tokio::spawn(async move {
        let begun = Instant::now();
        ask(&caller, Request::Call { gas: LONG }, Address::ZERO).await;
        begun.elapsed()
    });
    let mut waits = Vec::new();
    while !call.is_finished() {
        let begun = Instant::now();
        client.get_block_number().await.unwrap();
        waits.push(begun.elapsed());
    }
    let (took, longest) = (call.await.unwrap(), *waits.iter().max().unwrap());
    println!("{} reads within a call of {took:?}, the longest took {longest:?}", waits.len());
    assert!(longest < took / 2, "a read took {longest:?} beside a call of {took:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_is_answered_while_a_long_call_runs() {
    read_beside_a_long_call(Config { port: 0, ..Config::default() }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_is_answered_while_a_long_call_runs_and_the_chain_is_kept_in_a_file() {
    let folder = Folder::new("side-by-side");
    read_beside_a_long_call(config(&folder.file())).await;
}

/// Has eight clients ask without a pause, and one beside them, which must come to its end.
async fn beside(crowd: Request, one: Request) {
    let devnet = open(Config { port: 0, ..Config::default() }).await;
    let (over, answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let mut clients = JoinSet::new();
    for account in devnet.accounts()[1..].iter().cycle().take(CROWD as usize) {
        let (client, from) = (connect(&devnet), account.address);
        let (over, answered) = (Arc::clone(&over), Arc::clone(&answered));
        clients.spawn(async move {
            while !over.load(Ordering::Relaxed) {
                ask(&client, crowd, from).await;
                answered.fetch_add(1, Ordering::Relaxed);
            }
        });
    }
    let (client, from) = (connect(&devnet), devnet.accounts()[0].address);
    let work = async {
        while answered.load(Ordering::Relaxed) < CROWD {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let begun = (answered.load(Ordering::Relaxed), Instant::now());
        for _ in 0..WANTED {
            ask(&client, one, from).await;
        }
        (answered.load(Ordering::Relaxed) - begun.0, begun.1.elapsed())
    };
    let (meanwhile, took) = timeout(PATIENCE, work).await.expect("one is kept out by the crowd");
    over.store(true, Ordering::Relaxed);
    timeout(PATIENCE, clients.join_all()).await.expect("one of the crowd is kept out");
    println!("{WANTED} times {one:?} took {took:?} beside {meanwhile} times {crowd:?}");
    assert!(meanwhile > 0, "the crowd is kept out by one");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_sends_gets_on_beside_many_that_call() {
    beside(Request::Call { gas: SHORT }, Request::Send).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_calls_gets_on_beside_many_that_send() {
    beside(Request::Send, Request::Call { gas: SHORT }).await;
}
