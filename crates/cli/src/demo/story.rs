//! The story: deposit, delegate, serve, be slashed, be paid, leave. Numbers are checked as they appear.

use std::collections::BTreeMap;

use alloy::primitives::{Address, Bytes, U256, keccak256};
use alloy::sol_types::SolEvent;
use interfaces::sol::{IAllocationManager, IDelegationManager, IRewardsCoordinator, IStrategyManager};
use math::allocation::{Allocation, Magnitudes};
use math::shares::{ScalingFactor, completed_shares_down, scaled_shares_down, withdrawable_shares_down};
use math::slash::{queued_slashable_down, slash_allocation, slashed_shares_down};
use math::strategy::{shares_to_tokens_down, tokens_to_shares_down};
use math::tree::Distribution;

use super::contracts::{self, Service, Token};
use super::report::amount;
use super::stage::{ONE, Stage, expect};
use crate::error::Error;

/// The service's only operator set.
const SET: u32 = 1;
/// Half of everything the operator has.
const HALF: u64 = ONE / 2;
/// What the service slashes of its allocation: 30 %.
const SLASHED: u64 = ONE / 10 * 3;

/// Tells all of it.
pub(crate) async fn tell(stage: &mut Stage) -> Result<(), Error> {
    deposit(stage).await?;
    delegate(stage).await?;
    serve(stage).await?;
    let withdrawal = queue(stage, stage.cast.bob.clone(), stage.lst, ether(20)).await?;
    let slashed = slash(stage).await?;
    reward(stage).await?;
    leave(stage, withdrawal, slashed).await
}

/// `n` units of 18 decimals.
pub(crate) fn ether(n: u64) -> U256 {
    U256::from(n).saturating_mul(U256::from(ONE))
}

/// Alice brings ETH, Bob an LST.
async fn deposit(stage: &mut Stage) -> Result<(), Error> {
    let (alice, bob) = (stage.cast.alice.clone(), stage.cast.bob.clone());
    let manager = stage.program("strategy-manager")?;
    let eth = stage.book.strategy(stage.weth)?;
    let lst = stage.book.strategy(stage.lst)?;
    let shares = exact(tokens_to_shares_down(ether(10), U256::ZERO, U256::ZERO))?;
    let call = IStrategyManager::depositETHIntoStrategyCall { strategy: eth };
    stage
        .act(&alice, "deposits 10 ETH", manager, &call, ether(10), format!("{} shares", amount(shares)))
        .await?;
    expect_shares(stage, alice.address(), eth, shares).await?;

    let token = ("token", stage.lst);
    let mint = Token::mintCall { to: bob.address(), amount: ether(60) };
    stage.act(&bob, "gets 60 LST", token, &mint, U256::ZERO, "60 LST").await?;
    let approve = Token::approveCall { spender: manager.1, amount: ether(50) };
    stage.act(&bob, "approves 50 LST", token, &approve, U256::ZERO, "allowance").await?;
    let unknown = IStrategyManager::depositIntoStrategyCall {
        strategy: stage.lst,
        token: stage.lst,
        amount: ether(50),
    };
    stage
        .refused(&bob, "tries a strategy nobody opened", manager, &unknown, "StrategyNotWhitelisted()")
        .await?;
    let shares = exact(tokens_to_shares_down(ether(50), U256::ZERO, U256::ZERO))?;
    let call =
        IStrategyManager::depositIntoStrategyCall { strategy: lst, token: stage.lst, amount: ether(50) };
    stage
        .act(&bob, "deposits 50 LST", manager, &call, U256::ZERO, format!("{} shares", amount(shares)))
        .await?;
    expect_shares(stage, bob.address(), lst, shares).await
}

/// The operator registers; both stakers delegate to it.
async fn delegate(stage: &mut Stage) -> Result<(), Error> {
    let delegation = stage.program("delegation-manager")?;
    let operator = stage.cast.operator.clone();
    let register = IDelegationManager::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: "https://operator.example/metadata.json".into(),
    };
    stage.act(&operator, "registers as operator", delegation, &register, U256::ZERO, "operator").await?;
    for staker in [stage.cast.alice.clone(), stage.cast.bob.clone()] {
        let call = delegate_to(operator.address());
        stage.act(&staker, "delegates to the operator", delegation, &call, U256::ZERO, "delegated").await?;
    }
    let lst = stage.book.strategy(stage.lst)?;
    expect("operator shares of the LST", operator_shares(stage, lst).await?, ether(50))
}

fn delegate_to(operator: Address) -> IDelegationManager::delegateToCall {
    let none = IDelegationManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO };
    IDelegationManager::delegateToCall {
        operator,
        approverSignatureAndExpiry: none,
        approverSalt: Default::default(),
    }
}

/// A service starts, the operator joins it and allocates half of its stake.
async fn serve(stage: &mut Stage) -> Result<(), Error> {
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

/// A staker queues deposit shares of a token.
async fn queue(
    stage: &mut Stage,
    staker: super::stage::Actor,
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

/// What the slash left of the operator's magnitude, and what it booked of the LST.
struct AfterSlash {
    magnitude: u64,
    booked: U256,
}

/// The service slashes 30 % of what is allocated to it.
async fn slash(stage: &mut Stage) -> Result<AfterSlash, Error> {
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
    let queued = exact(slashed_shares_down(in_queue, before.max, slashed.magnitudes.max))?;
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

/// The service pays; the updater posts a root; Alice claims once.
async fn reward(stage: &mut Stage) -> Result<(), Error> {
    let (service, alice) = (stage.cast.service.clone(), stage.cast.alice.clone());
    let rewards = stage.program("rewards-coordinator")?;
    let token = ("token", stage.reward);
    let mint = Token::mintCall { to: service.address(), amount: ether(100) };
    stage.act(&service, "gets 100 SVC", token, &mint, U256::ZERO, "100 SVC").await?;
    let approve = Token::approveCall { spender: stage.avs, amount: ether(100) };
    stage.act(&service, "approves 100 SVC", token, &approve, U256::ZERO, "allowance").await?;
    let timing = stage.config.rewards;
    let latest = stage.now().await?;
    let start = latest
        .checked_div(timing.calculation_interval)
        .unwrap_or(0)
        .saturating_mul(timing.calculation_interval);
    let multipliers = strategies(stage)?.into_iter().map(|strategy| contracts::StrategyAndMultiplier {
        strategy,
        multiplier: alloy::primitives::aliases::U96::from(ONE),
    });
    let submission = contracts::RewardsSubmission {
        strategiesAndMultipliers: multipliers.collect(),
        token: stage.reward,
        amount: ether(100),
        startTimestamp: start,
        duration: timing.calculation_interval,
    };
    let call = Service::rewardCall { submission };
    stage
        .act(
            &service,
            "pays 100 SVC for the day",
            ("service", stage.avs),
            &call,
            U256::ZERO,
            "in the coordinator",
        )
        .await?;

    let earned = |amount| BTreeMap::from([(stage.reward, ether(amount))]);
    let earnings = BTreeMap::from([
        (alice.address(), earned(30)),
        (stage.cast.bob.address(), earned(60)),
        (stage.cast.operator.address(), earned(10)),
    ]);
    let root = Distribution::new(earnings, |data: &[u8]| keccak256(data));
    let root = root.ok_or_else(|| Error::Story("the distribution is empty".into()))?;
    let governance = stage.cast.governance.clone();
    let submit = IRewardsCoordinator::submitRootCall {
        root: root.root(),
        rewardsCalculationEndTimestamp: latest.saturating_sub(1),
    };
    stage.act(&governance, "posts who earned what", rewards, &submit, U256::ZERO, "root 0").await?;
    let proof = root.claim(alice.address()).ok_or_else(|| Error::Story("Alice earned nothing".into()))?;
    let claim = IRewardsCoordinator::processClaimCall {
        claim: contracts::claim(alice.address(), proof),
        recipient: alice.address(),
    };
    stage.refused(&alice, "claims too early", rewards, &claim, "RootNotActivated()").await?;
    stage.pass_seconds(timing.activation_delay);
    stage.act(&alice, "claims her rewards", rewards, &claim, U256::ZERO, "30 SVC").await?;
    stage.refused(&alice, "claims again", rewards, &claim, "EarningsNotGreaterThanClaimed()").await?;
    expect("Alice's SVC", stage.held(stage.reward, alice.address()).await?, ether(30))
}

/// Bob completes his withdrawal, anyone clears the slash, Alice takes everything out.
async fn leave(
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
    let result = format!("{} LST", amount(tokens));
    stage
        .act(
            &bob,
            "completes the withdrawal",
            delegation,
            &complete(withdrawal, stage.lst),
            U256::ZERO,
            result,
        )
        .await?;
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
    let found = stage.held(stage.lst, super::stage::BURN_ADDRESS).await?;
    expect("LST burnt", found, burnt)?;

    let out = exact(withdrawable_shares_down(ether(10), ScalingFactor::from_stored(0), after.magnitude))?;
    let result = format!("{} WETH", amount(out));
    stage
        .act(&alice, "takes everything out", delegation, &complete(all, stage.weth), U256::ZERO, result)
        .await?;
    expect("WETH paid to Alice", stage.held(stage.weth, alice.address()).await?, out)
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

/// The strategies of the story in the ascending order a slash needs.
fn strategies(stage: &Stage) -> Result<Vec<Address>, Error> {
    let mut strategies = vec![stage.book.strategy(stage.weth)?, stage.book.strategy(stage.lst)?];
    strategies.sort();
    Ok(strategies)
}

fn set(stage: &Stage) -> IAllocationManager::OperatorSet {
    IAllocationManager::OperatorSet { avs: stage.avs, id: SET }
}

async fn expect_shares(stage: &Stage, staker: Address, strategy: Address, wanted: U256) -> Result<(), Error> {
    let manager = stage.book.address("strategy-manager")?;
    let ask = IStrategyManager::stakerDepositSharesCall { staker, strategy };
    expect("deposit shares", stage.cast.keeper.account.view(manager, &ask).await?, wanted)
}

async fn operator_shares(stage: &Stage, strategy: Address) -> Result<U256, Error> {
    let ask = IDelegationManager::operatorSharesCall { operator: stage.cast.operator.address(), strategy };
    Ok(stage.cast.keeper.account.view(stage.book.address("delegation-manager")?, &ask).await?)
}

/// A number of the story is small: the accounting cannot refuse it.
fn exact<T, E: std::fmt::Debug>(value: Result<T, E>) -> Result<T, Error> {
    value.map_err(|error| Error::Story(format!("the accounting refused a number of the story: {error:?}")))
}
