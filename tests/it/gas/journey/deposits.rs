//! Tokens in.

use alloy::primitives::{Address, U256};
use interfaces::sol::{IStrategyFactory, IStrategyManager, IWrappedETH};

use super::Journey;
use crate::harness::queue::withdraw;
use crate::harness::{ALICE, BOB, Done, GOVERNANCE, STRANGER, Token, ether};

impl Journey<'_> {
    /// Gives `account` 5,000 LST and 100 WETH.
    pub(super) fn fund(&self, account: Address) {
        self.world.act(account, self.world.lst, &Token::mintCall { to: account, amount: ether(5_000) });
        self.world.pay(account, self.world.weth, &IWrappedETH::depositCall {}, ether(100));
    }

    /// Lets the StrategyManager take more of either token than any deposit here uses up.
    pub(super) fn approve(&self, account: Address) {
        let spender = self.world.at("strategy-manager");
        for token in [self.world.lst, self.world.weth] {
            self.world.act(account, token, &Token::approveCall { spender, amount: ether(5_000) });
        }
    }

    pub(super) fn deposit_call(
        &self,
        token: Address,
        amount: u64,
    ) -> IStrategyManager::depositIntoStrategyCall {
        let strategy = self.world.strategy(token);
        IStrategyManager::depositIntoStrategyCall { strategy, token, amount: ether(amount) }
    }

    pub(super) fn deposit(&self, staker: Address, token: Address, amount: u64) -> Done {
        self.on("strategy-manager", staker, &self.deposit_call(token, amount))
    }

    pub(super) fn deposits(&mut self) {
        for account in [ALICE, BOB, STRANGER, GOVERNANCE] {
            self.fund(account);
            self.approve(account);
        }
        let [lst, weth] = [self.world.lst, self.world.weth];
        let [_, done] = [ALICE, BOB].map(|staker| self.deposit(staker, lst, 100));
        self.record("depositIntoStrategy, new staker, not delegated", 215_730, &done);
        let done = self.deposit(BOB, lst, 10);
        self.record("depositIntoStrategy, 2nd deposit, not delegated", 135_047, &done);
        self.aside(|journey| {
            let [_, done] = [ALICE, BOB].map(|staker| journey.deposit(staker, weth, 10));
            journey.record("depositIntoStrategy, staker's 2nd strategy", 198_630, &done);
        });
        self.aside(|journey| {
            let spender = journey.world.at("strategy-manager");
            journey.world.act(STRANGER, lst, &Token::approveCall { spender, amount: ether(10) });
            let done = journey.deposit(STRANGER, lst, 10);
            journey.record("depositIntoStrategy, new staker, exact allowance", 210_930, &done);
        });
        self.aside(|journey| {
            let part = withdraw(&[(journey.lst(), ether(10))]);
            let [_, done] = [ALICE, BOB].map(|staker| journey.on("delegation-manager", staker, &part));
            journey.record("queueWithdrawals, 1 strategy, partial, not delegated", 371_655, &done);
        });
    }

    /// The first and the second strategy that anyone creates.
    pub(super) fn new_strategies(&mut self) {
        self.aside(|journey| {
            let tokens = ["A", "B"].map(|name| {
                journey.world.create("MockLST", (name.to_owned(), name.to_owned(), U256::from(18)))
            });
            let [_, done] = tokens.map(|token| {
                let call = IStrategyFactory::deployNewStrategyCall { token };
                journey.on("strategy-factory", STRANGER, &call)
            });
            journey.record("deployNewStrategy", 279_299, &done);
        });
    }
}
