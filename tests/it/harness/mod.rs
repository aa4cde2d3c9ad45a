//! A deployed protocol to act on, with people, tokens and a service.

mod books;
pub(crate) mod clock;
mod creation;
mod peers;
pub(crate) mod permits;
mod pool;
pub(crate) mod programs;
pub(crate) mod queue;
pub(crate) mod sets;
mod solidity;
pub(crate) mod strategies;
pub(crate) mod wallets;
pub(crate) mod world;

pub(crate) use peers::speaking;
pub(crate) use pool::fresh;
pub(crate) use solidity::{Service, Token};
pub(crate) use world::{Done, World};

use alloy::primitives::{Address, U256, address};

/// One unit of 18 decimals.
pub(crate) const ONE: u64 = 1_000_000_000_000_000_000;

/// The account of governance and deployment.
pub(crate) const GOVERNANCE: Address = address!("f39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// Stakers.
pub(crate) const ALICE: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
pub(crate) const BOB: Address = address!("3C44CdDdB6a900fa2b585dd299e03d12FA4293BC");
/// Operators.
pub(crate) const OPERATOR: Address = address!("90F79bf6EB2c4f870365E785982E1f101E93b906");
pub(crate) const OTHER_OPERATOR: Address = address!("15d34AAf54267DB7D7c367839AAf71A00a2C6A65");
/// Owner of the service.
pub(crate) const SERVICE_OWNER: Address = address!("9965507D1a55bcC2695C58ba16FB37d819B0A4dc");
/// Somebody without a role.
pub(crate) const STRANGER: Address = address!("976EA74026E726554dB657fA54763abd0C3a0aa9");

/// Where slashed shares of ordinary sets go.
pub(crate) const BURN_ADDRESS: Address = address!("00000000000000000000000000000000000E16E4");

/// `n` units of 18 decimals.
pub(crate) fn ether(n: u64) -> U256 {
    U256::from(n).checked_mul(U256::from(ONE)).unwrap()
}
