//! JSON-RPC: the methods wallets, `alloy` and `cast` need, answered from the one [`Node`] of the process.
//!
//! Every method is a row in a table of its family's file: name, aliases, the names of its parameters, and
//! the function that answers. A method that is in no table is refused by name, never answered with a guess.

mod blocks;
mod control;
mod convert;
mod error;
mod execute;
mod fees;
mod info;
mod logs;
mod overrides;
mod params;
mod refused;
mod signing;
mod state;
mod subscriptions;
mod time;
mod trace;
mod transactions;
mod txpool;
mod unknown;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, RwLock, RwLockReadGuard, RwLockWriteGuard};

use jsonrpsee::RpcModule;
use jsonrpsee::core::RegisterMethodError;
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Semaphore;

use self::error::RpcError;
use self::logs::Filters;
use self::params::Args;
#[cfg(test)]
pub(crate) use self::refused::REFUSED;
pub(crate) use self::subscriptions::HexIds;
pub(crate) use self::unknown::{NameUnknown, note_connection};
use crate::chain::Node;

/// What the methods work on.
#[derive(Debug)]
pub(crate) struct Rpc {
    node: Arc<RwLock<Node>>,
    filters: Mutex<Filters>,
    /// Turns of the requests that are worked on.
    turns: Arc<Semaphore>,
}

/// Requests worked on at once: more would not be done earlier, and each may take megabytes for what it executes.
const AT_ONCE: usize = 32;

impl Rpc {
    /// The methods' view of `node`, with no filters installed.
    pub(crate) fn new(node: Arc<RwLock<Node>>) -> Self {
        Self { node, filters: Mutex::default(), turns: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The node, to read, side by side with others that read.
    ///
    /// # Errors
    /// [`RpcError::Internal`] once a request has panicked half-way through changing the node: what it left behind is
    /// not trusted. One that panicked while it read had nothing to leave, and does not count.
    fn node(&self) -> Result<RwLockReadGuard<'_, Node>, RpcError> {
        self.node.read().map_err(|_| broken())
    }

    /// The node, to change, for this request alone.
    ///
    /// # Errors
    /// As [`Rpc::node`].
    fn node_mut(&self) -> Result<RwLockWriteGuard<'_, Node>, RpcError> {
        self.node.write().map_err(|_| broken())
    }

    fn filters(&self) -> Result<MutexGuard<'_, Filters>, RpcError> {
        self.filters.lock().map_err(|_| broken())
    }
}

fn broken() -> RpcError {
    RpcError::Internal("the devnet failed inside an earlier request; start it again".into())
}

fn failed() -> RpcError {
    RpcError::Internal("the devnet failed inside this request; its standard error tells where".into())
}

/// What answers a request.
type Answer = fn(&Rpc, &Args) -> Result<Value, RpcError>;

/// One JSON-RPC method.
#[derive(Clone, Copy, Debug)]
struct Method {
    name: &'static str,
    aliases: &'static [&'static str],
    params: &'static [&'static str],
    answer: Answer,
}

impl Method {
    /// A method, with the names of its positional parameters as errors give them.
    const fn new(name: &'static str, params: &'static [&'static str], answer: Answer) -> Self {
        Self { name, aliases: &[], params, answer }
    }

    /// The same method under other names too.
    const fn or(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

/// Every method of this node.
const FAMILIES: [&[Method]; 12] = [
    info::METHODS,
    state::METHODS,
    fees::METHODS,
    execute::METHODS,
    blocks::METHODS,
    transactions::METHODS,
    signing::METHODS,
    logs::METHODS,
    control::METHODS,
    time::METHODS,
    txpool::METHODS,
    trace::METHODS,
];

fn methods() -> impl Iterator<Item = &'static Method> {
    FAMILIES.into_iter().flatten()
}

/// A JSON-RPC method, under one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RpcMethod {
    /// What requests call it.
    pub name: &'static str,
    /// What its parameters are called in errors, in their order.
    pub params: &'static [&'static str],
}

/// Every method a devnet answers, each alias as a method of its own.
pub fn rpc_methods() -> impl Iterator<Item = RpcMethod> {
    let named = |method: &'static Method| {
        let names = std::iter::once(method.name).chain(method.aliases.iter().copied());
        names.map(|name| RpcMethod { name, params: method.params })
    };
    methods().flat_map(named).chain(subscriptions::METHODS)
}

/// The names [`module`] answers to.
pub(crate) fn names() -> HashSet<&'static str> {
    rpc_methods().map(|method| method.name).collect()
}

impl Rpc {
    /// Works on a thread that may block, since requests wait for each other and execute code.
    async fn in_background<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, RpcError> + Send + 'static,
    ) -> Result<T, RpcError> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|_| failed())?;
        let work = move || {
            // Kept until the work is done, also when nobody waits for its result any more.
            let _turn = turn;
            work()
        };
        tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(failed()))
    }
}

/// The methods, ready to be served.
///
/// # Errors
/// When two methods share a name.
pub(crate) fn module(rpc: Rpc) -> Result<RpcModule<Rpc>, RegisterMethodError> {
    let mut module = RpcModule::new(rpc);
    for method in methods() {
        module.register_async_method(method.name, move |params, rpc, _| async move {
            let answering = Arc::clone(&rpc);
            rpc.in_background(move || (method.answer)(&answering, &Args::read(&params, method.params)?)).await
        })?;
        for alias in method.aliases {
            module.register_alias(alias, method.name)?;
        }
    }
    subscriptions::register(&mut module)?;
    Ok(module)
}

/// `answer` as the JSON of a result.
fn json(answer: impl Serialize) -> Result<Value, RpcError> {
    Ok(serde_json::to_value(answer)?)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn of_many_requests_so_many_are_worked_on_at_once_and_the_others_have_their_turn_later() {
        let node = Node::new(crate::chain::Config::default()).unwrap();
        let rpc = Arc::new(Rpc::new(Arc::new(RwLock::new(node))));
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut requests = tokio::task::JoinSet::new();
        for _ in 0..3 * AT_ONCE {
            let (rpc, now, most) = (Arc::clone(&rpc), Arc::clone(&now), Arc::clone(&most));
            requests.spawn(async move {
                rpc.in_background(move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(20));
                    now.fetch_sub(1, Ordering::SeqCst);
                    Ok(())
                })
                .await
            });
        }
        assert!(requests.join_all().await.into_iter().all(|done| done.is_ok()));
        assert!((2..=AT_ONCE).contains(&most.load(Ordering::SeqCst)), "{most:?}");
    }
}
