//! Conservation: what came in is what went out and what is held, to the wei.

use alloy::primitives::{Address, U256};

use super::stage::{BURN_ADDRESS, Stage, expect};
use crate::error::Error;

/// One token's balances at the end.
pub(crate) struct Total {
    pub(crate) token: &'static str,
    pub(crate) supply: U256,
    pub(crate) holders: Vec<(&'static str, U256)>,
}

/// Adds up every holder of every token and compares with its supply; for wrapped ETH also with the ETH behind it.
pub(crate) async fn check(stage: &Stage) -> Result<Vec<Total>, Error> {
    let mut totals = Vec::new();
    for (name, token) in [("WETH", stage.weth), ("LST", stage.lst), ("SVC", stage.reward)] {
        let supply = stage.supply(token).await?;
        let mut held = Vec::new();
        for (holder, address) in holders(stage, token)? {
            held.push((holder, stage.held(token, address).await?));
        }
        let sum = held.iter().fold(U256::ZERO, |sum, (_, amount)| sum.saturating_add(*amount));
        expect(&format!("{name} in all hands"), sum, supply)?;
        totals.push(Total { token: name, supply, holders: held });
    }
    let backing = stage.cast.keeper.account.balance(stage.weth).await?;
    let supply = totals.first().map_or(U256::ZERO, |weth| weth.supply);
    expect("ETH behind WETH", backing, supply)?;
    Ok(totals)
}

fn holders(stage: &Stage, token: Address) -> Result<Vec<(&'static str, Address)>, Error> {
    let cast = &stage.cast;
    let mut holders = vec![
        ("Alice", cast.alice.address()),
        ("Bob", cast.bob.address()),
        ("Operator", cast.operator.address()),
        ("Service", cast.service.address()),
        ("service contract", stage.avs),
        ("burn address", BURN_ADDRESS),
        ("StrategyManager", stage.book.address("strategy-manager")?),
        ("DelegationManager", stage.book.address("delegation-manager")?),
        ("RewardsCoordinator", stage.book.address("rewards-coordinator")?),
    ];
    if token != stage.reward {
        holders.push(("Strategy", stage.book.strategy(token)?));
    }
    Ok(holders)
}
