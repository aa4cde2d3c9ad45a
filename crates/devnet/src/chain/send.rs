//! Accepting transactions.

use alloy_consensus::transaction::{Recovered, SignerRecoverable, Transaction};
use alloy_consensus::{TxEnvelope, TypedTransaction};
use alloy_eips::{BlockId, Decodable2718};
use alloy_primitives::{B256, Signature, U256};
use alloy_rpc_types::TransactionRequest;
use alloy_signer::SignerSync;
use revm::primitives::TxKind;

use super::config::Mining;
use super::error::{NodeError, TxError};
use super::node::Node;

/// Type of transactions with blobs (EIP-4844).
const BLOBS: u8 = 3;

impl Node {
    /// Accepts a signed transaction of type 0, 1, 2 or 4 in its network encoding.
    ///
    /// With instant mining, a block with the transaction in it exists when this returns; a transaction that fails on the
    /// chain is accepted all the same. A refused transaction changes nothing.
    pub fn send_raw(&mut self, bytes: &[u8]) -> Result<B256, TxError> {
        self.accept(recover(bytes)?)
    }

    /// Completes, signs and accepts a transaction from a dev account or an impersonated one.
    ///
    /// Nonce, fees and gas are filled in where missing; the gas by estimating, so a failing transaction needs a
    /// gas limit to be accepted.
    pub fn send_unsigned(&mut self, mut request: TransactionRequest) -> Result<B256, NodeError> {
        let sender = request.from.ok_or_else(|| {
            NodeError::BadRequest("from is missing: name a dev or impersonated account".into())
        })?;
        let impersonated = self.impersonate_all || self.impersonated.contains(&sender);
        if !impersonated && self.accounts.signer(sender).is_none() {
            return Err(NodeError::UnknownAccount(sender));
        }
        refuse_blobs(&request)?;
        self.fill(&mut request)?;
        let unsigned = request
            .build_consensus_tx()
            .map_err(|e| NodeError::BadRequest(format!("the transaction is incomplete: {}", e.error)))?;
        let signature = match self.accounts.signer(sender) {
            Some(signer) => {
                let hash = signature_hash(&unsigned);
                signer.sign_hash_sync(&hash).map_err(|e| NodeError::BadRequest(e.to_string()))?
            }
            // Recovers to nobody, and keeps hashes of different senders apart.
            None => Signature::new(U256::from_be_slice(sender.as_slice()), U256::ONE, false),
        };
        let envelope = TxEnvelope::new_unhashed(unsigned, signature);
        Ok(self.accept(Recovered::new_unchecked(envelope, sender))?)
    }

    fn fill(&mut self, request: &mut TransactionRequest) -> Result<(), NodeError> {
        let sender = request.from.unwrap_or_default();
        request.to = Some(request.to.unwrap_or(TxKind::Create));
        request.normalize_input();
        request.chain_id = Some(request.chain_id.unwrap_or(self.config.chain_id));
        if request.nonce.is_none() {
            request.nonce = Some(self.nonce(sender, BlockId::pending())?);
        }
        let base_fee = u128::from(self.config.base_fee);
        if request.gas_price.is_none() {
            let tip = request.max_priority_fee_per_gas.unwrap_or_default();
            request.max_priority_fee_per_gas = Some(tip);
            request.max_fee_per_gas = Some(request.max_fee_per_gas.unwrap_or(base_fee.saturating_add(tip)));
        }
        if request.gas.is_none() {
            request.gas = Some(self.estimate_gas(request, BlockId::pending(), None)?);
        }
        Ok(())
    }

    /// Accepts a transaction whose sender is known, as [`Node::send_raw`] does.
    pub(crate) fn accept(&mut self, tx: Recovered<TxEnvelope>) -> Result<B256, TxError> {
        self.check(&tx)?;
        let hash = *tx.tx_hash();
        if self.mining() == Mining::Instant {
            self.mine_one(tx)?;
        } else {
            self.pool.push(tx);
        }
        Ok(hash)
    }

    /// What can be told without running the transaction.
    fn check(&self, tx: &Recovered<TxEnvelope>) -> Result<(), TxError> {
        let (sender, hash) = (tx.signer(), *tx.tx_hash());
        if self.blocks.transaction(hash).is_some() || self.pool.iter().any(|known| *known.tx_hash() == hash) {
            return Err(TxError::AlreadyKnown(hash));
        }
        let want = self.config.chain_id;
        if let Some(have) = tx.chain_id().filter(|have| *have != want) {
            return Err(TxError::ChainId { have, want });
        }
        let limit = self.config.block_gas_limit;
        if tx.gas_limit() > limit {
            return Err(TxError::BlockGasLimit { gas: tx.gas_limit(), limit });
        }
        let base_fee = self.config.base_fee;
        if tx.max_fee_per_gas() < u128::from(base_fee) {
            return Err(TxError::FeeTooLow { fee: tx.max_fee_per_gas(), base_fee });
        }
        let account = self.state.info(sender);
        let mined = account.as_ref().map(|info| info.nonce).unwrap_or_default();
        let (next, nonce) = (mined.saturating_add(self.waiting(sender)), tx.nonce());
        if nonce < next {
            return Err(TxError::NonceTooLow { next, nonce });
        }
        if nonce > next {
            return Err(TxError::NonceTooHigh { next, nonce });
        }
        let have = account.map(|info| info.balance).unwrap_or_default();
        let fee = U256::from(tx.gas_limit()).saturating_mul(U256::from(tx.max_fee_per_gas()));
        let want = fee.saturating_add(tx.value());
        if have < want {
            return Err(TxError::InsufficientFunds { address: sender, have, want });
        }
        Ok(())
    }
}

/// A signed transaction from its network encoding, with its sender. Needs no chain, so others need not wait for it.
pub(crate) fn recover(bytes: &[u8]) -> Result<Recovered<TxEnvelope>, TxError> {
    // Known by its first byte: what follows it may be blobs, too.
    if bytes.first() == Some(&BLOBS) {
        return Err(TxError::UnsupportedType(BLOBS));
    }
    let envelope = TxEnvelope::decode_2718_exact(bytes).map_err(|e| TxError::Malformed(e.to_string()))?;
    let sender = envelope.recover_signer().map_err(|e| TxError::BadSignature(e.to_string()))?;
    Ok(Recovered::new_unchecked(envelope, sender))
}

/// Refuses a request that is one for a transaction with blobs.
pub(super) fn refuse_blobs(request: &TransactionRequest) -> Result<(), TxError> {
    let has_blobs = request.transaction_type == Some(BLOBS)
        || request.blob_versioned_hashes.is_some()
        || request.max_fee_per_blob_gas.is_some()
        || request.sidecar.is_some();
    if has_blobs { Err(TxError::UnsupportedType(BLOBS)) } else { Ok(()) }
}

fn signature_hash(tx: &TypedTransaction) -> B256 {
    use alloy_consensus::SignableTransaction;
    match tx {
        TypedTransaction::Legacy(tx) => tx.signature_hash(),
        TypedTransaction::Eip2930(tx) => tx.signature_hash(),
        TypedTransaction::Eip1559(tx) => tx.signature_hash(),
        TypedTransaction::Eip4844(tx) => tx.signature_hash(),
        TypedTransaction::Eip7702(tx) => tx.signature_hash(),
    }
}
