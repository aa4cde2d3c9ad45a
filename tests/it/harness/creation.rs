//! Contracts onto the chain: compiled Solidity by its name, anything else by its creation code.

use alloy::primitives::{Address, Bytes};
use alloy::rpc::types::{TransactionInput, TransactionRequest};
use alloy::sol_types::SolType;
use alloy::sol_types::SolValue;
use alloy::sol_types::abi::TokenSeq;
use client::artifact::creation_code;

use super::world::{GAS, repository};
use super::{GOVERNANCE, World};

impl World {
    /// Creates a compiled Solidity contract.
    pub(crate) fn create<A: SolValue>(&self, name: &str, arguments: A) -> Address
    where
        for<'a> <A::SolType as SolType>::Token<'a>: TokenSeq<'a>,
    {
        self.create_as(GOVERNANCE, name, arguments)
    }

    pub(super) fn create_as<A: SolValue>(&self, from: Address, name: &str, arguments: A) -> Address
    where
        for<'a> <A::SolType as SolType>::Token<'a>: TokenSeq<'a>,
    {
        let created = self.try_create(from, name, arguments);
        created.unwrap_or_else(|data| panic!("{name} was not created: {}", client::errors::name(&data)))
    }

    /// Creates a compiled Solidity contract, which may refuse its arguments: its address, or the revert data.
    pub(crate) fn try_create<A: SolValue>(
        &self,
        from: Address,
        name: &str,
        arguments: A,
    ) -> Result<Address, Bytes>
    where
        for<'a> <A::SolType as SolType>::Token<'a>: TokenSeq<'a>,
    {
        let code = creation_code(&repository().join("contracts/out"), name).unwrap();
        self.create_with(from, [code.to_vec(), arguments.abi_encode_params()].concat().into())
    }

    /// Runs creation code: the address of what it made, or the revert data.
    pub(crate) fn create_with(&self, from: Address, code: Bytes) -> Result<Address, Bytes> {
        let request = TransactionRequest { from: Some(from), gas: Some(GAS), ..Default::default() };
        let hash = self.node().send_unsigned(request.input(TransactionInput::new(code))).unwrap();
        let tx = self.mined(hash);
        tx.contract_address.ok_or_else(|| tx.outcome.output.clone())
    }

    /// Acts with raw calldata, which may be refused: what it returned, or the revert data.
    pub(crate) fn send_data(&self, from: Address, to: Address, data: Bytes) -> Result<Bytes, Bytes> {
        let request = TransactionRequest { from: Some(from), gas: Some(GAS), ..Default::default() };
        let hash = self.node().send_unsigned(request.to(to).input(TransactionInput::new(data))).unwrap();
        let tx = self.mined(hash);
        if tx.succeeded() { Ok(tx.outcome.output.clone()) } else { Err(tx.outcome.output.clone()) }
    }
}
