//! Sixty-four clients at once, over HTTP and WebSocket: what they are told fits together to the wei.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use alloy::consensus::{BlockHeader, SignableTransaction, Transaction, TxEip1559, TxEnvelope};
use alloy::eips::eip2718::Encodable2718;
use alloy::primitives::{Address, B256, Bloom, BloomInput, Bytes, U256};
use alloy::providers::{DynProvider, Provider, ProviderBuilder, WsConnect};
use alloy::rpc::types::{Block, Filter, TransactionReceipt};
use alloy::signers::SignerSync;
use alloy::signers::local::PrivateKeySigner;
use devnet::chain::Mining;
use devnet::{Config, Devnet};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

const CLIENTS: usize = 64;
/// Transactions each client wants mined.
const EACH: u64 = 4;
/// Clients from here on share one account.
const SHARING: usize = 48;
/// Clients that follow the blocks; each second client is on a WebSocket.
const FOLLOWING: usize = 8;
/// Blocks a follower's own queue holds until it looks.
const UNHEARD: usize = 1_024;
/// Longest anything may take.
const PATIENCE: Duration = Duration::from_secs(60);
const GAS: u64 = 100_000;
/// Emits one log without topics and takes what it is sent: LOG0 of nothing.
const LOGGER: [u8; 4] = [0x5f, 0x5f, 0xa0, 0x00];

fn logger() -> Address {
    Address::repeat_byte(0x42)
}

async fn open(mining: Mining) -> Devnet {
    let mut config = Config { port: 0, ..Config::default() };
    config.chain.mining = mining;
    config.chain.accounts = CLIENTS as u32;
    let devnet = Devnet::start(config).await.unwrap();
    devnet.node().write().unwrap().set_code(logger(), Bytes::from_static(&LOGGER)).unwrap();
    devnet
}

/// A connection of its own for each client.
async fn connect(devnet: &Devnet, client: usize) -> DynProvider {
    if client.is_multiple_of(2) {
        let url = devnet.url().replace("http", "ws");
        ProviderBuilder::default().connect_ws(WsConnect::new(url)).await.unwrap().erased()
    } else {
        ProviderBuilder::default().connect_http(devnet.url().parse().unwrap()).erased()
    }
}

fn signer(devnet: &Devnet, index: usize) -> PrivateKeySigner {
    PrivateKeySigner::from_bytes(&devnet.accounts()[index].key).unwrap()
}

/// What a client did: the hashes it was given, and how often another was faster.
#[derive(Default)]
struct Done {
    hashes: Vec<B256>,
    lost: usize,
}

/// Sends until enough of its transactions were accepted.
async fn send(provider: DynProvider, signer: PrivateKeySigner, client: usize) -> Done {
    let mut done = Done::default();
    while (done.hashes.len() as u64) < EACH {
        let nonce = provider.get_transaction_count(signer.address()).pending().await.unwrap();
        let raw = transaction(&signer, nonce, client, done.hashes.len());
        match provider.send_raw_transaction(&raw).await {
            Ok(sent) => done.hashes.push(*sent.tx_hash()),
            Err(error) => {
                let error = error.as_error_resp().expect("the node answered").clone();
                assert_eq!(error.code, -32000, "{error:?}");
                assert!(error.message.starts_with("nonce too low: next nonce"), "{error:?}");
                done.lost += 1;
            }
        }
        look(&provider).await;
    }
    done
}

/// A transaction no other client sends: its value tells who it is from.
fn transaction(signer: &PrivateKeySigner, nonce: u64, client: usize, turn: usize) -> Vec<u8> {
    let tx = TxEip1559 {
        chain_id: devnet::chain::CHAIN_ID,
        nonce,
        gas_limit: GAS,
        max_fee_per_gas: 2 * u128::from(devnet::chain::BASE_FEE),
        max_priority_fee_per_gas: 0,
        to: logger().into(),
        value: U256::from(1 + client * 1_000 + turn),
        ..TxEip1559::default()
    };
    let signature = signer.sign_hash_sync(&tx.signature_hash()).unwrap();
    TxEnvelope::from(tx.into_signed(signature)).encoded_2718()
}

/// What clients read between two transactions must be in order by itself.
async fn look(provider: &DynProvider) {
    let number = provider.get_block_number().await.unwrap();
    let block = provider.get_block_by_number(number.into()).full().await.unwrap().unwrap();
    let receipts = provider.get_block_receipts(number.into()).await.unwrap().unwrap();
    agree(&block, &receipts);
}

fn agree(block: &Block, receipts: &[TransactionReceipt]) {
    let hashes: Vec<B256> = block.transactions.hashes().collect();
    let told: Vec<B256> = receipts.iter().map(|receipt| receipt.transaction_hash).collect();
    assert_eq!(hashes, told, "block {}", block.header.number);
    let mut gas = 0;
    let mut bloom = Bloom::ZERO;
    for receipt in receipts {
        gas += receipt.gas_used;
        assert_eq!(receipt.inner.cumulative_gas_used(), gas);
        assert_eq!(receipt.block_hash, Some(block.header.hash));
        assert!(receipt.status());
        receipt.logs().iter().for_each(|log| bloom.accrue(BloomInput::Raw(log.address().as_slice())));
    }
    assert_eq!(block.header.gas_used(), gas);
    assert_eq!(block.header.logs_bloom(), bloom);
}

/// Hears of blocks until the last one.
async fn follow(provider: DynProvider, mut last: watch::Receiver<Option<u64>>) -> Vec<(u64, B256)> {
    let mut heads = provider.subscribe_blocks().channel_size(UNHEARD).await.unwrap();
    let mut heard: Vec<(u64, B256)> = Vec::new();
    while last.borrow().is_none_or(|end| heard.last().is_none_or(|(number, _)| *number < end)) {
        tokio::select! {
            head = heads.recv() => {
                let head = head.unwrap();
                heard.push((head.number, head.hash));
            }
            Ok(()) = last.changed() => {}
        }
    }
    // Nothing comes twice or late.
    assert!(timeout(Duration::from_millis(100), heads.recv()).await.is_err());
    heard
}

/// Lets all clients loose, and compares what each was told with the chain.
async fn run(mining: Mining) {
    let devnet = open(mining).await;
    let (end, last) = watch::channel(None);
    let mut followers = JoinSet::new();
    for client in 0..FOLLOWING {
        followers.spawn(follow(connect(&devnet, 2 * client).await, last.clone()));
    }
    // Time to subscribe, before the first block that must be heard of.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut clients = JoinSet::new();
    for client in 0..CLIENTS {
        let provider = connect(&devnet, client).await;
        let signer = signer(&devnet, client.min(SHARING));
        clients.spawn(async move { send(provider, signer, client).await });
    }
    let mut done = Vec::new();
    while let Some(client) = timeout(PATIENCE, clients.join_next()).await.expect("a client hangs") {
        done.push(client.unwrap());
        if mining == Mining::Manual {
            devnet.node().write().unwrap().mine(1, None);
        }
    }
    settle(&devnet, mining);
    let hashes: Vec<B256> = done.iter().flat_map(|client| client.hashes.clone()).collect();
    let lost: usize = done.iter().map(|client| client.lost).sum();
    let blocks = consistent(&connect(&devnet, 1).await, &hashes).await;
    end.send(Some(blocks.last().unwrap().0)).unwrap();
    let all = timeout(PATIENCE, followers.join_all()).await.expect("a follower hangs");
    for heard in all {
        let began = blocks.iter().position(|block| heard.first() == Some(block)).expect("it heard something");
        assert_eq!(heard, blocks[began..], "each block once, in order");
        assert!(mining != Mining::Instant || began == 1, "it missed the first {began} blocks");
    }
    println!("{mining:?}: {} transactions in {} blocks, {lost} races lost", hashes.len(), blocks.len());
    assert!(lost > 0, "no two clients wanted the same nonce");
    devnet.stop().await.unwrap();
}

/// No transaction waits any longer, and no block comes any more.
fn settle(devnet: &Devnet, mining: Mining) {
    let node = devnet.node();
    let mut node = node.write().unwrap();
    if mining != Mining::Instant {
        node.set_mining(Mining::Manual);
        node.mine(1, None);
    }
    assert!(node.pending_transactions().is_empty());
}

/// Compares all there is on the chain with what the clients were told. Gives the blocks.
async fn consistent(provider: &DynProvider, hashes: &[B256]) -> Vec<(u64, B256)> {
    let latest = provider.get_block_number().await.unwrap();
    let (mut blocks, mut mined, mut parent) = (Vec::new(), Vec::new(), B256::ZERO);
    let (mut spent, mut sent) = (BTreeMap::<Address, U256>::new(), BTreeMap::<Address, Vec<u64>>::new());
    for number in 0..=latest {
        let block = provider.get_block_by_number(number.into()).full().await.unwrap().unwrap();
        let receipts = provider.get_block_receipts(number.into()).await.unwrap().unwrap();
        agree(&block, &receipts);
        assert_eq!((block.header.number, block.header.parent_hash), (number, parent));
        for (tx, receipt) in block.transactions.txns().zip(&receipts) {
            let alone = provider.get_transaction_receipt(receipt.transaction_hash).await.unwrap().unwrap();
            assert_eq!(alone, *receipt);
            let fee = U256::from(receipt.gas_used) * U256::from(receipt.effective_gas_price);
            *spent.entry(receipt.from).or_default() += tx.value() + fee;
            *spent.entry(logger()).or_default() += tx.value();
            sent.entry(receipt.from).or_default().push(tx.nonce());
            mined.push(receipt.transaction_hash);
        }
        parent = block.header.hash;
        blocks.push((number, parent));
    }
    let set: BTreeSet<&B256> = mined.iter().collect();
    assert_eq!((set.len(), mined.len()), (hashes.len(), hashes.len()), "each once");
    assert!(hashes.iter().all(|hash| set.contains(hash)));
    let logs = provider.get_logs(&Filter::new().from_block(0).address(logger())).await.unwrap();
    let logged: Vec<B256> = logs.iter().map(|log| log.transaction_hash.unwrap()).collect();
    assert_eq!(logged, mined, "one log of each, in order");
    let had = devnet::chain::Config::default().dev_balance;
    for (account, nonces) in sent {
        assert_eq!(nonces, (0..nonces.len() as u64).collect::<Vec<_>>(), "one winner for each nonce");
        assert_eq!(provider.get_transaction_count(account).await.unwrap(), nonces.len() as u64);
        assert_eq!(provider.get_balance(account).await.unwrap(), had - spent[&account], "to the wei");
    }
    assert_eq!(provider.get_balance(logger()).await.unwrap(), spent[&logger()]);
    blocks
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_agree_with_the_chain_when_each_transaction_is_mined_at_once() {
    run(Mining::Instant).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_agree_with_the_chain_when_blocks_come_by_the_clock() {
    run(Mining::Every(Duration::from_millis(30))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_clients_agree_with_the_chain_when_blocks_come_on_demand() {
    run(Mining::Manual).await;
}
