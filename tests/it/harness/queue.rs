//! Withdrawals on their way into the queue and out of it.

use alloy::primitives::{Address, U256};
use interfaces::sol::IDelegationManager::{
    QueuedWithdrawalParams, SlashingWithdrawalQueued, Withdrawal, completeQueuedWithdrawalCall,
    queueWithdrawalsCall,
};

use super::{Done, World};

/// One withdrawal of deposit shares, by strategy.
pub(crate) fn withdraw(shares: &[(Address, U256)]) -> queueWithdrawalsCall {
    let (strategies, deposit_shares) = shares.iter().copied().unzip();
    let params = QueuedWithdrawalParams {
        strategies,
        depositShares: deposit_shares,
        __deprecated_withdrawer: Address::ZERO,
    };
    queueWithdrawalsCall { params: vec![params] }
}

/// `staker` queues one withdrawal of deposit shares in one strategy.
pub(crate) fn queue(world: &World, staker: Address, strategy: Address, shares: U256) -> Withdrawal {
    let done = world.act(staker, world.at("delegation-manager"), &withdraw(&[(strategy, shares)]));
    queued(&done).remove(0)
}

/// The withdrawals that were queued, in order.
pub(crate) fn queued(done: &Done) -> Vec<Withdrawal> {
    done.events::<SlashingWithdrawalQueued>().into_iter().map(|event| event.withdrawal).collect()
}

/// Completes a withdrawal of LST strategies as tokens.
pub(crate) fn as_tokens(world: &World, withdrawal: &Withdrawal) -> completeQueuedWithdrawalCall {
    completeQueuedWithdrawalCall {
        withdrawal: withdrawal.clone(),
        tokens: vec![world.lst; withdrawal.strategies.len()],
        receiveAsTokens: true,
    }
}

/// Completes a withdrawal as shares.
pub(crate) fn as_shares(world: &World, withdrawal: &Withdrawal) -> completeQueuedWithdrawalCall {
    completeQueuedWithdrawalCall { receiveAsTokens: false, ..as_tokens(world, withdrawal) }
}

/// Lets blocks pass until a withdrawal queued in the latest block can be completed.
pub(crate) fn pass_delay(world: &World) {
    world.pass_blocks(world.config.withdrawal_delay_blocks);
}
