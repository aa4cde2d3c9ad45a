//! What the reference needs several transactions for, or has not.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::sol_types::SolCall;
use interfaces::sol::{IMulticall, IStrategyManager};

use super::{Journey, NEWCOMERS};
use crate::harness::permits::permit;
use crate::harness::{Done, OPERATOR, ether};

impl Journey<'_> {
    pub(super) fn one_transaction(&mut self) {
        self.by_newcomers("depositIntoStrategyWithPermit, new staker", Self::deposit_with_permit);
        self.by_newcomers("depositWithPermitAndDelegate, new staker", Self::deposit_with_permit_and_delegate);
        self.by_newcomers("depositETHIntoStrategy, new staker", Self::deposit_ether);
        self.by_newcomers("depositETHAndDelegate, new staker", Self::deposit_ether_and_delegate);
        self.by_newcomers("multicall, deposits into 2 strategies, new staker", Self::two_deposits);
    }

    fn by_newcomers(&mut self, operation: &'static str, act: impl Fn(&Self, Address) -> Done) {
        self.aside(|journey| {
            for newcomer in NEWCOMERS {
                journey.fund(newcomer);
            }
            let [_, done] = NEWCOMERS.map(|newcomer| act(journey, newcomer));
            journey.record(operation, None, &done);
        });
    }

    fn deposit_with_permit(&self, staker: Address) -> Done {
        let call = IStrategyManager::depositIntoStrategyWithPermitCall {
            strategy: self.lst(),
            token: self.world.lst,
            amount: ether(10),
            permit: permit(self.world, staker, ether(10)),
        };
        self.on("strategy-manager", staker, &call)
    }

    fn deposit_with_permit_and_delegate(&self, staker: Address) -> Done {
        let call = IStrategyManager::depositWithPermitAndDelegateCall {
            strategy: self.lst(),
            token: self.world.lst,
            amount: ether(10),
            permit: permit(self.world, staker, ether(10)),
            operator: OPERATOR,
            approverSignatureAndExpiry: no_approval(),
            approverSalt: B256::ZERO,
        };
        self.on("strategy-manager", staker, &call)
    }

    pub(super) fn deposit_ether(&self, staker: Address) -> Done {
        let call = IStrategyManager::depositETHIntoStrategyCall { strategy: self.weth() };
        self.world.pay(staker, self.world.at("strategy-manager"), &call, ether(10))
    }

    fn deposit_ether_and_delegate(&self, staker: Address) -> Done {
        let call = IStrategyManager::depositETHAndDelegateCall {
            strategy: self.weth(),
            operator: OPERATOR,
            approverSignatureAndExpiry: no_approval(),
            approverSalt: B256::ZERO,
        };
        self.world.pay(staker, self.world.at("strategy-manager"), &call, ether(10))
    }

    fn two_deposits(&self, staker: Address) -> Done {
        self.approve(staker);
        let tokens = [self.world.lst, self.world.weth];
        let calls = tokens.map(|token| self.deposit_call(token, 10).abi_encode());
        self.on("strategy-manager", staker, &multicall(calls))
    }
}

/// Several calls of one contract.
pub(super) fn multicall(calls: impl IntoIterator<Item = Vec<u8>>) -> IMulticall::multicallCall {
    IMulticall::multicallCall { data: calls.into_iter().map(Bytes::from).collect() }
}

fn no_approval() -> IStrategyManager::SignatureWithExpiry {
    IStrategyManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO }
}
