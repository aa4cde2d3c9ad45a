//! Strategies by anyone: one for each token, of one code, open at once; and what the owner may do about it.

mod creation;
mod governance;
mod refusals;

use alloy::primitives::{Address, Bytes, U256, keccak256};
use interfaces::sol::IStrategyFactory::{deployNewStrategyCall, deployedStrategiesCall, wireCall};
use interfaces::sol::IStrategyManager::strategyIsWhitelistedForDepositCall;

use crate::harness::{Done, GOVERNANCE, STRANGER, World};

fn factory(world: &World) -> Address {
    world.at("strategy-factory")
}

/// A stranger has the factory create the strategy of `token`.
fn created(world: &World, token: Address) -> (Address, Done) {
    let done = world.act(STRANGER, factory(world), &deployNewStrategyCall { token });
    (done.returned::<deployNewStrategyCall>(), done)
}

fn deployed(world: &World, token: Address) -> Address {
    world.view(factory(world), &deployedStrategiesCall { token })
}

fn is_open(world: &World, strategy: Address) -> bool {
    world.view(world.at("strategy-manager"), &strategyIsWhitelistedForDepositCall { strategy })
}

fn code(world: &World, account: Address) -> Bytes {
    world.node().code(account, Default::default()).unwrap()
}

/// Where the factory puts the strategy of `token`: the prelude of every program's creation, and the implementation's code.
fn predicted(world: &World, token: Address) -> Address {
    let code = code(world, world.at("strategy"));
    let length = U256::from(code.len()).to_be_bytes_vec();
    let copy = [0x80, 0x60, 0x2b, 0x60, 0x00, 0x39, 0x60, 0x00, 0xf3, 0x00];
    let creation = [&[0x7f], &length[..], &copy[..], &code[..]].concat();
    factory(world).create2(token.into_word(), keccak256(creation))
}

/// A factory of the deployment's managers that copies what is at `implementation`.
fn copying(world: &World, implementation: Address) -> wireCall {
    wireCall {
        strategyManager: world.at("strategy-manager"),
        pauserRegistry: world.at("pauser-registry"),
        strategyImplementation: implementation,
        owner: GOVERNANCE,
    }
}
