//! In: an operator registers, Alice brings ETH, Bob an LST, each in one transaction.

use alloy::primitives::{Address, B256, Bytes, U256};
use interfaces::sol::{IDelegationManager, IStrategyManager};
use math::strategy::tokens_to_shares_down;

use super::super::contracts::Token;
use super::super::report::amount;
use super::super::stage::{Stage, expect};
use super::{ether, exact, operator_shares, permit};
use crate::error::Error;

pub(super) async fn tell(stage: &mut Stage) -> Result<(), Error> {
    operator(stage).await?;
    alice(stage).await?;
    bob(stage).await?;
    let lst = stage.book.strategy(stage.lst)?;
    expect("operator shares of the LST", operator_shares(stage, lst).await?, ether(50))
}

async fn operator(stage: &mut Stage) -> Result<(), Error> {
    let delegation = stage.program("delegation-manager")?;
    let operator = stage.cast.operator.clone();
    let register = IDelegationManager::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: "https://operator.example/metadata.json".into(),
    };
    stage.act(&operator, "registers as operator", delegation, &register, U256::ZERO, "operator").await?;
    Ok(())
}

async fn alice(stage: &mut Stage) -> Result<(), Error> {
    let alice = stage.cast.alice.clone();
    let manager = stage.program("strategy-manager")?;
    let strategy = stage.book.strategy(stage.weth)?;
    let shares = exact(tokens_to_shares_down(ether(10), U256::ZERO, U256::ZERO))?;
    let call = IStrategyManager::depositETHAndDelegateCall {
        strategy,
        operator: stage.cast.operator.address(),
        approverSignatureAndExpiry: no_approval(),
        approverSalt: B256::ZERO,
    };
    let result = format!("{} shares, delegated", amount(shares));
    stage.act(&alice, "deposits 10 ETH and delegates", manager, &call, ether(10), result).await?;
    expect_shares(stage, alice.address(), strategy, shares).await
}

async fn bob(stage: &mut Stage) -> Result<(), Error> {
    let bob = stage.cast.bob.clone();
    let manager = stage.program("strategy-manager")?;
    let strategy = stage.book.strategy(stage.lst)?;
    let mint = Token::mintCall { to: bob.address(), amount: ether(60) };
    stage.act(&bob, "gets 60 LST", ("token", stage.lst), &mint, U256::ZERO, "60 LST").await?;
    let unknown = IStrategyManager::depositIntoStrategyCall {
        strategy: stage.lst,
        token: stage.lst,
        amount: ether(50),
    };
    stage
        .refused(&bob, "tries a strategy nobody opened", manager, &unknown, "StrategyNotWhitelisted()")
        .await?;
    let shares = exact(tokens_to_shares_down(ether(50), U256::ZERO, U256::ZERO))?;
    let call = IStrategyManager::depositWithPermitAndDelegateCall {
        strategy,
        token: stage.lst,
        amount: ether(50),
        permit: permit::sign(stage, &bob, ether(50)).await?,
        operator: stage.cast.operator.address(),
        approverSignatureAndExpiry: no_approval(),
        approverSalt: B256::ZERO,
    };
    let what = "deposits 50 LST by permit and delegates";
    let result = format!("{} shares, delegated", amount(shares));
    stage.act(&bob, what, manager, &call, U256::ZERO, result).await?;
    expect_shares(stage, bob.address(), strategy, shares).await
}

/// The operator has no approver, so nobody has to sign.
fn no_approval() -> IStrategyManager::SignatureWithExpiry {
    IStrategyManager::SignatureWithExpiry { signature: Bytes::new(), expiry: U256::ZERO }
}

async fn expect_shares(stage: &Stage, staker: Address, strategy: Address, wanted: U256) -> Result<(), Error> {
    let manager = stage.book.address("strategy-manager")?;
    let ask = IStrategyManager::stakerDepositSharesCall { staker, strategy };
    expect("deposit shares", stage.cast.keeper.account.view(manager, &ask).await?, wanted)
}
