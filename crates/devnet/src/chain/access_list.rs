//! What a transaction would touch, as the list that lets it pay for that in advance (EIP-2930).

use std::collections::{BTreeMap, BTreeSet};

use alloy_eips::BlockId;
use alloy_eips::eip2930::{AccessList, AccessListItem, AccessListResult};
use alloy_primitives::{Address, B256, U256};
use alloy_rpc_types::TransactionRequest;
use revm::state::EvmState;

use super::call::CallOutcome;
use super::error::NodeError;
use super::node::Node;
use super::overrides::Overrides;
use super::produce::SEQUENCER;
use crate::precompiles;

/// Rounds after which a list that still grows is given up.
const MAX_ROUNDS: u32 = 16;

/// Accounts in order, each with its slots in order, so that the same request always gives the same list.
type Touched = BTreeMap<Address, BTreeSet<B256>>;

impl Node {
    /// Every account and slot a request touches, and the gas it uses with the list of them. The list is that of a
    /// request which fails, too, with the reason beside it.
    ///
    /// Left out is what every transaction has touched already: its sender and receiver, precompiles and the
    /// block's beneficiary. They are on the list only for the sake of their slots.
    pub fn access_list(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
    ) -> Result<AccessListResult, NodeError> {
        let gas = request.gas.unwrap_or(u64::MAX).min(self.config().call_gas_limit);
        let mut request = request.clone();
        let mut touched = read(request.access_list.take().unwrap_or_default());
        // A contract may ask for its gas, so that with the list it touches more.
        for _ in 0..MAX_ROUNDS {
            request.access_list = Some(written(&touched));
            let mut execution = self.run_request(&request, block, overrides, gas, None)?;
            let known = size(&touched);
            let outcome = CallOutcome::new(&mut execution);
            add(&mut touched, &execution.state, &request, outcome.created);
            if size(&touched) == known {
                return Ok(AccessListResult {
                    access_list: written(&touched),
                    gas_used: U256::from(outcome.gas_used),
                    error: outcome.into_result().err().map(|failure| failure.message),
                });
            }
        }
        Err(NodeError::BadRequest("what the request touches changes with its gas: no list covers it".into()))
    }
}

fn add(touched: &mut Touched, state: &EvmState, request: &TransactionRequest, created: Option<Address>) {
    let receiver = request.to.and_then(|to| to.to().copied()).or(created);
    for (address, account) in state {
        // The chain's own bookkeeping, which no opcode reads.
        if *address == precompiles::STATE_ACCOUNT {
            continue;
        }
        let known = Some(*address) == receiver
            || *address == request.from.unwrap_or_default()
            || *address == SEQUENCER
            || precompiles::is_precompile(*address);
        if !known || !account.storage.is_empty() {
            touched.entry(*address).or_default().extend(account.storage.keys().copied().map(B256::from));
        }
    }
}

fn read(list: AccessList) -> Touched {
    let mut touched = Touched::new();
    for item in list.0 {
        touched.entry(item.address).or_default().extend(item.storage_keys);
    }
    touched
}

fn written(touched: &Touched) -> AccessList {
    let item = |(address, slots): (&Address, &BTreeSet<B256>)| AccessListItem {
        address: *address,
        storage_keys: slots.iter().copied().collect(),
    };
    AccessList(touched.iter().map(item).collect())
}

fn size(touched: &Touched) -> usize {
    touched.values().map(BTreeSet::len).fold(touched.len(), usize::saturating_add)
}
