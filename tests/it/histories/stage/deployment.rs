//! The programs of the real deployment once more, at addresses of their own and wired to the stub.

use alloy::primitives::{Address, U256, keccak256};
use interfaces::sol::{IDelegationManager, IPauserRegistry, IStrategy, IStrategyManager};

use super::super::cast::{DELAYS, VAULTS};
use super::token_of;
use crate::harness::{GOVERNANCE, World};

/// Where everything is.
pub(super) struct Deployment {
    pub(super) manager: Address,
    pub(super) delegation: Address,
    registry: Address,
    /// The stub.
    pub(super) slasher: Address,
    /// In the order of the model's; ether, which comes last there, is none.
    pub(super) tokens: Vec<Address>,
    pub(super) vaults: Vec<Address>,
}

impl Deployment {
    pub(super) fn place(world: &World) -> Self {
        let place = |program: &str| place(world, world.at(program), program);
        let mut deployment = Self {
            manager: place("strategy-manager"),
            delegation: place("delegation-manager"),
            registry: place("pauser-registry"),
            slasher: world.create("StubSlasher", ()),
            tokens: create_tokens(world),
            vaults: Vec::new(),
        };
        let extension = place("delegation-manager-extension");
        deployment.wire(world, extension);
        deployment.vaults = (0..VAULTS).map(|vault| deployment.open_vault(world, vault)).collect();
        let strategies = deployment.vaults.clone();
        let list = IStrategyManager::addStrategiesToDepositWhitelistCall { strategies };
        world.act(GOVERNANCE, deployment.manager, &list);
        deployment
    }

    /// All roles are governance's.
    fn wire(&self, world: &World, extension: Address) {
        let pausers = IPauserRegistry::wireCall { pausers: vec![GOVERNANCE], unpauser: GOVERNANCE };
        world.act(GOVERNANCE, self.registry, &pausers);
        let manager = IStrategyManager::wireCall {
            delegation: self.delegation,
            allocationManager: self.slasher,
            pauserRegistry: self.registry,
            owner: GOVERNANCE,
            strategyWhitelister: GOVERNANCE,
            slashResolutionDelay: DELAYS.resolution,
        };
        world.act(GOVERNANCE, self.manager, &manager);
        let delegation = IDelegationManager::wireCall {
            strategyManager: self.manager,
            allocationManager: self.slasher,
            permissionController: world.at("permission-controller"),
            pauserRegistry: self.registry,
            extension,
            minWithdrawalDelayBlocks: DELAYS.withdrawal,
        };
        world.act(GOVERNANCE, self.delegation, &delegation);
    }

    fn open_vault(&self, world: &World, vault: usize) -> Address {
        let strategy = place(world, world.strategy(world.lst), &format!("strategy {vault}"));
        let wire = IStrategy::wireCall {
            strategyManager: self.manager,
            underlyingToken: self.tokens[token_of(vault)],
            pauserRegistry: self.registry,
        };
        world.act(GOVERNANCE, strategy, &wire);
        strategy
    }
}

fn create_tokens(world: &World) -> Vec<Address> {
    let still = |name: &str| world.create("MockLST", (name.to_owned(), name.to_owned(), U256::from(18)));
    vec![still("ONE"), world.create("WETH9", ()), world.create("RebasingToken", (U256::from(18),))]
}

/// Places the program of `original` at an address of its own: its code is active already.
fn place(world: &World, original: Address, name: &str) -> Address {
    let place = Address::from_word(keccak256(format!("histories: {name}")));
    let mut node = world.node();
    let code = node.code(original, Default::default()).unwrap();
    node.set_code(place, code).unwrap();
    place
}
