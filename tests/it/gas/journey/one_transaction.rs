//! What the reference needs several transactions for, or has not.

use alloy::primitives::{Address, B256, Bytes, U256};
use alloy::signers::SignerSync;
use alloy::sol_types::{SolCall, SolStruct, eip712_domain};
use interfaces::sol::{IMulticall, IStrategyManager};

use super::{Journey, NEWCOMERS};
use crate::harness::{Done, OPERATOR, ether};

alloy::sol! {
    /// What an owner signs (EIP-2612). The token's nonce is the owner's first.
    struct Permit {
        address owner;
        address spender;
        uint256 value;
        uint256 nonce;
        uint256 deadline;
    }
}

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

    /// The owner's signature for 10 LST.
    fn permit(&self, owner: Address) -> IStrategyManager::Permit {
        let (token, deadline) = (self.world.lst, U256::MAX);
        let message = Permit {
            owner,
            spender: self.world.at("strategy-manager"),
            value: ether(10),
            nonce: U256::ZERO,
            deadline,
        };
        let chain_id = self.world.node().config().chain_id;
        let domain = eip712_domain! {
            name: "Liquid Staked Ether",
            version: "1",
            chain_id: chain_id,
            verifying_contract: token,
        };
        let digest = message.eip712_signing_hash(&domain);
        let signature = self.world.node().accounts().signer(owner).unwrap().sign_hash_sync(&digest).unwrap();
        IStrategyManager::Permit {
            deadline,
            v: signature.as_bytes()[64],
            r: signature.r().into(),
            s: signature.s().into(),
        }
    }

    fn deposit_with_permit(&self, staker: Address) -> Done {
        let call = IStrategyManager::depositIntoStrategyWithPermitCall {
            strategy: self.lst(),
            token: self.world.lst,
            amount: ether(10),
            permit: self.permit(staker),
        };
        self.on("strategy-manager", staker, &call)
    }

    fn deposit_with_permit_and_delegate(&self, staker: Address) -> Done {
        let call = IStrategyManager::depositWithPermitAndDelegateCall {
            strategy: self.lst(),
            token: self.world.lst,
            amount: ether(10),
            permit: self.permit(staker),
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
