//! One account on one chain.

use alloy::eips::BlockId;
use alloy::network::{EthereumWallet, TransactionBuilder};
use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::providers::{DynProvider, Provider, ProviderBuilder};
use alloy::rpc::types::{TransactionReceipt, TransactionRequest};
use alloy::signers::local::PrivateKeySigner;
use alloy::sol_types::SolCall;
use alloy::transports::{RpcError, TransportErrorKind};

use crate::errors;

/// Why talking to a chain failed.
#[derive(Debug, thiserror::Error)]
pub enum ChainError {
    /// The address of the endpoint is not a URL.
    #[error("{0} is not an RPC URL; give one like http://localhost:8547")]
    Url(String),
    /// The endpoint did not answer, or refused.
    #[error("RPC: {0}{hint}", hint = if .0.is_transport_error() { "; is a node running there?" } else { "" })]
    Rpc(RpcError<TransportErrorKind>),
    /// The call reverted.
    #[error("{what} reverted: {}", errors::explain(.data))]
    Reverted {
        /// The function called.
        what: String,
        /// The revert data.
        data: Bytes,
    },
    /// The transaction was mined and failed, though simulating it had not.
    #[error("{what} failed in transaction {hash}; it was out of gas, or the state changed meanwhile")]
    Failed {
        /// The function called.
        what: String,
        /// The transaction.
        hash: B256,
    },
    /// The answer is not what the ABI says.
    #[error("{what} answered with something else than its ABI says: {source}")]
    Answer {
        /// The function called.
        what: String,
        /// What decoding says.
        source: alloy::sol_types::Error,
    },
    /// Waiting for a transaction failed.
    #[error("waiting for {what}: {source}")]
    Pending {
        /// The function called.
        what: String,
        /// What the provider says.
        source: alloy::providers::PendingTransactionError,
    },
}

/// An account with its key, connected to a chain. Every transaction is signed here.
#[derive(Clone, Debug)]
pub struct Account {
    provider: DynProvider,
    address: Address,
}

impl Account {
    /// Connects the account of `key` to the endpoint at `rpc`.
    ///
    /// # Errors
    /// [`ChainError::Url`].
    pub fn connect(rpc: &str, key: PrivateKeySigner) -> Result<Self, ChainError> {
        let url = rpc.parse().map_err(|_| ChainError::Url(rpc.into()))?;
        let address = key.address();
        // The nonce is asked of the chain each time: counting along would skip one when a transaction is refused.
        let provider = ProviderBuilder::default()
            .with_gas_estimation()
            .with_simple_nonce_management()
            .fetch_chain_id()
            .wallet(EthereumWallet::new(key))
            .connect_http(url);
        Ok(Self { provider: provider.erased(), address })
    }

    /// The account's address.
    pub fn address(&self) -> Address {
        self.address
    }

    /// The connection, for what this type has no function for.
    pub fn provider(&self) -> &DynProvider {
        &self.provider
    }

    /// Calls a view.
    ///
    /// # Errors
    /// [`ChainError`]; a revert carries its data.
    pub async fn view<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return, ChainError> {
        let answer = self.simulate(self.request(to, call, U256::ZERO), C::SIGNATURE).await?;
        C::abi_decode_returns(&answer)
            .map_err(|source| ChainError::Answer { what: C::SIGNATURE.into(), source })
    }

    /// Sends a call as a transaction and waits until it is mined.
    ///
    /// # Errors
    /// [`ChainError`]; a revert is found while estimating gas and carries its data.
    pub async fn send<C: SolCall>(&self, to: Address, call: &C) -> Result<TransactionReceipt, ChainError> {
        self.send_with_value(to, call, U256::ZERO).await
    }

    /// As [`Account::send`], with `value` wei.
    ///
    /// # Errors
    /// As [`Account::send`].
    pub async fn send_with_value<C: SolCall>(
        &self,
        to: Address,
        call: &C,
        value: U256,
    ) -> Result<TransactionReceipt, ChainError> {
        self.transact(self.request(to, call, value), C::SIGNATURE).await
    }

    /// Sends calldata whose types are forgotten; `what` names it in errors.
    ///
    /// # Errors
    /// As [`Account::send`].
    pub async fn send_data(
        &self,
        to: Address,
        data: Bytes,
        what: &str,
    ) -> Result<TransactionReceipt, ChainError> {
        let request = TransactionRequest::default().with_from(self.address).with_to(to).with_input(data);
        self.transact(request, what).await
    }

    /// What a call would return, sent from this account with `value` wei, without a transaction.
    ///
    /// # Errors
    /// As [`Account::view`].
    pub async fn simulate_with_value<C: SolCall>(
        &self,
        to: Address,
        call: &C,
        value: U256,
    ) -> Result<C::Return, ChainError> {
        let answer = self.simulate(self.request(to, call, value), C::SIGNATURE).await?;
        C::abi_decode_returns(&answer)
            .map_err(|source| ChainError::Answer { what: C::SIGNATURE.into(), source })
    }

    /// Creates a contract and returns its address.
    ///
    /// # Errors
    /// [`ChainError`].
    pub async fn create(&self, code: Bytes, what: &str) -> Result<(Address, TransactionReceipt), ChainError> {
        let request = TransactionRequest::default().with_from(self.address).with_deploy_code(code);
        let receipt = self.transact(request, what).await?;
        match receipt.contract_address {
            Some(address) => Ok((address, receipt)),
            None => Err(ChainError::Failed { what: what.into(), hash: receipt.transaction_hash }),
        }
    }

    /// The code at `address`; empty when there is none.
    ///
    /// # Errors
    /// [`ChainError::Rpc`].
    pub async fn code(&self, address: Address) -> Result<Bytes, ChainError> {
        self.provider.get_code_at(address).await.map_err(ChainError::Rpc)
    }

    /// Wei `address` holds.
    ///
    /// # Errors
    /// [`ChainError::Rpc`].
    pub async fn balance(&self, address: Address) -> Result<U256, ChainError> {
        self.provider.get_balance(address).await.map_err(ChainError::Rpc)
    }

    /// The nonce of this account's next transaction.
    ///
    /// # Errors
    /// [`ChainError::Rpc`].
    pub async fn nonce(&self) -> Result<u64, ChainError> {
        self.provider.get_transaction_count(self.address).await.map_err(ChainError::Rpc)
    }

    /// The chain's id.
    ///
    /// # Errors
    /// [`ChainError::Rpc`].
    pub async fn chain_id(&self) -> Result<u64, ChainError> {
        self.provider.get_chain_id().await.map_err(ChainError::Rpc)
    }

    /// The time of the latest block in seconds.
    ///
    /// # Errors
    /// [`ChainError::Rpc`].
    pub async fn latest_timestamp(&self) -> Result<u64, ChainError> {
        let block = self.provider.get_block(BlockId::latest()).await.map_err(ChainError::Rpc)?;
        Ok(block.map_or(0, |block| block.header.timestamp))
    }

    fn request<C: SolCall>(&self, to: Address, call: &C, value: U256) -> TransactionRequest {
        let request = TransactionRequest::default().with_from(self.address).with_to(to);
        request.with_value(value).with_input(call.abi_encode())
    }

    async fn simulate(&self, request: TransactionRequest, what: &str) -> Result<Bytes, ChainError> {
        self.provider.call(request).await.map_err(|error| failure(error, what))
    }

    async fn transact(
        &self,
        request: TransactionRequest,
        what: &str,
    ) -> Result<TransactionReceipt, ChainError> {
        let pending = self.provider.send_transaction(request).await.map_err(|error| failure(error, what))?;
        let receipt = pending.get_receipt().await;
        let receipt = receipt.map_err(|source| ChainError::Pending { what: what.into(), source })?;
        if receipt.status() {
            Ok(receipt)
        } else {
            Err(ChainError::Failed { what: what.into(), hash: receipt.transaction_hash })
        }
    }
}

/// Tells a revert from everything else that can go wrong.
fn failure(error: RpcError<TransportErrorKind>, what: &str) -> ChainError {
    match error.as_error_resp().and_then(|response| response.as_revert_data()) {
        Some(data) => ChainError::Reverted { what: what.into(), data },
        None => ChainError::Rpc(error),
    }
}
