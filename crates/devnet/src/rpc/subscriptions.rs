//! Subscriptions over WebSocket: new block headers, and logs as they are emitted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use alloy_primitives::U64;
use alloy_rpc_types::Filter;
use jsonrpsee::PendingSubscriptionSink;
use jsonrpsee::core::traits::IdProvider;
use jsonrpsee::core::{RegisterMethodError, SubscriptionError};
use jsonrpsee::types::SubscriptionId;
use jsonrpsee::{Extensions, RpcModule};
use serde_json::Value;
use serde_json::value::to_raw_value;
use tokio::sync::broadcast::Receiver;

use super::error::RpcError;
use super::params::Args;
use super::{Rpc, RpcMethod, convert, json, logs};
use crate::chain::Block;

/// Starts a subscription.
const SUBSCRIBE: &str = "eth_subscribe";
/// Ends one.
const UNSUBSCRIBE: &str = "eth_unsubscribe";
/// Both, as clients are told of them.
pub(super) const METHODS: [RpcMethod; 2] = [
    RpcMethod { name: SUBSCRIBE, params: PARAMS },
    RpcMethod { name: UNSUBSCRIBE, params: &["subscription id"] },
];
/// What notifications are called.
const NOTIFICATION: &str = "eth_subscription";

/// Names of its parameters.
const PARAMS: &[&str] = &["kind", "filter"];

/// What a client wants to hear of.
enum Wanted {
    Heads,
    Logs(Box<Filter>),
}

/// Adds the subscription methods, which the server offers on WebSocket connections alone.
///
/// # Errors
/// When another method has one of the names.
pub(super) fn register(module: &mut RpcModule<Rpc>) -> Result<(), RegisterMethodError> {
    module.register_subscription(
        SUBSCRIBE,
        NOTIFICATION,
        UNSUBSCRIBE,
        |params, pending, rpc, _: Extensions| async move {
            let beginning = Arc::clone(&rpc);
            let begin = move || {
                let wanted = wanted(&Args::read(&params, PARAMS)?)?;
                Ok((wanted, beginning.node()?.listen()))
            };
            match rpc.in_background(begin).await {
                Ok((wanted, blocks)) => follow(wanted, blocks, pending).await,
                Err(error) => {
                    pending.reject(error).await;
                    Ok(())
                }
            }
        },
    )?;
    Ok(())
}

fn wanted(args: &Args) -> Result<Wanted, RpcError> {
    match args.required::<String>(0)?.as_str() {
        "newHeads" => Ok(Wanted::Heads),
        "logs" => Ok(Wanted::Logs(Box::new(logs::followed_filter(args, 1)?))),
        other => {
            Err(args.wrong(0, &format!("there is no subscription to {other}: newHeads and logs are offered")))
        }
    }
}

/// Sends what every new block brings until the client leaves, or falls so far behind that it would miss some.
async fn follow(
    wanted: Wanted,
    mut blocks: Receiver<Arc<Block>>,
    pending: PendingSubscriptionSink,
) -> Result<(), SubscriptionError> {
    let sink = pending.accept().await?;
    loop {
        let block = tokio::select! {
            () = sink.closed() => return Ok(()),
            block = blocks.recv() => block?,
        };
        for item in news(&wanted, &block)? {
            sink.send(to_raw_value(&item)?).await?;
        }
    }
}

/// What a block brings.
fn news(wanted: &Wanted, block: &Block) -> Result<Vec<Value>, RpcError> {
    match wanted {
        Wanted::Heads => Ok(vec![json(convert::header(block))?]),
        Wanted::Logs(filter) => block.logs(filter).into_iter().map(|log| json(convert::log(log))).collect(),
    }
}

/// Ids as Ethereum clients expect them: quantities in hex, each used once.
#[derive(Debug, Default)]
pub(crate) struct HexIds(AtomicU64);

impl IdProvider for HexIds {
    fn next_id(&self) -> SubscriptionId<'static> {
        let number = self.0.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        SubscriptionId::Str(format!("{:#x}", U64::from(number)).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_quantities_each_used_once() {
        let ids = HexIds::default();
        assert_eq!(ids.next_id(), SubscriptionId::Str("0x1".into()));
        assert_eq!(ids.next_id(), SubscriptionId::Str("0x2".into()));
    }
}
