//! What a transaction or call did inside, call by call.

use alloy_eips::BlockId;
use alloy_primitives::{B256, U256};
use alloy_rpc_types::TransactionRequest;
use alloy_rpc_types::trace::geth::CallFrame;

use super::call::CallOutcome;
use super::error::NodeError;
use super::node::Node;
use super::overrides::Overrides;
use crate::evm::{CallRecorder, Checks, Execution, RecentPrograms};

impl Node {
    /// Executes a request as [`Node::call`] does, and tells every call it made.
    pub fn trace_call(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
    ) -> Result<(CallOutcome, CallFrame), NodeError> {
        let gas = request.gas.unwrap_or(u64::MAX).min(self.config().call_gas_limit);
        let mut execution =
            self.run_request(request, block, overrides, gas, Some(CallRecorder::default()))?;
        let trace = root(&mut execution, gas);
        Ok((CallOutcome::new(&mut execution), trace))
    }

    /// Runs a mined transaction again on the state it ran on, and tells every call it made.
    ///
    /// In a block of several transactions, programs called by an earlier one start at the full price here.
    pub fn trace_transaction(&self, hash: B256) -> Result<CallFrame, NodeError> {
        let tx = self.transaction(hash).ok_or(NodeError::UnknownTransaction(hash))?.clone();
        let env = self.env_at(BlockId::number(tx.block_number))?;
        let overlay = self.state.at(tx.before);
        let mut recent = RecentPrograms::default();
        let tx_env = self.tx_env(&tx.envelope, tx.sender);
        let recorder = Some(CallRecorder::after_logs(tx.first_log_index));
        let mut execution = self.execute(env, tx_env, Some(overlay), Checks::On, recorder, &mut recent)?;
        Ok(root(&mut execution, tx_gas(&tx.envelope)))
    }
}

fn tx_gas(tx: &alloy_consensus::TxEnvelope) -> u64 {
    alloy_consensus::Transaction::gas_limit(tx)
}

/// The outermost call, with the transaction's gas: its own excludes what was paid before it began.
fn root(execution: &mut Execution, gas_limit: u64) -> CallFrame {
    let mut root = execution.calls.take().and_then(CallRecorder::into_root).unwrap_or_default();
    root.gas = U256::from(gas_limit);
    root.gas_used = U256::from(execution.result.tx_gas_used());
    root
}
