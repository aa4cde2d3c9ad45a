//! The deployment the histories run on: the client's, with short delays, and more tokens and strategies.

use alloy::primitives::{Address, U256};
use client::deploy::Config;
use interfaces::sol::{IStrategy, IStrategyFactory};

use super::super::cast::{DELAYS, VAULTS};
use super::token_of;
use crate::harness::strategies::unwired;
use crate::harness::{GOVERNANCE, World};

/// Where everything is.
pub(super) struct Deployment {
    pub(super) manager: Address,
    pub(super) delegation: Address,
    pub(super) slasher: Address,
    /// Who opens strategies for deposits.
    pub(super) factory: Address,
    /// The registrar of every AVS that has one.
    pub(super) registrar: Address,
    /// In the order of the model's; ether, which comes last there, is none.
    pub(super) tokens: Vec<Address>,
    /// In the order of the model's, which is that of their addresses.
    pub(super) vaults: Vec<Address>,
}

/// As the client deploys it. All roles are governance's.
pub(super) fn deploy() -> World {
    World::deploy(Config {
        withdrawal_delay_blocks: DELAYS.withdrawal,
        slash_resolution_delay_blocks: DELAYS.resolution,
        deallocation_delay_blocks: DELAYS.deallocation,
        allocation_configuration_delay_blocks: DELAYS.configuration,
        redistribution_allocation_delay_blocks: DELAYS.floor,
        ..Config::local(GOVERNANCE)
    })
}

impl Deployment {
    pub(super) fn complete(world: &World) -> Self {
        let mut deployment = Self {
            manager: world.at("strategy-manager"),
            delegation: world.at("delegation-manager"),
            slasher: world.at("slasher"),
            factory: world.at("strategy-factory"),
            registrar: world.create("QuietRegistrar", ()),
            tokens: create_tokens(world),
            vaults: Vec::new(),
        };
        deployment.open_vaults(world);
        deployment
    }

    /// More strategies of one token than the factory would make.
    fn open_vaults(&mut self, world: &World) {
        let numbers = 0..u8::try_from(VAULTS).expect("few strategies");
        self.vaults = numbers.map(|n| unwired(world, world.at("strategy"), n)).collect();
        self.vaults.sort();
        for (vault, strategy) in self.vaults.iter().enumerate() {
            let wire = IStrategy::wireCall {
                strategyManager: self.manager,
                underlyingToken: self.tokens[token_of(vault)],
                pauserRegistry: world.at("pauser-registry"),
            };
            world.act(GOVERNANCE, *strategy, &wire);
        }
        let open = IStrategyFactory::whitelistStrategiesCall { strategiesToWhitelist: self.vaults.clone() };
        world.act(GOVERNANCE, self.factory, &open);
    }
}

fn create_tokens(world: &World) -> Vec<Address> {
    let still = |name: &str| world.create("MockLST", (name.to_owned(), name.to_owned(), U256::from(18)));
    vec![still("ONE"), world.create("WETH9", ()), world.create("RebasingToken", (U256::from(18),))]
}
