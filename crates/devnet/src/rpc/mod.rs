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
}

impl Rpc {
    /// The methods' view of `node`, with no filters installed.
    pub(crate) fn new(node: Arc<RwLock<Node>>) -> Self {
        Self { node, filters: Mutex::default() }
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

/// Works on a thread that may block, since requests wait for each other and execute code.
async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, RpcError> + Send + 'static,
) -> Result<T, RpcError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Err(failed()))
}

/// The methods, ready to be served.
///
/// # Errors
/// When two methods share a name.
pub(crate) fn module(rpc: Rpc) -> Result<RpcModule<Rpc>, RegisterMethodError> {
    let mut module = RpcModule::new(rpc);
    for method in methods() {
        module.register_async_method(method.name, move |params, rpc, _| async move {
            in_background(move || (method.answer)(&rpc, &Args::read(&params, method.params)?)).await
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
