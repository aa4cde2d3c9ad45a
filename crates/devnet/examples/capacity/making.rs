//! Many accounts, made the ways people make them.

use std::fmt;

use alloy_primitives::{Address, Bytes, TxKind, U256, bytes};
use alloy_rpc_types::TransactionRequest;
use devnet::chain::Node;

use crate::Failure;

/// Where the contract is that makes accounts.
const FACTORY: Address = Address::repeat_byte(0xfa);
/// Makes as many contracts as its input says: each with one wei, a code of one byte, and 1 and 2 in slots 0 and 1.
const FACTORY_CODE: Bytes =
    bytes!("6c60015f55600260015560015ff35f525f355b8015602757600d60136001f050600190036012565b00");
/// Accounts a transaction makes: what fits below the most gas a transaction may have.
const BATCH: u64 = 150;
/// Gas for those.
const GAS: u64 = 16_000_000;

/// How accounts are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Way {
    /// By what anvil_setBalance, anvil_setCode and anvil_setStorageAt do.
    Methods,
    /// By transactions to a contract that creates contracts.
    Transactions,
    /// By transactions, on a chain that keeps its two latest blocks.
    Forgotten,
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Methods => "methods",
            Self::Transactions => "transactions",
            Self::Forgotten => "forgotten",
        })
    }
}

/// Makes accounts.
pub fn make(node: &mut Node, way: Way, accounts: u64) -> Result<(), Failure> {
    match way {
        Way::Methods => by_methods(node, accounts),
        Way::Transactions | Way::Forgotten => by_transactions(node, accounts),
    }
}

fn by_methods(node: &mut Node, accounts: u64) -> Result<(), Failure> {
    for number in 1..=accounts {
        let mut address = [0xac; 20];
        address[12..].copy_from_slice(&number.to_be_bytes());
        let address = Address::from(address);
        node.set_balance(address, U256::from(number));
        node.set_code(address, FACTORY_CODE)?;
        node.set_storage_at(address, U256::ZERO, U256::from(number));
        node.set_storage_at(address, U256::ONE, U256::MAX);
    }
    node.mine(1, None);
    Ok(())
}

fn by_transactions(node: &mut Node, accounts: u64) -> Result<(), Failure> {
    node.set_balance(FACTORY, U256::from(accounts));
    node.set_code(FACTORY, FACTORY_CODE)?;
    let mut left = accounts;
    while left > 0 {
        let count = left.min(BATCH);
        let hash = node.send_unsigned(TransactionRequest {
            from: node.accounts().addresses().first().copied(),
            to: Some(TxKind::Call(FACTORY)),
            input: Bytes::from(U256::from(count).to_be_bytes_vec()).into(),
            gas: Some(GAS),
            ..TransactionRequest::default()
        })?;
        if !node.transaction(hash).is_some_and(|mined| mined.succeeded()) {
            return Err("a transaction that makes accounts failed".into());
        }
        left = left.saturating_sub(count);
    }
    Ok(())
}
