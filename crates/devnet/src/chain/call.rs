//! Calls that change nothing, and gas estimates.

use alloy_eips::BlockId;
use alloy_primitives::{Address, Bytes, Log, U256};
use alloy_rpc_types::TransactionRequest;
use revm::context::result::{ExecutionResult, Output};
use revm::context::{TransactionType, TxEnv};
use revm::primitives::TxKind;
use serde::{Deserialize, Serialize};

use super::error::{CallFailure, NodeError, TxError};
use super::node::Node;
use super::overrides::Overrides;
use super::send::refuse_blobs;
use crate::evm::{CallRecorder, Checks, Execution, Note, RecentPrograms, revert_reason};

/// Gas a call with value must leave its callee (EIP-150): an estimate adds it to what was spent.
const CALL_STIPEND: u64 = 2_300;

/// Gas of a transaction that runs no code, and so cannot do with less or need more.
const TRANSFER_GAS: u64 = 21_000;

/// How an execution ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CallStatus {
    /// Succeeded.
    Success,
    /// Reverted with the output as revert data.
    Revert,
    /// Stopped in another way, for the reason given; all gas is used and there is no output.
    Halt(String),
}

/// What an execution did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOutcome {
    /// How it ended.
    pub status: CallStatus,
    /// What it returned, or the revert data. For a create: the deployed code.
    pub output: Bytes,
    /// Gas used, after refunds.
    pub gas_used: u64,
    /// Logs emitted; none unless it succeeded.
    pub logs: Vec<Log>,
    /// Address of the contract it created, when it was a successful create.
    pub created: Option<Address>,
    /// Lines that programs printed through the console host functions.
    pub console: Vec<String>,
    /// Why programs and precompiles failed on the way, innermost first, for people.
    pub notes: Vec<String>,
    /// Why the outermost frame failed, when it says more than its revert data.
    reason: Option<String>,
    /// Gas used before refunds.
    pub(super) gas_spent: u64,
}

impl CallOutcome {
    pub(super) fn new(execution: &mut Execution) -> Self {
        let (status, output, created, logs, gas) = match &mut execution.result {
            ExecutionResult::Success { output, logs, gas, .. } => {
                let created = match output {
                    Output::Create(_, created) => *created,
                    Output::Call(_) => None,
                };
                (CallStatus::Success, output.data().clone(), created, std::mem::take(logs), *gas)
            }
            ExecutionResult::Revert { output, gas, .. } => {
                (CallStatus::Revert, output.clone(), None, Vec::new(), *gas)
            }
            ExecutionResult::Halt { reason, gas, .. } => {
                let reason = top_note(&execution.notes).unwrap_or_else(|| reason.to_string());
                (CallStatus::Halt(reason), Bytes::new(), None, Vec::new(), *gas)
            }
        };
        let reason = top_note(&execution.notes);
        Self {
            status,
            output,
            reason,
            gas_used: gas.tx_gas_used(),
            logs,
            created,
            console: std::mem::take(&mut execution.console),
            notes: execution.notes.drain(..).map(|note| note.text).collect(),
            gas_spent: gas.total_gas_spent(),
        }
    }

    /// True when the execution succeeded.
    pub const fn is_success(&self) -> bool {
        matches!(self.status, CallStatus::Success)
    }

    /// The output of a success, or what went wrong.
    pub fn into_result(self) -> Result<Bytes, CallFailure> {
        match self.status {
            CallStatus::Success => Ok(self.output),
            CallStatus::Revert => {
                let reason = revert_reason(&self.output);
                let reason = reason.or(self.reason.filter(|_| self.output.is_empty()));
                let message = match reason {
                    Some(reason) => format!("execution reverted: {reason}"),
                    None => "execution reverted".to_owned(),
                };
                Err(CallFailure { message, revert_data: Some(self.output) })
            }
            CallStatus::Halt(message) => Err(CallFailure { message, revert_data: None }),
        }
    }
}

/// Why the transaction's own frame failed.
fn top_note(notes: &[Note]) -> Option<String> {
    notes.iter().rev().find(|note| note.depth <= 1).map(|note| note.text.clone())
}

impl Node {
    /// Executes a request without keeping its effects. Balance, nonce and base fee are not checked.
    ///
    /// `latest` runs in the latest block's environment, `pending` in the next one's. A failing call is an outcome,
    /// not an error: errors are requests that cannot be run at all.
    pub fn call(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
    ) -> Result<CallOutcome, NodeError> {
        let gas = request.gas.unwrap_or(u64::MAX).min(self.config().call_gas_limit);
        let outcome = self.call_with_gas(request, block, overrides, gas)?;
        self.tell(&outcome.console);
        Ok(outcome)
    }

    /// Least gas limit with which a request succeeds in the next block, within 1.5 %.
    ///
    /// A request that fails even with all gas gives [`NodeError::Failed`] with its revert data.
    pub fn estimate_gas(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
    ) -> Result<u64, NodeError> {
        self.check_value(request, block, overrides)?;
        let mut high = request.gas.unwrap_or(u64::MAX).min(self.config().call_gas_limit);
        let first = self.call_with_gas(request, block, overrides, high)?;
        let (used, spent) = (first.gas_used, first.gas_spent);
        let ran_out = matches!(first.status, CallStatus::Halt(_)) && spent >= high;
        if let Err(mut failure) = first.into_result() {
            if ran_out {
                failure.message = format!("gas required exceeds allowance ({high}): {}", failure.message);
            }
            return Err(failure.into());
        }
        if spent == TRANSFER_GAS {
            return Ok(TRANSFER_GAS);
        }
        let mut low = used.saturating_sub(1);
        // Most requests need no more than what they spent, a stipend, and the 1/64 that calls hold back.
        let likely = spent.saturating_add(CALL_STIPEND).saturating_mul(64) / 63;
        if likely < high {
            if self.succeeds(request, block, overrides, likely)? {
                high = likely;
            } else {
                low = low.max(likely);
            }
        }
        while low.saturating_add(1) < high && (high - low).saturating_mul(1_000) > high.saturating_mul(15) {
            let middle = (low + (high - low) / 2).min(low.saturating_mul(2).max(TRANSFER_GAS));
            if self.succeeds(request, block, overrides, middle)? {
                high = middle;
            } else {
                low = middle;
            }
        }
        Ok(high)
    }

    fn succeeds(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
        gas: u64,
    ) -> Result<bool, NodeError> {
        match self.call_with_gas(request, block, overrides, gas) {
            Ok(outcome) => Ok(outcome.is_success()),
            // Too little for the intrinsic gas.
            Err(NodeError::Transaction(TxError::Invalid(_))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn check_value(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
    ) -> Result<(), NodeError> {
        let (Some(address), Some(want)) = (request.from, request.value) else { return Ok(()) };
        let overridden = overrides.and_then(|all| all.balance(address));
        let have = overridden.map_or_else(|| self.balance(address, block), Ok)?;
        if have < want {
            return Err(TxError::InsufficientFunds { address, have, want }.into());
        }
        Ok(())
    }

    fn call_with_gas(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
        gas: u64,
    ) -> Result<CallOutcome, NodeError> {
        let mut execution = self.run_request(request, block, overrides, gas, None)?;
        Ok(CallOutcome::new(&mut execution))
    }

    pub(super) fn run_request(
        &self,
        request: &TransactionRequest,
        block: BlockId,
        overrides: Option<&Overrides>,
        gas: u64,
        recorder: Option<CallRecorder>,
    ) -> Result<Execution, NodeError> {
        let mut env = self.env_at(block)?;
        let mut overlay = self.overlay_at(block)?;
        if let Some(overrides) = overrides {
            overrides.apply_to_block(&mut env)?;
            if let Some(accounts) = &overrides.state {
                overlay.get_or_insert_default().apply(self.state(), accounts)?;
            }
        }
        let tx = call_env(request, gas, self.config().chain_id)?;
        // A call is no part of the block under construction.
        let mut recent = RecentPrograms::default();
        Ok(self.execute(env, tx, overlay, Checks::Off, recorder, &mut recent)?)
    }
}

/// The EVM's form of a call request.
fn call_env(request: &TransactionRequest, gas_limit: u64, chain_id: u64) -> Result<TxEnv, NodeError> {
    refuse_blobs(request)?;
    let data = request
        .input
        .unique_input()
        .map_err(|_| NodeError::BadRequest("input and data differ: give one of them".into()))?
        .cloned()
        .unwrap_or_default();
    let authorizations = request.authorization_list.clone().unwrap_or_default();
    let kind = request.to.unwrap_or(TxKind::Create);
    let tx_type = if authorizations.is_empty() { TransactionType::Eip1559 } else { TransactionType::Eip7702 };
    Ok(TxEnv {
        tx_type: tx_type.into(),
        caller: request.from.unwrap_or_default(),
        gas_limit,
        gas_price: request.max_fee_per_gas.or(request.gas_price).unwrap_or_default(),
        kind,
        value: request.value.unwrap_or(U256::ZERO),
        data,
        nonce: request.nonce.unwrap_or_default(),
        chain_id: Some(chain_id),
        access_list: request.access_list.clone().unwrap_or_default(),
        gas_priority_fee: Some(0),
        blob_hashes: Vec::new(),
        max_fee_per_blob_gas: 0,
        authorization_list: authorizations.into_iter().map(revm::context::either::Either::Left).collect(),
    })
}
