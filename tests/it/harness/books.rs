//! The books of everyone in the scenarios.

use alloy::primitives::U256;
use interfaces::sol::{IDelegationManager, IStrategyManager};

use super::{ALICE, BOB, BURN_ADDRESS, OPERATOR, World};

impl World {
    /// What must not change when an act is refused: shares, delegation and tokens of everyone in the scenarios.
    pub(super) fn books(&self) -> Vec<U256> {
        let (manager, delegation) = (self.at("strategy-manager"), self.at("delegation-manager"));
        let mut books = Vec::new();
        for token in [self.weth, self.lst] {
            let strategy = self.strategy(token);
            for who in [ALICE, BOB, OPERATOR, strategy, manager, BURN_ADDRESS] {
                books.push(self.held(token, who));
                books.push(
                    self.view(manager, &IStrategyManager::stakerDepositSharesCall { staker: who, strategy }),
                );
                books.push(
                    self.view(
                        delegation,
                        &IDelegationManager::operatorSharesCall { operator: who, strategy },
                    ),
                );
            }
        }
        for who in [ALICE, BOB, OPERATOR] {
            let to = self.view(delegation, &IDelegationManager::delegatedToCall { staker: who });
            books.push(to.into_word().into());
            books.push(
                self.view(delegation, &IDelegationManager::cumulativeWithdrawalsQueuedCall { staker: who }),
            );
        }
        books
    }
}
