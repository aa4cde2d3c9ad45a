//! A service starts, an operator joins it, and is slashed.

use alloy::primitives::{Bytes, U256};
use interfaces::sol::{IAllocationManager, IStrategyManager};
use math::allocation::{Allocation, Magnitudes};
use math::slash::{queued_slashable_down, slash_allocation, slashed_queue_shares_down, slashed_shares_down};

use super::super::contracts::Service;
use super::super::report::amount;
use super::super::stage::{ONE, Stage, expect};
use super::{SET, ether, exact, operator_shares, set, strategies};
use crate::error::Error;

/// Half of everything the operator has.
const HALF: u64 = ONE / 2;
/// What the service slashes of its allocation: 30 %.
const SLASHED: u64 = ONE / 10 * 3;

/// A service starts, the operator joins it and allocates half of its stake.
pub(super) async fn start(stage: &mut Stage) -> Result<(), Error> {
    let (service, operator) = (stage.cast.service.clone(), stage.cast.operator.clone());
    let avs = ("service", stage.avs);
    let slasher = stage.program("slasher")?;
    let call = Service::setUpCall { metadataURI: "https://service.example/metadata.json".into() };
    stage.act(&service, "makes itself known", avs, &call, U256::ZERO, "AVS").await?;
    let strategies = strategies(stage)?;
    let call = Service::createOperatorSetCall { operatorSetId: SET, strategies: strategies.clone() };
    stage.act(&service, "creates an operator set", avs, &call, U256::ZERO, "set 1, ETH and LST").await?;
    let call = IAllocationManager::registerForOperatorSetsCall {
        operator: operator.address(),
        params: IAllocationManager::RegisterParams {
            avs: stage.avs,
            operatorSetIds: vec![SET],
            data: Bytes::new(),
        },
    };
    stage.act(&operator, "joins set 1", slasher, &call, U256::ZERO, "member, by callback").await?;
    let call = IAllocationManager::modifyAllocationsCall {
        operator: operator.address(),
        params: vec![IAllocationManager::AllocateParams {
            operatorSet: set(stage),
            newMagnitudes: vec![HALF; strategies.len()],
            strategies,
        }],
    };
    stage.act(&operator, "allocates half of its stake", slasher, &call, U256::ZERO, "50 % slashable").await?;
    Ok(())
}

/// What the slash left of the operator's magnitude, and what it booked of the LST.
pub(super) struct AfterSlash {
    pub(super) magnitude: u64,
    pub(super) booked: U256,
}

/// The service slashes 30 % of what is allocated to it.
pub(super) async fn slash(stage: &mut Stage) -> Result<AfterSlash, Error> {
    let (service, operator) = (stage.cast.service.clone(), stage.cast.operator.clone());
    let (lst, wad) = (stage.book.strategy(stage.lst)?, U256::from(SLASHED));
    let foreign = IAllocationManager::slashOperatorCall {
        avs: stage.avs,
        params: IAllocationManager::SlashingParams {
            operator: operator.address(),
            operatorSetId: SET,
            strategies: strategies(stage)?,
            wadsToSlash: vec![wad; 2],
            description: "not my slash".into(),
        },
    };
    let keeper = stage.cast.keeper.clone();
    let slasher = stage.program("slasher")?;
    stage.refused(&keeper, "tries to slash", slasher, &foreign, "InvalidCaller()").await?;

    let allocation = Allocation { current: HALF, pending_diff: 0, effect_block: 0 };
    let before = Magnitudes { encumbered: HALF, ..Magnitudes::FULL };
    let slashed = exact(slash_allocation(allocation, before, SLASHED))?;
    let held = exact(slashed_shares_down(ether(30), before.max, slashed.magnitudes.max))?;
    let in_queue = exact(queued_slashable_down(ether(20), U256::ZERO, before.max))?;
    let queued = exact(slashed_queue_shares_down(in_queue, 1, before.max, slashed.magnitudes.max))?;
    let booked = held.saturating_add(queued);
    let call = Service::slashCall {
        operator: operator.address(),
        operatorSetId: SET,
        strategies: strategies(stage)?,
        wadsToSlash: vec![wad; 2],
        description: "signed two answers".into(),
    };
    let what = "slashes 30 % of the allocation";
    let result = format!("{} LST shares booked", amount(booked));
    stage.act(&service, what, ("service", stage.avs), &call, U256::ZERO, result).await?;

    let left = operator_shares(stage, lst).await?;
    expect("operator shares of the LST after the slash", left, ether(30).saturating_sub(held))?;
    let ask = IStrategyManager::getBurnOrRedistributableShares_1Call {
        operatorSet: IStrategyManager::OperatorSet { avs: stage.avs, id: SET },
        slashId: U256::from(1),
        strategy: lst,
    };
    let manager = stage.book.address("strategy-manager")?;
    expect("booked LST shares", stage.cast.keeper.account.view(manager, &ask).await?, booked)?;
    Ok(AfterSlash { magnitude: slashed.magnitudes.max, booked })
}
