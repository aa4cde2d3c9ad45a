//! Sending transactions, and the time from the first one's sending to the last one's receipt.

use std::time::{Duration, Instant};

use alloy::consensus::{SignableTransaction, TxEip1559, TxEnvelope};
use alloy::eips::Encodable2718;
use alloy::primitives::{Address, B256, Bytes, TxKind};
use alloy::providers::{Provider, RootProvider};
use alloy::rpc::client::BatchRequest;
use alloy::signers::SignerSync;
use alloy::signers::local::PrivateKeySigner;

use crate::Failure;
use crate::nodes::Process;
use crate::work::{Workload, senders};

/// Gas limit of every transaction.
const GAS: u64 = 200_000;
/// What anyone is ready to pay for gas, far above the base fee of either node.
const MAX_FEE: u128 = 100_000_000_000;
/// Longest a node may take to mine a transaction it has accepted.
const PATIENCE: Duration = Duration::from_secs(20);
/// Requests in a batch.
const BATCH: usize = 100;

/// How transactions are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Each once the one before has its receipt, as scripts and tests do.
    OneByOne,
    /// The same by several accounts at once.
    AtOnce,
    /// In batches of requests.
    Batches,
}

impl Mode {
    /// All there are.
    pub const ALL: [Self; 3] = [Self::OneByOne, Self::AtOnce, Self::Batches];

    /// For people.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OneByOne => "one by one",
            Self::AtOnce => "8 at once, one by one",
            Self::Batches => "batches of 100",
        }
    }

    const fn senders(self) -> u32 {
        match self {
            Self::OneByOne | Self::Batches => 1,
            Self::AtOnce => 8,
        }
    }
}

/// A signed transaction, ready to be sent.
#[derive(Clone)]
struct Signed {
    raw: Bytes,
    hash: B256,
}

/// Transactions per second.
pub async fn run(
    node: &Process,
    workload: Workload,
    mode: Mode,
    transactions: usize,
) -> Result<f64, Failure> {
    let senders = senders(mode.senders())?;
    let target = workload.prepare(node, &senders).await?;
    let share = transactions.div_ceil(senders.len());
    let mut shares = Vec::new();
    for (sender, first) in senders.iter().zip((0_u64..).step_by(share)) {
        shares.push(sign(node, workload, sender, target, first, share).await?);
    }
    let start = Instant::now();
    let mut sending = tokio::task::JoinSet::new();
    for share in shares.clone() {
        sending.spawn(send(node.client()?, mode, share));
    }
    while let Some(sent) = sending.join_next().await {
        sent??;
    }
    let elapsed = start.elapsed();
    let all: Vec<Signed> = shares.into_iter().flatten().collect();
    succeeded(&node.client()?, &all).await?;
    Ok(rate(all.len(), elapsed))
}

#[allow(clippy::cast_precision_loss)] // Counts far below 2^53.
fn rate(count: usize, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64()
}

async fn sign(
    node: &Process,
    workload: Workload,
    sender: &PrivateKeySigner,
    target: Address,
    first: u64,
    count: usize,
) -> Result<Vec<Signed>, Failure> {
    let nonce = node.client()?.get_transaction_count(sender.address()).await?;
    let signed = |(number, nonce)| {
        let transaction = TxEip1559 {
            chain_id: node.chain_id,
            nonce,
            gas_limit: GAS,
            max_fee_per_gas: MAX_FEE,
            max_priority_fee_per_gas: 0,
            to: TxKind::Call(target),
            input: workload.input(number),
            ..TxEip1559::default()
        };
        let signature = sender.sign_hash_sync(&transaction.signature_hash())?;
        let envelope = TxEnvelope::from(transaction.into_signed(signature));
        Ok(Signed { raw: envelope.encoded_2718().into(), hash: *envelope.tx_hash() })
    };
    (first..).zip(nonce..).take(count).map(signed).collect()
}

/// Sends transactions of one account and returns when the last of them has its receipt.
async fn send(client: RootProvider, mode: Mode, transactions: Vec<Signed>) -> Result<(), Failure> {
    match mode {
        Mode::OneByOne | Mode::AtOnce => {
            for transaction in &transactions {
                send_one(&client, transaction).await?;
                mined(&client, transaction.hash).await?;
            }
        }
        Mode::Batches => {
            for batch in transactions.chunks(BATCH) {
                send_batch(&client, batch).await?;
            }
        }
    }
    match transactions.last() {
        Some(last) => mined(&client, last.hash).await,
        None => Ok(()),
    }
}

async fn send_one(client: &RootProvider, transaction: &Signed) -> Result<(), Failure> {
    // Not `send_raw_transaction`, which starts to watch for the receipt.
    let _: B256 = client.raw_request("eth_sendRawTransaction".into(), (&transaction.raw,)).await?;
    Ok(())
}

async fn send_batch(client: &RootProvider, transactions: &[Signed]) -> Result<(), Failure> {
    let mut batch = BatchRequest::new(client.client());
    let mut answers = Vec::with_capacity(transactions.len());
    for transaction in transactions {
        answers.push(batch.add_call::<_, B256>("eth_sendRawTransaction", &(&transaction.raw,))?);
    }
    batch.send().await?;
    for answer in answers {
        answer.await?;
    }
    Ok(())
}

/// Returns once the transaction has its receipt; fails when it has none for long.
async fn mined(client: &RootProvider, hash: B256) -> Result<(), Failure> {
    let start = Instant::now();
    while client.get_transaction_receipt(hash).await?.is_none() {
        if start.elapsed() > PATIENCE {
            return Err(format!("transaction {hash} was not mined within {PATIENCE:?}").into());
        }
        tokio::time::sleep(Duration::from_micros(100)).await;
    }
    Ok(())
}

/// Fails unless every transaction was mined and did what it should.
async fn succeeded(client: &RootProvider, transactions: &[Signed]) -> Result<(), Failure> {
    for transaction in transactions {
        let receipt = client.get_transaction_receipt(transaction.hash).await?;
        if !receipt.is_some_and(|receipt| receipt.status()) {
            return Err(format!("transaction {} was not mined or failed", transaction.hash).into());
        }
    }
    Ok(())
}
