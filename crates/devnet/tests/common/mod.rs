//! A chain to try things on, and small programs to run there.
#![allow(dead_code, clippy::unwrap_used, missing_docs, reason = "shared by test files that each use a part")]

pub mod evm;
pub mod wasm;

use std::sync::Arc;

use alloy_eips::BlockId;
use alloy_primitives::{Address, Bytes, TxKind, U256};
use alloy_rpc_types::{TransactionInput, TransactionRequest};
use alloy_sol_types::SolCall;
use devnet::chain::{CallOutcome, CallStatus, Config, MinedTx, Node};
use devnet::precompiles::{ARB_WASM, ArbWasm};
use devnet::wasm::code::{FRAGMENT_PREFIX, ROOT_PREFIX, compress};

pub const LATEST: BlockId = BlockId::latest();
/// Gas that lets any test's transaction finish.
pub const GAS: u64 = 30_000_000;

pub struct Lab {
    pub node: Node,
    pub me: Address,
}

impl Lab {
    pub fn new() -> Self {
        Self::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        let node = Node::new(config).unwrap();
        let me = node.accounts().addresses()[0];
        Self { node, me }
    }

    pub fn request(&self, to: TxKind, data: impl Into<Bytes>) -> TransactionRequest {
        TransactionRequest {
            from: Some(self.me),
            to: Some(to),
            gas: Some(GAS),
            input: TransactionInput::new(data.into()),
            ..Default::default()
        }
    }

    pub fn submit(&mut self, request: TransactionRequest) -> Arc<MinedTx> {
        let hash = self.node.send_unsigned(request).unwrap();
        self.node.transaction(hash).unwrap().clone()
    }

    pub fn send(&mut self, to: Address, data: impl Into<Bytes>) -> Arc<MinedTx> {
        self.submit(self.request(to.into(), data))
    }

    /// A transaction that must succeed.
    pub fn must(&mut self, to: Address, data: impl Into<Bytes>) -> Arc<MinedTx> {
        let tx = self.send(to, data);
        assert!(tx.succeeded(), "{:?} {:?}", tx.outcome.status, tx.outcome.notes);
        tx
    }

    pub fn call(&mut self, to: Address, data: impl Into<Bytes>) -> CallOutcome {
        self.node.call(&self.request(to.into(), data), LATEST, None).unwrap()
    }

    /// Puts runtime code on the chain.
    pub fn deploy(&mut self, code: &[u8]) -> Address {
        let tx = self.submit(self.request(TxKind::Create, evm::init_code(code)));
        tx.contract_address.unwrap_or_else(|| panic!("{:?}", tx.outcome.status))
    }

    /// Puts a program on the chain without activating it.
    pub fn deploy_program(&mut self, wat: &str) -> Address {
        let wasm = ::wat::parse_str(wat).unwrap();
        self.deploy(&compress(&wasm).unwrap())
    }

    /// Puts a program on the chain in two fragments, without activating it, and gives the fragments' codes too.
    pub fn deploy_fragmented(&mut self, wasm: &[u8]) -> (Address, [Vec<u8>; 2]) {
        let stream = compress(wasm).unwrap().split_off(4);
        let (left, right) = stream.split_at(stream.len() / 2);
        let fragments = [left, right].map(|part| [&FRAGMENT_PREFIX, part].concat());
        let mut root = [&ROOT_PREFIX[..], &[0]].concat();
        root.extend_from_slice(&u32::try_from(wasm.len()).unwrap().to_be_bytes());
        fragments.iter().for_each(|code| root.extend_from_slice(self.deploy(code).as_slice()));
        (self.deploy(&root), fragments)
    }

    /// Puts a program on the chain and activates it.
    pub fn program(&mut self, wat: &str) -> Address {
        let program = self.deploy_program(wat);
        let tx = self.activate(program);
        assert!(tx.succeeded(), "{:?} {:?}", tx.outcome.status, tx.outcome.notes);
        program
    }

    /// Sends an activation with one ether for the fee.
    pub fn activate(&mut self, program: Address) -> Arc<MinedTx> {
        let data = ArbWasm::activateProgramCall { program }.abi_encode();
        let request = self.request(ARB_WASM.into(), data).value(ether(1));
        self.submit(request)
    }

    pub fn slot(&self, address: Address, key: u64) -> U256 {
        self.node.storage(address, U256::from(key), LATEST).unwrap()
    }

    pub fn balance(&self, address: Address) -> U256 {
        self.node.balance(address, LATEST).unwrap()
    }
}

pub fn ether(amount: u64) -> U256 {
    U256::from(amount) * U256::from(10).pow(U256::from(18))
}

/// A 32-byte word.
pub fn word(value: u64) -> Vec<u8> {
    U256::from(value).to_be_bytes_vec()
}

/// The revert data of an outcome that must have reverted.
pub fn reverted(outcome: &CallOutcome) -> &Bytes {
    assert_eq!(outcome.status, CallStatus::Revert, "{:?}", outcome.notes);
    &outcome.output
}

/// Fails unless the outcome halted, and gives the reason.
pub fn halted(outcome: &CallOutcome) -> &str {
    match &outcome.status {
        CallStatus::Halt(reason) => reason,
        other => panic!("expected a halt, not {other:?}"),
    }
}
