//! Out: a keeper completes Bob's withdrawal, anyone clears the slash, Alice takes everything out as ETH.

use alloy::primitives::{Address, U256};
use alloy::sol_types::SolEvent;
use interfaces::sol::IDelegationManager::{self, WithdrawalPaid};
use interfaces::sol::IStrategyManager;
use math::shares::{ScalingFactor, completed_shares_down, scaled_shares_down, withdrawable_shares_down};
use math::strategy::shares_to_tokens_down;

use super::super::report::amount;
use super::super::stage::{BURN_ADDRESS, Stage, expect};
use super::service::AfterSlash;
use super::{SET, ether, exact, queue};
use crate::error::Error;

/// The completion mode of ETH.
const ETHER: u8 = 2;

pub(super) async fn tell(
    stage: &mut Stage,
    withdrawal: IDelegationManager::Withdrawal,
    after: AfterSlash,
) -> Result<(), Error> {
    let (alice, bob, keeper) = (stage.cast.alice.clone(), stage.cast.bob.clone(), stage.cast.keeper.clone());
    let delegation = stage.program("delegation-manager")?;
    let early = complete(withdrawal.clone(), stage.lst);
    stage.refused(&bob, "completes too early", delegation, &early, "WithdrawalDelayNotElapsed()").await?;
    let all = queue(stage, alice.clone(), stage.weth, ether(10)).await?;
    stage.pass_blocks(stage.config.withdrawal_delay_blocks.saturating_add(1));

    let scaled = exact(scaled_shares_down(ether(20), ScalingFactor::from_stored(0)))?;
    let shares = exact(completed_shares_down(scaled, after.magnitude))?;
    let tokens = exact(shares_to_tokens_down(shares, ether(50), ether(50)))?;
    let had = stage.held(stage.lst, bob.address()).await?;
    let result = format!("{} LST to Bob", amount(tokens));
    let anyone = IDelegationManager::setCompletionByAnyoneCall { allowed: true };
    stage
        .act(&bob, "lets anyone complete for him", delegation, &anyone, U256::ZERO, "to himself only")
        .await?;
    let call = complete(withdrawal, stage.lst);
    stage.act(&keeper, "completes Bob's withdrawal", delegation, &call, U256::ZERO, result).await?;
    let paid = stage.held(stage.lst, bob.address()).await?.saturating_sub(had);
    expect("LST paid to Bob", paid, tokens)?;

    let (left_shares, left_tokens) = (ether(50).saturating_sub(shares), ether(50).saturating_sub(tokens));
    let burnt = exact(shares_to_tokens_down(after.booked, left_shares, left_tokens))?;
    let manager = stage.program("strategy-manager")?;
    let clear = IStrategyManager::clearBurnOrRedistributableSharesCall {
        operatorSet: IStrategyManager::OperatorSet { avs: stage.avs, id: SET },
        slashId: U256::from(1),
    };
    let result = format!("{} LST burnt", amount(burnt));
    stage.act(&keeper, "clears the slash", manager, &clear, U256::ZERO, result).await?;
    let found = stage.held(stage.lst, BURN_ADDRESS).await?;
    expect("LST burnt", found, burnt)?;

    let out = exact(withdrawable_shares_down(ether(10), ScalingFactor::from_stored(0), after.magnitude))?;
    let supply = stage.supply(stage.weth).await?;
    let call = IDelegationManager::completeQueuedWithdrawalAsCall {
        withdrawal: all,
        tokens: vec![stage.weth],
        modes: vec![ETHER],
    };
    let result = format!("{} ETH", amount(out));
    let receipt =
        stage.act(&alice, "takes everything out as ETH", delegation, &call, U256::ZERO, result).await?;
    let paid = receipt.inner.logs().iter().find_map(|log| WithdrawalPaid::decode_log(&log.inner).ok());
    let paid = paid.and_then(|event| event.data.payouts.first().map(|payout| payout.amount));
    expect("ETH paid to Alice", paid.unwrap_or_default(), out)?;
    expect("WETH unwrapped", supply.saturating_sub(stage.supply(stage.weth).await?), out)
}

fn complete(
    withdrawal: IDelegationManager::Withdrawal,
    token: Address,
) -> IDelegationManager::completeQueuedWithdrawalCall {
    IDelegationManager::completeQueuedWithdrawalCall {
        withdrawal,
        tokens: vec![token],
        receiveAsTokens: true,
    }
}
