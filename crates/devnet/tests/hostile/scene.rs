//! A devnet with something on it to ask about.

use std::sync::RwLockWriteGuard;

use alloy_consensus::{SignableTransaction, TxEip1559, TxEip2930, TxEip7702, TxEnvelope, TxLegacy};
use alloy_eips::eip7702::Authorization;
use alloy_eips::{BlockId, Encodable2718};
use alloy_primitives::{Address, B256, Bytes, Signature, U256};
use alloy_rpc_types::TransactionRequest;
use alloy_signer::SignerSync;
use alloy_sol_types::SolCall;
use devnet::chain::Node;
use devnet::precompiles::{ARB_WASM, ArbWasm, PRECOMPILES};
use devnet::wasm::code::compress;
use devnet::{Config, Devnet};
use tokio::runtime::Runtime;

use super::common::{ether, evm, wasm, word};
use super::dice::Dice;

/// EVM code that never ends.
const ENDLESS: [u8; 3] = [0x5b, 0x5f, 0x56];

pub struct Scene {
    pub devnet: Devnet,
    /// Accounts with keys, contracts and programs of all kinds, precompiles and nobody.
    pub addresses: Vec<Address>,
    /// Hashes of transactions and blocks.
    pub hashes: Vec<B256>,
    runtime: Runtime,
}

/// Everything of a chain that a request which is refused must leave as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    block_number: u64,
    block_hash: B256,
    state: B256,
    waiting: Vec<B256>,
    next_time: u64,
    base_fee: u64,
}

impl Scene {
    pub fn open() -> Self {
        let runtime = Runtime::new().unwrap();
        let devnet = runtime.block_on(Devnet::start(Config { port: 0, ..Config::default() })).unwrap();
        let mut scene = Self { devnet, addresses: Vec::new(), hashes: Vec::new(), runtime };
        scene.populate();
        scene
    }

    pub fn node<T>(&self, look: impl FnOnce(RwLockWriteGuard<'_, Node>) -> T) -> T {
        look(self.devnet.node().write().expect("no request panicked"))
    }

    pub fn look(&self) -> Look {
        self.node(|node| Look {
            block_number: node.block_number(),
            block_hash: node.latest().hash,
            state: node.state_digest(),
            waiting: node.pending_transactions().iter().map(|tx| *tx.tx_hash()).collect(),
            next_time: node.next_time(),
            base_fee: node.config().base_fee,
        })
    }

    /// A time the next block can have.
    pub fn look_ahead(&self) -> u64 {
        self.node(|node| node.next_time())
    }

    /// Stops serving; the node must have survived to be looked at.
    pub fn close(self) -> Look {
        let look = self.look();
        self.runtime.block_on(self.devnet.stop()).unwrap();
        look
    }

    fn populate(&mut self) {
        let accounts: Vec<Address> = self.devnet.accounts().iter().map(|account| account.address).collect();
        let codes = [
            evm::store(),
            evm::reverter(),
            evm::forwarder(evm::CALL),
            evm::prober(evm::STATICCALL),
            ENDLESS.to_vec(),
            program(&wasm::store()),
            program(&wasm::forwarder()),
            program(&wasm::reverter()),
            program(&wasm::logger()),
            program(&wasm::endless()),
        ];
        let contracts: Vec<Address> =
            (1..=codes.len()).map(|i| Address::repeat_byte(0xc0 + i as u8)).collect();
        let hashes = self.node(|mut node| {
            for (address, code) in contracts.iter().zip(&codes) {
                node.set_code(*address, Bytes::copy_from_slice(code)).unwrap();
            }
            // The reverting program stays as it is: a program that is not active.
            let active = [5, 6, 8, 9].map(|at| contracts[at]);
            let mut hashes: Vec<B256> =
                active.iter().map(|program| activate(&mut node, accounts[0], *program)).collect();
            hashes.extend(
                [contracts[0], contracts[5], contracts[8]].map(|to| send(&mut node, accounts[0], to)),
            );
            hashes.extend((0..=node.block_number()).map(|n| node.block(n.into()).unwrap().hash));
            hashes
        });
        self.hashes = hashes;
        let precompiles: Vec<_> = PRECOMPILES.iter().map(|precompile| precompile.address).collect();
        let strangers = [Address::ZERO, Address::repeat_byte(0x99)];
        self.addresses = [&accounts[..], &contracts, &precompiles, &strangers].concat();
    }

    /// A transaction account 1 could send next, signed, in one of the types there are.
    pub fn raw(&self, dice: &mut Dice) -> Bytes {
        let (to, value) = (dice.pick(&self.addresses), U256::from(dice.below(3)));
        let (input, gas_limit) = (Bytes::from(word(dice.throw())), 300_000);
        self.node(|node| {
            let sender = node.accounts().addresses()[1];
            let nonce = node.nonce(sender, BlockId::pending()).unwrap();
            let (chain_id, price) = (node.config().chain_id, u128::from(node.config().base_fee));
            let sign = |hash| node.accounts().signer(sender).unwrap().sign_hash_sync(&hash).unwrap();
            let tx: TxEnvelope = match dice.below(4) {
                0 => signed(
                    TxLegacy {
                        chain_id: Some(chain_id),
                        nonce,
                        gas_price: price,
                        gas_limit,
                        to: to.into(),
                        value,
                        input,
                    },
                    sign,
                ),
                1 => signed(
                    TxEip2930 {
                        chain_id,
                        nonce,
                        gas_price: price,
                        gas_limit,
                        to: to.into(),
                        value,
                        input,
                        access_list: Default::default(),
                    },
                    sign,
                ),
                2 => signed(
                    TxEip1559 {
                        chain_id,
                        nonce,
                        gas_limit,
                        max_fee_per_gas: price,
                        max_priority_fee_per_gas: 0,
                        to: to.into(),
                        value,
                        input,
                        access_list: Default::default(),
                    },
                    sign,
                ),
                _ => {
                    let offer = Authorization {
                        chain_id: U256::from(chain_id),
                        address: to,
                        nonce: nonce.wrapping_add(1),
                    };
                    let signature = sign(offer.signature_hash());
                    signed(
                        TxEip7702 {
                            chain_id,
                            nonce,
                            gas_limit,
                            max_fee_per_gas: price,
                            max_priority_fee_per_gas: 0,
                            to,
                            value,
                            input,
                            access_list: Default::default(),
                            authorization_list: vec![offer.into_signed(signature)],
                        },
                        sign,
                    )
                }
            };
            tx.encoded_2718().into()
        })
    }
}

fn signed<T>(tx: T, sign: impl Fn(B256) -> Signature) -> TxEnvelope
where
    T: SignableTransaction<Signature>,
    TxEnvelope: From<alloy_consensus::Signed<T>>,
{
    let signature = sign(tx.signature_hash());
    tx.into_signed(signature).into()
}

fn program(wat: &str) -> Vec<u8> {
    compress(&::wat::parse_str(wat).unwrap()).unwrap()
}

fn activate(node: &mut Node, from: Address, program: Address) -> B256 {
    let data = ArbWasm::activateProgramCall { program }.abi_encode();
    let request =
        TransactionRequest::default().from(from).to(ARB_WASM).value(ether(1)).input(Bytes::from(data).into());
    let hash = node.send_unsigned(request).unwrap();
    assert!(node.transaction(hash).unwrap().succeeded());
    hash
}

fn send(node: &mut Node, from: Address, to: Address) -> B256 {
    let request = TransactionRequest::default().from(from).to(to).input(Bytes::from(word(7)).into());
    let hash = node.send_unsigned(request).unwrap();
    assert!(node.transaction(hash).unwrap().succeeded());
    hash
}
