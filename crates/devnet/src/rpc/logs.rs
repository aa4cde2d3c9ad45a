//! Logs, and the filters through which clients poll for new ones.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use alloy_eips::BlockId;
use alloy_primitives::{B256, U64};
use alloy_rpc_types::{Filter, Log};
use serde_json::Value;

use super::error::RpcError;
use super::params::Args;
use super::{Method, Rpc, convert, json};
use crate::chain::Node;

pub(super) const METHODS: &[Method] = &[
    Method::new("eth_getLogs", &["filter"], logs),
    Method::new("eth_newFilter", &["filter"], new_filter),
    Method::new("eth_newBlockFilter", &[], new_block_filter),
    Method::new("eth_getFilterChanges", &["filter id"], changes),
    Method::new("eth_getFilterLogs", &["filter id"], filter_logs),
    Method::new("eth_uninstallFilter", &["filter id"], uninstall),
];

/// The filters clients have installed.
#[derive(Debug, Default)]
pub(super) struct Filters {
    last_id: u64,
    installed: HashMap<u64, Installed>,
}

#[derive(Debug)]
struct Installed {
    wanted: Wanted,
    /// Number of the last block whose changes were given.
    seen: u64,
    /// When it was last asked for anything.
    asked: Instant,
}

/// How long a filter is kept that nobody asks for anything, as in geth: clients leave without uninstalling theirs.
const KEPT: Duration = Duration::from_secs(300);

#[derive(Debug)]
enum Wanted {
    Logs(Box<Filter>),
    Blocks,
}

impl Filters {
    fn install(&mut self, wanted: Wanted, seen: u64, now: Instant) -> U64 {
        self.installed.retain(|_, filter| now.saturating_duration_since(filter.asked) <= KEPT);
        self.last_id = self.last_id.saturating_add(1);
        self.installed.insert(self.last_id, Installed { wanted, seen, asked: now });
        U64::from(self.last_id)
    }

    fn get(&mut self, id: u64, now: Instant) -> Result<&mut Installed, RpcError> {
        let gone = || {
            RpcError::Refused(
                "filter not found: install it again; one is kept for five minutes after it was last asked"
                    .into(),
            )
        };
        let installed = self.installed.get_mut(&id).ok_or_else(gone)?;
        installed.asked = now;
        Ok(installed)
    }

    /// The chain went back to a block: those that come after it are new, also to who has seen others of their number.
    pub(super) fn went_back_to(&mut self, latest: u64) {
        self.installed.values_mut().for_each(|filter| filter.seen = filter.seen.min(latest));
    }

    /// The chain became another one, of which nothing up to a block is new.
    pub(super) fn became_another_at(&mut self, latest: u64) {
        self.installed.values_mut().for_each(|filter| filter.seen = latest);
    }
}

fn logs(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let filter = read_filter(args, 0)?;
    json(find(&*rpc.node()?, &filter)?)
}

fn read_filter(args: &Args, index: usize) -> Result<Filter, RpcError> {
    let filter: Filter = args.optional(index)?.unwrap_or_default();
    match (filter.get_from_block(), filter.get_to_block()) {
        (Some(from), Some(to)) if from > to => Err(args.wrong(index, "fromBlock is after toBlock")),
        _ => Ok(filter),
    }
}

/// A filter for logs that are yet to come.
pub(super) fn followed_filter(args: &Args, index: usize) -> Result<Filter, RpcError> {
    let filter = read_filter(args, index)?;
    match filter.get_block_hash() {
        None => Ok(filter),
        Some(_) => {
            Err(args.wrong(index, "a filter follows new blocks: ask eth_getLogs for the logs of a blockHash"))
        }
    }
}

fn find(node: &Node, filter: &Filter) -> Result<Vec<Log>, RpcError> {
    Ok(node.logs(filter)?.into_iter().map(convert::log).collect())
}

fn new_filter(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let filter = followed_filter(args, 0)?;
    let seen = rpc.node()?.block_number();
    json(rpc.filters()?.install(Wanted::Logs(Box::new(filter)), seen, Instant::now()))
}

fn new_block_filter(rpc: &Rpc, _: &Args) -> Result<Value, RpcError> {
    let seen = rpc.node()?.block_number();
    json(rpc.filters()?.install(Wanted::Blocks, seen, Instant::now()))
}

fn changes(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let id = args.required_u64(0)?;
    let node = rpc.node()?;
    let mut filters = rpc.filters()?;
    let installed = filters.get(id, Instant::now())?;
    let latest = node.block_number();
    // Who holds the node within the process may go back without this module's knowing.
    let first = installed.seen.min(latest).saturating_add(1);
    let answer = match &installed.wanted {
        Wanted::Logs(filter) => json(new_logs(&node, filter, first, latest)?)?,
        Wanted::Blocks => {
            let hashes: Result<Vec<B256>, RpcError> =
                (first..=latest).map(|number| Ok(node.block(BlockId::number(number))?.hash)).collect();
            json(hashes?)?
        }
    };
    installed.seen = latest;
    Ok(answer)
}

/// Logs of the blocks from `first` to `last` that are also within the filter's own range.
fn new_logs(node: &Node, filter: &Filter, first: u64, last: u64) -> Result<Vec<Log>, RpcError> {
    let first = filter.get_from_block().map_or(first, |from| from.max(first));
    let last = filter.get_to_block().map_or(last, |to| to.min(last));
    if first > last {
        return Ok(Vec::new());
    }
    find(node, &filter.clone().from_block(first).to_block(last))
}

fn filter_logs(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let id = args.required_u64(0)?;
    let node = rpc.node()?;
    match &rpc.filters()?.get(id, Instant::now())?.wanted {
        Wanted::Logs(filter) => json(find(&node, filter)?),
        Wanted::Blocks => Err(args.wrong(0, "this filter is for blocks, which have no logs of their own")),
    }
}

fn uninstall(rpc: &Rpc, args: &Args) -> Result<Value, RpcError> {
    let id = args.required_u64(0)?;
    json(rpc.filters()?.installed.remove(&id).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_kept_for_five_minutes_after_it_was_last_asked() {
        let (mut filters, start) = (Filters::default(), Instant::now());
        let after = |seconds| start + Duration::from_secs(seconds);
        let [left, used] = [(); 2].map(|()| filters.install(Wanted::Blocks, 0, start).to::<u64>());
        filters.get(used, after(299)).unwrap();
        filters.install(Wanted::Blocks, 0, after(301));
        assert!(filters.get(left, after(301)).unwrap_err().to_string().starts_with("filter not found"));
        assert!(filters.get(used, after(301)).is_ok());
        assert_eq!(filters.installed.len(), 2);
    }
}
