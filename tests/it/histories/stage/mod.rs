//! The chain the histories run on.

mod acting;
mod deployment;
mod outcome;
mod reading;
mod signing;

use std::cell::Cell;

use alloy::primitives::{Address, U256};

use super::cast::{DELAYS, ETHER, MAIN_VAULTS, PEOPLE, REBASING, STILL, TOKENS, VAULTS, WEALTH, WRAPPED};
use super::model::{Account, Holder, Model, SetId, Token, TokenId, Vault, VaultId};
use crate::harness::{BURN_ADDRESS, GOVERNANCE, Token as Erc20, World};
use deployment::Deployment;
use interfaces::sol::IAllocationManager::OperatorSet;

alloy::sol! {
    contract WrappedEther {
        function deposit() external payable;
    }

    contract RebasingToken {
        function setMultiplier(uint256 multiplier) external;
    }
}

/// The chain, and where on it everything of the model's lists is.
pub(super) struct Stage {
    world: World,
    at: Deployment,
    people: Vec<Address>,
    start: u64,
    /// Approvals signed: every one needs a salt of its own.
    salts: Cell<u64>,
}

impl Stage {
    /// Deploys. Every history starts from here, by [`Stage::reset`].
    pub(super) fn open() -> Self {
        let mut world = deployment::deploy();
        let people = world.node().accounts().addresses()[1..=PEOPLE].to_vec();
        let at = Deployment::complete(&world);
        let start = world.snapshot();
        let mut stage = Self { world, at, people, start, salts: Cell::new(0) };
        stage.endow();
        stage.start = stage.world.snapshot();
        stage
    }

    /// Gives everyone ether and tokens and the StrategyManager allowances. Without fees: then ether moves by acts alone.
    fn endow(&self) {
        self.world.node().set_base_fee(0);
        for person in &self.people {
            self.world.node().set_balance(*person, (WEALTH + WEALTH).word());
            self.world.pay(*person, self.at.tokens[WRAPPED], &WrappedEther::depositCall {}, WEALTH.word());
            for token in [STILL, REBASING] {
                let mint = Erc20::mintCall { to: *person, amount: WEALTH.word() };
                self.world.act(GOVERNANCE, self.at.tokens[token], &mint);
            }
            for token in &self.at.tokens {
                self.world.act(*person, *token, &self.unlimited_allowance());
            }
        }
    }

    fn unlimited_allowance(&self) -> Erc20::approveCall {
        Erc20::approveCall { spender: self.at.manager, amount: U256::MAX }
    }

    /// Goes back to the start, and gives the model of it.
    pub(super) fn reset(&mut self) -> Model {
        self.world.revert(self.start);
        self.start = self.world.snapshot();
        let mut tokens = TOKENS.map(Token::new);
        for account in 0..PEOPLE {
            tokens.iter_mut().for_each(|token| token.mint(Holder::Person(account), WEALTH));
            tokens[ETHER].mint(Holder::Wrapper, WEALTH);
        }
        let vaults = (0..VAULTS).map(|vault| Vault::new(token_of(vault))).collect();
        Model::new(DELAYS, tokens.into(), vaults, PEOPLE)
    }

    /// Puts the model into the block that comes next.
    pub(super) fn enter_next_block(&self, model: &mut Model) {
        let node = self.world.node();
        model.block = u32::try_from(node.block_number() + 1).expect("a young chain");
        model.time = node.next_time();
    }

    /// Lets blocks pass.
    pub(super) fn pass_blocks(&self, count: u32) {
        self.world.pass_blocks(count);
    }

    /// Lets time pass until the next block.
    pub(super) fn pass_seconds(&self, seconds: u64) {
        self.world.node().increase_time(seconds);
    }

    /// A set as the AllocationManager takes it.
    fn set(&self, set: SetId) -> OperatorSet {
        OperatorSet { avs: self.people[set.avs], id: set.id }
    }

    fn person(&self, account: Account) -> Address {
        self.people[account]
    }

    /// Nobody's address is zero.
    fn maybe(&self, account: Option<Account>) -> Address {
        account.map_or(Address::ZERO, |account| self.people[account])
    }

    fn holder(&self, holder: Holder) -> Address {
        match holder {
            Holder::Person(account) => self.people[account],
            Holder::Vault(vault) => self.at.vaults[vault],
            Holder::Burnt => BURN_ADDRESS,
            Holder::Manager => self.at.manager,
            Holder::Wrapper => self.at.tokens[WRAPPED],
        }
    }

    fn vaults(&self, vaults: &[VaultId]) -> Vec<Address> {
        vaults.iter().map(|vault| self.at.vaults[*vault]).collect()
    }

    /// The token of a strategy.
    fn token(&self, vault: VaultId) -> Address {
        self.at.tokens[token_of(vault)]
    }
}

/// The token of a strategy: those beyond the main ones are all of the first.
fn token_of(vault: VaultId) -> TokenId {
    MAIN_VAULTS.get(vault).copied().unwrap_or_default()
}
