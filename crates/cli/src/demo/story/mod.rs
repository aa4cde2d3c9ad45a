//! The story: deposit, delegate, serve, be slashed, be paid, leave. A chapter a file; numbers are checked as they appear.

mod entering;
mod leaving;
mod permit;
mod rewards;
mod service;

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolEvent;
use interfaces::sol::{IAllocationManager, IDelegationManager};

use super::report::amount;
use super::stage::{Actor, ONE, Stage};
use crate::error::Error;

/// The service's only operator set.
const SET: u32 = 1;

/// Tells all of it.
pub(crate) async fn tell(stage: &mut Stage) -> Result<(), Error> {
    entering::tell(stage).await?;
    service::start(stage).await?;
    let withdrawal = queue(stage, stage.cast.bob.clone(), stage.lst, ether(20)).await?;
    let slashed = service::slash(stage).await?;
    rewards::tell(stage).await?;
    leaving::tell(stage, withdrawal, slashed).await
}

fn ether(n: u64) -> U256 {
    U256::from(n).saturating_mul(U256::from(ONE))
}

/// A staker queues deposit shares of a token.
async fn queue(
    stage: &mut Stage,
    staker: Actor,
    token: Address,
    shares: U256,
) -> Result<IDelegationManager::Withdrawal, Error> {
    let delegation = stage.program("delegation-manager")?;
    let call = IDelegationManager::queueWithdrawalsCall {
        params: vec![IDelegationManager::QueuedWithdrawalParams {
            strategies: vec![stage.book.strategy(token)?],
            depositShares: vec![shares],
            __deprecated_withdrawer: Address::ZERO,
        }],
    };
    let what = format!("queues {} shares", amount(shares));
    let receipt = stage.act(&staker, what, delegation, &call, U256::ZERO, "waits, still slashable").await?;
    let queued = receipt.inner.logs().iter().find_map(|log| {
        IDelegationManager::SlashingWithdrawalQueued::decode_log(&log.inner)
            .ok()
            .map(|event| event.data.withdrawal)
    });
    queued.ok_or_else(|| Error::Story("queueing emitted no SlashingWithdrawalQueued".into()))
}

/// The strategies of the story in the ascending order a slash needs.
fn strategies(stage: &Stage) -> Result<Vec<Address>, Error> {
    let mut strategies = vec![stage.book.strategy(stage.weth)?, stage.book.strategy(stage.lst)?];
    strategies.sort();
    Ok(strategies)
}

fn set(stage: &Stage) -> IAllocationManager::OperatorSet {
    IAllocationManager::OperatorSet { avs: stage.avs, id: SET }
}

async fn operator_shares(stage: &Stage, strategy: Address) -> Result<U256, Error> {
    let ask = IDelegationManager::operatorSharesCall { operator: stage.cast.operator.address(), strategy };
    Ok(stage.cast.keeper.account.view(stage.book.address("delegation-manager")?, &ask).await?)
}

/// A number of the story is small: the accounting cannot refuse it.
fn exact<T, E: std::fmt::Debug>(value: Result<T, E>) -> Result<T, Error> {
    value.map_err(|error| Error::Story(format!("the accounting refused a number of the story: {error:?}")))
}
